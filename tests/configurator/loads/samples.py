"""Hosts, concepts and layouts for the tests of the load estimate, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from shapely.geometry import Polygon

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import BearingSystem
from catalogue.documents.concept import Concept
from catalogue.documents.evidence import Interval
from catalogue.documents.loading import read_document
from catalogue.resolve import resolve_assumptions, resolve_concept
from configurator.host.building import BearingLine, Frame, HostBay, HostBuilding, HostPlinth, HostStructure, Storey
from configurator.layout.placement import EdgeSupport, Layout, PlacedAccess, PlacedModule, Quarter, Rectangle, Scheme

E2E = Path(__file__).resolve().parents[2] / "conformance" / "e2e-01"


def e2e_concept() -> Concept:
    return read_document(Concept, E2E / "concept.yaml")


def e2e_assumptions() -> Assumptions:
    return read_document(Assumptions, E2E / "assumptions.yaml")


def shipped_concept(reference: str) -> Concept:
    return resolve_concept(reference)


def shipped_assumptions() -> Assumptions:
    return resolve_assumptions()


def interval(low: float, nominal: float, high: float) -> Interval:
    return Interval(low=low, nominal=nominal, high=high)


def e2e_structure(removed: Interval | None = None) -> HostStructure:
    return HostStructure(
        floor_kn_per_m2=Interval.exact(4.9),
        partitions_kn_per_m2=Interval.exact(0.5),
        roof_kn_per_m2=Interval.exact(5.0),
        wall_kn_per_m2=Interval.exact(4.4),
        removed_kn_per_m2=Interval.exact(0.95) if removed is None else removed,
        ground_floor_on_walls=True,
    )


def galerij_structure(removed: Interval | None = None) -> HostStructure:
    """Family `galerij tunnel/giet 1965-75` of the prototype's table of defaults."""
    return HostStructure(
        floor_kn_per_m2=interval(4.3, 4.9, 5.5),
        partitions_kn_per_m2=interval(0.5, 0.8, 1.2),
        roof_kn_per_m2=interval(4.6, 5.4, 6.2),
        wall_kn_per_m2=interval(4.2, 4.6, 5.1),
        removed_kn_per_m2=Interval.exact(0.0) if removed is None else removed,
        ground_floor_on_walls=True,
    )


def bearing_line(number: int, u_mm: int, v0_mm: int, v1_mm: int, kind: str = "inner", continuous: str = "yes") -> BearingLine:
    return BearingLine(f"w{number:02d}", u_mm, v0_mm, v1_mm, 180.0, kind, continuous, assumed=False)


def host(
    lines: Sequence[BearingLine],
    *,
    structure: HostStructure | None = None,
    storeys: int = 4,
    storey_height_mm: int = 2800,
    plinth: HostPlinth | None = None,
    bearing_system: BearingSystem = "cross",
) -> HostBuilding:
    ordered = sorted({line.u_mm: line for line in reversed(lines)}.values(), key=lambda line: line.u_mm)
    low, high = min((line.v0_mm for line in lines), default=0), max((line.v1_mm for line in lines), default=1000)
    u0, u1 = (ordered[0].u_mm, ordered[-1].u_mm) if len(ordered) > 1 else (0, 1000)
    return HostBuilding(
        id="host",
        name="host",
        frame=Frame(origin_m=(0.0, 0.0), rotation_rad=0.0, crs=None, peil_nap_m=None),
        level_id="1",
        roof_outline_mm=Polygon([(u0, low), (u1, low), (u1, high), (u0, high)]),
        roof_z_mm=storeys * storey_height_mm,
        roof_fall_mm=0.0,
        ballast="gravel",
        edges=(),
        obstacles=(),
        bearing_system=bearing_system,
        bearing_lines=tuple(lines),
        bays=tuple(HostBay(i + 1, a, b, "dwelling") for i, (a, b) in enumerate(pairwise(ordered))),
        storeys=tuple(Storey(i, i * storey_height_mm, storey_height_mm) for i in range(storeys)),
        plinth=plinth or HostPlinth(kind="none", height_mm=0, counts_as_storey=False),
        ground_z_mm=0,
        structure=structure or e2e_structure(),
        access="gallery",
        lift=False,
        max_height_m=None,
        family_id=None,
        family_odds=None,
        facts={},
        findings=(),
    )


def even_lines(bay_mm: int = 6000, bays: int = 5, depth_mm: int = 10_000) -> tuple[BearingLine, ...]:
    return tuple(bearing_line(i + 1, i * bay_mm, 0, depth_mm, kind="end" if i in (0, bays) else "inner") for i in range(bays + 1))


def module(
    storey: int,
    slot: int,
    footprint: tuple[int, int, int, int],
    *,
    quarter: Quarter = 1,
    topmost: bool = True,
    supports: tuple[EdgeSupport, ...] = (),
    strip: str = "a",
) -> PlacedModule:
    u0, v0, u1, v1 = footprint
    return PlacedModule(
        id=f"s{storey:02d}/{strip}/m{slot:02d}",
        dwelling_id=f"s{storey:02d}/{strip}/d{slot:02d}",
        storey=storey,
        strip=strip,
        footprint=Rectangle(u0, v0, u1, v1),
        quarter=quarter,
        z_mm=0,
        height_mm=3250,
        topmost=topmost,
        access_side="end_a",
        open_sides=(),
        supports=supports,
    )


def layout(
    modules: Sequence[PlacedModule],
    *,
    support: str = "wall_on_wall",
    access: Sequence[PlacedAccess] = (),
) -> Layout:
    scheme = Scheme(support="wall_on_wall" if support == "wall_on_wall" else "transfer_grid", access="gallery")
    return Layout(
        scheme=scheme if modules else None,
        modules=tuple(sorted(modules, key=lambda m: m.id)),
        dwellings=(),
        access=tuple(access),
        empty=(),
        connector_height_mm=200,
        value=0,
        bound=None,
        findings=(),
    )


def bay_modules(
    lines: Sequence[BearingLine],
    *,
    v0_mm: int = 0,
    v1_mm: int = 10_000,
    first_storey: int = 4,
    storeys: int = 1,
) -> tuple[PlacedModule, ...]:
    """One wide box a bay, wall-on-wall, edges on the axes."""
    return tuple(
        module(
            first_storey + level,
            bay + 1,
            (left.u_mm, v0_mm, right.u_mm, v1_mm),
            topmost=level == storeys - 1,
            supports=(EdgeSupport(left.id, 0, "low"), EdgeSupport(right.id, 0, "high")),
        )
        for level in range(storeys)
        for bay, (left, right) in enumerate(pairwise(lines))
    )


def gallery(storey: int, footprint: tuple[int, int, int, int], *, inside_roof: bool = True) -> PlacedAccess:
    return PlacedAccess(f"s{storey:02d}/a/g", "gallery", storey, Rectangle(*footprint), 0, inside_roof)


def core(storey: int, bay: int, footprint: tuple[int, int, int, int]) -> PlacedAccess:
    return PlacedAccess(f"s{storey:02d}/b{bay:02d}/core", "core", storey, Rectangle(*footprint), 0, inside_roof=True)
