"""Wind, snow and tie formulas by hand and by property: strips, friction, continuity, order of areas, limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.loads.norm import accidental
from configurator.loads.norm_robustness import (
    fire_heights_crossed,
    fire_minutes,
    internal_tie_kn_per_m,
    removal_area_m2,
    vertical_tie_kn_per_m,
)
from configurator.loads.norm_snow import drift, snow_load_kn_per_m2
from configurator.loads.norm_wind import (
    facade_forces,
    friction_coefficient,
    friction_force_kn,
    overall_coefficient,
    peak_pressure_kn_per_m2,
    strip_ends_m,
)
from configurator.loads.path import post_shares, spread_length_mm
from configurator.loads.wind_tables import terrain_rows, wind_area_of, wind_area_rows


@pytest.mark.parametrize("terrain", terrain_rows(), ids=lambda row: row.terrain)
def test_the_peak_pressure_is_level_below_z_min_continuous_there_and_rises_above(terrain: object) -> None:
    row = next(item for item in terrain_rows() if item is terrain)
    z = np.linspace(0.5, 60.0, 400)
    for area in wind_area_rows():
        q = peak_pressure_kn_per_m2(z, area.v_b0_m_per_s, row.z0_m, row.z_min_m)
        assert np.all(q[z <= row.z_min_m] == peak_pressure_kn_per_m2(row.z_min_m, area.v_b0_m_per_s, row.z0_m, row.z_min_m))
        assert np.all(np.diff(q) >= 0.0)
        assert np.max(np.abs(np.diff(q))) < 0.12


def test_windier_areas_press_harder() -> None:
    assert [area.v_b0_m_per_s for area in wind_area_rows()] == [29.5, 27.0, 24.5]


def test_strips_of_low_and_high_facades() -> None:
    """Fig. 7.4: h <= b one strip; b < h <= 2b two; above 2b three."""
    assert strip_ends_m(12.0, 60.0).tolist() == [12.0, 12.0, 12.0]
    assert strip_ends_m(15.0, 10.0).tolist() == [10.0, 10.0, 15.0]
    assert strip_ends_m(30.0, 10.0).tolist() == [10.0, 20.0, 30.0]


def test_forces_on_a_narrow_facade_by_strips() -> None:
    h, b, d, v, z0, z_min = 15.0, 10.0, 60.0, 27.0, 0.5, 7.0
    low, high = (float(peak_pressure_kn_per_m2(z, v, z0, z_min)) for z in (10.0, 15.0))
    c = float(overall_coefficient(0.25))
    shear, moment = facade_forces(h, b, d, v, z0, z_min)
    assert float(shear) == pytest.approx(c * (low * 10.0 + high * 5.0))
    assert float(moment) == pytest.approx(c * (low * 10.0 * 5.0 + high * 5.0 * 12.5))
    above_shear, above_moment = facade_forces(h, b, d, v, z0, z_min, 12.0)
    assert float(above_shear) == pytest.approx(c * high * 3.0)
    assert float(above_moment) == pytest.approx(c * high * 3.0 * 1.5)


def test_friction_by_hand() -> None:
    """b 10, h 5, d 60 m: beyond min(20, 20) 40 m are left, over a perimeter of 20 m; and none on a compact block."""
    assert float(friction_force_kn(0.8, 0.04, 10.0, 5.0, 60.0)) == pytest.approx(0.8 * 0.04 * 40.0 * 20.0)
    assert float(friction_force_kn(0.8, 0.04, 6.0, 5.0, 60.0)) == pytest.approx(0.8 * 0.04 * 48.0 * 16.0)
    assert float(friction_force_kn(0.8, 0.04, 40.0, 12.0, 12.0)) == 0.0
    assert [friction_coefficient(s) for s in ("smooth", "rough", "very_rough")] == [0.01, 0.02, 0.04]


@given(st.floats(2.0, 60.0), st.floats(0.2, 40.0), st.floats(0.5, 12.0))
def test_a_drift_stays_within_its_limits(block: float, strip: float, height: float) -> None:
    got = drift(block, strip, height)
    assert 0.8 <= float(got.mu_w) <= 4.0
    assert 5.0 <= float(got.length_m) <= 15.0
    flat = float(snow_load_kn_per_m2(0.8))
    assert flat - 1e-12 <= float(got.edge_load_kn_per_m2) <= float(got.load_kn_per_m2) + 1e-12
    assert float(drift(block + 5.0, strip, height).load_kn_per_m2) >= float(got.load_kn_per_m2)


def test_snow_that_slides_off_adds_to_the_drift() -> None:
    assert float(drift(10.0, 10.0, 5.0, mu_s=0.4).load_kn_per_m2) == pytest.approx(0.7 * (2.0 + 0.4))


def test_the_snow_density_limits_a_low_step() -> None:
    """gamma h / s_k = 2 x 0.7 / 0.7 = 2 where (b1 + b2) / 2h would be 14.3."""
    assert float(drift(10.0, 10.0, 0.7).mu_w) == pytest.approx(2.0)


def test_ties_by_hand() -> None:
    """A.5.2: F_t 40 for 5 storeys; (6.5 + 1.0) / 7.5 x 6 / 5 x 40 = 48; light floors fall back to F_t. A.6: t 0.2, h 3.0 m: 191 kN/m."""
    assert float(internal_tie_kn_per_m(5, 6.5, 1.0, 6.0)) == pytest.approx(48.0)
    assert float(internal_tie_kn_per_m(5, 3.0, 0.5, 5.0)) == pytest.approx(40.0)
    assert float(vertical_tie_kn_per_m(0.2, 3.0)) == pytest.approx(34.0 * 0.2 / 8.0 * 225.0)
    assert float(vertical_tie_kn_per_m(0.4, 2.0)) == pytest.approx(100.0)
    assert removal_area_m2([400.0, 1000.0]).tolist() == [60.0, 100.0]


def test_fire_heights() -> None:
    assert fire_minutes([6.9, 7.0, 7.1, 13.0, 13.1]).tolist() == [60.0, 60.0, 90.0, 90.0, 120.0]
    assert fire_heights_crossed(7.0, 7.0) == ()
    assert fire_heights_crossed(7.0, 7.1) == ((7.0, 60.0, 90.0),)
    assert fire_heights_crossed(7.1, 13.0) == ()


def test_accidental_combination_by_hand() -> None:
    """G 10, imposed 5 leading with psi2 0.3, wind 2 with psi1 0.2 and psi2 0: 10 + 1.5 + 0 and 10 + 0.4 + 1.5."""
    assert accidental(10.0, [5.0, 2.0], [0.3, 0.2], [0.3, 0.0]).tolist() == pytest.approx([11.5, 11.9])


def test_corner_posts_by_hand() -> None:
    """Centre 0.5 m towards the far end of 10 m and 0.2 m across 4 m: 0.45 / 0.55 by 0.45 / 0.55."""
    shares = post_shares(0.5, 0.2, 10.0, 4.0)
    assert shares.tolist() == [pytest.approx([0.2025, 0.2475]), pytest.approx([0.2475, 0.3025])]
    assert post_shares(0.0, 0.0, 10.0, 4.0).tolist() == [[0.25, 0.25], [0.25, 0.25]]
    assert float(post_shares(9.0, 0.0, 10.0, 4.0).sum()) == pytest.approx(1.0)


def test_a_post_load_spreads_to_both_sides() -> None:
    """0.2 m plate, 1 m down: 0.2 + 2 tan 30 = 1.355 m."""
    assert spread_length_mm(200.0, 1000.0) == pytest.approx(1354.7, abs=0.1)


def test_places_that_nobody_knows_have_no_area_and_provinces_with_two_areas_take_the_windier() -> None:
    assert wind_area_of("Atlantis") is None
    assert wind_area_of(None, None) is None
    assert (wind_area_of(None, "Noord-Holland"), wind_area_of(None, "Fryslân"), wind_area_of(None, "Zeeland")) == ("I", "I", "II")
    assert (wind_area_of("Atlantis", "Limburg"), wind_area_of("ZEIST"), wind_area_of("Hengelo (O.)")) == ("III", "III", "III")
    assert (wind_area_of("Bergen (NH.)"), wind_area_of("Bergen (L.)"), wind_area_of("Súdwest-Fryslân")) == ("I", "III", "II")
