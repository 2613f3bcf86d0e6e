"""`optop configure`: one concept on one building."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api.cli import parameters as p
from api.cli.building_words import BuildingWords, takes_building

if TYPE_CHECKING:
    from configurator.configure import Computed
    from configurator.outputs.drawing.words import Lang

NL_SFB = "NL-SfB tabel 1"
"""Name of the classification system in an IFC, unless the user says another."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("configure")(configure_command)


@takes_building
def configure_command(
    words: BuildingWords,
    concept: p.Concepts = None,
    option: p.Options = None,
    out: p.Out = Path("out"),
    formats: p.Formats = None,
    classification: p.Classification = NL_SFB,
    assumptions: p.AssumptionSet = None,
    verification: p.VerificationFile = None,
    project: p.Project = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Configure one concept on one building and write the model.

    Exit code 0: computed (not "feasible"). 1: computed, and nothing can be placed. 2: the request cannot be read or is incomplete.
    """
    from api.catalogue import find_concept, offered_concepts
    from api.cli.inputs import find_assumptions, find_verification, read_options, read_user_building
    from api.resolution import inputs_for
    from catalogue.errors import IncompleteRequest
    from configurator.configure import configure

    if not concept or len(concept) > 1:
        raise IncompleteRequest("concept-not-named", known=tuple(offered_concepts()), pointers=("/concept",))
    chosen = find_concept(concept[0])
    options = read_options(tuple(option or ()))
    user_building = read_user_building(words)
    checked = find_verification(verification)
    computed = configure(inputs_for(user_building, chosen, options, find_assumptions(assumptions), project, checked))
    deliver(computed, out, tuple(formats or ()), as_json=as_json, lang=lang.value, classification=classification)


def deliver(computed: Computed, out: Path, formats: tuple[str, ...], *, as_json: bool, lang: Lang, classification: str = NL_SFB) -> None:
    """Write the files, print the summary, and leave with exit code 1 when nothing was placed although something was asked for."""
    from api.cli.tables import print_configuration
    from api.outputs import bundle_of
    from configurator.outputs.writers import DEFAULT_FORMATS, left_over, write_outputs

    files = write_outputs(bundle_of(computed, lang, classification), formats or DEFAULT_FORMATS, out)
    for stale in left_over(files, out):
        sys.stderr.write(f"optop: {stale} is of an earlier run.\n")
    configuration = computed.configuration
    if as_json:
        payload = {
            "digest": configuration.digest,
            "summary": configuration.summary.model_dump(mode="json"),
            "disclaimer": configuration.disclaimer,
            "findings": [item.model_dump(mode="json") for item in configuration.findings],
            "files": [str(file) for file in files],
        }
        sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2) + "\n")
    else:
        print_configuration(computed, files, lang)
    if configuration.summary.modules == 0 and computed.inputs.request.options.storeys_added > 0:
        raise typer.Exit(1)
