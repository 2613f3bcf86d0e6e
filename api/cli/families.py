"""`optop family list|show`."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from api.cli import parameters as p

commands = typer.Typer(help="Building families: list, show.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(commands, name="family")


@commands.command("list")
def list_command(as_json: p.Json = False, lang: p.Lang = p.Language.NL) -> None:
    """List the building families."""
    from api.cli.listings import print_families
    from catalogue.resolve import family_ids, resolve_family

    families = [resolve_family(family_id) for family_id in family_ids()]
    if as_json:
        listed = [{"id": f.id, "version": f.version, "name": f.name.model_dump(), "outlook": f.outlook} for f in families]
        sys.stdout.write(json.dumps({"families": listed}, ensure_ascii=False, indent=2) + "\n")
    else:
        print_families(families, lang.value)


@commands.command("show")
def show_command(family_id: Annotated[str, typer.Argument(metavar="ID")], as_json: p.Json = False, lang: p.Lang = p.Language.NL) -> None:
    """Show one building family: years, bays, structure, each with its evidence."""
    from api.cli.listings import print_family
    from catalogue.resolve import resolve_family

    family = resolve_family(family_id)
    if as_json:
        sys.stdout.write(json.dumps(family.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")
    else:
        print_family(family, lang.value)
