"""Module types as parts: their sizes, holes and volumes agree with the build-ups that give the mass."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from catalogue.buildup import buildup_mass_kg_per_m2, module_mass, module_size, openings_of
from catalogue.documents.concept import Access, Concept, Side
from catalogue.resolve import concept_versions, resolve_concept
from configurator.layout.placement import PlacedModule, Rectangle
from configurator.parts.module import module_type_of
from tests.configurator.outputs.samples import sample_concept, sample_layout

FIRST, SECOND = sample_layout().modules[0], sample_layout().modules[1]


def _bounds(concept: Concept, module: PlacedModule) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    parts = module_type_of(concept, module, "gallery").parts
    boxes = [b.prism.moved(p.origin_mm).bounds_mm() for p in parts for b in p.bodies]
    low = tuple(min(box[0][i] for box in boxes) for i in range(3))
    high = tuple(max(box[1][i] for box in boxes) for i in range(3))
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def test_the_parts_fill_the_outer_box_exactly() -> None:
    assert _bounds(sample_concept(), FIRST) == ((0.0, 0.0, 0.0), (FIRST.length_mm, FIRST.width_mm, FIRST.height_mm))


def test_a_closed_wall_has_its_holes_cut_out() -> None:
    # End wall between side walls of 150 mm: 3980 - 300 = 3680 wide; 3200 - 250 - 120 = 2830 high under a ceiling.
    end = module_type_of(sample_concept(), FIRST, "gallery").part("end_b")
    assert (end.length_mm, end.thickness_mm, end.height_mm) == (3_680.0, 300.0, 2_830.0)
    assert end.gross_area_m2 == pytest.approx(3.68 * 2.83)
    assert end.net_area_m2 == pytest.approx(3.68 * 2.83 - 1.5 * 1.5 - 0.9 * 2.3)
    assert end.volume_m3 == pytest.approx(end.net_area_m2 * 0.3)


def test_only_the_module_with_the_entrance_has_the_door() -> None:
    concept = sample_concept()
    assert [p.kind for p in module_type_of(concept, FIRST, "gallery").parts if p.side == "end_a"] == ["end_wall", "door", "window"]
    assert [p.kind for p in module_type_of(concept, SECOND, "gallery").parts if p.side == "end_a"] == ["end_wall", "window"]


def test_an_open_side_keeps_its_share_as_piers_at_both_ends() -> None:
    wall = module_type_of(sample_concept(), FIRST, "gallery").part("long_a")
    boxes = [b.prism.bounds_mm() for b in wall.bodies]
    assert [(low[0], high[0]) for low, high in boxes] == [(0.0, 2_250.0), (6_750.0, 9_000.0)]
    assert wall.net_area_m2 == pytest.approx(0.5 * 9.0 * 2.83)


def test_the_top_module_carries_the_roof_under_the_same_key() -> None:
    below = module_type_of(sample_concept(), FIRST, "gallery").part("overhead")
    top = next(m for m in sample_layout().modules if m.topmost)
    above = module_type_of(sample_concept(), top, "gallery").part("overhead")
    assert (below.kind, below.thickness_mm, above.kind, above.thickness_mm) == ("ceiling", 120.0, "roof", 300.0)


def test_holes_and_fillings_are_one_and_the_same_rectangle() -> None:
    made = module_type_of(sample_concept(), FIRST, "gallery")
    for wall in made.parts:
        for opening in wall.openings:
            filling = made.part(opening.key)
            hole = opening.body.moved(wall.origin_mm).bounds_mm()
            boxes = [b.prism.moved(filling.origin_mm).bounds_mm() for b in filling.bodies]
            for i in range(3):
                assert min(b[0][i] for b in boxes) >= hole[0][i] - 1e-6
                assert max(b[1][i] for b in boxes) <= hole[1][i] + 1e-6
            across = 0 if wall.side in ("long_a", "long_b") else 1
            for axis in (across, 2):
                assert min(b[0][axis] for b in boxes) == pytest.approx(hole[0][axis])
                assert max(b[1][axis] for b in boxes) == pytest.approx(hole[1][axis])


def test_an_opening_wider_than_its_wall_stays_inside_it() -> None:
    concept = sample_concept()
    wide = concept.module.openings[0].model_copy(update={"width_mm": 9_000, "height_mm": 5_000, "centre_fraction": 0.9})
    broken = concept.model_copy(update={"module": concept.module.model_copy(update={"openings": (wide,)})})
    wall = module_type_of(broken, FIRST, "gallery").part("end_b")
    low, high = wall.openings[0].body.bounds_mm()
    assert low[1] >= 0.0
    assert high[1] <= wall.length_mm
    assert high[2] <= wall.height_mm


@pytest.mark.parametrize(("wide_mm", "kinds"), [(1_200, ["end_wall", "door", "window"]), (3_400, ["end_wall", "door"])])
def test_a_window_in_the_place_of_a_door_moves_aside_or_gives_way(wide_mm: int, kinds: list[str]) -> None:
    """The wall of 3680 mm holds a door of 950 and a window of 1200 beside each other, and none of 3400."""
    concept = sample_concept()
    door = concept.module.openings[3]
    window = concept.module.openings[2].model_copy(
        update={"side": "end_a", "centre_fraction": door.centre_fraction, "width_mm": wide_mm, "access": door.access}
    )
    module = concept.module.model_copy(update={"openings": (window, door)})
    made = module_type_of(concept.model_copy(update={"module": module}), FIRST, "gallery")
    assert [p.kind for p in made.parts if p.side == "end_a"] == kinds
    low, high = zip(*(o.body.bounds_mm() for o in made.part("end_a").openings), strict=True)
    spans = sorted((a[1], b[1]) for a, b in zip(low, high, strict=True))
    assert all(first[1] < second[0] for first, second in itertools.pairwise(spans))
    at = door.centre_fraction * 3_680.0 - door.width_mm / 2.0
    assert at in [pytest.approx(a) for a, _ in spans], "the door stays where the concept has it"


def test_the_wide_box_entered_at_its_end_has_its_door_and_its_window() -> None:
    """A3 by a stair: the concept centres both in the end wall; what is weighed is drawn."""
    concept = resolve_concept("A3")
    made = module_type_of(concept, replace(FIRST, access_side="end_a", footprint=Rectangle(0, 0, 3_980, 9_000)), "stair")
    drawn = [p for p in made.parts if p.side == "end_a" and p.kind != "end_wall"]
    weighed = openings_of(concept, "end_a", "stair", "end_a")
    assert sum(p.net_area_m2 for p in drawn) == pytest.approx(sum(o.width_mm * o.height_mm for o in weighed) / 1e6)


@pytest.mark.parametrize("concept_id", sorted(concept_versions()))
@pytest.mark.parametrize("access", ["gallery", "stair"])
def test_the_drawn_walls_weigh_what_the_mass_says(concept_id: str, access: Access) -> None:
    """Volume of the drawn walls over thickness x mass per m2 is the wall mass of the build-up rule, fillings apart."""
    concept = resolve_concept(concept_id)
    side: Side = "end_a" if access == "gallery" else "long_a"
    width, length = concept.module.width_mm.max, concept.module.length_mm.max
    module = next(m for m in sample_layout().modules if m.access_side)
    f = module.footprint
    placed = PlacedModule(
        id=module.id, dwelling_id=module.dwelling_id, storey=4, strip="a", quarter=1, z_mm=0, height_mm=concept.module.height_mm,
        footprint=type(f)(0, 0, width, length), topmost=True, access_side=side, open_sides=(), supports=(),
    )  # fmt: skip
    drawn = module_type_of(concept, placed, access)
    size = module_size(concept, width, length, topmost=True)
    mass = module_mass(concept, size, topmost=True, access=access, access_side=side)
    expected = {"floor": mass.floor_kg, "overhead": mass.overhead_kg, "long_a": mass.long_a_kg, "long_b": mass.long_b_kg}
    if concept.module.end_wall is not None:
        expected |= {"end_a": mass.end_a_kg, "end_b": mass.end_b_kg}
    for key, interval in expected.items():
        part = drawn.part(key)
        assert part.build_up is not None
        weight = part.net_area_m2 * buildup_mass_kg_per_m2(concept.build_ups[part.build_up]).nominal
        openings = () if part.side is None else openings_of(concept, part.side, access, side)
        fillings = sum((o.mass_kg_per_m2.value or 0.0) * o.width_mm * o.height_mm / 1e6 for o in openings)
        assert weight + fillings == pytest.approx(interval.nominal, rel=1e-9)
        assert part.volume_m3 == pytest.approx(part.net_area_m2 * part.thickness_mm / 1000.0, rel=1e-9)
