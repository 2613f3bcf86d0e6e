"""`optop match`: which concepts fit a building, why not, and what would make them fit. `optop compare`: up to five side by side."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli import parameters as p
from api.cli.building_words import BuildingWords, takes_building
from catalogue.errors import InvalidDocument


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("match")(match_command)
    app.command("compare")(compare_command)


@takes_building
def match_command(
    words: BuildingWords,
    concept: p.Concepts = None,
    option: p.Options = None,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", metavar="NAME=N", help="Order by your own weights: homes, load, cost, carbon, lead_time."),
    ] = None,
    assumptions: p.AssumptionSet = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Match concepts on a building: each criterion with its numbers. A match is a screening, never a yes.

    Exit code 0: computed. 1: no concept fits. 2: the request cannot be read or is incomplete.
    """
    from api.catalogue import find_concept, offered_concepts
    from api.cli.inputs import find_assumptions, read_options, read_user_building
    from api.cli.matches import print_matched, print_ranking
    from api.resolution import prepared_host
    from catalogue.matching.ranking import pareto_front, weighed
    from configurator.fit.matching import match_concepts
    from configurator.results.disclaimer import DISCLAIMERS

    weights = _weights(weight or [])
    user_building = read_user_building(words)
    host = prepared_host(user_building, read_options(tuple(option or ())), find_assumptions(assumptions))
    concepts = {f"{one.id}@{one.version}": one for one in (find_concept(reference) for reference in (concept or offered_concepts()))}
    found = match_concepts(host, concepts.values())
    offers = [item.offer for item in found]
    front, scored = pareto_front(offers), weighed(offers, weights) if weights else ()
    if as_json:
        payload = {
            "matches": [{**item.match.model_dump(mode="json"), "offer": item.offer.model_dump(mode="json")} for item in found],
            "pareto_front": list(front),
            "weights": weights,
            "ranking": [asdict(item) for item in scored],
            "disclaimer": DISCLAIMERS.in_language(lang.value),
        }
        sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2) + "\n")
    else:
        print_matched(found, {reference: one.name.in_language(lang.value) for reference, one in concepts.items()}, lang.value)
        print_ranking(offers, front, scored, lang.value)
        sys.stdout.write(f"\n{DISCLAIMERS.in_language(lang.value)}\n")
    if all(item.match.verdict == "does_not_fit" for item in found):
        raise typer.Exit(1)


def _weights(words: list[str]) -> dict[str, float]:
    from api.cli.assignments import assignments

    found = assignments(tuple(words), "--weight")
    for name, value in found.items():
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise InvalidDocument("weight-malformed", name=name, value=value)
    return {name: float(value) for name, value in found.items()}


@takes_building
def compare_command(
    words: BuildingWords,
    concept: p.Concepts = None,
    option: p.Options = None,
    assumptions: p.AssumptionSet = None,
    csv_file: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the comparison as CSV.")] = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Compare two to five concept versions on one building under one assumption set; what is unknown is shown as unknown."""
    from api.catalogue import find_concept
    from api.cli.inputs import find_assumptions, read_options, read_user_building
    from api.cli.matches import print_comparison
    from api.comparison_csv import comparison_csv
    from api.resolution import inputs_for
    from configurator.configure import configure_each
    from configurator.fit.comparison import MAX_COMPARED, MIN_COMPARED, compare

    named = concept or []
    if not MIN_COMPARED <= len(named) <= MAX_COMPARED:
        raise InvalidDocument("compare-count", least=MIN_COMPARED, most=MAX_COMPARED, count=len(named), pointers=("/concept",))
    user_building = read_user_building(words)
    options, assumption_set = read_options(tuple(option or ())), find_assumptions(assumptions)
    chosen = [find_concept(reference) for reference in named]
    found = compare(configure_each([inputs_for(user_building, one, options, assumption_set, None) for one in chosen]))
    if csv_file is not None:
        csv_file.write_text(comparison_csv(found, lang.value), encoding="utf-8", newline="")
    if as_json:
        sys.stdout.write(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")
    else:
        print_comparison(found, lang.value)
