"""`optop`: the commands. Heavy libraries are imported by the command that needs them, never here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Literal

import typer

from catalogue.errors import OptopError

app = typer.Typer(
    name="optop",
    help="Rooftop extensions (optoppen) on existing blocks: configure, match, inspect. Answers are indicative and traceable.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(asked: bool) -> None:
    if asked:
        from configurator.version import ENGINE_VERSION

        sys.stdout.write(f"optop {ENGINE_VERSION}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Rooftop extensions (optoppen) on existing blocks."""


def _register() -> None:
    for module in (
        "demo",
        "configure",
        "match",
        "inspect",
        "explain",
        "ifc",
        "concepts",
        "publication",
        "drafts",
        "backups",
        "results",
        "families",
        "keys",
        "serve",
    ):
        register: Callable[[typer.Typer], None] = import_module(f"api.cli.{module}").register
        register(app)


_register()


USER_MISTAKE: type[typer.BadParameter] = typer.BadParameter.__bases__[0]
"""A wrong word on the command line; the library shows only its subclass `BadParameter` by name."""


def asked_language(arguments: Sequence[str]) -> Literal["nl", "en"]:
    """Return the language that `--lang` asks for, English where it is left out: errors end a command before it knows its own words."""
    words = [word for argument in arguments for word in argument.split("=", 1)]
    return "nl" if ("--lang", "nl") in pairwise(words) else "en"


def run() -> None:
    """Run the command line: a user's mistake ends as one sentence on stderr and exit code 2."""
    try:
        sys.exit(app(standalone_mode=False))
    except USER_MISTAKE as error:
        sys.stderr.write(f"optop: {error.format_message()}\n")
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)
    except OptopError as error:
        sys.stderr.write(f"optop: {error.sentence(asked_language(sys.argv))}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
