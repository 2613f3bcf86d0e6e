"""An outline, or the row that it stands in, as a building document; properties with a known name are facts that the file declares."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from shapely.geometry import Polygon

from catalogue.documents.building import Building, Roof, Site
from catalogue.documents.evidence import Fact, Source
from catalogue.documents.finding import Finding, finding
from catalogue.errors import InvalidDocument, NotFound, UnreadableInput
from configurator.host.overlay import known_fields, overlay
from configurator.host.readers.attributes import (
    dwelling_type,
    dwellings,
    ground_nap_m,
    pand_id,
    roof_above_ground_m,
    roof_nap_m,
    year_built,
)
from configurator.host.readers.content import BuildingSummary, Choice
from configurator.host.readers.levels import Level
from configurator.host.readers.outlines import Outline, OutlineFile, boxes_of, chosen_outline, plan_of
from configurator.host.readers.row_choice import Neighbour, Street, bag_ids_of, chosen_row, year_of
from configurator.host.readers.rows import Member, Row, Shape, adjoin, near
from configurator.host.readers.surroundings import Standing
from configurator.host.rings import checked_polygon, polygon_document

CONVERSION_ERROR_M = 0.2
"""Largest error of the conversion from degrees without the RDNAPTRANS2018 grid, metres, over the whole country."""

WGS84_TO_RD = "WGS84 to RD without the RDNAPTRANS grid: up to 0.2 m off"

NOT_FROM_PROPERTIES = (
    "id",
    "name",
    "type",
    "schema_version",
    "example_data",
    "sources",
    "site",
    "roof",
    "structure",
    "obstacles",
    "edges",
    "bearing_lines",
    "bag_ids",
    "findings",
    "family_candidates",
    "year_built",
    "ground_nap_m",
    "dwellings_existing",
    "dwelling_type_existing",
)
"""Fields that a property of the same name would not mean, or that are read under all of their names."""


def _nap_m(outline: Outline) -> float | None:
    """Return the height of an outline's roof above NAP, metres: written down, or ground level with the height above it."""
    above, ground, nap = roof_above_ground_m(outline.properties), ground_nap_m(outline.properties), roof_nap_m(outline.properties)
    return ground.value + above if nap is None and above is not None and ground is not None else nap


def _flat(plan: Polygon, z_m: float) -> Level:
    return Level(plan, z_m, z_m, z_m, 0.0, flat=True)


def _street(file: OutlineFile, *, heights: bool) -> dict[str, Neighbour]:
    """Return every outline as a row sees it; with `heights` only those whose height is known have a shape."""
    boxes = boxes_of(file)

    def neighbour(outline: Outline) -> Neighbour:
        def shape() -> Shape | None:
            z = _nap_m(outline)
            if heights and z is None:
                return None
            try:
                return (_flat(plan_of(outline, file), z if heights and z is not None else 0.0),), ()
            except UnreadableInput:
                return None

        bag = pand_id(outline.properties, outline.id)
        return Neighbour(outline.id, bag, year_built(outline.properties), boxes.get(outline.id), shape)

    return {outline.id: neighbour(outline) for outline in file.outlines}


def _touching(start: Member, street: Street) -> list[str]:
    """Return the outlines that adjoin one, whatever their height."""
    found = []
    for name in sorted(street):
        box = street[name].box
        if name != start.id and box is not None and near(start.level.plan_m.bounds, box):
            shape = street[name].shape()
            if shape is not None and adjoin(start.level.plan_m, shape[0][0].plan_m):
                found.append(name)
    return found


def _row(file: OutlineFile, outline: Outline, choice: Choice) -> tuple[Row, dict[str, Neighbour], list[Finding]]:
    """Return the row that is built on: by height where heights are known, by what the user joins where they are not."""
    asked = [chosen_outline(file, name) for name in choice.joined_ids]
    z = _nap_m(outline)
    heights = z is not None and all(_nap_m(one) is not None for one in asked)
    street = _street(file, heights=heights)
    start = Member(outline.id, _flat(plan_of(outline, file), z if heights and z is not None else 0.0), ())
    if heights or asked:
        row, said = chosen_row(start, street, lambda name: chosen_outline(file, name).id, choice, file.where)
        return row, street, said
    beside = [] if choice.row == "alone" else _touching(start, street)
    possible = [finding("READ-ROW-POSSIBLE", subjects=("/roof",), count=len(beside), panden=", ".join(beside))] if beside else []
    return Row((start,), start.level), street, possible


def _conversion_notes(outline: Outline) -> list[Finding]:
    """Return what converting from degrees did: a known error in plan, and heights that were left out because they are not NAP."""
    shifted = finding("READ-COORDINATES-SHIFTED", subjects=("/roof/polygon",), error_m=CONVERSION_ERROR_M)
    return [shifted, finding("READ-HEIGHT-ELLIPSOIDAL", subjects=("/roof",))] if outline.has_heights else [shifted]


def _dwellings(outlines: list[Outline], file: OutlineFile) -> Fact[int] | None:
    """Return the dwellings of all panden of a row together; None when one of them does not say."""
    each = [dwellings(outline.properties) for outline in outlines]
    known = [number for number in each if number is not None]
    return Fact[int](value=sum(known), source=file.source) if len(known) == len(each) else None


