"""Wind on the block and on the modules, snow beside the new storey, portals, resistances and families, through the whole estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pytest

from catalogue.documents.building import Foundation
from catalogue.documents.configuration import LoadLine, Loads
from catalogue.documents.evidence import Interval
from catalogue.documents.finding import Finding, finding_text
from catalogue.documents.options import Options
from configurator.host.building import FactOrigin, HostBuilding
from configurator.host.tolerance import height_tolerance_m
from configurator.layout.placement import Layout, PlacedModule
from configurator.loads.document import to_document
from configurator.loads.envelope import FamilyCase, envelope_findings, family_envelope
from configurator.loads.estimate import LoadEstimate, estimate_loads
from configurator.loads.module_wind import module_winds, stack_winds
from configurator.loads.wind_findings import fire_findings
from configurator.results.summary import verdict
from tests.configurator.loads import samples

AREA_TWO = {"municipality": "Amsterdam", "terrain": "built_up"}


def known(pointer: str, value: object) -> FactOrigin:
    return FactOrigin(pointer, value, "", "declared", "test", "unverified", assumed=False)


def block(height_m: float = 11.5, site: Mapping[str, str] = MappingProxyType({})) -> HostBuilding:
    """Sixty by ten metres, bays of 6 m, so high above ground."""
    host = samples.host(samples.even_lines(bays=10))
    facts = {f"/site/{name}": known(f"/site/{name}", value) for name, value in site.items()}
    return replace(host, roof_z_mm=round(height_m * 1000) + host.storeys[0].floor_z_mm, facts=facts)


def raised(modules: Sequence[PlacedModule], host: HostBuilding, height_mm: int = 3200) -> Layout:
    lowest = min(m.storey for m in modules)
    high = [replace(m, z_mm=host.roof_z_mm + (m.storey - lowest) * height_mm, height_mm=height_mm) for m in modules]
    return samples.layout(high)


def storeys_on(host: HostBuilding, storeys: int = 1) -> Layout:
    return raised(samples.bay_modules(host.bearing_lines, storeys=storeys), host)


def estimate(host: HostBuilding, layout: Layout) -> LoadEstimate:
    return estimate_loads(host, samples.e2e_concept(), layout, Options(), samples.e2e_assumptions())


def by_code(got: LoadEstimate) -> dict[str, Finding]:
    assert all(finding_text(item, lang) for item in got.findings for lang in ("nl", "en"))
    return {item.code: item for item in got.findings}


def row(loads: Loads, line: str = "w03", level: str = "foundation") -> LoadLine:
    return next(item for item in loads.lines if (item.id, item.level) == (line, level))


def test_the_sleeper_through_the_whole_estimate() -> None:
    """60 x 10 m from 11.5 to 14.7 m, area II, built-up: shear x 1.4, moment x 1.85, wall ends 19 to 36 kN/m, wind leading there."""
    host = block(site=AREA_TWO)
    got = estimate(host, storeys_on(host))
    loads = to_document(got)
    stability, end = loads.stability, row(loads)
    assert (stability.wind_area, stability.terrain, stability.wind_assumed) == ("II", "built_up", False)
    assert (stability.height_existing_m, stability.height_m) == (11.5, 14.7)
    assert stability.base_shear_ratio == pytest.approx(1.449, abs=0.001)
    assert stability.base_moment_ratio == pytest.approx(1.852, abs=0.001)
    assert (end.wind_end_existing_kn_per_m, end.wind_end_new_kn_per_m) == pytest.approx((19.2, 35.6), abs=0.05)
    assert end.governing == "6.10b wind"
    before = 1.15 * 208.88 + 1.3 * 0.4 * 42.0 + 1.4 * 19.216
    after = 1.15 * (208.88 + 21.42) + 1.3 * 0.4 * 52.5 + 1.4 * 35.593
    assert (end.ed_wind_existing_kn_per_m, end.ed_wind_new_kn_per_m) == pytest.approx((before, after), abs=0.01)
    assert end.r_wind_end == pytest.approx(after / before - 1.0, abs=1e-4)
    assert end.ed_wind_new_kn_per_m is not None
    assert end.ed_wind_new_kn_per_m > end.ed_new_kn_per_m
    assert before < 293.38
    found = by_code(got)
    assert "w03" in found["LOAD-WIND-GOVERNS"].subjects
    assert (found["LOAD-STABILITY-UNKNOWN"].status, stability.longitudinal) == ("unknown", "unknown")
    assert "LOAD-WIND-SITE-ASSUMED" not in found


def test_two_storeys_treble_the_moment() -> None:
    host = block(site=AREA_TWO)
    ratio = to_document(estimate(host, storeys_on(host, 2))).stability.base_moment_ratio
    assert ratio == pytest.approx(3.04, abs=0.01)


def test_the_wind_at_a_wall_foot_is_that_above_it() -> None:
    host = block(site=AREA_TWO)
    loads = to_document(estimate(host, storeys_on(host)))
    ends = [row(loads, level=level).wind_end_new_kn_per_m or 0.0 for level in ("foundation", "s00", "s01", "s02", "s03")]
    assert ends[0] == pytest.approx(ends[1])
    assert all(low > high > 0.0 for low, high in pairwise(ends[1:]))
    assert ends[2] / ends[0] == pytest.approx(((14.7 - 2.8) / 14.7) ** 2, rel=1e-6)


def test_away_from_the_ends_the_wind_falls_evenly_to_the_middle() -> None:
    """Modules from 1.6 m on: that stretch's outer edge lies 3.4 of 5 m from the middle at one side, at the end of the wall at the other."""
    host = block(site=AREA_TWO)
    loads = to_document(estimate(host, raised(samples.bay_modules(host.bearing_lines, v0_mm=1600, v1_mm=7000), host)))
    middle = next(r for r in loads.lines if (r.id, r.level, r.start_m) == ("w03", "foundation", 1.6))
    gravity = 1.15 * middle.existing_g_kn_per_m + 0.52 * middle.existing_q_kn_per_m
    assert middle.ed_wind_existing_kn_per_m == pytest.approx(gravity + 1.4 * 19.216 * 3.4 / 5.0, abs=0.01)


