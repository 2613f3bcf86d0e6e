"""`optop demo`: the main job on a shipped building."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from api.cli import parameters as p

DEMO_BUILDING = "demo-portiek-1966"
DEMO_CONCEPT = "A3"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("demo")(demo_command)


def demo_command(out: p.Out = Path("out"), as_json: p.Json = False, lang: p.Lang = p.Language.NL) -> None:
    """Put wide timber-frame boxes on a four-storey block of 1966 and write everything into ./out."""
    from api.cli.configure import deliver
    from api.cli.inputs import find_assumptions
    from api.cli.words import word
    from api.resolution import inputs_for
    from catalogue.documents.options import Options
    from catalogue.resolve import resolve_building, resolve_concept
    from configurator.configure import configure

    building = resolve_building(DEMO_BUILDING)
    computed = configure(inputs_for(building, resolve_concept(DEMO_CONCEPT), Options(), find_assumptions(None), None))
    deliver(computed, out, (), as_json=as_json, lang=lang.value)
    if not as_json:
        sys.stderr.write(
            f"\n{word('next', lang.value)}:\n"
            f"  optop configure {DEMO_BUILDING} --concept A3 --option access=gallery --option storeys_added=2\n"
            f"  optop match {DEMO_BUILDING}\n"
            f"  optop inspect {DEMO_BUILDING}\n"
        )
