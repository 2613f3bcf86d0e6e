"""Listings of concepts, families and buildings for a person: tables on stdout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from api.cli.tables import console, key_values, simple_table
from api.cli.words import word
from catalogue.buildup import buildup_mass_kg_per_m2, buildup_thickness_mm, module_mass, module_size
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.evidence import Fact, Quantity
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import finding_text
from catalogue.documents.identifiers import wing_path
from configurator.results.fact_text import fact_text

MAX_VALUE_LENGTH = 60

if TYPE_CHECKING:
    from rich.table import Table

    from configurator.host.building import HostBuilding
    from configurator.host.readers import BuildingSummary


def _quantity(quantity: Quantity) -> str:
    interval = quantity.interval()
    if interval is None:
        return "?"
    spread = "" if interval.low == interval.high else f" ({interval.low:g} .. {interval.high:g})"
    return f"{interval.nominal:g}{spread} {quantity.unit}, {quantity.basis}, {quantity.status}, {quantity.source}"


def print_concept(concept: Concept, lang: str) -> None:
    """Print one concept: sizes, build-ups with their mass, supports, dwelling types."""
    out, module = console(), concept.module
    widths, lengths = module.width_mm, module.length_mm
    size = module_size(concept, widths.max, lengths.max, topmost=True)
    smallest = module_size(concept, widths.min, lengths.min, topmost=True)
    mass = module_mass(concept, size, topmost=True).total_kg
    plan = widths.max * lengths.max / 1e6
    example = f" ({word('example', lang)})" if concept.example_data else ""
    rows = [
        ("", concept.summary.in_language(lang)),
        ("mm", f"{widths.min}-{widths.max} (+{widths.step}) x {lengths.min}-{lengths.max} (+{lengths.step}) x {module.height_mm}"),
        (
            word("inside", lang),
            f"{smallest.inner_width_mm():.0f}-{size.inner_width_mm():.0f} x {smallest.inner_length_mm:.0f}-{size.inner_length_mm:.0f} mm",
        ),
        ("kg/m2", f"{mass.nominal / plan:.0f} ({mass.low / plan:.0f} .. {mass.high / plan:.0f}); max {mass.nominal / 1000:.1f} t"),
        (word("support", lang), ", ".join(word(support, lang) for support in concept.support.permitted)),
        (word("access", lang), ", ".join(word(access, lang) for access in concept.access.permitted)),
    ]
    out.print(key_values(rows, title=f"{concept.id}@{concept.version} {concept.name.in_language(lang)}{example}"))
    layers = simple_table("", "mm", "kg/m2", right=("mm", "kg/m2"))
    for build_up in concept.build_ups.values():
        layers.add_row(
            build_up.name.in_language(lang), f"{buildup_thickness_mm(build_up):g}", f"{buildup_mass_kg_per_m2(build_up).nominal:.1f}"
        )
    out.print(layers)
    types = simple_table("", word("modules", lang), "min m2", right=(word("modules", lang), "min m2"))
    for dwelling_type in concept.dwelling_types:
        types.add_row(dwelling_type.name.in_language(lang), str(dwelling_type.modules), f"{dwelling_type.min_usable_area_m2:g}")
    out.print(types)


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
        ("beukmaten m", f"{bays}; {family.bays.evidence.basis}, {family.bays.evidence.status}, {family.bays.evidence.source}"),
        ("floor", _quantity(structure.floor_kn_per_m2)),
        ("roof", _quantity(structure.roof_kn_per_m2)),
        ("wall", _quantity(structure.wall_kn_per_m2)),
        ("wall thickness", _quantity(structure.wall_thickness_mm)),
        ("storey height", _quantity(family.storey_height_m)),
    ]
    rows += [(name, source.title) for name, source in family.sources.items()]
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
