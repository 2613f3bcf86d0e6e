"""What stands where: the existing block, what is on its roof, and the modules. Metres; plan positions in the frame of each wing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from shapely.geometry import Polygon

from catalogue.buildup import module_size
from catalogue.documents.concept import Access, Concept
from catalogue.documents.document import remembered
from configurator.configure import Computed
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout, PlacedModule
from configurator.parts.existing import OBSTACLE_HEIGHT_MM
from configurator.parts.joining import turn_between
from configurator.parts.module import OpeningPlace, opening_places
from configurator.parts.placing import module_origin_mm
from configurator.results.naming import WingNames, names_of
from configurator.results.wing import ComputedWing

Ring = list[tuple[float, float]]


class LiveOpening(TypedDict):
    """A window or door in a module's side, seen from outside."""

    side: str
    kind: str
    start_m: float
    """Along the side, from the module's own zero."""
    z_m: float
    width_m: float
    height_m: float


class LiveType(TypedDict):
    """A module type in its own frame: x along the length, y across, z up."""

    size_m: tuple[float, float, float]
    topmost: bool
    openings: list[LiveOpening]


class LiveModule(TypedDict):
    """One module in its place."""

    id: str
    type: str
    dwelling: str
    storey: int
    at_m: tuple[float, float, float]
    """Where its own zero lies, in the frame of its wing; z above peil."""
    quarter: int
    """How many right angles it is turned about that point, counter-clockwise."""


class LiveLine(TypedDict):
    """A bearing wall in plan."""

    id: str
    x_m: float
    start_m: float
    end_m: float
    thickness_m: float
    assumed: bool
    from_storey: int


class LiveEdge(TypedDict):
    """One edge of the roof, with the id that a set-back of its own is given by."""

    id: str
    kind: str
    start_m: tuple[float, float]
    end_m: tuple[float, float]


class LiveObstacle(TypedDict):
    """Something on the roof."""

    id: str
    kind: str
    outline_m: Ring
    height_m: float
    height_known: bool


class LiveAccess(TypedDict):
    """A gallery or a stair core on a new storey."""

    id: str
    kind: str
    storey: int
    low_m: tuple[float, float]
    high_m: tuple[float, float]
    z_m: float


class LiveWing(TypedDict):
    """One wing: a frame of its own, and what is in it."""

    key: str
    at_m: tuple[float, float]
    """Where its zero lies in the frame of the first wing."""
    axis: tuple[float, float]
    """Where its u axis points in the frame of the first wing."""
    outline_m: Ring
    holes_m: list[Ring]
    roof_z_m: float
    foot_z_m: float
    """Ground level, or peil where that is not known; below the plinth."""
    ground_known: bool
    storeys: list[tuple[float, float]]
    """Floor above peil and height of every existing storey."""
    plinth_m: float
    lines: list[LiveLine]
    edges: list[LiveEdge]
    obstacles: list[LiveObstacle]
    access: list[LiveAccess]
    modules: list[LiveModule]


def _m(value_mm: float) -> float:
    return round(value_mm / 1000.0, 4)


def _ring(points: Sequence[tuple[float, ...]]) -> Ring:
    return [(_m(p[0]), _m(p[1])) for p in points[:-1]]


def _opening(place: OpeningPlace) -> LiveOpening:
    return LiveOpening(
        side=place.side,
        kind=place.kind,
        start_m=_m(place.start_mm),
        z_m=_m(place.z_mm),
        width_m=_m(place.width_mm),
        height_m=_m(place.height_mm),
    )


@remembered
def _made_types(_concept: Concept) -> dict[tuple[str, str | None], LiveType]:
    """Return the types of a concept that were made before: they follow from the concept, the type's id and the way of access."""
    return {}


def live_types(concept: Concept, layouts: Sequence[Layout]) -> dict[str, LiveType]:
    """Return the module types of all layouts, by the id that their modules name."""
    made, types = _made_types(concept), {}
    for layout in layouts:
        access = None if layout.scheme is None else layout.scheme.access
        for module in layout.modules:
            key = (module.type_id, access)
            if key not in made:
                made[key] = _type(concept, module, access)
            types[module.type_id] = made[key]
    return types


