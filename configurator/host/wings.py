"""The wings of a building: one single-frame host for each roof level that can be built on and for each direction of its outline.

A building of one level and one direction is one wing without a key, and every id in it stays as it is. All wings share plinth, peil,
structure and family; a further level has storeys of its own, known or following from its height.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry import Polygon

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building, FurtherLevel, Obstacle, Roof
from catalogue.documents.evidence import Basis, Fact
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import Finding, finding
from catalogue.documents.identifiers import wing_key
from configurator.host.building import HostBuilding
from configurator.host.compile import check_complete, compile_host, roof_polygon
from configurator.host.corners import split_corners
from configurator.host.frame import Axis
from configurator.host.rings import polygon_of
from configurator.host.split import RoofPart, directed_parts, split_outline

HIGHER_MM = 500
"""A level that lies more than this above another one is higher: less is a step in the roof."""

BESIDE_M = 0.5
"""Levels within this of each other in plan are neighbours."""

SLIVER_M2 = 1.0
"""A further level below this, as overlapping surveys leave, has no frame worth compiling."""

FRONT_M = 1.0
"""Neighbours that share less of their outline touch at a corner only."""


@dataclass(frozen=True, slots=True)
class Wing:
    """One wing: a roof level or a part of one, in a frame of its own."""

    key: str
    """Starts the ids of everything in it; empty where the building is one wing."""
    level_id: str
    hosts: tuple[WingHost, ...]
    """The wing in the direction that its edges vote for; a second one where they hardly agree on any."""


@dataclass(frozen=True, slots=True)
class WingHost:
    """One wing in one direction, and what it was compiled from."""

    host: HostBuilding
    building: Building
    """The document of its roof level alone."""
    part: RoofPart | None
    """None for the whole level in its usual frame."""

    def as_family(self, family: BuildingFamily, odds: float, assumptions: Assumptions) -> HostBuilding:
        """Return the wing as if the building belonged to another family, of these odds."""
        named = Fact[str](value=family.id, basis="assumed", source=f"family_candidates: {odds:g}")
        host = compile_host(self.building.model_copy(update={"family": named}), family, assumptions, part=self.part)
        return replace(host, beside_mm=self.host.beside_mm)


@dataclass(frozen=True, slots=True)
class _Level:
    """One roof level with its hosts: by piece, then by direction."""

    id: str
    outline_m: Polygon
    pieces: tuple[tuple[WingHost, ...], ...]

    @property
    def host(self) -> HostBuilding:
        """The host of its largest piece."""
        return self.pieces[0][0].host


def compile_wings(
    building: Building, family: BuildingFamily | None, assumptions: Assumptions, *, families_known: Sequence[str] = ()
) -> tuple[Wing, ...]:
    """Compile every roof level of a building that can be built on, each direction of its outline a wing of its own.

    Where no level can be built on, the first one is returned, with the findings that say why. A level whose direction or bearing lines
    are known is not divided: lines are measured in the frame of the whole level. Arguments and errors are those of `compile_host`.
    """
    check_complete(building, family, families_known)
    first = _compiled(building.model_copy(update={"further_levels": ()}) if building.further_levels else building, family, assumptions)
    along = first.host.frame.rotation_rad
    documents = [_as_building(building, level, first.host) for level in building.further_levels]
    slivers = [document for document in documents if roof_polygon(document).area < SLIVER_M2]
    others = [_compiled(document, family, assumptions, along) for document in documents if document not in slivers]
    levels = [first, *others]
    kept = [level for level in levels if level.host.buildable()] or [first]
    notes = list(_left_out([level for level in levels if all(level is not one for one in kept)], slivers))
    several = sum(len(level.pieces) for level in kept) > 1
    wings: list[Wing] = []
    for level in kept:
        keys = _keys(level) if several else ("",)
        for key, hosts in zip(keys, level.pieces, strict=True):
            said = [*_about(level, keys, levels, building), *notes] if key == keys[0] else []
            beside = _as_high(level, hosts, levels)
            wings.append(Wing(key, level.id, tuple(_saying(_standing_beside(one, beside), said) for one in hosts)))
            notes = []
    return tuple(wings)


def _as_high(level: _Level, own: Sequence[WingHost], levels: Sequence[_Level]) -> list[Polygon]:
    """Return the outlines of everything beside a wing that is about as high as it, or higher."""
    pieces = [hosts[0].part for hosts in level.pieces if hosts is not own]
    others = [other.outline_m for other in levels if other is not level and other.host.roof_z_mm > level.host.roof_z_mm - HIGHER_MM]
    return [*(part.outline_m for part in pieces if part is not None), *others]


def _standing_beside(one: WingHost, beside_m: Sequence[Polygon]) -> WingHost:
    """Return a wing that knows what stands beside it, in its own frame."""
    if not beside_m:
        return one
    turned = (shapely.transform(outline, one.host.frame.to_local_mm) for outline in beside_m)
    return replace(one, host=replace(one.host, beside_mm=tuple(turned)))


def _saying(one: WingHost, said: Sequence[Finding]) -> WingHost:
    return replace(one, host=replace(one.host, findings=(*one.host.findings, *said)))


def _keys(level: _Level) -> tuple[str, ...]:
    if len(level.pieces) == 1:
        return (wing_key(level.id),)
    return tuple(wing_key(level.id, number) for number in range(1, len(level.pieces) + 1))


def _compiled(building: Building, family: BuildingFamily | None, assumptions: Assumptions, along_rad: float | None = None) -> _Level:
    """Compile the roof level of a building document, one piece a direction; each points the way of the building's largest piece."""
    outline, axis_deg = roof_polygon(building), building.roof.axis_deg
    if axis_deg is not None:
        part = RoofPart(outline, Axis(math.radians(axis_deg), along_rad))
        return _Level(
            building.roof.level_id, outline, ((WingHost(compile_host(building, family, assumptions, part=part), building, part),),)
        )
    if building.bearing_lines is not None:
        return _Level(building.roof.level_id, outline, ((WingHost(compile_host(building, family, assumptions), building, None),),))
    pieces: list[tuple[WingHost, ...]] = []
    least_m2 = assumptions.layout.min_roof_area_m2
    slabs = (slab for piece in split_outline(outline, least_m2) for slab in split_corners(piece, least_m2))
    for piece in slabs:
        along = along_rad if along_rad is not None or not pieces else pieces[0][0].host.frame.rotation_rad
        parts = directed_parts(piece, along)
        pieces.append(tuple(WingHost(compile_host(building, family, assumptions, part=part), building, part) for part in parts))
    return _Level(building.roof.level_id, outline, tuple(pieces))