def test_without_a_place_the_windiest_area_is_taken_and_said() -> None:
    host = block()
    item = by_code(estimate(host, storeys_on(host)))["LOAD-WIND-SITE-ASSUMED"]
    assert (item.parameters["area"], item.parameters["what"]) == ("I", "wind area, terrain")
    by_province = block(site={"province": "Drenthe", "terrain": "open"})
    assert to_document(estimate(by_province, storeys_on(by_province))).stability.wind_area == "III"


def test_without_a_height_there_is_no_wind() -> None:
    host = replace(block(site=AREA_TWO), ground_z_mm=None)
    got = estimate(host, storeys_on(host))
    assert got.wind is None
    assert {"LOAD-WIND-NOT-COMPUTED", "LOAD-STABILITY-UNKNOWN"} <= by_code(got).keys()
    loads = to_document(got)
    assert (loads.stability.base_shear_ratio, row(loads).r_wind_end, loads.reactions[0].wind_up_kn) == (None, None, None)


def test_high_blocks_ask_for_the_structural_factor_and_cross_fire_heights() -> None:
    host = block(13.4, AREA_TWO)
    found = by_code(estimate(host, storeys_on(host)))
    assert found["LOAD-WIND-DYNAMIC"].parameters["height_m"] == pytest.approx(16.6)
    fire = found["LOAD-FIRE-HEIGHT"].parameters
    assert (fire["limit_m"], fire["minutes_before"], fire["minutes_after"]) == (13.0, 90.0, 120.0)
    assert "LOAD-FIRE-HEIGHT-NEAR" not in found
    low = block(6.0, AREA_TWO)
    assert "LOAD-WIND-DYNAMIC" not in by_code(estimate(low, storeys_on(low)))


