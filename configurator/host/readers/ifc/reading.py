"""One building of an IFC as a building document: its roof as it is seen from above, its storeys, and the walls that may bear."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import Polygon

from catalogue.documents.building import BearingLineFact, Building, Obstacle, Roof, RoofSlope, Site
from catalogue.documents.evidence import Basis, Fact, Source
from catalogue.documents.finding import Finding, finding
from catalogue.errors import IncompleteRequest, NotFound, UnreadableInput
from configurator.host.frame import local_frame
from configurator.host.outline import to_local
from configurator.host.readers.content import BuildingSummary, Choice, Content
from configurator.host.readers.ifc.opening import open_model
from configurator.host.readers.ifc.place import Placing, placing_of
from configurator.host.readers.ifc.roof import open_storey, parapet_of, visible_faces
from configurator.host.readers.ifc.storeys import Storeys, buildings_of, storeys_below
from configurator.host.readers.ifc.triangles import Triangles, is_body, triangles_of
from configurator.host.readers.ifc.walls import WallLine, corners_of, load_bearing, wall_lines
from configurator.host.readers.levels import Level, RoofObstacle, buildable_plan, obstacles_on, roof_levels, valid_plan
from configurator.host.readers.pand import chosen_level, slug
from configurator.host.readers.surfaces import Face
from configurator.host.rings import polygon_document

if TYPE_CHECKING:
    import ifcopenshell

SAME_LEVEL_M = 0.10
CLOSING_M = 0.13
"""Half the width of the joints between roof slabs that are closed: up to 0.26 m between the prefabricated slabs of a real model."""

MIN_ROOF_M2 = 15.0
MIN_ABOVE_LOWEST_M = 1.8
"""A plane nearer than this to the lowest floor is ground or terrace, no roof."""

IDS_SHOWN = 5
_ROOF_TYPES = ("ROOF", "ROOFING")


@dataclass(frozen=True, slots=True)
class Part:
    """One building of a model, before its shapes are made."""

    id: str
    global_id: str
    storeys: list[Any]
    elements: list[Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a building: its shapes in the world, roof faces and levels."""

    part: Part
    scale: float
    triangles: Triangles
    placing: Placing
    faces: tuple[Face, ...]
    levels: tuple[Level, ...]
    open_storey: bool = False
    """True when the model has no roof: its one level lies on the walls of the top storey."""


def _parts(model: ifcopenshell.file) -> list[Part]:
    """Return the buildings of a model under ids that are different from each other."""
    found: list[Part] = []
    taken: set[str] = set()
    for number, (building, storeys, elements) in enumerate(buildings_of(model), 1):
        name = slug(str(getattr(building, "Name", None) or f"building-{number}"))
        if name in taken:
            name = slug(f"{name[:70]}-{number}")
        taken.add(name)
        found.append(Part(name, str(getattr(building, "GlobalId", "") or ""), storeys, elements))
    return found


def _chosen(parts: list[Part], wanted: str | None, where: str) -> Part:
    """Return the building that is meant. Raises IncompleteRequest or NotFound."""
    some = ", ".join(part.id for part in parts[:IDS_SHOWN])
    if wanted is None:
        if len(parts) == 1:
            return parts[0]
        raise IncompleteRequest("buildings-several", where=where, count=len(parts), some=some, pointers=("/building",))
    found = next((part for part in parts if wanted in (part.id, part.global_id)), None)
    if found is None:
        raise NotFound("ifc-no-such-building", where=where, wanted=wanted, some=some, pointers=("/building",))
    return found


def _unit_scale(model: ifcopenshell.file, where: str) -> float:
    from ifcopenshell.util.unit import calculate_unit_scale

    scale = float(calculate_unit_scale(model))
    if not 1e-4 <= scale <= 10.0:  # noqa: PLR2004 - from tenths of a millimetre to decametres
        raise UnreadableInput("ifc-length-unit", where=where, unit_m=scale)
    return scale


def _seen(model: ifcopenshell.file, part: Part, where: str) -> Seen:
    """Return what is seen of a building from above. Raises UnreadableInput when there is no roof."""
    scale = _unit_scale(model, where)
    bodies = [element for element in part.elements if is_body(element)]
    raw = triangles_of(model, bodies, where)
    placing = placing_of(model, raw.corners_m, scale)
    triangles = Triangles(placing.placed(raw.corners_m), raw.element, raw.ids, raw.without_shape)
    faces = visible_faces(triangles)
    lowest = float(triangles.corners_m[:, :, 2].min())
    levels = roof_levels(faces, same_level_m=SAME_LEVEL_M, closing_m=CLOSING_M)
    roofs = tuple(level for level in levels if level.area_m2 >= MIN_ROOF_M2)
    high = tuple(level for level in roofs if level.z_m - lowest >= MIN_ABOVE_LOWEST_M) or roofs
    if not high:
        raise UnreadableInput("ifc-no-roof", where=where, building=part.id)
    missing = open_storey(high[0], faces)
    if missing is not None:
        return Seen(part, scale, triangles, placing, (), (missing,), open_storey=True)
    return Seen(part, scale, triangles, placing, faces, high)