def _as_building(building: Building, level: FurtherLevel, main: HostBuilding) -> Building:
    """Return the document of a further level: its own facts, and the building's for everything that holds for all levels."""
    roof, whole = level.roof, building.roof
    no_height = roof.level_nap_m is None and roof.height_above_ground_m is None
    shared = {
        "ballast": roof.ballast or whole.ballast,
        "removable_kn_per_m2": roof.removable_kn_per_m2 or whole.removable_kn_per_m2,
        "level_nap_m": whole.level_nap_m if no_height else roof.level_nap_m,
        "height_above_ground_m": whole.height_above_ground_m if no_height else roof.height_above_ground_m,
    }
    storeys, heights = level.storeys_existing, level.storey_heights_m
    if no_height and storeys is None:
        storeys, heights = building.storeys_existing, heights or building.storey_heights_m
    elif storeys is None and heights is None:
        storeys = _storeys_below(roof.model_copy(update=shared), main)
    return building.model_copy(
        update={
            "further_levels": (),
            "roof": roof.model_copy(update=shared),
            "storeys_existing": storeys,
            "storey_heights_m": heights,
            "peil_nap_m": building.peil_nap_m or _peil(main),
            "bearing_lines": level.bearing_lines,
            "bay_sequence": level.bay_sequence or building.bay_sequence,
            "edges": level.edges,
            "obstacles": (*level.obstacles, *_told_on(building, level)),
            "findings": (),
        }
    )


def _peil(main: HostBuilding) -> Fact[float] | None:
    """Return the building's peil as the first level has it: all levels stand on one plinth."""
    if main.frame.peil_nap_m is None:
        return None
    basis: Basis = "assumed" if main.facts["/peil_nap_m"].assumed else "calculated"
    return Fact[float](value=main.frame.peil_nap_m, basis=basis, source=f"as below roof level {main.level_id}")


