"""`optop inspect`: what a file says about its buildings, and what the engine makes of one."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api.cli import parameters as p
from api.cli.building_words import BuildingWords, takes_building

if TYPE_CHECKING:
    from catalogue.documents.building import Building
    from catalogue.errors import IncompleteRequest
    from configurator.host.building import HostBuilding


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
        print_known(building, lacking.message, lang)


@takes_building
def inspect_command(
    words: BuildingWords,
    svg: p.Svg = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Show the buildings in a file, or one building: what is known, assumed and unknown, and its bearing lines."""
    from api.cli.inputs import building_source, find_assumptions, read_user_building
    from api.cli.listings import print_buildings, print_host
    from api.cli.portfolio import show_table
    from catalogue.errors import IncompleteRequest
    from catalogue.resolve import family_ids, resolve_family
    from configurator.host.readers import list_buildings
    from configurator.host.readers.portfolio_table import is_table
    from configurator.host.wings import compile_wings

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
    known_family = None if user_building.family is None else resolve_family(user_building.family.value)
    try:
        wings = compile_wings(user_building, known_family, find_assumptions(None), families_known=family_ids())
    except IncompleteRequest as lacking:
        if svg is not None:
            from configurator.outputs.host_drawing import building_svg

            svg.write_text(building_svg(user_building, lacking.message, lang.value), encoding="utf-8")
        _show_known(user_building, lacking, as_json=as_json, lang=lang.value)
        return
    hosts = [(wing.key, wing.hosts[0].host) for wing in wings]
    if svg is not None:
        from configurator.outputs.host_drawing import host_svg

        (key, first), others = hosts[0], hosts[1:]
        drawn = host_svg(first, user_building.family_candidates, lang.value, others, user_building.further_levels, key)
        svg.write_text(drawn, encoding="utf-8")
    if as_json:
        sys.stdout.write(json.dumps(_as_json(user_building, hosts), ensure_ascii=False, indent=2) + "\n")
    else:
        print_host(user_building, hosts, lang.value)


def _as_json(building: Building, hosts: Sequence[tuple[str, HostBuilding]]) -> dict[str, object]:
    """Return what was compiled: the first wing, and all of them where there are several."""
    from configurator.results.host import host_summary, knowledge
    from configurator.results.naming import names_of

    first = hosts[0][1]
    payload: dict[str, object] = {
        "building": building.model_dump(mode="json", exclude_none=True),
        "host": host_summary(first).model_dump(mode="json"),
        "knowledge": knowledge(building, first).model_dump(mode="json"),
        "findings": [item.model_dump(mode="json") for item in first.findings],
    }
    if len(hosts) > 1:
        named = [(names_of(key, host.level_id, building), host) for key, host in hosts]
        payload["wings"] = [
            {
                "id": names.key,
                "level": host.level_id,
                "host": names.host(host_summary(host)).model_dump(mode="json"),
                "findings": [names.finding(item).model_dump(mode="json") for item in host.findings],
            }
            for names, host in named
        ]
    return payload
