"""The ``sestrail`` command: picks the subcommand, and turns every error into one sentence."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click
from rich.cells import cell_len

from sestrail_tui.cli.flags.empty_arguments import check_not_empty
from sestrail_tui.cli.standard_streams import fill_closed, say, silence_stdout
from sestrail_tui.core.errors import FilterError, SestrailError
from sestrail_tui.core.process import crash_report
from sestrail_tui.core.process.signals import exit_code
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

WRONG_USAGE = 2


_COMMANDS: Final = {
    "tail": "tail:tail",
    "open": "open:open_files",
    "wait": "wait:wait",
    "doctor": "doctor:doctor",
    "logging": "logging:logging",
    "policy": "policy:policy",
    "demo": "demo:demo",
    "config": "config:config",
    "completion": "completion:completion",
    "help": "help:show_help",
}
"""By name: the module and what it calls the command. Only the one that is run is imported."""


class DefaultsToTail(click.Group):
    """A group in which ``sestrail --since 15m`` means ``sestrail tail --since 15m``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names in alphabetical order."""
        return sorted(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Import the command."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"sestrail_tui.cli.commands.{module}"), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``tail`` in front unless a command, or a flag of the group itself, comes first.

        Raises `UsageError` for a word that is empty.
        """
        own = {"--help", "-h", "--version"}
        if ctx.resilient_parsing and not args:  # a shell asks how to go on
            return super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            check_not_empty(args)
        if not args or (args[0] not in _COMMANDS and args[0] not in own):
            if args and not args[0].startswith("-"):
                return super().parse_args(ctx, args)
            args = ["tail", *args]
        return super().parse_args(ctx, args)

    def format_epilog(
        self,
        ctx: click.Context,  # noqa: ARG002  click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Name the topics of the manual."""
        from sestrail_tui.manual.pages import topics

        with formatter.section("Manual (sestrail help TOPIC)"):
            formatter.write_text(", ".join(topics()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Offer the commands, or the flags of ``tail`` besides the group's own."""
        found = super().shell_complete(ctx, incomplete)
        if not incomplete.startswith("-"):
            return found
        tail = self.get_command(ctx, "tail")
        assert tail is not None
        of_tail = tail.shell_complete(click.Context(tail, parent=ctx), incomplete)
        own = {item.value for item in found}
        return [*(item for item in of_tail if item.value not in own), *found]


@click.group(cls=DefaultsToTail, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sestrail-tui", prog_name="sestrail")
def sestrail() -> None:
    """Follow Amazon SES sends live, as CloudTrail records them.

    Without a command: the screen over your account (the same as `sestrail tail`).
    No AWS account at hand? Try `sestrail demo`.

    \b
    Exit codes:
      0    done
      1    the awaited sends did not come (wait)
      2    wrong usage, or a file that cannot be read or written
      3    AWS refused or is not set up, or not everything could be read; the message says why
      70   sestrail itself failed (a bug)
      130  interrupted (129 by SIGHUP, 131 by SIGQUIT, 143 by SIGTERM)
    """


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit with the documented code; never shows a traceback."""
    sys.exit(_exit_code(args))


def _exit_code(args: list[str] | None) -> int:
    try:
        fill_closed()
        if "_SESTRAIL_COMPLETE" in os.environ:
            import_module("sestrail_tui.cli.commands.completion")  # which knows how shells quote
        result: Any = sestrail.main(args=args, prog_name="sestrail", standalone_mode=False)
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
        say(f"sestrail: {error.format_message()}{where and f' ({where} --help)'}")
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = exit_code(signal.SIGINT)
    except SestrailError as error:
        where = f"\n{caret(error)}" if isinstance(error, FilterError) else ""
        say(f"sestrail: {error.message}{where}")
        code = error.exit_code
    except BrokenPipeError:
        silence_stdout()
        code = 0
    except OSError as error:  # such as --help into a full disk
        silence_stdout()
        say(f"sestrail: {error.strerror or error}: nothing more can be written or read here.")
        code = WRONG_USAGE
    except Exception as error:  # a mistake of our own: no variable of a frame is shown
        say(crash_report.report(error))
        code = crash_report.EXIT_CODE
    else:
        code = result if isinstance(result, int) else 0
    return code


def caret(error: FilterError) -> str:
    """Return the filter's text and, under it, carets below the mistake (two lines), safe."""
    before, wrong = safe(error.text[: error.start]), safe(error.text[error.start : error.end])
    rest = safe(error.text[error.end :])
    return f"{before}{wrong}{rest}\n{' ' * cell_len(before)}{'^' * max(1, cell_len(wrong))}"
