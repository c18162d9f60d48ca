// Logs discord.js in to the sandbox, registers commands, answers a person's interactions, and compares
// what that person then sees with what was sent. Only the API's base address differs from a real bot's.
import assert from "node:assert/strict";
import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits,
  MessageFlags,
} from "discord.js";

const base = process.env.SANDBOX_URL;
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers],
  rest: { api: `${base}/api` },
});

/** Acts as a person through the control interface and returns what they then see. */
async function act(person, deed, body) {
  const response = await fetch(`${base}/sandbox/people/${person}/${deed}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  assert.ok(response.ok, `${person} could not ${deed}: ${JSON.stringify(answer)}`);
  return answer;
}

const failed = new Promise((_, reject) => {
  client.on(Events.Error, reject);
  client.on(Events.ShardError, reject);
  client.rest.on("rateLimited", (limit) => reject(new Error(`rate limited: ${limit.route}`)));
});

async function answer(interaction) {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    await interaction.respond([{ name: `${typed} (the usual)`, value: typed }]);
  } else if (interaction.isChatInputCommand()) {
    const button = new ButtonBuilder()
      .setCustomId("greet:again")
      .setLabel("Again")
      .setStyle(ButtonStyle.Primary);
    await interaction.reply({
      content: `Hello from discord.js, ${interaction.options.getString("name", true)}!`,
      components: [new ActionRowBuilder().addComponents(button)],
      flags: MessageFlags.Ephemeral,
    });
  } else if (interaction.isButton()) {
    await interaction.deferUpdate();
    await interaction.editReply({ content: "Hello again from discord.js!", components: [] });
  }
}

async function check() {
  await client.login(process.env.SANDBOX_TOKEN);
  if (!client.isReady()) {
    await new Promise((resolve) => client.once(Events.ClientReady, resolve));
  }
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error) => client.emit(Events.Error, error));
  });

  const guild = await client.guilds.fetch(process.env.SANDBOX_GUILD);
  const command = await guild.commands.create({
    name: "greet-js",
    description: "Says hello",
    options: [
      {
        name: "name",
        description: "Whom to greet",
        type: ApplicationCommandOptionType.String,
        required: true,
        autocomplete: true,
      },
    ],
  });
  assert.equal(command.name, "greet-js");
  assert.ok((await guild.commands.fetch()).has(command.id), "the command is listed");

  const choices = await act("mia", "autocomplete", {
    command: "greet-js",
    focused: "name",
    typed: "Ravi",
  });
  assert.match(JSON.stringify(choices), /Ravi \(the usual\)/);

  const said = await act("mia", "command", {
    command: "greet-js",
    options: { name: "Ravi" },
  });
  assert.match(JSON.stringify(said), /Hello from discord\.js, Ravi!/);

  const clicked = await act("mia", "click", { message: said.seen.id, button: "Again" });
  assert.match(JSON.stringify(clicked), /Hello again from discord\.js!/);

  await command.delete();
  assert.ok(!(await guild.commands.fetch()).has(command.id), "the command is gone");
}

const patience = setTimeout(() => {
  console.error("discord.js: not done within 60 seconds");
  process.exit(1);
}, 60_000);
try {
  await Promise.race([check(), failed]);
  console.log("discord.js: logged in, registered, answered, edited, removed");
} catch (error) {
  console.error("discord.js:", error);
  process.exitCode = 1;
} finally {
  clearTimeout(patience);
  await client.destroy();
}
