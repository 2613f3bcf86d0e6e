"""What holds for every layout on every roof, checked with shapely and plain arithmetic, not with the engine's own geometry."""

from __future__ import annotations

import dataclasses
import os
from itertools import combinations
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import affine_transform
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from configurator.host.building import HostBuilding
from configurator.layout.engine import lay_out
from configurator.layout.placement import Layout, PlacedModule, Rectangle
from tests.configurator.layout.roofs import hosts
from tests.configurator.layout.samples import assumptions, bearing_lines, box, concept, dwelling_type, host, obstacle, options

LEAST_EXAMPLES = int(os.environ.get("OPTOP_LEAST_EXAMPLES", "0"))
"""More examples for each property; `test_two_hundred_roofs` sets it."""


def examples(count: int) -> settings:
    """Try so many examples, or LEAST_EXAMPLES."""
    return settings(max_examples=max(count, LEAST_EXAMPLES), deadline=None)


CONCEPT = concept(access=("gallery", "stair", "corridor"))
SCHEMES: tuple[dict[str, Any], ...] = (
    {"support": "wall_on_wall", "access": "gallery"},
    {"support": "wall_on_wall", "access": "stair"},
    {"support": "transfer_grid", "access": "gallery"},
    {"support": "transfer_grid", "access": "gallery", "gallery": {"inside_roof": False, "side": "high"}},
    {"support": "transfer_grid", "access": "stair"},
    {"support": "transfer_grid", "access": "corridor"},
    {"support": "wall_on_wall", "access": "corridor"},
)
schemes = st.sampled_from(SCHEMES)
objectives = st.sampled_from(("usable_area", "dwellings"))


def laid(of: HostBuilding, chosen: Options, built: Concept = CONCEPT) -> Layout:
    return lay_out(of, built, chosen, assumptions())


def shape(footprint: Rectangle) -> Polygon:
    return box(footprint.u0_mm, footprint.v0_mm, footprint.u1_mm, footprint.v1_mm)


def inside_setback(of: HostBuilding, facade_mm: int, gable_mm: int) -> BaseGeometry:
    """The roof minus everything nearer to an edge than its set-back, by true distance, corners rounded."""
    region: BaseGeometry = of.roof_outline_mm
    for edge in of.edges:
        distance = facade_mm if edge.kind == "facade" else gable_mm
        if distance:
            region = region.difference(shapely.LineString([edge.start_mm, edge.end_mm]).buffer(distance, quad_segs=16))
    return region


@examples(50)
@given(of=hosts(), scheme=schemes, facade=st.sampled_from((0, 300, 500)), gable=st.sampled_from((0, 400)), step=st.sampled_from((0, 700)))
def test_modules_stand_on_the_roof_and_clear_of_everything(
    of: HostBuilding, scheme: dict[str, Any], facade: int, gable: int, step: int
) -> None:
    layout = laid(of, options(**scheme, setback_mm={"facade": facade, "gable": gable}, storeys_added=2, storey_setback_mm=step))
    lowest = of.storeys_existing
    for module in layout.modules:
        own = shape(module.footprint)
        back = facade + step * (module.storey - lowest)
        assert inside_setback(of, back, gable).buffer(1.0, join_style="mitre").covers(own)
        for thing in of.obstacles:
            if thing.kind != "stair_head":
                assert own.distance(thing.outline_mm) >= thing.clearance_mm - 1.0
    for one, two in combinations(layout.modules, 2):
        if one.storey == two.storey:
            assert shape(one.footprint).buffer(-0.5).disjoint(shape(two.footprint).buffer(-0.5))
    for element in layout.access:
        for module in layout.modules:
            if module.storey == element.storey:
                assert shape(module.footprint).intersection(shape(element.footprint)).area == 0.0


@examples(30)
@given(of=hosts(), scheme=schemes, objective=objectives, storeys=st.integers(1, 3))
def test_the_bound_is_never_below_the_value(of: HostBuilding, scheme: dict[str, Any], objective: str, storeys: int) -> None:
    layout = laid(of, options(**scheme, objective=objective, storeys_added=storeys))
    if layout.scheme is None:
        return  # no stair bay: nothing was solved
    assert layout.bound is not None
    assert layout.bound >= layout.value
    usable = sum(round(d.usable_area_m2 * 1e6) for d in layout.dwellings)
    assert layout.value == (usable if objective == "usable_area" else len(layout.dwellings))


@examples(30)
@given(of=hosts(), access=st.sampled_from(("gallery", "stair")))
def test_wall_on_wall_puts_both_edges_on_a_line(of: HostBuilding, access: str) -> None:
    layout = laid(of, options(support="wall_on_wall", access=access, storeys_added=2))
    lines = {line.id: line for line in of.bearing_lines}
    for module in layout.modules:
        low, high = module.supports
        f = module.footprint
        for support, edge in ((low, f.u0_mm), (high, f.u1_mm)):
            line = lines[support.line_id]
            assert support.eccentricity_mm == edge - line.u_mm
            assert abs(support.eccentricity_mm) <= CONCEPT.support.max_eccentricity_mm
            assert line.v0_mm <= f.v0_mm
            assert line.v1_mm >= f.v1_mm
        assert low.eccentricity_mm + high.eccentricity_mm in (-1, 0), "centred between the axes"