def _type(concept: Concept, module: PlacedModule, access: Access | None) -> LiveType:
    made = module_size(concept, module.width_mm, module.length_mm, topmost=module.topmost)
    size = (_m(made.length_mm), _m(made.width_mm), _m(made.height_mm))
    openings = [_opening(place) for place in opening_places(concept, module, access)]
    return LiveType(size_m=size, topmost=module.topmost, openings=openings)


def _module(module: PlacedModule, names: WingNames) -> LiveModule:
    u, v = module_origin_mm(module.footprint, module.quarter)
    return LiveModule(
        id=names.path(module.id),
        type=module.type_id,
        dwelling=names.path(module.dwelling_id),
        storey=module.storey,
        at_m=(_m(u), _m(v), _m(module.z_mm)),
        quarter=module.quarter,
    )


def _lines(host: HostBuilding, names: WingNames) -> list[LiveLine]:
    return [
        LiveLine(
            id=names.path(line.id),
            x_m=_m(line.u_mm),
            start_m=_m(line.v0_mm),
            end_m=_m(line.v1_mm),
            thickness_m=_m(line.thickness_mm),
            assumed=line.assumed,
            from_storey=line.stands_from_storey,
        )
        for line in host.bearing_lines
    ]


def _obstacles(host: HostBuilding, names: WingNames) -> list[LiveObstacle]:
    return [
        LiveObstacle(
            id=names.path(item.id),
            kind=item.kind,
            outline_m=_ring(list(item.outline_mm.exterior.coords)),
            height_m=_m(OBSTACLE_HEIGHT_MM if item.height_mm is None else item.height_mm),
            height_known=item.height_mm is not None,
        )
        for item in host.obstacles
    ]


def _edges(host: HostBuilding) -> list[LiveEdge]:
    return [
        LiveEdge(
            id=edge.id,
            kind=edge.kind,
            start_m=(_m(edge.start_mm[0]), _m(edge.start_mm[1])),
            end_m=(_m(edge.end_mm[0]), _m(edge.end_mm[1])),
        )
        for edge in host.edges
    ]


def _access(layout: Layout, names: WingNames) -> list[LiveAccess]:
    return [
        LiveAccess(
            id=names.path(item.id),
            kind=item.kind,
            storey=item.storey,
            low_m=(_m(item.footprint.u0_mm), _m(item.footprint.v0_mm)),
            high_m=(_m(item.footprint.u1_mm), _m(item.footprint.v1_mm)),
            z_m=_m(item.z_mm),
        )
        for item in layout.access
    ]


def _foot_mm(host: HostBuilding) -> float:
    lowest = min((storey.floor_z_mm for storey in host.storeys), default=0)
    return float(min(lowest, -host.plinth.height_mm, 0 if host.ground_z_mm is None else host.ground_z_mm))


def live_wing(made: Computed, wing: ComputedWing) -> LiveWing:
    """Return one wing of a configuration."""
    host, layout = wing.host, wing.layout
    names = names_of(wing.key, host.level_id, made.inputs.request.building)
    turn = turn_between(host.frame, made.host.frame)
    outline: Polygon = host.roof_outline_mm
    return LiveWing(
        key=wing.key,
        at_m=(_m(turn.at_mm[0]), _m(turn.at_mm[1])),
        axis=turn.axis,
        outline_m=_ring(list(outline.exterior.coords)),
        holes_m=[_ring(list(hole.coords)) for hole in outline.interiors],
        roof_z_m=_m(host.roof_z_mm),
        foot_z_m=_m(_foot_mm(host)),
        ground_known=host.ground_z_mm is not None,
        storeys=[(_m(storey.floor_z_mm), _m(storey.height_mm)) for storey in host.storeys],
        plinth_m=_m(host.plinth.height_mm),
        lines=_lines(host, names),
        edges=_edges(host),
        obstacles=_obstacles(host, names),
        access=_access(layout, names),
        modules=[_module(module, names) for module in layout.modules],
    )
