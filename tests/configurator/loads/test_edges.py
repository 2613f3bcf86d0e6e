"""The edges of the formulas: what a mutation of a sign, an end or an axis would change and no other test would notice.

Found by mutation testing of the norm and path modules. These kinds are left alive because they change nothing; not every
other mutant has been run or killed:

- `dtype` where the value is a float or becomes one in the next sum, and `.astype` of what is that already; the others have a test in
  `test_precision`;
- `strict` of a `zip` over two lists of one length, `cast`, the encoding `UTF-8` for `utf-8` (and the default one where that is UTF-8), and
  the wording of an error;
- the place of the free ends of a beam beyond the last load, which carry nothing;
- the value in a branch of `np.where` that is thrown away, and the snow on a roof of 1 instead of 0 degrees (0.8 up to 30);
- `>` for `>=`, and `<` for `<=`, at a threshold of millionths or of half a percent, which no real load meets;
- `continuity_loads` without anything to spread, or over two axes: nothing to do, or a determinate beam, where the lever rule is exact.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.options import Options
from configurator.host.building import HostBuilding
from configurator.loads.beam import beam_reactions
from configurator.loads.combine import code_equivalence, for_period
from configurator.loads.document import to_document
from configurator.loads.estimate import LoadEstimate, estimate_loads
from configurator.loads.norm import equilibrium, frequent, quasi_permanent
from configurator.loads.norm_register import norm_register, row_numbers, row_value
from configurator.loads.norm_snow import drift
from configurator.loads.norm_tables import partial_factors
from configurator.loads.norm_wind import friction_force_kn
from configurator.loads.path import (
    ADDED_INPUTS,
    CONTINUITY_INPUT,
    CONTINUITY_OWNER,
    Burden,
    axes_of,
    continuity_loads,
    lever_shares,
    line_loads,
    post_shares,
    stretches_on_axis,
)
from configurator.loads.stability import block_wind, wind_site
from tests.configurator.loads import samples


def burden(
    u0_mm: float, u1_mm: float, g_kn: float, *, v: tuple[int, int] = (0, 4000), line_id: str | None = None, q_kn: float = 0.0
) -> Burden:
    g = np.zeros((len(ADDED_INPUTS), 3))
    g[0] = g_kn
    return Burden("m", 4, u0_mm, u1_mm, *v, line_id, g, q_kn)


def estimate(host: HostBuilding) -> LoadEstimate:
    layout = samples.layout(samples.bay_modules(host.bearing_lines))
    return estimate_loads(host, samples.e2e_concept(), layout, Options(), samples.e2e_assumptions())


# --- path


def test_walls_of_one_axis_are_ordered_along_it() -> None:
    lines = (samples.bearing_line(1, 0, 5000, 9000), samples.bearing_line(2, 0, 0, 4000), samples.bearing_line(3, 6000, 0, 9000))
    assert axes_of(lines).members == ((1, 0), (2,))


def test_shares_of_posts_come_for_many_modules_at_once() -> None:
    many = post_shares([0.1, -0.2, 0.0], [0.0, 0.3, 0.1], [10.0, 8.0, 6.0], [3.0, 3.0, 2.0])
    assert many.shape == (3, 2, 2)
    one = [post_shares(*row) for row in ((0.1, 0.0, 10.0, 3.0), (-0.2, 0.3, 8.0, 3.0), (0.0, 0.1, 6.0, 2.0))]
    assert np.array_equal(many, np.stack(one))


def test_half_covered_is_gathered_and_less_is_moved_to_the_end() -> None:
    lines = (samples.bearing_line(1, 0, 0, 2000),)
    assert stretches_on_axis(lines, (0,), -1000, 1000) == [(0, 1.0, 0, 1000)]
    assert stretches_on_axis(lines, (0,), -1001, 1000) == [(0, 1.0, 0, 2000)]


def test_a_wall_that_is_only_touched_takes_nothing() -> None:
    lines = (samples.bearing_line(1, 0, 0, 2000), samples.bearing_line(2, 0, 4000, 8000))
    assert stretches_on_axis(lines, (0, 1), 0, 4000) == [(0, 1.0, 0, 2000)]


@pytest.mark.parametrize(("v0", "v1", "expected"), [(2100, 2500, 0), (3300, 3900, 1), (2500, 3500, 0)])
def test_what_has_no_wall_goes_to_the_nearest_and_of_equals_to_the_first(v0: int, v1: int, expected: int) -> None:
    lines = (samples.bearing_line(1, 0, 0, 2000), samples.bearing_line(2, 0, 4000, 8000))
    ((line, share, start, end),) = stretches_on_axis(lines, (0, 1), v0, v1)
    assert (line, share, end - start) == (expected, 1.0, v1 - v0)
    assert (start == 4000) if expected else (end == 2000)


def test_of_three_walls_the_nearest_counts_whatever_its_place() -> None:
    lines = tuple(samples.bearing_line(i, 0, start, start + 1000) for i, start in ((1, 20_000), (2, 0), (3, 9000)))
    assert stretches_on_axis(lines, (0, 1, 2), 11_000, 12_000)[0][0] == 2
    assert stretches_on_axis(lines, (0, 1, 2), 1500, 2500)[0][0] == 1


def test_a_load_knows_where_it_acts_by_how_much_it_overshoots_and_how_far_it_was_moved() -> None:
    """From v = 500 to 3500 with walls 0-2000 and 5000-6000: 1500 under it, gathered on 500-2000, its centre moved 750 mm."""
    lines = (samples.bearing_line(1, 0, 0, 2000), samples.bearing_line(2, 0, 5000, 6000), samples.bearing_line(3, 6000, 0, 6000))
    ((load,),) = [[item for item in line_loads([burden(0.0, 0.0, 9.0, v=(500, 3500))], lines, axes_of(lines)) if item.line == 0]]
    assert (load.u_mm, load.v0_mm, load.v1_mm, load.overshoot_mm, load.moved_mm) == (0.0, 500, 2000, 1500, 750.0)
    on_edge = line_loads([burden(5900.0, 5900.0, 9.0, line_id="w03")], lines, axes_of(lines))[0]
    assert on_edge.u_mm == 5900.0, "an edge that stands on a line acts where it is"
    between = line_loads([burden(3000.0, 3000.0, 9.0)], lines, axes_of(lines))
    assert {item.u_mm for item in between} == {0.0, 6000.0}, "by the lever rule it arrives at the axes"


def test_a_load_between_two_axes_is_shared_by_distance_and_then_along_the_walls_of_each() -> None:
    """At a quarter of a 6 m bay, v from 1000 to 7000: 3/4 to the axis at 0, of which 2/6 on the wall to 3000 and 4/6 on the next."""
    lines = (samples.bearing_line(1, 0, 0, 3000), samples.bearing_line(2, 0, 3000, 8000), samples.bearing_line(3, 6000, 0, 8000))
    got = {int(item.line): item for item in line_loads([burden(1500.0, 1500.0, 24.0, v=(1000, 7000), q_kn=12.0)], lines, axes_of(lines))}
    assert {line: float(item.g_kn[0, 1]) for line, item in got.items()} == pytest.approx({0: 6.0, 1: 12.0, 2: 6.0})
    assert {line: item.q_kn for line, item in got.items()} == pytest.approx({0: 3.0, 1: 6.0, 2: 3.0})
    assert {(item.v0_mm, item.v1_mm) for item in got.values()} == {(1000, 3000), (3000, 7000), (1000, 7000)}
    assert [item.moved_mm for item in got.values()] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_imposed_load_of_another_period_keeps_everything_but_its_size() -> None:
    lines = samples.even_lines(bay_mm=6000, bays=1)
    loads = line_loads([burden(3000.0, 3000.0, 9.0, q_kn=4.0)], lines, axes_of(lines))
    assert for_period(loads, 1.0) is loads
    shorter = for_period(loads, 0.9)
    assert [item.q_kn for item in shorter] == pytest.approx([1.8, 1.8])
    for old, new in zip(loads, shorter, strict=True):
        assert replace(new, q_kn=old.q_kn) == old


def test_the_block_in_the_wind_has_the_size_of_its_roof_in_metres() -> None:
    """Ten bays of 6 m: facade along u, gable along v; at the velocity of the table, not a factor of it."""
    host = samples.host(samples.even_lines(bays=10))
    low_u, low_v, high_u, high_v = host.roof_outline_mm.bounds
    wind = block_wind(host, samples.layout(samples.bay_modules(host.bearing_lines)), host.bearing_lines, samples.e2e_assumptions().loads)
    assert wind is not None
    assert (wind.length_m * 1000.0, wind.depth_m * 1000.0) == (high_u - low_u, high_v - low_v)
    assert host.ground_z_mm is not None
    assert wind.heights_m[0] * 1000.0 == host.roof_z_mm - host.ground_z_mm
    assert wind.site == wind_site(host, samples.e2e_assumptions().loads, 1.0)


def test_a_running_grid_gives_the_difference_to_the_lever_rule_exactly() -> None:
    lines = samples.even_lines(bay_mm=5000, bays=3)
    axes = axes_of(lines)
    on_grid = burden(2500.0, 2500.0, 0.5, q_kn=0.25)
    got = {int(item.line): item for item in continuity_loads([on_grid, burden(0.0, 0.0, 80.0, line_id="w01")], lines, axes)}
    running, lever = beam_reactions([0.0, 5.0, 10.0, 15.0], 2.5, 2.5, 1.0)[0], lever_shares(axes.u_mm, 2500.0, 2500.0)[0]
    assert {line: float(item.g_kn[CONTINUITY_INPUT, 2]) for line, item in got.items()} == pytest.approx(
        {i: 0.75 * (running[i] - lever[i]) for i in range(4)}
    )
    assert {item.owner for item in got.values()} == {CONTINUITY_OWNER}
    assert [item.u_mm for item in got.values()] == [0.0, 5000.0, 10_000.0, 15_000.0]
    assert all(item.g_kn[CONTINUITY_INPUT, 0] == item.g_kn[CONTINUITY_INPUT, 1] == item.q_kn == 0.0 for item in got.values())


def test_without_weight_or_in_a_single_bay_nothing_runs_through() -> None:
    lines = samples.even_lines(bays=3)
    assert continuity_loads([burden(2500.0, 2500.0, 0.0, q_kn=5.0)], lines, axes_of(lines)) == ()
    single = samples.even_lines(bays=1)
    assert continuity_loads([burden(2500.0, 2500.0, 5.0)], single, axes_of(single)) == ()


# --- beam


def test_a_point_at_the_very_end_of_a_cantilever_counts() -> None:
    """Supports at 0 and 4 m, a point of 6 kN 2 m beyond: 9 and -3; the beam ends under the load."""
    assert beam_reactions([0.0, 4.0], 6.0, 6.0, 6.0)[0] == pytest.approx([-3.0, 9.0])
    assert beam_reactions([0.0, 4.0], -5.0, -5.0, 6.0)[0] == pytest.approx([13.5, -7.5])
    assert beam_reactions([0.0, 4.0], 9.0, 9.0, 6.0)[0] == pytest.approx([-7.5, 13.5])


def test_a_load_of_a_micrometre_is_a_point_and_one_of_two_is_nearly_that() -> None:
    point, short, longer = (beam_reactions([0.0, 4.0, 9.0], 2.0, 2.0 + width, 1.0)[0] for width in (0.0, 0.9e-6, 2e-6))
    assert short.tolist() == point.tolist()
    assert longer == pytest.approx(point, abs=1e-5)


def test_points_and_even_loads_may_be_mixed() -> None:
    mixed = beam_reactions([0.0, 4.0, 9.0], [1.0, 1.0], [1.0, 3.0], [2.0, 5.0])
    assert mixed[0] == pytest.approx(beam_reactions([0.0, 4.0, 9.0], 1.0, 1.0, 2.0)[0])
    assert mixed[1] == pytest.approx(beam_reactions([0.0, 4.0, 9.0], 1.0, 3.0, 5.0)[0])


# --- norm


def test_combinations_keep_the_axis_of_the_actions_for_many_rows() -> None:
    g, q = np.array([10.0, 20.0]), np.array([[1.0, 4.0], [3.0, 2.0]])
    psi1, psi2 = np.array([0.5, 0.2]), np.array([0.3, 0.0])
    by_hand = [[10 + 0.5 * 1 + 0.0, 10 + 0.2 * 4 + 0.3 * 1], [20 + 0.5 * 3 + 0.0, 20 + 0.2 * 2 + 0.3 * 3]]
    assert np.allclose(frequent(g, q, psi1, psi2), by_hand)
    assert np.allclose(quasi_permanent(g, q, psi2), [10.3, 20.9])
    worst, stabilising = equilibrium(np.array([1.0, 0.0]), g, q, np.array([0.4, 0.0]))
    assert np.allclose(worst, [1.1 + 1.5 * (4.0 + 0.4 * 1.0), 1.5 * (2.0 + 0.4 * 3.0)])
    assert np.allclose(stabilising, [9.0, 18.0])


@pytest.mark.parametrize(
    ("b", "h", "d", "expected"),
    [
        (10.0, 4.0, 100.0, 0.5 * 0.02 * (100.0 - 16.0) * 18.0),  # min(2b, 4h) = 16
        (6.0, 9.0, 100.0, 0.5 * 0.02 * (100.0 - 12.0) * 24.0),  # 12
        (10.0, 4.0, 12.0, 0.0),  # shorter than where friction begins, parallel 216 above 4 x 40
        (10.0, 10.0, 13.0, 0.0),  # parallel 390 up to 4 x 100
    ],
)
def test_friction_counts_beyond_the_first_stretch(b: float, h: float, d: float, expected: float) -> None:
    """q_p 0.5, c_fr 0.02 over roof and two sides: NEN-EN 1991-1-4 7.5, 5.3(4)."""
    assert float(friction_force_kn(0.5, 0.02, b, h, d)) == pytest.approx(expected)


@given(st.floats(1.0, 100.0), st.floats(1.0, 100.0))
def test_where_friction_may_be_neglected_there_is_none_anyway(b: float, h: float) -> None:
    """5.3(4) lets it go up to d (b + 2h) = 4 b h: that is always short of min(2b, 4h), where 7.5 lets it begin."""
    d = 4.0 * b * h / (b + 2.0 * h)
    assert float(friction_force_kn(1.0, 0.04, b, h, d)) == 0.0


def test_the_text_of_a_row_says_what_it_holds() -> None:
    rows = norm_register()
    assert row_value(rows["fire/minutes"]) == "7 m: 60 min; 13 m: 90 min; 1000 m: 120 min"
    assert row_value(rows["EN1991-1-7/A.1/2a"]) == "2a up to 4 storeys"
    assert row_value(rows["EN1991-1-7/A.1/3"]) == "3 above"
    assert row_numbers(rows["fire/minutes"]) == {"7 m": 60.0, "13 m": 90.0, "1000 m": 120.0}


def test_a_drift_takes_the_given_ground_snow_at_its_edge_too() -> None:
    """s_k 0.65, b1 10, b2 2, h 3: mu_w 12/6 = 2, l_s 6; at the edge 0.8 + 1.2 (1 - 2/6) = 1.6."""
    found = drift(10.0, 2.0, 3.0, 0.65)
    assert (float(found.load_kn_per_m2), float(found.edge_load_kn_per_m2)) == pytest.approx((2.0 * 0.65, 1.6 * 0.65))


# --- combine and stability


def test_code_equivalence_where_imposed_load_leads() -> None:
    """G 10, Q 50 of two floors, so nothing is reduced: new build 6.10b 1.2 x 10 + 1.5 x 50 over 6.10a 13.5 + 30."""
    rows = estimate(samples.host(samples.even_lines())).rows
    light, imposed = np.full(rows.line.shape, 10.0), np.full(rows.line.shape, 50.0 * 0.92)
    rows = replace(rows, existing_g_kn_per_m=light, existing_q_kn_per_m=imposed, n_existing_kn_per_m=light + imposed)
    got = code_equivalence(rows, partial_factors("new", 2), 0.4, 0.92)
    assert got == pytest.approx(rows.ed_new_kn_per_m / (1.2 * 10.0 + 1.5 * 50.0))


def test_a_row_repeats_its_inputs_its_floors_and_which_combination_leads() -> None:
    rows = estimate(samples.host(samples.even_lines())).rows
    assert np.allclose(rows.existing_inputs_kn_per_m[..., 1].sum(axis=-1), rows.existing_g_kn_per_m)
    assert rows.floors_existing.tolist() == [4, 3, 2, 1, 0] * 6
    assert (rows.floors_new - rows.floors_existing).tolist() == [1] * 30
    assert np.allclose(rows.r_g, rows.added_g_kn_per_m / rows.existing_g_kn_per_m)
    by_a = 1.3 * (rows.existing_g_kn_per_m + rows.added_g_kn_per_m) + 1.3 * 0.4 * (rows.existing_q_kn_per_m + rows.added_q_kn_per_m)
    led = rows.governs_610a == 1
    assert np.allclose(rows.ed_new_kn_per_m[led], by_a[led])
    assert (rows.ed_new_kn_per_m[~led] > by_a[~led]).all()


def test_the_wind_does_not_hang_on_where_the_block_and_the_ground_lie() -> None:
    """The same block, 3 m and 2 m off the zero-point, with the ground 1.2 m below peil and everything 1.2 m lower."""
    lines = samples.even_lines()
    plain = samples.host(lines)
    moved_lines = tuple(replace(line, u_mm=line.u_mm + 3000, v0_mm=line.v0_mm + 2000, v1_mm=line.v1_mm + 2000) for line in lines)
    moved = samples.host(moved_lines)
    lower = tuple(replace(storey, floor_z_mm=storey.floor_z_mm - 1200) for storey in moved.storeys)
    moved = replace(moved, ground_z_mm=-1200, roof_z_mm=moved.roof_z_mm - 1200, storeys=lower)

    def wind(host: HostBuilding) -> LoadEstimate:
        at = host.bearing_lines
        v0 = at[0].v0_mm
        boxes = [replace(m, z_mm=host.roof_z_mm, height_mm=3200) for m in samples.bay_modules(at, v0_mm=v0, v1_mm=v0 + 10_000)]
        return estimate_loads(host, samples.e2e_concept(), samples.layout(boxes), Options(), samples.e2e_assumptions())

    one, other = to_document(wind(plain)), to_document(wind(moved))
    assert one.stability == other.stability
    for name in ("wind_end_existing_kn_per_m", "wind_end_new_kn_per_m"):
        assert [getattr(row, name) for row in one.lines] == pytest.approx([getattr(row, name) for row in other.lines])
    assert one.stability.longitudinal_moment_ratio is not None
    assert one.stability.longitudinal_shear_ratio is not None
    assert 1.2 < one.stability.longitudinal_shear_ratio < one.stability.longitudinal_moment_ratio < 2.0


def test_a_block_without_height_has_no_wind() -> None:
    host = samples.host(samples.even_lines())
    assert estimate(replace(host, roof_z_mm=host.ground_z_mm or 0)).wind is None


def test_a_known_terrain_is_used() -> None:
    from tests.configurator.loads.test_wind import known

    host = samples.host(samples.even_lines())
    got = estimate(replace(host, facts={"/site/terrain": known("/site/terrain", "open")})).wind
    assert got is not None
    assert (got.site.terrain, got.site.terrain_known) == ("open", True)


def test_axes_are_decimal_numbers_also_of_whole_millimetres() -> None:
    assert axes_of(samples.even_lines()).u_mm.dtype == np.float64


def test_another_period_scales_the_wind_of_every_place_alike() -> None:
    """q_p goes with the square of the basic velocity: its ratios do not change with it, the pressure itself by the square."""
    host, choices = samples.host(samples.even_lines()), samples.e2e_assumptions().loads
    fifty, fifteen = wind_site(host, choices), wind_site(host, choices, 0.9235)
    assert fifty.velocity_factor == 1.0
    assert fifteen.pressure_ratios(14.7) == pytest.approx(fifty.pressure_ratios(14.7))
    assert float(fifteen.peak_pressure_kn_per_m2(14.7) / fifty.peak_pressure_kn_per_m2(14.7)) == pytest.approx(0.9235**2)


def test_what_a_place_may_be_lies_about_what_it_is_taken_for() -> None:
    """Area II, built-up, as possible as I in open land and III built-up: their pressures at 14.7 m by (4.3) to (4.8), written out."""
    site = replace(wind_site(samples.host(samples.even_lines()), samples.e2e_assumptions().loads), area="II", terrain="built_up")
    unknown = replace(site, area_known=False, terrain_known=False)
    low, own, high = unknown.pressure_ratios(14.7)

    def q_p(v_b: float, z0: float) -> float:
        logarithm = math.log(14.7 / z0)
        v_m = 0.19 * math.pow(z0 / 0.05, 0.07) * logarithm * v_b
        return (1.0 + 7.0 / logarithm) * 0.625e-3 * v_m * v_m

    assert own == 1.0
    assert (low, high) == pytest.approx((q_p(24.5, 0.5) / q_p(27.0, 0.5), q_p(29.5, 0.2) / q_p(27.0, 0.5)))
    highest = replace(unknown, area="I", terrain="coast", terrain_known=True)
    assert highest.pressure_ratios(14.7)[2] == 1.0
    lowest = replace(unknown, area="III", terrain="built_up", terrain_known=True)
    assert lowest.pressure_ratios(14.7)[0] == 1.0
