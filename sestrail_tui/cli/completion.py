"""``sestrail completion``: the script with which a shell completes flags, profiles, filters..."""

from __future__ import annotations

import os
from typing import Any, Final, Literal

import click
from click.shell_completion import (
    BashComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

VARIABLE: Final = "_SESTRAIL_COMPLETE"
_BREAKS: Final = ":="
"""Where bash cuts a word in two, besides at blanks."""

_BASH: Final = """\
%(complete_func)s() {
    local IFS=$'\\n' response type value
    response=$(env COMP_WORDS="${COMP_LINE:0:COMP_POINT}" COMP_CWORD=0 \
%(complete_var)s=bash_complete $1 2>/dev/null)
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value"); [[ $value == *: ]] && compopt -o nospace ;;
        esac
    done <<< "$response"
    return 0
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class Bash(BashComplete):
    """click's own, and filters too: ``config:a`` is one word of ours, and three of bash's."""

    source_template = _BASH
    _cut = 0

    @staticmethod
    def _check_version() -> None:
        """Leave it to the shell that reads the script."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Read the line up to the cursor ourselves."""
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        typed = words.pop() if words and not line[-1:].isspace() else ""
        if not line.endswith(typed) or line[len(line) - len(typed) - 1 :][:1] not in "\"'":
            # bash puts what we answer in the place of the last of its own words.
            self._cut = max(typed.rfind(sign) for sign in _BREAKS) + 1
        return words, typed

    def format_completion(self, item: Any) -> str:
        """Give what bash is to put behind the cut."""
        value = item.value if item.type != "plain" else item.value[self._cut :]
        return f"{item.type},{value}"


add_completion_class(Bash)


@click.command("completion", short_help="Print the completion script of your shell.")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: Literal["bash", "zsh", "fish"]) -> int:
    """Print the script that lets your shell complete commands, flags and their values.

    \b
      bash   sestrail completion bash > ~/.local/share/bash-completion/completions/sestrail
      zsh    sestrail completion zsh > "${fpath[1]}/_sestrail"
      fish   sestrail completion fish > ~/.config/fish/completions/sestrail.fish

    Profiles and regions come from AWS's files, log groups from the account (within a few
    seconds, and kept for ten minutes).
    """
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(ctx.find_root().command, {}, "sestrail", VARIABLE).source(), nl=False)
    return 0