@pytest.mark.parametrize(("away_m", "code"), [(-0.04, "NEAR"), (0.04, "NEAR"), (0.6, ""), (-0.6, None)])
def test_a_floor_within_the_tolerance_of_a_fire_height_is_neither_below_nor_above_it(away_m: float, code: str | None) -> None:
    """The new floor lies `away_m` from 13 m; the old one far below. Half a metre is more than any tolerance of a height."""
    host = block(13.4, AREA_TWO)
    layout = storeys_on(host)
    assert host.ground_z_mm is not None
    assert height_tolerance_m(host) <= 0.5
    floor_mm = 13_000.0 + away_m * 1000.0 - max(m.z_mm for m in layout.modules) + host.ground_z_mm
    found = {f.code for f in fire_findings(host, layout, floor_mm) if f.parameters["limit_m"] == 13.0}
    assert found == (set() if code is None else {"LOAD-FIRE-HEIGHT" + (f"-{code}" if code else "")})


def test_one_module_in_the_wind_by_hand() -> None:
    """Row of ten boxes of 6 x 10 x 3.2 m at 14.7 m: q_p 0.7966; c 1.1483 across; suction by zone.

    Wind on the facade: e = min(60, 2 x 14.7) = 29.4 m; the edge zone takes 2.94 of 10 m, the field the rest; an end box lies in the corner.
    """
    host = block(site=AREA_TWO)
    got = estimate(host, storeys_on(host))
    inner, outer = got.module_winds["s04/a/m05"], got.module_winds["s04/a/m01"]
    q_p = 0.79659
    assert inner.up_kn == pytest.approx(q_p * (0.294 * 1.2 + 0.706 * 0.7 + 0.2) * 60.0, rel=1e-3)
    assert outer.up_kn == pytest.approx(q_p * (0.294 * 1.8 + 0.706 * 0.7 + 0.2) * 60.0, rel=1e-3)
    assert inner.across_kn == pytest.approx(1.14828 * q_p * 6.0 * 3.2, rel=1e-3)
    assert inner.horizontal_kn == max(inner.across_kn, inner.along_kn)
    reactions = [r for r in to_document(got).reactions if r.module == "s04/a/m05"]
    assert sum(r.wind_up_kn or 0.0 for r in reactions) == pytest.approx(inner.up_kn)
    assert sum(r.horizontal_kn or 0.0 for r in reactions) == pytest.approx(inner.horizontal_kn)


def test_the_wind_on_a_storey_is_shared_without_rest() -> None:
    host = block(site=AREA_TWO)
    layout = storeys_on(host, 2)
    got = estimate(host, layout)
    assert got.wind is not None
    upper = sum(w.across_kn for name, w in got.module_winds.items() if name.startswith("s05"))
    assert upper == pytest.approx(sum(w.across_kn for name, w in got.module_winds.items() if name.startswith("s04")))
    total = sum(w.across_kn for w in got.module_winds.values())
    assert total == pytest.approx(2.0 * upper)
    assert all(w.up_kn == 0.0 for name, w in got.module_winds.items() if name.startswith("s04"))


def test_a_stack_keeps_its_place_by_weight_or_needs_an_anchor() -> None:
    host = block(site=AREA_TWO)
    layout = storeys_on(host)
    got = estimate(host, layout)
    heavy = stack_winds(layout, got.masses, got.module_winds)
    assert [s.stack_id for s in heavy] == sorted(m.id for m in layout.modules)
    assert min(s.down_kn for s in heavy) > 0.0
    storm = {name: replace(w, up_kn=w.up_kn * 9, across_kn=w.across_kn * 9) for name, w in got.module_winds.items()}
    light = stack_winds(layout, got.masses, storm)
    assert min(s.down_kn for s in light) < 0.0
    assert max(s.friction_demand for s in light) == float("inf")
    assert max(s.tilting for s in light) > 1.0
    assert {"LOAD-MODULES-IN-WIND"} <= by_code(got).keys()


def test_narrow_high_stacks_tilt() -> None:
    host = block(site=AREA_TWO)
    narrow = [
        replace(m, footprint=replace(m.footprint, v1_mm=m.footprint.v0_mm + 2000))
        for m in samples.bay_modules(host.bearing_lines, storeys=3)
    ]
    got = estimate(host, raised(narrow, host))
    assert {"LOAD-TILTING", "LOAD-SLIDING"} <= by_code(got).keys()