def _with_properties(building: Building, outline: Outline, file: OutlineFile) -> Building:
    """Return the building with the properties laid over it that are named as its fields; one that it does not take is said to be unused."""
    facts: dict[str, Any] = {"dwelling_type_existing": dwelling_type(outline.properties)}
    fields = [name for name in known_fields() if name not in NOT_FROM_PROPERTIES and "." not in name]
    facts |= {name: outline.properties.get(name) for name in fields}
    unused: list[Finding] = []
    for name, value in facts.items():
        if value is None:
            continue
        try:
            building = overlay(building, {name: value}, source=file.source)
        except InvalidDocument:
            unused.append(finding("READ-PROPERTY-UNUSED", subjects=("/" + name,), property=name, value=str(value)[:40]))
    return building.model_copy(update={"findings": (*building.findings, *unused)}) if unused else building


def outline_building(file: OutlineFile, outline: Outline, choice: Choice) -> Building:
    """Return the building document of one outline, or of the row that it stands in.

    Args:
        file: where it comes from.
        outline: the outline that was asked for.
        choice: which outlines are joined, or none; an outline has one roof level, `1`.

    Raises:
        UnreadableInput: a ring that is no proper outline, a position elsewhere, outlines to join that do not adjoin.
        NotFound: a roof level other than 1, or an outline to join that is not there.
    """
    if choice.roof_level not in (None, "1"):
        raise NotFound("outline-one-level", where=file.where, wanted=choice.roof_level, pointers=("/roof/level_id",))
    row, street, said = _row(file, outline, choice)
    by_id = {one.id: one for one in file.outlines}
    members = [by_id[member.id] for member in row.members]
    ground, above, source = ground_nap_m(outline.properties), roof_above_ground_m(outline.properties), file.source
    z = row.level.z_m if len(members) > 1 and all(_nap_m(one) is not None for one in members) else _nap_m(outline)
    building = Building(
        id=outline.id,
        sources={source: Source(title=file.title, reference=file.where if file.system == "rd" else f"{file.where}; {WGS84_TO_RD}")},
        site=Site(crs="EPSG:28992" if z is None else "EPSG:7415"),
        roof=Roof(
            polygon=polygon_document(row.level.plan_m),
            level_nap_m=None if z is None else Fact[float](value=round(z, 3), source=source),
            height_above_ground_m=None if above is None else Fact[float](value=round(above, 3), source=source),
        ),
        year_built=year_of(row, street, source, "declared"),
        ground_nap_m=None if ground is None else Fact[float](value=round(ground.value, 3), source=source),
        dwellings_existing=_dwellings(members, file),
        bag_ids=bag_ids_of(row, street),
        findings=(*said, *(() if file.system == "rd" else _conversion_notes(outline))),
    )
    return _with_properties(building, outline, file)


def read_outline(file: OutlineFile, choice: Choice) -> Building:
    """Read one outline of a file. Raises what `chosen_outline` and `outline_building` raise."""
    return outline_building(file, chosen_outline(file, choice.building_id), choice)


def list_outlines(file: OutlineFile, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every outline of a file, or of the one that is named; one among many that is broken has no level.

    Raises UnreadableInput when none of them can be used.
    """
    if choice.building_id is not None or len(file.outlines) == 1:
        return (_outline_summary(file, chosen_outline(file, choice.building_id)),)
    found: list[BuildingSummary] = []
    refused: list[UnreadableInput] = []
    for outline in file.outlines:
        try:
            found.append(_outline_summary(file, outline))
        except UnreadableInput as error:
            refused.append(error)
            found.append(BuildingSummary(outline.id, year_built(outline.properties), 0, None, None))
    if len(refused) == len(found):
        raise refused[0]
    return tuple(found)


def _outline_summary(file: OutlineFile, outline: Outline) -> BuildingSummary:
    plan, height = plan_of(outline, file), _above_ground_m(outline)
    return BuildingSummary(outline.id, year_built(outline.properties), 1, round(plan.area, 1), None if height is None else round(height, 2))


def summary_of(building: Building) -> BuildingSummary:
    """Return the summary of a building document."""
    roof, crs = building.roof, building.site.crs
    area = checked_polygon(roof.polygon.outer, roof.polygon.holes, f"Roof of building {building.id}", crs=crs).area
    height = None if roof.height_above_ground_m is None else roof.height_above_ground_m.value
    if height is None and roof.level_nap_m is not None and building.ground_nap_m is not None:
        height = round(roof.level_nap_m.value - building.ground_nap_m.value, 2)
    year = None if building.year_built is None else building.year_built.value
    return BuildingSummary(building.id, year, 1, round(area, 1), height)


def _above_ground_m(outline: Outline) -> float | None:
    """Return how high an outline's roof is above the ground: written down, or from the two heights above NAP."""
    above, nap, ground = roof_above_ground_m(outline.properties), _nap_m(outline), ground_nap_m(outline.properties)
    return nap - ground.value if above is None and nap is not None and ground is not None else above


def _zero_where_known(above_m: float | None) -> float | None:
    return None if above_m is None else 0.0


def outlines_standing(file: OutlineFile) -> Iterator[Standing]:
    """Yield every outline of a file as it stands there: of one height, above a ground that is zero."""
    boxes = boxes_of(file)

    def shape(outline: Outline, height_m: float) -> Shape | None:
        try:
            return (_flat(plan_of(outline, file), height_m),), ()
        except UnreadableInput:
            return None

    for outline in file.outlines:
        above = _above_ground_m(outline)
        if outline.id in boxes:
            yield Standing(boxes[outline.id], partial(shape, outline, above or 0.0), partial(_zero_where_known, above))
