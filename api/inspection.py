"""What a file says about its buildings, and what the engine makes of one: the same for the command line and for HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from api.resolution import with_needed_family
from catalogue.documents.building import Building
from catalogue.documents.evidence import Source
from catalogue.errors import IncompleteRequest, NotFound
from catalogue.resolve import DEFAULT_ASSUMPTIONS, family_ids, resolve_assumptions, resolve_family, resolve_family_rules
from configurator.host.families import infer_families
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures, list_buildings, read_building, surroundings
from configurator.host.readers.content import Choice, Content, RowChoice, read_content
from configurator.host.readers.fetch import box_of, fetch_box, fetch_pand
from configurator.host.readers.portfolio_table import PortfolioTable, TableRow, is_table, read_table, row_of
from configurator.host.wings import compile_wings
from configurator.results.host import host_summary, knowledge
from configurator.results.naming import names_of

if TYPE_CHECKING:
    from catalogue.documents.building import FamilyCandidate
    from configurator.host.building import HostBuilding

Plain: TypeAlias = dict[str, Any]
"""A JSON object."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a building comes from: one of these."""

    file: Path | None = None
    document: str | None = None
    """A building document as JSON."""
    measures_m: tuple[float, float] | None = None
    """Length along the building and depth across it."""
    pand: str | None = None
    """Id of a BAG pand, to be fetched."""
    box: str | None = None
    """Box of RD metres whose panden are fetched: `x0,y0,x1,y1`."""
    fetched_from: str | None = None
    """Address that panden are fetched from; None is that nothing is fetched."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in a file, and knows about the building in it."""

    building_id: str | None = None
    joined_ids: tuple[str, ...] = ()
    crs: str | None = None
    roof_level: str | None = None
    row: RowChoice = "auto"
    table: Path | None = None
    """A portfolio table; what its row of the building says goes on top."""
    facts: Mapping[str, Any] | None = None
    """The user's knowledge, by the building document's own dotted fields; it wins."""
    around_m: float = 0.0
    """Also what stands within so many metres of its roof."""


def inspect_origin(origin: Origin, wanted: Wanted) -> Plain:
    """Return what is there: the rows of a table, a list of buildings, or the one building that is meant. Raises OptopError."""
    if origin.file is not None and is_table(origin.file):
        return {"table": table_of(read_table(origin.file))}
    source = _source(origin)
    if source is not None and wanted.building_id is None:
        entries = list_buildings(source, crs=wanted.crs)
        if len(entries) > 1:
            return {"buildings": [asdict(entry) for entry in entries]}
    content = read_content(source) if isinstance(source, Path) else source
    building = _building(origin, content, wanted)
    found = inspect_building(with_table_row(building, wanted.table), wanted.facts)
    near = () if content is None else surroundings(content, building, wanted.around_m, crs=wanted.crs)
    return {**found, **({"surroundings": [asdict(mass) for mass in near]} if near else {})}


def draw_origin(origin: Origin, wanted: Wanted, lang: Literal["nl", "en"]) -> str:
    """Return a plan of the one building that is meant as SVG. Raises OptopError, also where it is not said which of several that is."""
    found = inspect_origin(origin, wanted)
    if "building" not in found:
        raise IncompleteRequest("drawing-several", pointers=("/building",))
    return draw_building(Building.model_validate(found["building"]), lang)


def _source(origin: Origin) -> Path | Content | None:
    """Return what may hold several buildings, or None for what is one."""
    if origin.box is not None:
        return fetch_box(box_of(origin.box), origin.fetched_from)
    return origin.file


def _building(origin: Origin, source: Content | None, wanted: Wanted) -> Building:
    if source is not None:
        others, row = wanted.joined_ids, wanted.row
        return read_building(source, wanted.building_id, crs=wanted.crs, roof_level=wanted.roof_level, joined_ids=others, row=row)
    if origin.pand is not None:
        named = () if wanted.building_id is None else (wanted.building_id, *wanted.joined_ids)
        return fetch_pand(origin.pand, origin.fetched_from, Choice(None, None, wanted.roof_level, named, wanted.row))
    if origin.measures_m is not None:
        return building_from_measures(*origin.measures_m)
    return Building.model_validate_json(origin.document or "")


def with_table_row(building: Building, path: Path | None) -> Building:
    """Return the building with the facts of its row in a portfolio table, and what is wrong with that row. Raises NotFound without one."""
    if path is None:
        return building
    row = row_of(read_table(path), (*building.bag_ids, building.id))
    if row is None:
        raise NotFound("table-without-building", file=path.name, building=building.id, pointers=("/bag_ids",))
    known = overlay(building, row.building_facts(), source="portfolio")
    source = Source(title="Portfolio table", reference=f"{path.name}, row {row.number}")
    changes = {"sources": {**known.sources, "portfolio": source}, "findings": (*known.findings, *row.findings)}
    return known.model_copy(update=changes)


def inspect_building(building: Building, facts: Mapping[str, Any] | None = None) -> Plain:
    """Return one building with what is known on top, and its host, or what is still needed to make one."""
    known = with_needed_family(overlay(building, dict(facts)) if facts else building)
    try:
        return inspected(known, hosts_of(known))
    except IncompleteRequest as lacking:
        document = known.model_dump(mode="json", exclude_none=True)
        return {"building": document, "host": None, "needed": list(lacking.pointers), "lacking": lacking.message}


def draw_building(building: Building, lang: Literal["nl", "en"]) -> str:
    """Return a plan of what was read as SVG; of a building that lacks something, with what it lacks."""
    from configurator.outputs.host_drawing import building_svg, host_svg

    try:
        (key, first), *others = hosts_of(building)
    except IncompleteRequest as lacking:
        return building_svg(building, lacking.sentence(lang), lang)
    return host_svg(first, building.family_candidates, lang, others, building.further_levels, key)


def hosts_of(building: Building) -> list[tuple[str, HostBuilding]]:
    """Compile a building: each wing by its key, in its usual direction. Raises IncompleteRequest."""
    family = None if building.family is None else resolve_family(building.family.value)
    wings = compile_wings(building, family, resolve_assumptions(DEFAULT_ASSUMPTIONS), families_known=family_ids())
    return [(wing.key, wing.hosts[0].host) for wing in wings]


def inspected(building: Building, hosts: Sequence[tuple[str, HostBuilding]]) -> Plain:
    """Return what was compiled: the first wing, and all of them where there are several."""
    first = hosts[0][1]
    payload: Plain = {
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


def table_of(table: PortfolioTable) -> Plain:
    """Return a portfolio table: which columns were understood, and each row with its likely families and what is wrong with it."""
    rows = [
        {
            "row": row.number,
            "id": row.id,
            "bag_ids": list(row.bag_ids),
            "facts": dict(row.facts),
            "families": [candidate.model_dump(mode="json") for candidate in likely_families(row)],
            "knocked_out": row.knocked_out,
            "findings": [item.model_dump(mode="json") for item in row.findings],
        }
        for row in table.rows
    ]
    return {"columns": dict(table.columns), "ignored": list(table.ignored), "rows": rows}


def likely_families(row: TableRow) -> tuple[FamilyCandidate, ...]:
    """Return the likely families of a row, all whose odds are worth reporting; none when it tells too little, or names its family."""
    rules, clues = resolve_family_rules(), row.clues()
    if "family" in row.facts or not clues.telling:
        return ()
    found = infer_families(clues, [resolve_family(family_id) for family_id in family_ids()], rules)
    return tuple(candidate for candidate in found if candidate.odds > rules.reported_odds)
