"""Roofs that do not touch add up exactly; input that no layout can come of gives findings, never an exception or an empty answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import Polygon, box

from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_concept, resolve_family
from configurator.configure import configure, lay_out_wing, make_inputs
from configurator.host.wings import compile_wings
from tests.configurator.layout.test_properties import examples

REAL, FAMILY = resolve_assumptions(), resolve_family("F08")
RD = {"crs": "EPSG:28992"}
PLACES: tuple[tuple[float, float, dict[str, Any]], ...] = (
    (0.0, 0.0, {}),
    (-9_000.0, 9_000.0, {}),
    (13_600, 306_900, RD),
    (278_000, 612_000, RD),
)
"""Around the user's own zero, and at both ends of the country: a place beyond them is refused before anything is computed."""

slabs = st.tuples(st.integers(12_000, 40_000), st.integers(8_000, 14_000))
turns = st.sampled_from((0, 15, 30, 45, 73, 90))
"""Multiples of a degree keep whole millimetres whole to a tenth; the engine snaps the rest."""
chosen_options = st.sampled_from(
    (
        {"support": "transfer_grid", "access": "gallery"},
        {"support": "wall_on_wall", "access": "gallery"},
        {"support": "transfer_grid", "access": "gallery", "gallery": {"inside_roof": False}, "storeys_added": 2},
        {"support": "auto", "access": "auto", "objective": "usable_area"},
    )
)


def roof(outline: Polygon, level: str) -> dict[str, Any]:
    ring = [[round(x, 3), round(y, 3)] for x, y in outline.exterior.coords[:-1]]
    return {
        "polygon": {"outer": ring},
        "level_id": level,
        "height_above_ground_m": {"value": 13.6, "basis": "assumed", "source": "user"},
    }


def fact(value: object) -> dict[str, Any]:
    return {"value": value, "basis": "assumed", "source": "user"}


def building(*outlines: Polygon, **more: Any) -> Building:
    first, *others = outlines
    return Building.model_validate(
        {
            "type": "building",
            "schema_version": 1,
            "id": "two",
            "sources": {"user": {"title": "made up for the test"}},
            "roof": roof(first, "1"),
            "further_levels": [{"roof": roof(outline, str(n)), "storeys_existing": fact(4)} for n, outline in enumerate(others, 2)],
            "family": fact("F08"),
            "storeys_existing": fact(4),
            **more,
        }
    )


def values(of: Building, concept: Concept, options: Options) -> list[int]:
    return [lay_out_wing(wing, concept, options, REAL)[1].value for wing in compile_wings(of, FAMILY, REAL)]


def slab(size: tuple[int, int], turned: int, east_m: float) -> Polygon:
    return translate(rotate(box(0, 0, size[0] / 1000, size[1] / 1000), turned, origin=(0, 0)), east_m, 0)


@examples(12)
@given(one=slabs, two=slabs, turned=turns, chosen=chosen_options)
def test_two_roofs_that_do_not_touch_add_up_exactly(
    one: tuple[int, int], two: tuple[int, int], turned: int, chosen: dict[str, Any]
) -> None:
    concept, options = resolve_concept("A3"), Options.model_validate(chosen)
    larger, smaller = sorted((one, two), reverse=True, key=lambda size: size[0] * size[1])
    first, second = slab(larger, 0, 0.0), slab(smaller, turned, 100.0)
    together = values(building(first, second), concept, options)
    assert together == [*values(building(first), concept, options), *values(building(second), concept, options)]


@examples(12)
@given(size=slabs, turned=turns, chosen=chosen_options, place=st.sampled_from(PLACES))
def test_a_roof_that_is_turned_and_moved_holds_the_same(
    size: tuple[int, int], turned: int, chosen: dict[str, Any], place: tuple[float, float, dict[str, Any]]
) -> None:
    """Through the whole compilation, in world metres: by any angle, and over six hundred kilometres."""
    concept, options = resolve_concept("A3"), Options.model_validate(chosen)
    plain, moved = building(slab(size, 0, 0.0)), building(translate(slab(size, turned, 0.0), *place[:2]), site=place[2])
    assert values(plain, concept, options) == values(moved, concept, options)


