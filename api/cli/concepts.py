"""`optop concept list|show|new|check|diff|fit`."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli import parameters as p

commands = typer.Typer(help="Concepts: list, show, new, check, diff, fit, publish, deprecate, withdraw.", no_args_is_help=True)
Reference = Annotated[str, typer.Argument(metavar="ID[@VERSION]", help="Concept id, or a concept file.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(commands, name="concept")


def print_json(payload: object) -> None:
    """Print one JSON object on stdout."""
    sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2) + "\n")


@commands.command("list")
def list_command(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help="Words to look for, Dutch or English.")] = None,
    facet: Annotated[
        list[str] | None, typer.Option("--facet", metavar="NAME=VALUE", help="Narrow, e.g. --facet support=wall_on_wall.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what was superseded or withdrawn.")] = False,
    database: p.DatabaseName = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """List the concepts of the catalogue, with the facets that narrow the list."""
    from api.catalogue import shown_catalogue
    from api.cli.assignments import assignments
    from api.cli.offers import print_page
    from catalogue.publishing.lifecycle import OFFERED, READABLE
    from catalogue.store.search import MAX_PAGE, Query, find

    facets: dict[str, tuple[str, ...]] = {}
    for name, value in (pair for word in facet or () for pair in assignments((word,), "--facet").items()):
        facets[name] = (*facets.get(name, ()), "yes" if value is True else "no" if value is False else str(value))
    query = Query(" ".join(words or ()), facets, READABLE if everything else OFFERED, limit=MAX_PAGE)
    with shown_catalogue(database) as opened, opened.reading() as connection:
        page = find(connection, query)
    if as_json:
        listed = [{**v.card.model_dump(mode="json"), "state": v.state, "successor": v.successor} for v in page.versions]
        print_json({"concepts": listed, "total": page.total, "facets": page.counts})
    else:
        print_page(page, lang.value)


@commands.command("show")
def show_command(reference: Reference, as_json: p.Json = False, lang: p.Lang = p.Language.NL) -> None:
    """Show one concept: sizes, build-ups, what it promises and asks, each figure with its source, and how complete it is for whom."""
    from api.catalogue import published_or_file, withdrawal_of
    from api.cli.concept_sheet import print_concept
    from api.cli.offers import print_completeness
    from api.cli.words import word
    from catalogue.publishing.completeness import completeness

    concept = published_or_file(reference)
    if as_json:
        print_json(concept.model_dump(mode="json"))
    else:
        if (withdrawal := withdrawal_of(reference)) is not None:
            why, successor = withdrawal
            sys.stdout.write(f"! {word('withdrawn', lang.value)}: {why.in_language(lang.value)} -> {successor or '-'}\n")
        print_concept(concept, lang.value)
        print_completeness(completeness(concept), lang.value)


@commands.command("new")
def new_command(
    concept_id: Annotated[str, typer.Argument(metavar="ID", help="The id of the new concept.")],
    base: Annotated[str, typer.Option("--from", metavar="ID", help="Starter concept to begin from.")] = "A3",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to write; default ID@0.1.0.yaml.")] = None,
) -> None:
    """Write a draft, and the schema that an editor completes it with. Its figures stay example data until you replace them."""
    from catalogue.documents.schemas import schema_text
    from catalogue.errors import Conflict
    from catalogue.publishing.template import NEW_VERSION, SCHEMA_FILE, draft_text

    file = out or Path(f"{concept_id}@{NEW_VERSION}.yaml")
    text = draft_text(concept_id, base)
    if file.exists():
        raise Conflict("output-exists", file=file)
    file.write_text(text, encoding="utf-8")
    file.with_name(SCHEMA_FILE).write_text(schema_text("concept"), encoding="utf-8")
    sys.stdout.write(f"{file}\n")


@commands.command("check")
def check_command(
    path: Annotated[str, typer.Argument(metavar="FILE|ID", help="A concept file, or the id of a published concept.")],
    on: Annotated[dt.datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Judge dates as of this day; default today.")] = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Run the publication checks. Exit code 0: nothing blocks publication. 1: something does. 2: the file is no concept document."""
    from api.catalogue import find_concept
    from api.cli.offers import print_checks, print_completeness
    from api.judgements import check_report
    from catalogue.documents.concept import Concept
    from catalogue.documents.loading import read_document

    concept = read_document(Concept, Path(path)) if Path(path).exists() else find_concept(path)
    report = check_report(concept, (on or dt.datetime.now(dt.UTC)).date())
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        print_checks(report.checks, lang.value)
        print_completeness(report.completeness, lang.value)
    if any(result.blocks_publication for result in report.checks):
        raise typer.Exit(1)


@commands.command("diff")
def diff_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="ID@VERSION or a file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="ID@VERSION or a file.")],
    on: Annotated[
        list[str] | None, typer.Option("--on", metavar="BUILDING", help="Also show what it does to this building; more than once.")
    ] = None,
    option: p.Options = None,
    assumptions: p.AssumptionSet = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """What changed between two versions, per aspect, and which version step it asks for. Exit code 1: the step is too small."""
    from api.catalogue import published_or_file
    from api.cli.building_words import BuildingWords
    from api.cli.inputs import find_assumptions, read_options, read_user_building
    from api.cli.matches import print_consequences
    from api.cli.offers import print_diff
    from api.concept_trials import diff_report

    before, after = published_or_file(old), published_or_file(new)
    buildings = [read_user_building(BuildingWords(building=name)) for name in on or ()]
    report = diff_report(before, after, buildings, read_options(tuple(option or ())), find_assumptions(assumptions))
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        print_diff(report, lang.value)
        if report.consequences:
            print_consequences(report.consequences, lang.value)
    if report.changes and not report.bump_is_enough:
        raise typer.Exit(1)


@commands.command("fit")
def fit_command(reference: Reference, assumptions: p.AssumptionSet = None, as_json: p.Json = False, lang: p.Lang = p.Language.NL) -> None:
    """On which building families a concept fits, and how little its own figures would have to change. Each family as its standard block."""
    from api.catalogue import find_concept
    from api.cli.inputs import find_assumptions
    from api.cli.matches import print_fit
    from api.concept_trials import fit_report
    from catalogue.resolve import resolve_family

    report = fit_report(find_concept(reference), find_assumptions(assumptions))
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        names = {one.family: resolve_family(one.family).name.in_language(lang.value) for one in report.families}
        print_fit(report, names, lang.value)