def _storeys(seen: Seen, level: Level) -> Storeys | None:
    return storeys_below(seen.part.storeys, level.z_m - seen.placing.shift_m[2], seen.scale)


def _is_called_roof(element: Any) -> bool:  # noqa: ANN401 - an entity of a foreign library
    return bool(element.is_a("IfcRoof") or getattr(element, "PredefinedType", None) in _ROOF_TYPES)


def _lines(seen: Seen, outline: Polygon, level: Level, storeys: Storeys | None) -> tuple[tuple[WallLine, ...], int]:
    """Return the candidates for bearing lines and how many walls were looked at."""
    rounded = polygon_document(outline)
    frame = local_frame(Polygon(rounded.outer, rounded.holes), crs=None, peil_nap_m=None)
    u0, v0, u1, v1 = (value / 1000.0 for value in to_local(outline, frame).bounds)
    by_id = {element.id(): element for element in seen.part.elements}
    walls = [
        (corners_of(index, seen.triangles.element, seen.triangles.corners_m), load_bearing(by_id[step]))
        for index, step in enumerate(seen.triangles.ids)
        if step in by_id and by_id[step].is_a("IfcWall")
    ]
    floors = () if storeys is None else tuple(z + seen.placing.shift_m[2] for z in storeys.floors_m)
    return wall_lines(walls, frame, (u0, u1, v1 - v0), level.z_m, floors), len(walls)


def _bearing_fact(lines: tuple[WallLine, ...]) -> Fact[tuple[BearingLineFact, ...]] | None:
    """Return candidates as a fact: observed when the author declares all of them load-bearing, else assumed."""
    if not lines:
        return None
    facts = tuple(
        BearingLineFact(
            x_mm=round(line.u_m * 1000.0),
            kind="end" if line.kind == "end" else "inner",
            thickness_mm=round(line.thickness_m * 1000.0),
            from_mm=round(line.v0_m * 1000.0),
            to_mm=round(line.v1_m * 1000.0),
            continuous_to_foundation="yes" if line.continues else "unknown",
        )
        for line in lines
    )
    basis: Basis = "observed" if all(line.declared for line in lines) else "assumed"
    return Fact[tuple[BearingLineFact, ...]](value=facts, basis=basis, source="ifc")


def _location_notes(placing: Placing) -> list[Finding]:
    notes = [] if placing.is_rd else [finding("READ-IFC-NO-LOCATION", subjects=("/site/crs",))]
    if placing.refused:
        notes.append(finding("READ-IFC-LOCATION-REFUSED", subjects=("/site/crs",), declared=placing.refused))
    if placing.scaled:
        notes.append(finding("READ-IFC-LOCATION-SCALED", subjects=("/site/crs",)))
    if placing.odd_scale is not None:
        notes.append(finding("READ-IFC-SCALE-IGNORED", subjects=("/site/crs",), scale=placing.odd_scale))
    return notes


def _shape_notes(model: ifcopenshell.file, seen: Seen, parapet_m: float | None) -> list[Finding]:
    notes = []
    if seen.open_storey:
        notes.append(finding("READ-IFC-NO-ROOF", subjects=("/roof",)))
    elif not any(_is_called_roof(element) for element in seen.part.elements):
        notes.append(finding("READ-IFC-NO-ROOF-CLASS", subjects=("/roof",)))
    if parapet_m is not None:
        notes.append(finding("READ-IFC-PARAPET", subjects=("/roof",), height_m=round(parapet_m, 2)))
    if seen.triangles.without_shape:
        total = len(seen.triangles.ids) + seen.triangles.without_shape
        notes.append(finding("READ-IFC-SHAPES-MISSING", subjects=("/roof",), count=seen.triangles.without_shape, total=total))
    installed = len(model.by_type("IfcDistributionElement"))
    if installed:
        notes.append(finding("READ-IFC-INSTALLATIONS", subjects=("/obstacles",), count=installed))
    return notes


def _structure_notes(storeys: Storeys | None, lines: tuple[WallLine, ...], walls: int) -> list[Finding]:
    notes = []
    if storeys is None:
        notes.append(finding("READ-IFC-NO-STOREYS", subjects=("/storeys_existing",)))
    elif storeys.disagree:
        notes.append(finding("READ-IFC-STOREYS-DISAGREE", subjects=("/storeys_existing",), count=storeys.disagree))
    if lines:
        bays = "+".join(f"{b.u_m - a.u_m:.2f}" for a, b in pairwise(lines))
        declared = sum(line.declared is True for line in lines)
        denied = sum(line.declared is False for line in lines)
        if denied:
            notes.append(finding("READ-IFC-WALLS-DENIED", subjects=("/bearing_lines",), count=denied))
        notes.append(finding("READ-IFC-WALLS-CANDIDATES", subjects=("/bearing_lines",), lines=len(lines), bays_m=bays, declared=declared))
    else:
        notes.append(finding("READ-IFC-NO-WALLS", subjects=("/bearing_lines",), walls=walls))
    return notes