def test_snow_drifts_where_old_roof_stays() -> None:
    """Six of ten bays: 36 m of new block beside 24 m of old roof, 3.2 m step: mu_w = 60 / 6.4, cut to 4: 2.8 kN/m2, 5 times 0.56."""
    host = block(site=AREA_TWO)
    got = estimate(host, raised(samples.bay_modules(host.bearing_lines[:7], v0_mm=1000), host))
    zones = {zone.side: zone for zone in to_document(got).drift}
    assert zones.keys() == {"high_u", "low_v"}
    assert (zones["high_u"].load_kn_per_m2, zones["high_u"].length_m) == pytest.approx((2.8, 6.4))
    assert zones["low_v"].mu_w == pytest.approx((9.0 + 1.0) / 6.4)
    assert by_code(got)["LOAD-SNOW-DRIFT"].parameters["ratio"] in (pytest.approx(5.0), pytest.approx(zones["low_v"].mu_w / 0.8))


def test_a_wall_on_a_portal_has_no_figures_below_its_foot() -> None:
    lines = tuple(
        replace(line, stands_from_storey=1)
        if line.id == "w03"
        else replace(line, continuous_to_foundation="no")
        if line.id == "w04"
        else line
        for line in samples.even_lines()
    )
    got = estimate(samples.host(lines), samples.layout(samples.bay_modules(lines)))
    levels = {name: {r.level for r in to_document(got).lines if r.id == name} for name in ("w02", "w03", "w04")}
    assert levels["w02"] - levels["w03"] == {"foundation", "s00"}
    assert levels["w02"] - levels["w04"] == {"foundation"}
    assert by_code(got)["LOAD-LINE-ON-PORTAL"].subjects == ("w03", "w04")


def test_a_unity_check_stands_only_where_the_user_gave_a_resistance() -> None:
    host = block(site=AREA_TWO)
    lines = tuple(replace(line, resistance_kn_per_m=400.0) if line.id == "w03" else line for line in host.bearing_lines)
    facts = {**host.facts, "/foundation": known("/foundation", Foundation(resistance_kn_per_m=300.0))}
    got = estimate(replace(host, bearing_lines=lines, facts=facts), storeys_on(host))
    loads = to_document(got)
    foot, below = row(loads, level="s00"), row(loads)
    assert foot.unity_check == pytest.approx(max(foot.ed_new_kn_per_m, foot.ed_wind_new_kn_per_m or 0.0) / 400.0)
    assert below.unity_check == pytest.approx(max(below.ed_new_kn_per_m, below.ed_wind_new_kn_per_m or 0.0) / 300.0)
    assert row(loads, "w02", "s00").unity_check is None
    found = by_code(got)
    assert found["LOAD-UNITY-EXCEEDED"].status == "fail"
    assert "w03" in found["LOAD-CAPACITY-UNKNOWN"].subjects or "w02" in found["LOAD-CAPACITY-UNKNOWN"].subjects
    strong = {"/foundation": known("/foundation", Foundation(resistance_kn_per_m=3000.0))}
    assert by_code(estimate(replace(host, facts=strong), storeys_on(host)))["LOAD-UNITY-CHECK"].status == "info"


def with_foundation(resistance_kn_per_m: float) -> LoadEstimate:
    host = block(site=AREA_TWO)
    facts = {**host.facts, "/foundation": known("/foundation", Foundation(resistance_kn_per_m=resistance_kn_per_m))}
    return estimate(replace(host, facts=facts), storeys_on(host))


def test_a_resistance_that_today_s_load_exceeds_checks_nothing() -> None:
    """The wall of E2E-01 carries 293 kN/m today (6.10a): a resistance of 200 is wrong, or the estimate is."""
    got = with_foundation(200.0)
    found = by_code(got)
    assert found["LOAD-UNITY-BEFORE"].status == "unknown"
    assert "LOAD-UNITY-EXCEEDED" not in found
    foot = row(to_document(got))
    assert foot.unity_check_existing == pytest.approx(max(foot.ed_existing_kn_per_m, foot.ed_wind_existing_kn_per_m or 0.0) / 200.0)


