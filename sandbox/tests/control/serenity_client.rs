//! The real serenity client: it logs in, registers a command, and answers an interaction.

use discord_sandbox::Sandbox;
use serenity::all::{
    Client, Command, Context, CreateCommand, CreateInteractionResponse,
    CreateInteractionResponseMessage, EventHandler, GatewayIntents, Http, HttpBuilder, Interaction,
    Ready,
};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::bot::{PATIENCE, options};

struct Greeter {
    registered: UnboundedSender<()>,
}

#[serenity::async_trait]
impl EventHandler for Greeter {
    async fn ready(&self, context: Context, _: Ready) {
        let hello = CreateCommand::new("hello").description("Says hello");
        Command::create_global_command(&context.http, hello)
            .await
            .unwrap();
        self.registered.send(()).unwrap();
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let command = interaction.command().unwrap();
        let said = format!("Hello {}", command.user.name);
        let message = CreateInteractionResponseMessage::new().content(said);
        command
            .create_response(&context.http, CreateInteractionResponse::Message(message))
            .await
            .unwrap();
    }
}

fn http(sandbox: &Sandbox) -> Http {
    HttpBuilder::new(sandbox.token())
        .proxy(sandbox.base_url())
        .ratelimiter_disabled(true)
        .application_id(sandbox.application_id().get().into())
        .build()
}

#[tokio::test]
async fn serenity_logs_in_and_answers() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let (registered, mut ready) = unbounded_channel();
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MEMBERS;
    let mut client = serenity::client::ClientBuilder::new_with_http(http(&sandbox), intents)
        .event_handler(Greeter { registered })
        .await
        .unwrap();
    let running = tokio::spawn(async move { Client::start_autosharded(&mut client).await });
    tokio::time::timeout(PATIENCE, ready.recv())
        .await
        .expect("serenity is not ready")
        .unwrap();
    let mia = sandbox.person("mia").unwrap();
    let outcome = mia.command("hello", &[]).await.unwrap();
    running.abort();
    assert_eq!(outcome.message().unwrap().text, "Hello mia");
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}
