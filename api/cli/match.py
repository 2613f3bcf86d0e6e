"""`optop match`: which concepts fit a building, and why not."""

from __future__ import annotations

import json
import sys

import typer

from api.cli import parameters as p
from api.cli.building_words import BuildingWords, takes_building


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("match")(match_command)


@takes_building
def match_command(
    words: BuildingWords,
    concept: p.Concepts = None,
    option: p.Options = None,
    assumptions: p.AssumptionSet = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Match concepts on a building: each criterion with its numbers. A match is a screening, never a yes.

    Exit code 0: computed. 1: no concept fits. 2: the request cannot be read or is incomplete.
    """
    from api.catalogue import find_concept, offered_concepts
    from api.cli.inputs import find_assumptions, read_options, read_user_building
    from api.cli.tables import print_matches
    from api.resolution import inputs_for
    from configurator.configure import configure
    from configurator.fit.matching import match_computed, ordered
    from configurator.results.disclaimer import DISCLAIMERS

    user_building = read_user_building(words)
    options, assumption_set = read_options(tuple(option or ())), find_assumptions(assumptions)
    concepts = [find_concept(reference) for reference in (concept or offered_concepts())]
    matches = ordered([match_computed(configure(inputs_for(user_building, chosen, options, assumption_set, None))) for chosen in concepts])
    if as_json:
        payload = {"matches": [item.model_dump(mode="json") for item in matches], "disclaimer": DISCLAIMERS.in_language(lang.value)}
        sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2) + "\n")
    else:
        print_matches(matches, lang.value)
        sys.stdout.write(f"\n{DISCLAIMERS.in_language(lang.value)}\n")
    if all(item.verdict == "does_not_fit" for item in matches):
        raise typer.Exit(1)