@pytest.mark.parametrize(("resistance", "expected"), [(3000.0, "conditional"), (330.0, "does_not_fit"), (200.0, "unknown")])
def test_the_verdict_follows_a_resistance_that_the_user_gave(resistance: float, expected: str) -> None:
    """Inner walls: 6.10a 293.4 before and 326.7 after, more with wind leading at the ends; never a yes."""
    got = with_foundation(resistance)
    host = block(site=AREA_TWO)
    assert verdict(host, storeys_on(host), got) == expected


@pytest.mark.parametrize(
    ("site", "low", "high"),
    [
        (AREA_TWO, 1.0, 1.0),
        ({"municipality": "Amsterdam"}, 1.0, 0.9695 / 0.7966),
        ({"terrain": "built_up"}, (24.5 / 29.5) ** 2, 1.0),
    ],
)
def test_an_unknown_site_widens_the_wind_and_a_known_one_does_not(site: dict[str, str], low: float, high: float) -> None:
    """At 14.7 m in area II: 0.797 built-up, 0.970 open; velocities 29.5, 27 and 24.5 m/s. Unknown counts as built-up in area I."""
    host = block(site=site)
    loads = to_document(estimate(host, storeys_on(host)))
    assert (loads.stability.pressure_low_ratio, loads.stability.pressure_high_ratio) == pytest.approx((low, high), rel=2e-3)
    foot = row(loads)
    assert foot.r_wind_end_p10 is not None
    assert foot.r_wind_end_p90 is not None
    assert (foot.r_wind_end_p90 - foot.r_wind_end_p10 > 1e-9) == ((low, high) != (1.0, 1.0)), "the weights of this case are exact"


def test_the_quasi_permanent_ratio_of_e2e_01_by_hand() -> None:
    """(21.42 + 0.3 x 10.5) / (208.88 + 0.3 x 42)."""
    host = block(site=AREA_TWO)
    assert row(to_document(estimate(host, storeys_on(host)))).r_qp == pytest.approx((21.42 + 3.15) / (208.88 + 12.6), rel=1e-9)


def test_ties_are_required_from_five_storeys() -> None:
    host = block(site=AREA_TWO)
    ties = to_document(estimate(host, storeys_on(host))).ties
    assert ties is not None
    assert (ties.class_before, ties.class_after) == ("2a", "2b")
    assert (ties.horizontal_before_kn_per_m, ties.horizontal_after_kn_per_m) == (36.0, 40.0)
    assert ties.vertical_after_kn_per_m == pytest.approx(max(100.0, 34.0 * 0.18 / 8.0 * (2.8 / 0.18) ** 2))


def test_the_envelope_runs_over_families_with_more_than_ten_percent() -> None:
    host = block(site=AREA_TWO)
    light = replace(host, structure=replace(host.structure, floor_kn_per_m2=samples.interval(2.8, 3.5, 4.2)))
    rare = replace(host, structure=replace(host.structure, floor_kn_per_m2=Interval.exact(1.0)))
    cases = [
        FamilyCase(name, odds, estimate(variant, storeys_on(host)), storeys_on(host), same_walls=True)
        for name, odds, variant in (("F09", 0.6, host), ("F01", 0.3, light), ("F05", 0.1, rare))
    ]
    envelope = family_envelope(cases)
    assert envelope is not None
    assert [case.family_id for case in envelope.cases] == ["F09", "F01"]
    spreads = [case.estimate.rows.spread for case in cases[:2]]
    assert envelope.p90 == max(float(s.p90[c.estimate.governing_row or 0]) for s, c in zip(spreads, cases[:2], strict=True))
    published = to_document(estimate(host, storeys_on(host)), envelope).envelope
    assert published is not None
    assert published.worst_r_n_p10 == min(f.worst_r_n_p10 for f in published.families)
    assert envelope_findings(envelope)[0].parameters["families"] == "F09 (60%), F01 (30%)"
    assert family_envelope(()) is None
    assert envelope_findings(None) == ()