@examples(30)
@given(of=hosts(), scheme=schemes)
def test_neighbours_keep_their_joint(of: HostBuilding, scheme: dict[str, Any]) -> None:
    layout = laid(of, options(**scheme))
    for one, two in combinations(layout.modules, 2):
        assert shape(one.footprint).distance(shape(two.footprint)) >= CONCEPT.module.joint_mm


@examples(25)
@given(of=hosts(), scheme=schemes, objective=objectives)
def test_storeys_without_set_back_repeat_the_first(of: HostBuilding, scheme: dict[str, Any], objective: str) -> None:
    one = laid(of, options(**scheme, objective=objective))
    three = laid(of, options(**scheme, objective=objective, storeys_added=3))
    assert three.value == 3 * one.value
    assert {m.id for m in one.modules} <= {m.id for m in three.modules}


@examples(25)
@given(of=hosts(), scheme=schemes, step=st.sampled_from((0, 500)))
def test_a_further_storey_keeps_every_id_below(of: HostBuilding, scheme: dict[str, Any], step: int) -> None:
    if step and scheme["support"] == "transfer_grid":
        step = 0  # a set-back above may move the best positions below; the walls do not let it
    low = laid(of, options(**scheme, storeys_added=1, storey_setback_mm=step, objective="usable_area"))
    high = laid(of, options(**scheme, storeys_added=2, storey_setback_mm=step, objective="usable_area"))
    assert {m.id for m in low.modules} <= {m.id for m in high.modules}


def stacked_well(module: PlacedModule, layout: Layout) -> bool:
    """Whether the module has nothing on top, or exactly one module that stays within its footprint and repeats its u extent."""
    above = [
        m for m in layout.modules if m.storey == module.storey + 1 and shape(m.footprint).intersection(shape(module.footprint)).area > 0
    ]
    if module.topmost:
        return not above
    return len(above) == 1 and shape(module.footprint).covers(shape(above[0].footprint)) and above[0].z_mm == module.z_mm + module.height_mm


@examples(25)
@given(of=hosts(), scheme=schemes, step=st.sampled_from((0, 300, 900)))
def test_modules_stack_exactly(of: HostBuilding, scheme: dict[str, Any], step: int) -> None:
    layout = laid(of, options(**scheme, storeys_added=3, storey_setback_mm=step))
    assert all(stacked_well(m, layout) for m in layout.modules)


@examples(30)
@given(of=hosts(plain=True), u=st.integers(0, 30_000), v=st.integers(0, 9_000))
def test_an_obstacle_keeps_every_id_outside_its_bay(of: HostBuilding, u: int, v: int) -> None:
    """With a dwelling type of one module that every bay can hold; a module over several bays stands in all of them."""
    bare = dataclasses.replace(of, obstacles=())
    thing = obstacle(1, box(u, v, u + 600, v + 600), 300)
    built = concept(types=(dwelling_type("one", 1, 1.0), dwelling_type("two", 2, 1.0)))
    chosen = options(support="wall_on_wall", access="gallery", gallery={"side": "low", "inside_roof": False}, objective="usable_area")
    before, after = laid(bare, chosen, built), laid(dataclasses.replace(bare, obstacles=(thing,)), chosen, built)
    reach = (u - 300, u + 900)

    def untouched(layout: Layout) -> set[str]:
        return {m.id for m in layout.modules if m.footprint.u1_mm <= reach[0] or m.footprint.u0_mm >= reach[1]}

    spans_bays = any(m.width_mm > 0 and bays_under(of, m) > 1 for m in (*before.modules, *after.modules))
    if not spans_bays:
        assert untouched(before) == untouched(after)


def bays_under(of: HostBuilding, module: PlacedModule) -> int:
    middle = [b for b in of.bays if module.footprint.u0_mm - 200 <= b.left.u_mm and b.right.u_mm <= module.footprint.u1_mm + 200]
    return len(middle)


@examples(25)
@given(of=hosts(), scheme=schemes, objective=objectives)
def test_an_obstacle_never_adds_value(of: HostBuilding, scheme: dict[str, Any], objective: str) -> None:
    chosen = options(**scheme, objective=objective, effort="thorough")
    assert laid(of, chosen).value <= laid(dataclasses.replace(of, obstacles=()), chosen).value


