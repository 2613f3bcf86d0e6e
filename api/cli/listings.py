"""Listings of families and buildings for a person: tables on stdout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from api.cli.concept_sheet import quantity_text
from api.cli.tables import console, key_values, simple_table
from api.cli.words import word
from catalogue.documents.building import Building
from catalogue.documents.evidence import Fact
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import finding_text
from catalogue.documents.identifiers import wing_path
from configurator.results.fact_text import fact_text

MAX_VALUE_LENGTH = 60

if TYPE_CHECKING:
    from rich.table import Table

    from configurator.host.building import HostBuilding
    from configurator.host.readers import BuildingSummary


def print_families(families: Sequence[BuildingFamily], lang: str) -> None:
    """Print one line a family."""
    table = simple_table("id", word("name", lang), word("years", lang), word("storeys", lang), word("outlook", lang))
    for family in families:
        table.add_row(
            family.id,
            family.name.in_language(lang),
            f"{family.years.min:.0f}-{family.years.max:.0f}",
            f"{family.storeys.min:.0f}-{family.storeys.max:.0f}",
            word(family.outlook if family.outlook != "conditional" else "status_conditional", lang),
        )
    console().print(table)


def print_family(family: BuildingFamily, lang: str) -> None:
    """Print one family: years, bays, structure, each with its evidence."""
    structure = family.structure
    bays = " + ".join(f"{bay.width_mm / 1000:g}" + ("s" if bay.use == "stair" else "") for bay in family.bays.sequence.bays)
    rows = [
        (word("outlook", lang), family.outlook_reason.in_language(lang)),
        (word("years", lang), f"{family.years.min:.0f}-{family.years.max:.0f}"),
        (word("storeys", lang), f"{family.storeys.min:.0f}-{family.storeys.max:.0f}"),
        (word("bays_m", lang), f"{bays}; {family.bays.evidence.basis}, {family.bays.evidence.status}, {family.bays.evidence.source}"),
        (word("existing_floor", lang), quantity_text(structure.floor_kn_per_m2)),
        (word("existing_roof", lang), quantity_text(structure.roof_kn_per_m2)),
        (word("existing_wall", lang), quantity_text(structure.wall_kn_per_m2)),
        (word("wall_thickness", lang), quantity_text(structure.wall_thickness_mm)),
        (word("storey_height", lang), quantity_text(family.storey_height_m)),
    ]
    rows += [(name, source.title_in(lang)) for name, source in family.sources.items()]
    console().print(key_values(rows, title=f"{family.id}@{family.version} {family.name.in_language(lang)}"))


def print_buildings(entries: Sequence[BuildingSummary], lang: str) -> None:
    """Print one line a building of a file."""
    columns = [word(key, lang) for key in ("year", "levels", "area", "roof_height")]
    table = simple_table("id", *columns, right=columns)
    for entry in entries:
        table.add_row(
            entry.id,
            "?" if entry.year_built is None else str(entry.year_built),
            str(entry.flat_levels),
            "?" if entry.area_m2 is None else f"{entry.area_m2:.0f} m2",
            "?" if entry.height_m is None else f"{entry.height_m:.1f} m",
        )
    console().print(table)


def _print_read(building: Building, lang: str) -> None:
    """Print what stands on the roof, the likely families, and what the reader had to say."""
    out = console()
    if building.bag_ids:
        out.print(f"\n{word('panden', lang)}: {len(building.bag_ids)} ({', '.join(building.bag_ids[:6])})", markup=False)
    heights = ["?" if item.height_m is None else f"{item.height_m:.1f} m" for item in building.obstacles]
    if heights:
        out.print(f"{word('obstacles', lang)}: {len(heights)} ({', '.join(heights[:12])})", markup=False)
    likely = [item for item in building.family_candidates if item.odds > 0.1]  # noqa: PLR2004 - worth showing
    if likely:
        table = simple_table(word("family", lang), word("odds", lang), word("evidence", lang))
        for item in likely:
            table.add_row(item.family, f"{item.odds:.0%}", "; ".join(line.split(" (")[0] for line in item.evidence))
        out.print(table)
    for note in building.findings:
        out.print(f"{note.code}: {finding_text(note, lang)}", markup=False)


def print_known(building: Building, needed: str, lang: str) -> None:
    """Print the facts that a file or the user gave, and what is needed before anything can be computed."""
    out = console()
    outer = building.roof.polygon.outer
    extent = [max(values) - min(values) for values in zip(*outer, strict=True)]
    rows = [(word("extent", lang), f"{extent[0]:.1f} x {extent[1]:.1f} m ({len(outer)} punten / points)")]
    facts = simple_table(word("fact", lang), word("value", lang), word("basis", lang), word("source", lang), word("status", lang))
    for model, prefix in ((building, ""), (building.roof, "roof/"), (building.site, "site/")):
        for name in type(model).model_fields:
            fact = getattr(model, name)
            if isinstance(fact, Fact):
                shown = shorten(fact_text(fact.value, lang), MAX_VALUE_LENGTH, placeholder=" ...")
                facts.add_row(f"/{prefix}{name}", shown, fact.basis, fact.source, fact.status)
    out.print(key_values(rows, title=building.name.in_language(lang) if building.name else building.id))
    out.print(facts)
    _print_read(building, lang)
    out.print(f"\n{word('needed', lang)}: {needed}", markup=False)


def print_host(building: Building, hosts: Sequence[tuple[str, HostBuilding]], lang: str) -> None:
    """Print what is known, assumed and unknown of one building, its wings by key where there are several, and its bearing lines."""
    out, host = console(), hosts[0][1]
    u0, v0, u1, v1 = host.roof_outline_mm.bounds
    out.print(
        key_values(
            [
                (word("extent", lang), f"{(u1 - u0) / 1000:.1f} x {(v1 - v0) / 1000:.1f} m"),
                (word("roof_area", lang), f"{sum(one.roof_outline_mm.area for _, one in hosts) / 1e6:.0f} m2"),
                (word("storeys", lang), str(host.storeys_existing)),
            ],
            title=building.name.in_language(lang) if building.name else building.id,
        )
    )
    if len(hosts) > 1:
        out.print(_wings(hosts, lang))
    facts = simple_table(word("fact", lang), word("value", lang), word("basis", lang), word("source", lang), word("status", lang))
    for pointer, fact in sorted(host.facts.items()):
        shown = fact_text(fact.value, lang)
        facts.add_row(pointer, shorten(shown, MAX_VALUE_LENGTH, placeholder=" ..."), fact.basis, fact.source, fact.status)
    out.print(facts)
    lines = simple_table(word("line", lang), "x m", "mm", right=("x m", "mm"))
    for key, one in hosts:
        for line in one.bearing_lines:
            name = wing_path(key, line.id) + ("*" if line.assumed else "")
            lines.add_row(name, f"{line.u_mm / 1000:.2f}", f"{line.thickness_mm:g}")
    out.print(lines)
    for text in dict.fromkeys(f"{item.code}: {finding_text(item, lang)}" for _, one in hosts for item in one.findings):
        out.print(text, markup=False)


def _wings(hosts: Sequence[tuple[str, HostBuilding]], lang: str) -> Table:
    """Return one line a wing: its level, size, direction, storeys and height."""
    numbers = [word("extent", lang), word("roof_area", lang), word("storeys", lang), word("roof_height", lang), "deg"]
    table = simple_table(word("wing", lang), word("roof_level", lang), *numbers, right=numbers)
    for key, host in hosts:
        u0, v0, u1, v1 = host.roof_outline_mm.bounds
        size = f"{(u1 - u0) / 1000:.1f} x {(v1 - v0) / 1000:.1f} m"
        turn = f"{math.degrees(host.frame.rotation_rad):.1f}"
        area = f"{host.roof_outline_mm.area / 1e6:.0f} m2"
        table.add_row(key, host.level_id, size, area, str(len(host.storeys)), _above_ground(host), turn)
    return table


def _above_ground(host: HostBuilding) -> str:
    return "?" if host.ground_z_mm is None else f"{(host.roof_z_mm - host.ground_z_mm) / 1000:.2f} m"