def test_a_running_grid_hits_the_first_inner_line_and_stays_out_of_the_nominal_load() -> None:
    lines = samples.even_lines(bay_mm=5400, bays=4)
    boxes = [samples.module(4, i + 1, (i * 2700, 0, i * 2700 + 2700, 10_000)) for i in range(8)]
    layout = samples.layout(boxes, support="transfer_grid")
    got = estimate_loads(samples.host(lines), samples.shipped_concept("A3@1.0.0"), layout, Options(), samples.shipped_assumptions())
    loads = to_document(got)
    more = {name: row(loads, name, "s03").grid_continuity_kn_per_m or 0.0 for name in ("w01", "w02", "w03")}
    assert more["w02"] > more["w03"] == 0.0
    assert more["w01"] == 0.0
    top = row(loads, "w02", "s03")
    assert top.grid_continuity_kn_per_m is not None
    assert 0.05 < top.grid_continuity_kn_per_m / (top.added_g_kn_per_m + top.added_q_kn_per_m) < 0.15
    assert "LOAD-GRID-CONTINUITY" in by_code(got)
    assert np.all(got.rows.added_inputs_kn_per_m[:, -1, :2] == 0.0)


def test_roof_extras_are_options_and_stand_on_the_top_storey_alone() -> None:
    host = block(site=AREA_TWO)
    assumptions = samples.shipped_assumptions()
    options = Options(green_roof=True, solar_panels=True)
    plain, extra = (
        estimate_loads(host, samples.shipped_concept("A3@1.0.0"), storeys_on(host, 2), chosen, assumptions)
        for chosen in (Options(), options)
    )
    assert extra.added_weight_kn - plain.added_weight_kn == pytest.approx(1.2 * 600.0)
    with_extras = row(to_document(extra), level="s03")
    assert with_extras.added_g_parts.roof_extras == pytest.approx(1.2 * 6.0)
    unknown = assumptions.model_copy(update={"loads": assumptions.loads.model_copy(update={"green_roof_kn_per_m2": None})})
    got = estimate_loads(host, samples.shipped_concept("A3@1.0.0"), storeys_on(host), Options(green_roof=True), unknown)
    assert got.rows.line.size == 0 or "LOAD-INPUT-UNKNOWN" in by_code(got)


def test_winds_need_modules_only() -> None:
    host = block(site=AREA_TWO)
    got = estimate(host, storeys_on(host))
    assert got.wind is not None
    assert module_winds(storeys_on(host), got.wind).keys() == {m.id for m in storeys_on(host).modules}


def test_over_two_bays_an_even_load_gives_the_middle_line_a_quarter_more() -> None:
    """Textbook: 1.25 w L in the middle of two spans where the lever rule gives w L; one span has nothing to run through to."""
    lines = samples.even_lines(bay_mm=5400, bays=2)
    one_bay = samples.even_lines(bay_mm=5400, bays=1)
    concept, assumptions = samples.shipped_concept("A3@1.0.0"), samples.shipped_assumptions()
    boxes = [samples.module(4, 1, (0, 0, 2800, 3500), quarter=0)]
    wide = [samples.module(4, 1, (0, 0, 10_800, 3500), quarter=0)]
    got = estimate_loads(samples.host(lines), concept, samples.layout(wide, support="transfer_grid"), Options(), assumptions)
    top = next(r for r in to_document(got).lines if (r.id, r.level, r.start_m) == ("w02", "s03", 0.0))
    carried = top.added_g_kn_per_m - top.added_g_parts.removed + top.added_q_kn_per_m
    assert top.grid_continuity_kn_per_m == pytest.approx(0.25 * carried, rel=1e-6)
    alone = estimate_loads(samples.host(one_bay), concept, samples.layout(boxes, support="transfer_grid"), Options(), assumptions)
    assert not np.any(alone.rows.added_inputs_kn_per_m[:, -1])