def findings_of(of: Building, concept: str = "A3", **chosen: Any) -> tuple[int, set[str], int]:
    """Number of modules, codes of all findings, and of those that fail; whatever is asked for."""
    inputs = make_inputs("p", of, resolve_concept(concept), Options.model_validate(chosen), REAL, FAMILY)
    result = configure(inputs).configuration
    return len(result.modules), {f.code for f in result.findings}, sum(f.status == "fail" for f in result.findings)


def line(x_mm: int, **more: Any) -> dict[str, Any]:
    return {"kind": "inner", "x_mm": x_mm, "thickness_mm": 200, **more}


BIG = box(0, 0, 30, 10)


@pytest.mark.parametrize("support", ["auto", "wall_on_wall", "transfer_grid"])
@pytest.mark.parametrize(
    ("of", "code"),
    [
        (building(box(0, 0, 2, 2)), "HOST-ROOF-TOO-SMALL"),
        (building(box(0, 0, 40, 1.9)), "LAY-NOTHING-PLACED"),
        (building(BIG, obstacles=[{"kind": "plant", "polygon": {"outer": [[0, 0], [30, 0], [30, 10], [0, 10]]}}]), "LAY-NOTHING-PLACED"),
        (building(BIG, bearing_system=fact("longitudinal")), None),
        (building(BIG, bearing_system=fact("frame")), None),
    ],
    ids=["smaller than a module", "shallower than a module", "all obstacles", "walls along the building", "no walls"],
)
def test_bad_roofs_give_findings(of: Building, code: str | None, support: str) -> None:
    modules, codes, _ = findings_of(of, support=support, access="gallery")
    if code is not None:
        assert modules == 0
        assert code in codes
    else:
        assert (modules > 0) != ("LAY-NO-BEARING-LINES" in codes or "LAY-NOTHING-PLACED" in codes)


def test_a_concept_that_cannot_stand_on_the_family_says_so() -> None:
    """A11 stands on columns of its own, A12 inside the plinth: neither is placed on a roof."""
    for concept in ("A11", "A12"):
        modules, codes, failing = findings_of(building(BIG), concept)
        assert modules == 0
        assert failing > 0
        assert codes & {"LAY-SUPPORT-NOT-CARRIED", "REQ-INTERVENTION-NOT-CARRIED"}


@pytest.mark.parametrize(
    ("lines", "modules", "code"),
    [
        ([line(0), line(0), line(3_700), line(3_700), line(7_400), line(30_000)], 2, "HOST-WALL-TWICE"),
        ([line(0), line(3_600, from_mm=5_000, to_mm=5_000), line(7_200), line(30_000)], 0, "LAY-BAY-TOO-WIDE"),
        ([line(0), line(1), line(2), line(30_000)], 0, "LAY-BAY-TOO-WIDE"),
        ([line(15_000)], 0, "LAY-NO-BEARING-LINES"),
    ],
    ids=["twice the same", "no length", "a millimetre apart", "only one"],
)
def test_odd_walls_are_laid_out_or_have_a_reason(lines: list[dict[str, Any]], modules: int, code: str) -> None:
    """Walls given twice count once: two bays of 3.7 m hold a module each."""
    of = building(BIG, bearing_lines=fact(lines), bearing_system=fact("cross"))
    placed, codes, _ = findings_of(of, support="wall_on_wall", access="gallery")
    assert placed == modules
    assert code in codes


def test_a_further_level_without_any_width_is_left_out_with_its_reason() -> None:
    """A wing of a millimetre is no wing; the rest is laid out as if it were not there."""
    with_sliver = building(BIG, box(50, 0, 50.001, 10))
    modules, codes, _ = findings_of(with_sliver, support="transfer_grid", access="gallery")
    assert modules == findings_of(building(BIG), support="transfer_grid", access="gallery")[0] > 0
    assert "HOST-LEVEL-LEFT-OUT" in codes
