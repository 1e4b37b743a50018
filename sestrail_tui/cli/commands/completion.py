"""``sestrail completion``: the script with which a shell completes flags, profiles, filters..."""

from __future__ import annotations

import os
from typing import Any, Final, Literal

import click
from click.shell_completion import (
    BashComplete,
    ShellComplete,
    ZshComplete,
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


_ZSH: Final = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local type key descr
    local -a response whole described fields
    (( ! $+commands[%(prog_name)s] )) && return 1
    response=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \
%(complete_var)s=zsh_complete %(prog_name)s)}")
    for type key descr in ${response}; do
        case $type in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            plain)
                if [[ $key == *: ]]; then
                    fields+=("${key//\\\\:/:}")
                elif [[ $descr == _ ]]; then
                    whole+=("$key")
                else
                    described+=("$key:$descr")
                fi ;;
        esac
    done
    (( $#described )) && _describe -V unsorted described -U
    (( $#whole )) && compadd -U -V unsorted -a whole
    (( $#fields )) && compadd -U -S '' -V unsorted -a fields
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef %(complete_func)s %(prog_name)s
fi
"""


class Bash(BashComplete):
    """click's own, and filters too: ``config:a`` is one word of ours, and three of bash's."""

    source_template = _BASH
    _cut = 0

    def source(self) -> str:
        """Return the script without running bash for its version: another one may read it."""
        return ShellComplete.source(self)

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
        """Return what bash is to put behind the cut."""
        value = item.value if item.type != "plain" else item.value[self._cut :]
        return f"{item.type},{value}"


class Zsh(ZshComplete):
    """Works where ``.zshrc`` has not switched completion on, and goes on after a field's colon."""

    source_template = _ZSH


add_completion_class(Bash)
add_completion_class(Zsh)

INSTALL: Final = {
    "bash": "sestrail completion bash > ~/.sestrail.bash && echo '. ~/.sestrail.bash' >> ~/.bashrc",
    "zsh": "sestrail completion zsh > ~/.sestrail.zsh && echo '. ~/.sestrail.zsh' >> ~/.zshrc",
    "fish": "mkdir -p ~/.config/fish/completions && "
    "sestrail completion fish > ~/.config/fish/completions/sestrail.fish",
}
"""What makes each shell complete from its next start on; needs no folder but the home."""
HELP: Final = f"""\
Print the script that lets your shell complete commands, flags and their values.

\b
bash:
  {INSTALL["bash"]}
zsh:
  {INSTALL["zsh"]}
fish:
  {INSTALL["fish"].replace("&& ", f"&&{chr(10)}    ")}

Profiles and regions come from AWS's files, log groups from the account (within a few
seconds, and kept for ten minutes).
"""


@click.command("completion", short_help="Print the completion script of your shell.", help=HELP)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: Literal["bash", "zsh", "fish"]) -> int:
    """Print the script of a shell."""
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(ctx.find_root().command, {}, "sestrail", VARIABLE).source(), nl=False)
    return 0
