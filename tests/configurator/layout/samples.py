"""Hosts, concepts and options for the layout tests, made by hand: round numbers, so that expected values can be worked out on paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from shapely.geometry import Polygon
from shapely.geometry.polygon import orient

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import BayUse, EdgeKind, ExistingAccess, ObstacleKind
from catalogue.documents.concept import Concept
from catalogue.documents.evidence import Interval
from catalogue.documents.options import Options
from configurator.host.building import BearingLine, Frame, HostBay, HostBuilding, HostObstacle, HostPlinth, HostStructure, RoofEdge, Storey

ONE = Interval.exact(1.0)
LONG_WALL_MM = 100
END_WALL_MM = 200
ROOF_Z_MM = 11_200


def _quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "basis": "assumed", "source": "made up for the test"}


def _build_up(element: str, thickness_mm: float) -> dict[str, Any]:
    text = {"nl": "x", "en": "x"}
    stuff = {
        "material": "wood",
        "density_kg_per_m3": {"low": 1, "nominal": 1, "high": 1},
        "biobased_fraction": 1,
        "basis": "assumed",
        "source": "t",
    }
    return {"element": element, "name": text, "layers": [{"name": text, "thickness_mm": thickness_mm, "constituents": [stuff]}]}


def _connector(support: str, height_mm: int, max_span_mm: int | None) -> dict[str, Any]:
    return {
        "support": support,
        "height_mm": height_mm,
        "mass_kg_per_m2": _quantity(20.0, "kg/m2"),
        "spans_between_lines": support == "transfer_grid",
        "max_span_mm": max_span_mm,
        "member_material": "timber",
        "member_width_mm": 200,
    }


def dwelling_type(type_id: str, modules: int, least_m2: float, most_m2: float | None = None) -> dict[str, Any]:
    """Give one dwelling type as the concept document has it."""
    return {
        "id": type_id,
        "name": {"nl": type_id, "en": type_id},
        "modules": modules,
        "min_usable_area_m2": least_m2,
        "max_usable_area_m2": most_m2,
    }


TYPES = (dwelling_type("one", 1, 18.0), dwelling_type("two", 2, 40.0), dwelling_type("three", 3, 62.0))


def concept(
    *,
    width: tuple[int, int, int] = (3000, 3600, 300),
    length: tuple[int, int, int] = (6000, 9900, 300),
    joint_mm: int = 20,
    types: Sequence[dict[str, Any]] = TYPES,
    support: Sequence[str] = ("wall_on_wall", "transfer_grid"),
    access: Sequence[str] = ("gallery", "stair"),
    max_eccentricity_mm: int = 100,
    max_span_mm: int | None = 6000,
    open_sides: Sequence[str] = ("long_a", "long_b"),
    max_storeys: int = 3,
    factor: float = 0.9,
    orientations: Sequence[str] = ("across",),
) -> Concept:
    """Give a concept with long walls of 100 mm and end walls of 200 mm; 3200 mm high, connectors of 100 mm (walls) and 400 mm (grid)."""
    text = {"nl": "proef", "en": "test"}
    return Concept.model_validate(
        {
            "id": "T1",
            "version": "1.0.0",
            "name": text,
            "summary": text,
            "organisation": "test",
            "example_data": True,
            "kind": "product",
            "system": "timber_frame_box",
            "interventions": ["rooftop_extension"],
            "sources": {},
            "build_ups": {
                "f": _build_up("floor", 300),
                "c": _build_up("ceiling", 200),
                "r": _build_up("roof", 400),
                "l": _build_up("long_wall", LONG_WALL_MM),
                "e": _build_up("end_wall", END_WALL_MM),
            },
            "module": {
                "width_mm": dict(zip(("min", "max", "step"), width, strict=True)),
                "length_mm": dict(zip(("min", "max", "step"), length, strict=True)),
                "height_mm": 3200,
                "joint_mm": joint_mm,
                "floor": "f",
                "ceiling": "c",
                "roof": "r",
                "long_wall": "l",
                "end_wall": "e",
                "open_sides": list(open_sides),
                "open_side_share": 0.5,
                "orientations": list(orientations),
            },
            "support": {
                "permitted": list(support),
                "max_eccentricity_mm": max_eccentricity_mm,
                "connectors": [_connector("wall_on_wall", 100, None), _connector("transfer_grid", 400, max_span_mm)],
            },
            "max_storeys": max_storeys,
            "dwelling_types": list(types),
            "usable_area_factor": _quantity(factor, "-"),
            "access": {
                "permitted": list(access),
                "gallery_width_mm": 1300,
                "gallery_mass_kg_per_m2": _quantity(100.0, "kg/m2"),
                "stair_core_mass_kg_per_m2": _quantity(300.0, "kg/m2"),
            },
        }
    )


def usable_m2(widths: Sequence[int], length_mm: int, factor: float = 0.9) -> float:
    """Work out the usable area of a dwelling of the concept above by hand: its inner walls stand open."""
    return factor * (sum(widths) - 2 * LONG_WALL_MM) * (length_mm - 2 * END_WALL_MM) / 1e6


def assumptions(min_gain: float = 0.25) -> Assumptions:
    """Give an assumption set; only `layout.auto_support_min_gain` matters to the layout."""
    kinds = ("stair_head", "lift_housing", "shaft", "chimney", "vent", "skylight", "antenna", "solar_panel", "plant", "unknown")
    return Assumptions.model_validate(
        {
            "id": "test",
            "version": "1.0.0",
            "name": {"nl": "proef", "en": "test"},
            "sources": {},
            "loads": {
                "consequence_class": 2,
                "level_existing": "verbouw",
                "partitions_new_kn_per_m2": _quantity(0.5, "kN/m2"),
                "removal_credit_kn_per_m2": _quantity(0.0, "kN/m2"),
                "bands": [0.05, 0.1, 0.15, 0.25],
            },
            "layout": {
                "obstacle_clearance_mm": dict.fromkeys(kinds, 300),
                "max_roof_fall_m": 0.6,
                "auto_support_min_gain": min_gain,
                "min_roof_area_m2": 60.0,
                "storey_height_plausible_m": [2.4, 3.6],
            },
        }
    )


def options(**chosen: object) -> Options:
    """Give options without set-backs unless they are chosen."""
    given = {"setback_mm": {"facade": 0}, **chosen}
    return Options.model_validate(given)


def rectangle(length_mm: int, depth_mm: int) -> Polygon:
    """Give a rectangular roof with its low corner at (0, 0)."""
    return Polygon([(0, 0), (length_mm, 0), (length_mm, depth_mm), (0, depth_mm)])


def box(u0: int, v0: int, u1: int, v1: int) -> Polygon:
    """Give an axis-parallel rectangle."""
    return Polygon([(u0, v0), (u1, v0), (u1, v1), (u0, v1)])


def obstacle(number: int, outline: Polygon, clearance_mm: int = 300, kind: ObstacleKind = "chimney") -> HostObstacle:
    """Give an obstacle."""
    return HostObstacle(f"o{number}", kind, outline, 1000.0, clearance_mm)


def bearing_lines(positions: Sequence[int], v1_mm: int, v0_mm: int = 0) -> tuple[BearingLine, ...]:
    """Give bearing lines at these positions along u."""
    last = len(positions) - 1
    return tuple(
        BearingLine(f"w{i + 1:02d}", u, v0_mm, v1_mm, 180.0, "end" if i in (0, last) else "inner", "yes", False)
        for i, u in enumerate(positions)
    )


def edge_kind(start: tuple[float, float], end: tuple[float, float]) -> EdgeKind:
    """Facades run along u, gables along v."""
    return "facade" if abs(end[0] - start[0]) >= abs(end[1] - start[1]) else "gable"


def host(
    outline: Polygon,
    lines_at: Sequence[int] = (),
    *,
    obstacles: Sequence[HostObstacle] = (),
    stairs: Sequence[int] = (),
    access: ExistingAccess = "gallery",
    kinds: dict[int, EdgeKind] | None = None,
    lines: Sequence[BearingLine] | None = None,
    max_height_m: float | None = None,
    storeys: int = 4,
) -> HostBuilding:
    """Give a compiled host of four storeys of 2.8 m; `stairs` has the numbers of the stair bays, `kinds` the kind of edges by index."""
    ring = list(orient(outline).exterior.coords[:-1])
    edges = tuple(
        RoofEdge(f"e{i + 1}", (p[0], p[1]), (q[0], q[1]), (kinds or {}).get(i, edge_kind((p[0], p[1]), (q[0], q[1]))))
        for i, (p, q) in enumerate(zip(ring, [*ring[1:], ring[0]], strict=True))
    )
    walls = tuple(lines) if lines is not None else bearing_lines(sorted(set(lines_at)), round(outline.bounds[3]))
    uses: dict[bool, BayUse] = {True: "stair", False: "dwelling"}
    bays = tuple(HostBay(i + 1, a, b, uses[i + 1 in stairs]) for i, (a, b) in enumerate(pairwise(walls)))
    return HostBuilding(
        id="test",
        name="test",
        frame=Frame((0.0, 0.0), 0.0, None, None),
        level_id="1",
        roof_outline_mm=orient(outline),
        roof_z_mm=storeys * 2800,
        roof_fall_mm=0.0,
        ballast="unknown",
        edges=edges,
        obstacles=tuple(obstacles),
        bearing_system="cross",
        bearing_lines=walls,
        bays=bays,
        storeys=tuple(Storey(i, 2800 * i, 2800) for i in range(storeys)),
        plinth=HostPlinth("none", 0, False),
        ground_z_mm=0,
        structure=HostStructure(ONE, ONE, ONE, ONE, ONE, True),
        access=access,
        lift=None,
        max_height_m=max_height_m,
        family_id=None,
        family_odds=None,
        facts={},
        findings=(),
    )
