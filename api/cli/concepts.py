"""`optop concept list|show|check`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli import parameters as p

commands = typer.Typer(help="Concepts: list, show, check.", no_args_is_help=True)
Reference = Annotated[str, typer.Argument(metavar="ID[@VERSION]", help="Concept id, or a concept file.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(commands, name="concept")


@commands.command("list")
def list_command(as_json: p.Json = False, lang: p.Lang = p.Language.NL) -> None:
    """List the published concepts."""
    from api.cli.listings import print_concepts
    from catalogue.resolve import concept_versions, resolve_concept

    concepts = [resolve_concept(concept_id) for concept_id in concept_versions()]
    if as_json:
        listed = [
            {"id": c.id, "versions": concept_versions()[c.id], "name": c.name.model_dump(), "example_data": c.example_data}
            for c in concepts
        ]
        sys.stdout.write(json.dumps({"concepts": listed}, ensure_ascii=False, indent=2) + "\n")
    else:
        print_concepts(concepts, concept_versions(), lang.value)


@commands.command("show")
def show_command(reference: Reference, as_json: p.Json = False, lang: p.Lang = p.Language.NL) -> None:
    """Show one concept: sizes, build-ups with their mass, supports, dwelling types."""
    from api.cli.inputs import find_concept
    from api.cli.listings import print_concept

    concept = find_concept(reference)
    if as_json:
        sys.stdout.write(json.dumps(concept.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")
    else:
        print_concept(concept, lang.value)


@commands.command("check")
def check_command(
    path: Annotated[str, typer.Argument(metavar="FILE|ID", help="A concept file, or the id of a published concept.")],
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Run the publication checks. Exit code 0: nothing blocks publication. 1: something does. 2: the file is no concept document."""
    from api.cli.inputs import find_concept
    from api.cli.listings import print_checks
    from catalogue.documents.concept import Concept
    from catalogue.documents.loading import read_document
    from catalogue.publishing.checks import check_concept

    concept = read_document(Concept, Path(path)) if Path(path).exists() else find_concept(path)
    results = check_concept(concept)
    if as_json:
        sys.stdout.write(json.dumps({"checks": [r.model_dump(mode="json") for r in results]}, ensure_ascii=False, indent=2) + "\n")
    else:
        print_checks(results, lang.value)
    if any(result.blocks_publication for result in results):
        raise typer.Exit(1)