@examples(25)
@given(of=hosts(plain=True), scheme=schemes, more_u=st.integers(0, 5_000), more_v=st.integers(0, 3_000))
def test_a_larger_roof_never_gives_less(of: HostBuilding, scheme: dict[str, Any], more_u: int, more_v: int) -> None:
    _, _, far_u, far_v = (round(x) for x in of.roof_outline_mm.bounds)
    wider = box(0, 0, far_u + more_u, far_v + more_v)
    walls = bearing_lines([line.u_mm for line in of.bearing_lines], far_v + more_v)
    stairs = tuple(b.number for b in of.bays if b.use == "stair")
    larger = host(wider, lines=walls, obstacles=of.obstacles, stairs=stairs)
    chosen = options(**scheme, objective="usable_area", effort="thorough")
    assert laid(larger, chosen).value >= laid(of, chosen).value


@examples(25)
@given(of=hosts(plain=True), scheme=schemes)
def test_a_wider_range_of_sizes_never_gives_less(of: HostBuilding, scheme: dict[str, Any]) -> None:
    chosen = options(**scheme, objective="usable_area", effort="thorough")
    every = ("gallery", "stair", "corridor")
    narrow = concept(access=every, width=(3300, 3600, 300), length=(7200, 9000, 300))
    assert laid(of, chosen).value >= laid(of, chosen, narrow).value


def mirrored(of: HostBuilding, along: str) -> HostBuilding:
    _, _, far_u, far_v = (round(x) for x in of.roof_outline_mm.bounds)
    flip = [-1, 0, 0, 1, far_u, 0] if along == "u" else [1, 0, 0, -1, 0, far_v]
    outline = shapely.set_precision(affine_transform(of.roof_outline_mm, flip), 1.0)
    things = tuple(dataclasses.replace(o, outline_mm=affine_transform(o.outline_mm, flip)) for o in of.obstacles)
    walls = of.bearing_lines
    if along == "u":
        positions = [far_u - line.u_mm for line in reversed(walls)]
        lines = bearing_lines(positions, walls[0].v1_mm, walls[0].v0_mm)
        stairs = tuple(len(walls) - b.number for b in of.bays if b.use == "stair")
    else:
        lines = bearing_lines([line.u_mm for line in walls], far_v - walls[0].v0_mm, far_v - walls[0].v1_mm)
        stairs = tuple(b.number for b in of.bays if b.use == "stair")
    assert isinstance(outline, Polygon)
    return host(outline, lines=lines, obstacles=things, stairs=stairs)


@examples(25)
@given(of=hosts(), scheme=st.sampled_from([s for s in SCHEMES if "gallery" not in s]), along=st.sampled_from(("u", "v")))
def test_a_mirrored_roof_has_the_same_value(of: HostBuilding, scheme: dict[str, Any], along: str) -> None:
    chosen = options(**scheme, objective="usable_area")
    assert laid(mirrored(of, along), chosen).value == laid(of, chosen).value


@examples(20)
@given(of=hosts(), scheme=schemes)
def test_the_same_input_gives_the_same_layout(of: HostBuilding, scheme: dict[str, Any]) -> None:
    chosen = options(**scheme, mix={"one": 0.4, "two": 0.6}, storeys_added=2)
    assert repr(laid(of, chosen)) == repr(laid(of, chosen))


@examples(30)
@given(of=hosts(plain=True), scheme=schemes, facade=st.sampled_from((0, 300)))
def test_every_stretch_left_empty_has_a_reason(of: HostBuilding, scheme: dict[str, Any], facade: int) -> None:
    """Along every strip with modules, what is longer than 0.3 m and holds no module nor core is a stretch with a reason."""
    layout = laid(of, options(**scheme, setback_mm={"facade": facade}))
    assert all(s.reason.code.startswith("LAY-") for s in layout.empty)
    for number in {m.strip for m in layout.modules if m.length_axis == "v"}:
        modules = sorted((m for m in layout.modules if m.strip == number), key=lambda m: m.footprint.u0_mm)
        taken = [(m.footprint.u0_mm, m.footprint.u1_mm) for m in modules]
        taken += [(a.footprint.u0_mm, a.footprint.u1_mm) for a in layout.access if a.kind == "core"]
        taken += [(s.u0_mm, s.u1_mm) for s in layout.empty if s.v0_mm <= modules[0].footprint.v0_mm < s.v1_mm]
        at = modules[0].footprint.u0_mm
        for start, end in sorted(taken):
            assert start - at <= 300
            at = max(at, end)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_hosts_place_in_the_world_does_not_matter(scheme: dict[str, Any]) -> None:
    """A host is laid out in its own frame: its position and rotation never enter."""
    from configurator.host.building import Frame

    of = host(box(0, 0, 31_000, 10_500), [90, 3_710, 7_330, 9_730, 13_350, 16_970, 30_910], stairs=(3,))
    moved = dataclasses.replace(of, frame=Frame((155_000.123, 463_000.456), 0.47, "EPSG:7415", 3.2))
    assert laid(of, options(**scheme)) == laid(moved, options(**scheme))
