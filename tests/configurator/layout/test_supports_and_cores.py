"""Several modules in a bay, new stair cores, set-backs by edge and storey, clearances, terraces: on paper and against enumeration."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.errors import NotFound
from catalogue.matching.bays import bay_fit, fit_in_bay
from catalogue.resolve import resolve_concept
from configurator.host.building import HostBuilding
from configurator.layout.engine import lay_out
from configurator.layout.placement import Layout
from configurator.layout.region import roof_sides, setback_mm, with_clearances
from tests.configurator.layout.samples import assumptions, box, concept, dwelling_type, host, obstacle, options, rectangle
from tests.configurator.layout.test_properties import examples

TYPES = (dwelling_type("pair", 2, 30.0),)


def changed(base: Concept, **fields: Any) -> Concept:
    return Concept.model_validate(base.model_dump(mode="json") | fields)


def spanning(per_bay: int = 2, max_span_mm: int = 7_900) -> Concept:
    """The concept of the samples with a connector that carries several modules in one bay."""
    data = concept(types=TYPES, support=("wall_on_wall",)).model_dump(mode="json")
    data["support"]["connectors"][0] |= {
        "spans_between_lines": True,
        "max_span_mm": max_span_mm,
        "modules_per_bay": per_bay,
        "height_mm": 400,
    }
    return Concept.model_validate(data)


WIDE = host(rectangle(22_000, 9_000), [90, 7_330, 14_570, 21_810])
"""Three bays of 7240 mm: two modules of 3600 mm with joints of 20 mm."""


def test_two_modules_share_a_bay_with_their_outer_edges_on_the_walls() -> None:
    layout = lay_out(WIDE, spanning(), options(access="gallery"), assumptions())
    assert layout.scheme is not None
    assert (layout.scheme.support, len(layout.dwellings), layout.bound, layout.connector_height_mm) == ("wall_on_wall", 3, 3, 400)
    assert [m.id for m in layout.modules] == ["s04/a/m01", "s04/a/m01b", "s04/a/m02", "s04/a/m02b", "s04/a/m03", "s04/a/m03b"]
    assert [(s.line_id, s.eccentricity_mm, s.edge) for m in layout.modules[:2] for s in m.supports] == [
        ("w01", 10, "low"),
        ("w02", -10, "high"),
    ]


def test_without_a_spanning_connector_the_wide_bays_stay_empty_with_the_gap() -> None:
    layout = lay_out(WIDE, concept(types=TYPES, support=("wall_on_wall",)), options(access="gallery"), assumptions())
    assert not layout.modules
    # 7240 - 3600 leaves 1820 mm at either edge, 1720 more than the permitted 100.
    assert {(s.reason.code, s.reason.margin_mm) for s in layout.empty} == {("LAY-BAY-TOO-WIDE-NO-GRID", -1_720)}


def test_a_bay_wider_than_the_connector_spans_holds_no_pair() -> None:
    assert not lay_out(WIDE, spanning(max_span_mm=7_000), options(access="gallery"), assumptions()).modules


def test_several_modules_a_bay_need_a_connector_that_spans() -> None:
    data = concept().model_dump(mode="json")
    data["support"]["connectors"][0] |= {"modules_per_bay": 2}
    with pytest.raises(ValueError, match="need spans_between_lines"):
        Concept.model_validate(data)


@examples(60)
@given(bay=st.integers(5_000, 13_000), count=st.integers(1, 3))
def test_a_bay_fit_against_trying_every_width(bay: int, count: int) -> None:
    widths, joint, limit = tuple(range(2_880, 3_900, 50)), 20, 60
    fits = [w for w in widths if count * joint <= bay - count * w and bay - count * w - (count - 1) * joint <= 2 * limit]
    assert bay_fit(bay, widths, joint, limit, count).width_mm == (max(fits) if fits else None)


def test_a10_fits_the_wide_bays_of_tunnel_flats() -> None:
    """Two boxes of at most 3880 mm: 7.8 m needs 2 x (3880 + 20) = 7800."""
    assert fit_in_bay(resolve_concept("A10"), 7_800).width_mm == 3_880
    assert fit_in_bay(resolve_concept("A10"), 8_000).width_mm is None


NEW_CORE = {"width_mm": 2_400, "max_bay_mm": 4_000, "rows": 1}


def with_cores(support: str) -> Concept:
    base = concept(
        types=(dwelling_type("one", 1, 18.0), dwelling_type("two", 2, 40.0)), support=(support,), access=("stair",), max_span_mm=8_000
    )
    return changed(base, access=base.model_dump(mode="json")["access"] | {"new_core": NEW_CORE})


def stair_host(bays: list[int], stairs: tuple[int, ...] = ()) -> HostBuilding:
    walls = [90 + sum(bays[:i]) for i in range(len(bays) + 1)]
    return host(rectangle(walls[-1] + 90, 9_600), walls, stairs=stairs, access="gallery")


@pytest.mark.parametrize("support", ["wall_on_wall", "transfer_grid"])
def test_new_cores_stand_in_whole_bays_and_every_dwelling_stands_beside_one(support: str) -> None:
    of = stair_host([3_620] * 12)
    layout = lay_out(of, with_cores(support), options(access="stair", objective="usable_area"), assumptions())
    cores = [a.footprint for a in layout.access]
    assert cores
    assert layout.bound is None
    assert {(c.u0_mm, c.u1_mm) for c in cores} <= {(b.left.u_mm, b.right.u_mm) for b in of.bays}
    for home in layout.dwellings:
        own = [m.footprint for m in layout.modules if m.id in home.module_ids]
        low, high = min(f.u0_mm for f in own), max(f.u1_mm for f in own)
        assert any(0 <= low - c.u1_mm <= 120 or 0 <= c.u0_mm - high <= 120 for c in cores)
    assert "LAY-NEW-CORES" in {f.code for f in layout.findings}


@examples(12)
@given(bays=st.lists(st.sampled_from((2_500, 3_020, 3_320, 3_620, 4_100)), min_size=2, max_size=8))
def test_the_chosen_bays_are_the_best_of_all_sets_of_bays(bays: list[int]) -> None:
    """Every set of bays as existing stairs, solved by the engine, against the bays that it chose itself."""
    chosen = options(access="stair", objective="usable_area")
    got = lay_out(stair_host(bays), with_cores("wall_on_wall"), chosen, assumptions()).value
    able = [i + 1 for i, width in enumerate(bays) if 2_400 <= width <= 4_000]
    sets = [s for k in range(1, len(able) + 1) for s in combinations(able, k)]
    best = max((_single_row(stair_host(bays, s), chosen) for s in sets), default=0)
    assert got == best


def _single_row(of: HostBuilding, chosen: Options) -> int:
    return lay_out(of, with_cores("wall_on_wall"), chosen, assumptions()).value


def test_without_a_bay_for_a_core_the_finding_says_so() -> None:
    layout = lay_out(stair_host([4_100] * 5), with_cores("wall_on_wall"), options(access="stair"), assumptions())
    assert not layout.modules
    assert {"LAY-NO-BAY-FOR-CORE", "LAY-NOTHING-PLACED"} <= {f.code for f in layout.findings}


def test_existing_stairs_go_on_and_no_new_core_is_made() -> None:
    layout = lay_out(stair_host([3_620] * 7, (4,)), with_cores("wall_on_wall"), options(access="stair"), assumptions())
    assert [a.id for a in layout.access] == ["s04/b04/core"]
    assert "LAY-NEW-CORES" not in {f.code for f in layout.findings}


OF = host(rectangle(20_000, 12_000), [90 + 3_620 * i for i in range(6)])


def test_one_edge_may_have_its_own_set_back() -> None:
    sides = {s.edge_id: s for s in roof_sides(OF)}
    chosen = options(
        setback_mm={"facade": 300, "gable": 100}, setback_edge_mm={"e3": 1_500}, storey_setback_mm=700, storey_setback_gable_mm=200
    )
    kinds = Counter(s.kind for s in sides.values())
    assert kinds == {"facade": 2, "gable": 2}
    assert [setback_mm(sides[f"e{i}"], chosen, 1) for i in (1, 2, 3, 4)] == [1_000, 300, 2_200, 300]
    layout = lay_out(OF, concept(), options(setback_edge_mm={"e3": 1_500}, access="gallery", gallery={"side": "low"}), assumptions())
    assert max(m.footprint.v1_mm for m in layout.modules) <= 10_500


def test_an_edge_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(NotFound, match="'e9', which the roof does not have; it has e1, e2, e3, e4"):
        lay_out(OF, concept(), options(setback_edge_mm={"e9": 100}), assumptions())


def test_clearance_by_kind_of_obstacle() -> None:
    of = host(
        rectangle(20_000, 9_000),
        obstacles=(obstacle(1, box(9_000, 0, 9_500, 9_000), 500), obstacle(2, box(15_000, 0, 15_500, 9_000), 500, "vent")),
    )
    cleared = with_clearances(of, options(clearance_mm={"vent": 100}))
    assert [o.clearance_mm for o in cleared.obstacles] == [500, 100]
    layout = lay_out(of, concept(), options(clearance_mm={"vent": 100}, support="transfer_grid", access="gallery"), assumptions())
    nearest = min(
        shapely.box(*m.footprint.corners_mm()[0], *m.footprint.corners_mm()[2]).distance(of.obstacles[1].outline_mm) for m in layout.modules
    )
    assert 100 <= nearest < 500


def test_the_strip_where_a_storey_steps_back_is_a_terrace() -> None:
    """Two storeys on 12 m: modules of 9900 mm, then as long as 12000 - 2 x 2100 - 1300 allows: 6300."""
    chosen = options(
        support="wall_on_wall", access="gallery", gallery={"side": "low"}, storeys_added=2, storey_setback_mm=2_100, objective="usable_area"
    )
    layout = lay_out(OF, concept(), chosen, assumptions())
    below = {m.id: m.footprint for m in layout.modules if m.storey == 4}
    upper = [d for d in layout.dwellings if d.storey == 5]
    assert upper
    for home in upper:
        own = [m.footprint for m in layout.modules if m.id in home.module_ids]
        under = [below[m.replace("s05", "s04")] for m in home.module_ids]
        depth = under[0].v1_mm - own[0].v1_mm
        width = max(f.u1_mm for f in own) - min(f.u0_mm for f in own)
        assert sum(t.plan.area_m2 for t in home.terraces) == pytest.approx((min(depth, 3_000) if depth >= 1_500 else 0) * width / 1e6)
        assert depth >= 1_500
    assert not any(t.storey == 4 for d in layout.dwellings for t in d.terraces)


def codes(layout: Layout) -> set[str]:
    return {f.code for f in layout.findings} | {s.reason.code for s in layout.empty}


SHAPES: dict[str, HostBuilding] = {
    "smaller than a module": host(rectangle(2_000, 2_500), [90, 1_900]),
    "all obstacles": host(rectangle(20_000, 10_000), [90, 3_710, 7_330], obstacles=(obstacle(1, box(0, 0, 20_000, 10_000), 0, "plant"),)),
    "a wing of no length": host(
        shapely.Polygon(
            [(0, 0), (20_000, 0), (20_000, 10_000), (12_000, 10_000), (12_000, 10_001), (11_999, 10_001), (11_999, 10_000), (0, 10_000)]
        )
    ),
    "a wall twice": host(rectangle(20_000, 10_000), lines=host(rectangle(20_000, 10_000), [90, 3_710, 7_330]).bearing_lines[1:2] * 2),
    "no walls": host(rectangle(20_000, 10_000)),
}


@pytest.mark.parametrize("name", list(SHAPES))
@pytest.mark.parametrize("access", ["auto", "stair", "gallery", "corridor"])
@pytest.mark.parametrize("support", ["wall_on_wall", "transfer_grid"])
def test_bad_roofs_give_a_result_with_a_reason(name: str, access: str, support: str) -> None:
    layout = lay_out(SHAPES[name], concept(access=("gallery", "stair", "corridor")), options(access=access, support=support), assumptions())
    assert layout.modules or codes(layout)
    if name in ("smaller than a module", "all obstacles"):
        assert not layout.modules


def test_a_concept_that_cannot_stand_on_a_family_says_so() -> None:
    layout = lay_out(SHAPES["no walls"], concept(support=("wall_on_wall",)), options(access="gallery"), assumptions())
    assert not layout.modules
    assert "LAY-NO-BEARING-LINES" in codes(layout)


@examples(25)
@given(depth=st.integers(6_500, 9_500), back=st.integers(0, 1_500), length=st.integers(8_000, 30_000))
def test_a_fix_removes_its_reason(depth: int, back: int, length: int) -> None:
    """A reason with a fix is gone, at its place, once the fix is applied."""
    of = host(rectangle(length, depth), [90 + 3_620 * i for i in range(length // 3_620)])
    chosen = options(support="wall_on_wall", access="gallery", setback_mm={"facade": back})
    for stretch in lay_out(of, concept(), chosen, assumptions()).empty:
        if stretch.reason.fix and stretch.reason.code in ("LAY-DEPTH-TOO-SHALLOW", "LAY-SETBACK"):
            data: dict[str, Any] = chosen.model_dump(mode="json")
            for path, value in stretch.reason.fix.items():
                head, _, tail = path.partition(".")
                data[head] = {**data[head], tail: value} if tail else value
            after = lay_out(of, concept(), Options.model_validate(data), assumptions())
            assert (stretch.u0_mm, stretch.reason.code) not in {(s.u0_mm, s.reason.code) for s in after.empty}