def _roof(seen: Seen, level: Level, level_id: str, plan: Polygon) -> Roof:
    level_nap = None
    if seen.placing.is_rd:
        level_nap = Fact[float](value=round(level.z_m, 3), basis="observed", source="ifc")
    return Roof(
        polygon=polygon_document(plan),
        level_id=level_id,
        level_nap_m=level_nap,
        slope=RoofSlope(slope_deg=round(level.slope_deg, 3), fall_m=round(level.fall_m, 3)),
    )


def _plan_and_obstacles(seen: Seen, level: Level) -> tuple[Polygon, tuple[RoofObstacle, ...], float | None]:
    """Return the outline that can be built on, what stands on it, and the height of the parapet."""
    outline, parapet_m = parapet_of(level, seen.faces)
    wide = Level(outline, level.z_m, level.low_m, level.high_m, level.slope_deg, level.flat)
    on_top = obstacles_on(wide, [face for face in seen.faces if not _in_parapet(face, outline, level)])
    return valid_plan(buildable_plan(wide, on_top)), on_top, parapet_m


def _in_parapet(face: Face, outline: Polygon, level: Level) -> bool:
    """Return whether a face was taken into the outline as parapet: it lies on the outline, but not over the level itself."""
    strip = outline.difference(level.plan_m)
    return bool(face.plan_m.intersection(strip).area > 0.9 * face.area_m2) and face.plan_m.intersects(outline.exterior)


def _building(model: ifcopenshell.file, seen: Seen, roof_level: str | None, where: str) -> Building:
    """Return the building document of what was seen."""
    level_id, level = chosen_level(seen.levels, roof_level, seen.part.id)
    plan, on_top, parapet_m = _plan_and_obstacles(seen, level)
    storeys = _storeys(seen, level)
    lines, walls = _lines(seen, plan, level, storeys)
    peil = None
    if storeys is not None and seen.placing.is_rd:
        peil = Fact[float](value=round(storeys.floors_m[0] + seen.placing.shift_m[2], 3), basis="observed", source="ifc")
    notes = [*_location_notes(seen.placing), *_shape_notes(model, seen, parapet_m), *_structure_notes(storeys, lines, walls)]
    return Building(
        id=seen.part.id,
        sources={
            "ifc": Source(
                title=f"IFC model ({model.schema_identifier})", title_nl=f"IFC-model ({model.schema_identifier})", reference=where
            )
        },
        site=Site(crs="EPSG:7415" if seen.placing.is_rd else None),
        roof=_roof(seen, level, level_id, plan),
        storeys_existing=None if storeys is None else Fact[int](value=len(storeys.floors_m), basis="observed", source="ifc"),
        storey_heights_m=None if storeys is None else Fact[tuple[float, ...]](value=storeys.heights_m, basis="observed", source="ifc"),
        peil_nap_m=peil,
        bearing_lines=_bearing_fact(lines),
        obstacles=tuple(
            Obstacle(polygon=polygon_document(valid_plan(item.plan_m)), height_m=round(max(item.height_m, 0.0), 3), source="ifc")
            for item in on_top
        ),
        findings=tuple(notes),
    )


def read_ifc(content: Content, choice: Choice) -> Building:
    """Read one building of an IFC. Runs in a child process: the geometry kernel crashes on some files.

    Raises:
        UnreadableInput: damaged, or no roof.
        IncompleteRequest: several buildings and no id.
        NotFound: no building or roof level of that name.
    """
    model = open_model(content.path)
    part = _chosen(_parts(model), choice.building_id, content.where)
    return _building(model, _seen(model, part, content.where), choice.roof_level, content.where)


def list_ifc(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every building of an IFC, or of the one that is named. Raises what `read_ifc` raises."""
    model = open_model(content.path)
    parts = _parts(model)
    chosen = parts if choice.building_id is None else [_chosen(parts, choice.building_id, content.where)]
    return tuple(_summary(model, part, content.where) for part in chosen)


def _summary(model: ifcopenshell.file, part: Part, where: str) -> BuildingSummary:
    try:
        seen = _seen(model, part, where)
    except UnreadableInput:
        if len(model.by_type("IfcBuilding")) <= 1:
            raise
        return BuildingSummary(part.id, None, 0, None, None)
    level = seen.levels[0]
    storeys = _storeys(seen, level)
    height = None if storeys is None else round(float(np.sum(storeys.heights_m)), 2)
    flat = sum(one.flat for one in seen.levels)
    return BuildingSummary(part.id, None, flat, round(float(shapely.area(level.plan_m)), 1), height)
