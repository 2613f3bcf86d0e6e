"""`optop result keep|show`: results kept for ever, and what became of the concept that they were made with."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli import parameters as p
from api.cli.concepts import print_json
from api.cli.words import word

commands = typer.Typer(help="Kept results: keep, show.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(commands, name="result")


@commands.command("keep")
def keep_command(
    path: Annotated[Path, typer.Argument(metavar="OUT", help="A configuration.json, or the folder that holds it.")],
    actor: Annotated[str, typer.Option("--by", metavar="NAME", help="Who keeps it; it stands in the audit chain.")] = "optop",
    database: p.DatabaseName = None,
) -> None:
    """Keep a result for ever, by its digest. The same one again changes nothing."""
    from api.catalogue import required_database
    from catalogue.documents.configuration import Configuration
    from catalogue.documents.loading import read_document
    from catalogue.store.results import keep_result

    configuration = read_document(Configuration, path / "configuration.json" if path.is_dir() else path)
    with required_database(database) as opened:
        digest = keep_result(opened, configuration, actor=actor, at=dt.datetime.now(dt.UTC))
    sys.stdout.write(f"{digest}\n")


@commands.command("show")
def show_command(
    digest: Annotated[str, typer.Argument(metavar="DIGEST")],
    database: p.DatabaseName = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Show a kept result: what it was made with, its figures, and what has to be said about it now."""
    import json

    from api.catalogue import required_database
    from catalogue.documents.finding import finding_text
    from catalogue.store.results import read_result

    with required_database(database) as opened, opened.reading() as connection:
        kept = read_result(connection, digest)
    content = json.loads(kept.body)
    if as_json:
        print_json({"configuration": content, "marks": [mark.model_dump(mode="json") for mark in kept.marks]})
        return
    concept, summary = content["request"]["concept"], content["summary"]
    for mark in kept.marks:
        sys.stdout.write(f"! {mark.code}: {finding_text(mark, lang.value)}\n")
    homes, modules = (f"{word(key, lang.value)} {summary[name]}" for key, name in (("homes", "dwellings"), ("modules", "modules")))
    sys.stdout.write(f"{content['request']['building']['id']}: {concept['id']}@{concept['version']}; {homes}; {modules}\n")
