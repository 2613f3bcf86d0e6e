"""Where the wet cell stands, over random modules; and what it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box
from shapely.ops import unary_union

from catalogue.buildup import ModuleSize
from catalogue.documents.concept import Side
from configurator.parts.model import Part
from configurator.parts.module import module_type_of
from configurator.parts.wet_cell import DEPTH_MM, LENGTH_MM, PARTITION_MM, place_wet_cell, wet_cell_parts
from tests.configurator.outputs.samples import sample_concept, sample_layout

SIZE = ModuleSize(3980, 9000, 3200, 250.0, 120.0, 150.0, 300.0)


def plan(part: Part) -> tuple[float, float, float, float]:
    boxes = [b.prism.moved(part.origin_mm).bounds_mm() for b in part.bodies]
    return (
        min(low[0] for low, _ in boxes), min(low[1] for low, _ in boxes),
        max(high[0] for _, high in boxes), max(high[1] for _, high in boxes),
    )  # fmt: skip


@given(
    width=st.integers(2500, 6000),
    length=st.integers(4000, 12_000),
    opened=st.sets(st.sampled_from(["long_a", "long_b"])),
    holes=st.lists(st.tuples(st.floats(0.1, 0.9), st.floats(400.0, 1800.0)), max_size=3),
)
def test_a_cell_is_enclosed_clear_of_openings_and_inside_the_walls(
    width: int, length: int, opened: set[str], holes: list[tuple[float, float]]
) -> None:
    size = ModuleSize(width, length, 3200, 250.0, 120.0, 150.0, 300.0)
    spans = [(c * length - w / 2.0, c * length + w / 2.0) for c, w in holes]
    sides: dict[Side, list[tuple[float, float]]] = {"long_a": spans, "long_b": spans}
    cell = place_wet_cell(size, sorted(opened), sides)
    if cell is None:
        return
    inner = box(size.end_wall_mm, size.long_wall_mm, length - size.end_wall_mm, width - size.long_wall_mm)
    walls = [box(*plan(p)) for p in wet_cell_parts(cell, size) if p.kind == "partition"]
    assert all(inner.covers(wall) for wall in walls)
    against = [box(0, 0, length, 150), box(0, width - 150, length, width)] if not cell.has_back else []
    ring = unary_union([*walls, *against])
    assert not ring.buffer(1e-6).covers(cell.clear_plan)
    assert unary_union([ring, cell.clear_plan]).buffer(-1e-3).area == pytest.approx(ring.area + LENGTH_MM * DEPTH_MM, rel=1e-3)
    edge = cell.clear_plan.exterior
    assert ring.buffer(0.5).covers(edge), "walls on all four sides"
    x0, _, x1, _ = cell.outer_plan.bounds
    assert all(high <= x0 or low >= x1 for low, high in spans)


def test_a_narrow_or_short_module_has_none() -> None:
    assert place_wet_cell(ModuleSize(3000, 9000, 3200, 250.0, 120.0, 150.0, 300.0), (), {}) is None
    assert place_wet_cell(ModuleSize(3980, 3800, 3200, 250.0, 120.0, 150.0, 300.0), (), {}) is None
    assert place_wet_cell(SIZE, (), {"long_a": [(0.0, 9000.0)], "long_b": [(0.0, 9000.0)]}) is None


def test_between_two_open_sides_it_gets_a_back() -> None:
    cell = place_wet_cell(SIZE, ("long_a", "long_b"), {})
    assert cell is not None
    assert [p.key for p in wet_cell_parts(cell, SIZE)] == ["wet/front", "wet/o1", "wet/a", "wet/b", "wet/back"]


def test_partitions_fill_the_clear_height_and_carry_nothing() -> None:
    entrance = next(m for m in sample_layout().modules if m.access_side is not None)
    made = module_type_of(sample_concept(), entrance, "gallery")
    walls = [p for p in made.parts if p.kind == "partition"]
    assert {p.thickness_mm for p in walls} == {PARTITION_MM}
    assert {p.height_mm for p in walls} == {3200.0 - 250.0 - 120.0}
    assert not any(p.load_bearing for p in walls)
    front = made.part("wet/front")
    # 2.4 m long and 2.83 m high, with a door of 0.93 x 2.315 m.
    assert front.net_area_m2 == pytest.approx(2.4 * 2.83 - 0.93 * 2.315)


def test_a_module_without_the_entrance_has_no_wet_cell() -> None:
    other = next(m for m in sample_layout().modules if m.access_side is None)
    assert module_type_of(sample_concept(), other, "gallery").wet_cell is None
