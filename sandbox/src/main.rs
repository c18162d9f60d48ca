//! Runs the sandbox alone, for bots in any language and for trying it with curl.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use chrono::{DateTime, Utc};
use clap::{Parser, ValueEnum};
use discord_sandbox::{Cast, ClockMode, Options, Sandbox, cast::BOT_PERMISSIONS};
use twilight_model::{gateway::Intents, guild::Permissions};

/// A strict local Discord on loopback: REST v10, gateway v10, and people to act as.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The port on 127.0.0.1; 0 for any that is free.
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// How many people the server has, 4 to 5000.
    #[arg(long, default_value_t = 24)]
    members: usize,
    /// Time stands still at this instant until it is moved, such as `2026-03-02T09:00:00Z`. Without it, time is the
    /// machine's.
    #[arg(long)]
    clock: Option<DateTime<Utc>>,
    /// Discord's description file (`openapi.json`). Without it, `DISCORD_OPENAPI` says where it is.
    #[arg(long)]
    openapi: Option<PathBuf>,
    /// A privileged intent that the bot is granted; may be given several times.
    #[arg(long = "grant", value_enum, default_values = ["members"])]
    grants: Vec<Grant>,
    /// What the bot's role allows, as Discord writes permissions: one number. Without it, what a bot that opens
    /// threads and answers in channels needs.
    #[arg(long)]
    bot_permissions: Option<u64>,
    /// People who join must pass membership screening.
    #[arg(long)]
    screening: bool,
    /// Milliseconds between two heartbeats.
    #[arg(long, default_value_t = 41_250)]
    heartbeat_ms: u64,
    /// Milliseconds that must lie between two IDENTIFYs. Discord says 5000.
    #[arg(long, default_value_t = 0)]
    identify_interval_ms: u64,
}

/// A privileged intent.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Grant {
    Members,
    Presences,
    MessageContent,
}

impl Grant {
    fn intent(self) -> Intents {
        match self {
            Self::Members => Intents::GUILD_MEMBERS,
            Self::Presences => Intents::GUILD_PRESENCES,
            Self::MessageContent => Intents::MESSAGE_CONTENT,
        }
    }
}

impl From<Arguments> for Options {
    fn from(arguments: Arguments) -> Self {
        Self {
            port: arguments.port,
            clock: arguments.clock.map_or(ClockMode::System, ClockMode::Moved),
            openapi: arguments.openapi,
            members: Cast::Team(arguments.members),
            grant_privileged: arguments
                .grants
                .iter()
                .fold(Intents::empty(), |granted, grant| granted | grant.intent()),
            bot_permissions: arguments
                .bot_permissions
                .map_or(BOT_PERMISSIONS, Permissions::from_bits_truncate),
            screening: arguments.screening,
            heartbeat_interval: Duration::from_millis(arguments.heartbeat_ms),
            identify_interval: Duration::from_millis(arguments.identify_interval_ms),
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn")),
        )
        .with_writer(std::io::stderr)
        .init();
    let sandbox = match Sandbox::start(Arguments::parse().into()).await {
        Ok(sandbox) => sandbox,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::FAILURE;
        }
    };
    println!("token     {}", sandbox.token());
    println!("guild     {}", sandbox.guild_id());
    println!("base URL  {}", sandbox.base_url());
    println!("REST      {}/api/v10", sandbox.base_url());
    println!("gateway   {}", sandbox.gateway_url());
    println!("people    {}/sandbox/people", sandbox.base_url());
    let stopped = tokio::signal::ctrl_c().await;
    sandbox.stop();
    match stopped {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("cannot wait for Ctrl-C: {why}");
            ExitCode::FAILURE
        }
    }
}
