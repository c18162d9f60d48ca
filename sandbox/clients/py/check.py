"""Logs discord.py in to the sandbox, registers commands, answers a person's interactions, and compares
what that person then sees with what was sent. Only the two base addresses differ from a real bot's."""

import asyncio
import json
import os
import sys

import aiohttp
import discord
import yarl
from discord import app_commands

BASE = os.environ["SANDBOX_URL"]
GUILD = discord.Object(id=int(os.environ["SANDBOX_GUILD"]))

discord.http.Route.BASE = f"{BASE}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(
    f"{BASE.replace('http', 'ws', 1)}/gateway"
)


class Again(discord.ui.View):
    """One button that edits the message it stands on."""

    @discord.ui.button(label="Again", style=discord.ButtonStyle.primary)
    async def again(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(
            content="Hello again from discord.py!", view=None
        )


class Greeter(discord.Client):
    """A bot of two commands' worth: a greeting with autocomplete, and a button."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, members=True))
        self.tree = app_commands.CommandTree(self)
        self.is_up = asyncio.Event()
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.tree.on_error = self.note  # type: ignore[method-assign]

    async def note(self, _: discord.Interaction, error: Exception) -> None:
        """Fails the check when a handler fails."""
        if not self.failure.done():
            self.failure.set_exception(error)

    async def on_ready(self) -> None:
        self.is_up.set()

    async def on_error(self, event: str, *_: object) -> None:
        if not self.failure.done():
            self.failure.set_exception(RuntimeError(f"{event}: {sys.exc_info()[1]!r}"))


async def act(person: str, deed: str, body: dict) -> dict:
    """Acts as a person through the control interface and returns what they then see."""
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{BASE}/sandbox/people/{person}/{deed}", json=body) as response:
            answer = await response.json()
            assert response.ok, f"{person} could not {deed}: {answer}"
            return answer


async def check(bot: Greeter) -> None:
    await bot.is_up.wait()

    @bot.tree.command(name="greet-py", description="Says hello", guild=GUILD)
    @app_commands.describe(name="Whom to greet")
    async def greet(interaction: discord.Interaction, name: str) -> None:
        await interaction.response.send_message(
            f"Hello from discord.py, {name}!", view=Again(), ephemeral=True
        )

    @greet.autocomplete("name")
    async def usual(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed} (the usual)", value=typed)]

    synced = await bot.tree.sync(guild=GUILD)
    assert [command.name for command in synced] == ["greet-py"], synced

    choices = await act(
        "mia",
        "autocomplete",
        {"command": "greet-py", "focused": "name", "typed": "Ravi"},
    )
    assert "Ravi (the usual)" in json.dumps(choices), choices

    said = await act(
        "mia",
        "command",
        {"command": "greet-py", "options": {"name": "Ravi"}},
    )
    assert "Hello from discord.py, Ravi!" in json.dumps(said), said

    clicked = await act(
        "mia", "click", {"message": said["seen"]["id"], "button": "Again"}
    )
    assert "Hello again from discord.py!" in json.dumps(clicked), clicked

    bot.tree.clear_commands(guild=GUILD)
    assert await bot.tree.sync(guild=GUILD) == []


async def main() -> int:
    bot = Greeter()
    running = asyncio.create_task(bot.start(os.environ["SANDBOX_TOKEN"]))
    checking = asyncio.create_task(check(bot))
    try:
        done, _ = await asyncio.wait(
            {running, checking, bot.failure},
            timeout=60,
            return_when=asyncio.FIRST_COMPLETED,
        )
        if not done:
            raise TimeoutError("not done within 60 seconds")
        for task in done:
            task.result()
        assert checking in done, "the connection ended before the check did"
    except Exception as error:  # pylint: disable=broad-exception-caught
        print(f"discord.py: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    finally:
        checking.cancel()
        await bot.close()
        await asyncio.gather(running, checking, return_exceptions=True)
    print("discord.py: logged in, registered, answered, edited, removed")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