def _storeys_below(roof: Roof, main: HostBuilding) -> Fact[int] | None:
    """Return how many of the first level's storeys lie below another level: the nearest floor, or as many more as are higher."""
    above_mm = _above_peil_mm(roof, main)
    if above_mm is None or not main.storeys:
        return None
    tops = [storey.floor_z_mm + storey.height_mm for storey in main.storeys]
    mean = tops[-1] / len(tops)
    if above_mm > tops[-1]:
        count = len(tops) + round((above_mm - tops[-1]) / mean)
    else:
        count = 1 + min(range(len(tops)), key=lambda index: abs(tops[index] - above_mm))
    source = f"roof {above_mm / 1000.0:.2f} m above peil; storeys as below roof level {main.level_id}"
    return Fact[int](value=count, basis="assumed", source=source)


def _above_peil_mm(roof: Roof, main: HostBuilding) -> float | None:
    level, height = roof.level_nap_m, roof.height_above_ground_m
    if level is not None and main.frame.peil_nap_m is not None:
        return (level.value - main.frame.peil_nap_m) * 1000.0
    return None if height is None else height.value * 1000.0 - main.plinth.height_mm


def _told_on(building: Building, level: FurtherLevel) -> Iterator[Obstacle]:
    """Yield the obstacles that the user saw and that stand on a further level; a file lists them by level itself."""
    if not any(item.source == "user" for item in building.obstacles):
        return
    crs = building.site.crs
    outline = polygon_of(level.roof.polygon, f"Roof level {level.roof.level_id} of building {building.id}", crs=crs)
    for number, item in enumerate(building.obstacles, 1):
        if item.source == "user" and outline.intersects(polygon_of(item.polygon, f"Obstacle {number}", crs=crs)):
            yield item


def _left_out(levels: Sequence[_Level], slivers: Sequence[Building]) -> Iterator[Finding]:
    """Say which levels cannot be built on, by the first reason of each."""
    by_reason: dict[str, list[tuple[str, float]]] = {}
    for level in levels:
        reason = next(item for item in level.host.findings if item.status == "fail")
        by_reason.setdefault(reason.code, []).append((level.id, level.outline_m.area))
    for document in slivers:
        by_reason.setdefault("HOST-ROOF-TOO-SMALL", []).append((document.roof.level_id, roof_polygon(document).area))
    for code, found in by_reason.items():
        area_m2 = sum(area for _, area in found)
        names = ", ".join(name for name, _ in found)
        yield finding("HOST-LEVEL-LEFT-OUT", levels=names, area_m2=round(area_m2, 1), reason=code)


def _about(level: _Level, keys: Sequence[str], levels: Sequence[_Level], building: Building) -> Iterator[Finding]:
    """Say how a level is divided and which higher levels stand beside it."""
    storeys = level.host.facts.get("/storeys_existing")
    if level is not levels[0] and storeys is not None and storeys.assumed:
        roof_m, count = level.host.roof_z_mm / 1000.0, len(level.host.storeys)
        yield finding(
            "HOST-STOREYS-ASSUMED",
            subjects=("/storeys_existing",),
            storeys=count,
            roof_m=round(roof_m, 2),
            storey_m=round(roof_m / count, 2),
        )
    if len(keys) > 1:
        axes = ", ".join(f"{math.degrees(hosts[0].host.frame.rotation_rad):.1f}" for hosts in level.pieces)
        yield finding("HOST-WINGS", subjects=tuple(keys), level=level.id, wings=len(keys), axes_deg=axes)
        if building.bay_sequence is not None and not building.bay_sequence.value.repeat:
            yield finding("HOST-WING-BAYS", subjects=("/bay_sequence",), level=level.id)
    for other in levels:
        above_mm = other.host.roof_z_mm - level.host.roof_z_mm
        if above_mm <= HIGHER_MM:
            continue
        front_m = float(level.outline_m.boundary.intersection(other.outline_m.buffer(BESIDE_M, join_style="mitre")).length)
        if front_m >= FRONT_M:
            yield finding(
                "HOST-LEVEL-BESIDE-HIGHER",
                level=level.id,
                other=other.id,
                higher_m=round(above_mm / 1000.0, 2),
                front_m=round(front_m, 1),
            )
