"""`optop inspect`: what a file says about its buildings, and what the engine makes of one."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api.cli import parameters as p
from api.cli.building_words import BuildingWords, takes_building

if TYPE_CHECKING:
    from catalogue.documents.building import Building
    from catalogue.errors import IncompleteRequest


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("inspect")(inspect_command)


def _show_known(building: Building, lacking: IncompleteRequest, *, as_json: bool, lang: str) -> None:
    """Show what is known of a building that cannot be compiled yet, and what it still needs."""
    from api.cli.listings import print_known

    if as_json:
        payload = {"building": building.model_dump(mode="json", exclude_none=True), "host": None, "needed": lacking.pointers}
        sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2) + "\n")
    else:
        print_known(building, lacking.sentence(lang), lang)


@takes_building
def inspect_command(
    words: BuildingWords,
    svg: p.Svg = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Show the buildings in a file, or one building: what is known, assumed and unknown, and its bearing lines."""
    from api.cli.inputs import building_source, read_user_building
    from api.cli.listings import print_buildings, print_host
    from api.cli.portfolio import show_table
    from api.inspection import draw_building, hosts_of, inspected
    from catalogue.errors import IncompleteRequest
    from configurator.host.readers import list_buildings
    from configurator.host.readers.portfolio_table import is_table

    source = None if words.building_ids else building_source(words)
    if isinstance(source, Path) and is_table(source):
        show_table(source, as_json=as_json, lang=lang.value)
        return
    if source is not None:
        entries = list_buildings(source, crs=words.crs)
        if len(entries) > 1:
            if as_json:
                sys.stdout.write(json.dumps({"buildings": [asdict(entry) for entry in entries]}, indent=2) + "\n")
            else:
                print_buildings(entries, lang.value)
            return
    user_building = read_user_building(words)
    if svg is not None:
        svg.write_text(draw_building(user_building, lang.value), encoding="utf-8")
    try:
        hosts = hosts_of(user_building)
    except IncompleteRequest as lacking:
        _show_known(user_building, lacking, as_json=as_json, lang=lang.value)
        return
    if as_json:
        sys.stdout.write(json.dumps(inspected(user_building, hosts), ensure_ascii=False, indent=2) + "\n")
    else:
        print_host(user_building, hosts, lang.value)
