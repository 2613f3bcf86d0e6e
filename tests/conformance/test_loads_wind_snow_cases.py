"""Cited cases of wind, snow, equilibrium, serviceability, reference period and robustness. Values are facts from the named sources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from configurator.loads.norm import characteristic, equilibrium, frequent, quasi_permanent, reference_period
from configurator.loads.norm_robustness import basic_tie_force_kn_per_m
from configurator.loads.norm_snow import drift, shape_coefficient, snow_load_kn_per_m2
from configurator.loads.norm_wind import (
    correlation,
    facade_coefficients,
    facade_forces,
    overall_coefficient,
    peak_pressure_kn_per_m2,
    probability_factor,
    roof_coefficient,
    roughness_factor,
    terrain_factor,
    wall_end_kn_per_m,
)
from configurator.loads.wind_tables import Terrain, WindArea, terrain_row, wind_area_of, wind_area_row

TERRAINS: dict[str, Terrain] = {"0": "coast", "II": "open", "III": "built_up"}
HEIGHTS = [1.0, 4.0, 7.0, 8.0, 9.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 60.0, 70.0]
NB5: dict[tuple[WindArea, str], list[float]] = {
    ("I", "0"): [0.93, 1.30, 1.47, 1.51, 1.55, 1.58, 1.71, 1.80, 1.88, 1.94, 2.04, 2.19, 2.25],
    ("I", "II"): [0.71, 0.71, 0.89, 0.94, 0.98, 1.02, 1.16, 1.27, 1.36, 1.43, 1.55, 1.73, 1.80],
    ("I", "III"): [0.69, 0.69, 0.69, 0.73, 0.77, 0.81, 0.96, 1.07, 1.16, 1.23, 1.35, 1.53, 1.60],
    ("II", "0"): [0.78, 1.09, 1.23, 1.26, 1.29, 1.32, 1.43, 1.51, 1.57, 1.63, 1.71, 1.83, 1.88],
    ("II", "II"): [0.60, 0.60, 0.75, 0.79, 0.82, 0.85, 0.98, 1.07, 1.14, 1.20, 1.30, 1.45, 1.50],
    ("II", "III"): [0.58, 0.58, 0.58, 0.62, 0.65, 0.68, 0.80, 0.90, 0.97, 1.03, 1.13, 1.28, 1.34],
    ("III", "II"): [0.49, 0.49, 0.62, 0.65, 0.68, 0.70, 0.80, 0.88, 0.94, 0.99, 1.07, 1.19, 1.24],
    ("III", "III"): [0.48, 0.48, 0.48, 0.51, 0.53, 0.56, 0.66, 0.74, 0.80, 0.85, 0.93, 1.05, 1.10],
}
"""Case WI-01: q_p of NEN-EN 1991-1-4 tab. NB.5, reproduced in TeachBooks vademecum (CC BY 4.0)."""
PLACES: dict[str, WindArea] = {
    "Den Helder": "I", "Alkmaar": "I", "Hoorn": "I", "Castricum": "I", "Heemskerk": "II", "Purmerend": "II", "Volendam": "II",
    "Amsterdam": "II", "Leeuwarden": "II", "Groningen": "II", "Lelystad": "II", "Den Haag": "II", "Rotterdam": "II", "Middelburg": "II",
    "Utrecht": "III", "Zwolle": "III", "Eindhoven": "III", "Maastricht": "III",
}  # fmt: skip
"""Case WI-05: OpenAEC check-windgebieden."""


@pytest.fixture(scope="module")
def cases(shared_cases: Path) -> dict[str, dict[str, Any]]:
    listed = json.loads((shared_cases / "loads.json").read_text(encoding="utf-8"))["cases"]
    return {case["id"]: case for case in listed}


def q_p(area: WindArea, category: str, z_m: list[float] | float) -> np.ndarray:
    terrain = terrain_row(TERRAINS[category])
    return peak_pressure_kn_per_m2(z_m, wind_area_row(area).v_b0_m_per_s, terrain.z0_m, terrain.z_min_m)


@pytest.mark.parametrize(("area", "category"), NB5, ids=["-".join(key) for key in NB5])
def test_wi_01_peak_pressures(area: WindArea, category: str) -> None:
    assert q_p(area, category, HEIGHTS).tolist() == pytest.approx(NB5[area, category], abs=0.0051)


def test_wi_02_peak_pressures_to_three_decimals() -> None:
    """OpenAEC normwaarden."""
    at_nine: list[tuple[WindArea, str]] = [("II", "II"), ("I", "II"), ("III", "II"), ("II", "0"), ("II", "III")]
    got = [float(q_p(area, category, 9.0)) for area, category in at_nine]
    got += [float(q_p("II", "III", 5.0)), float(q_p("II", "II", 20.0))]
    assert got == pytest.approx([0.822, 0.981, 0.676, 1.295, 0.649, 0.578, 1.067], abs=0.001)


def test_wi_04_a_terrain_outside_the_dutch_annex() -> None:
    """Steel Buildings in Europe SSB03 App. B: v_b 26 m/s, z0 0.3 m, z 8 m; it rounds k_r and c_r on the way."""
    q = peak_pressure_kn_per_m2(8.0, 26.0, 0.3, 5.0)
    assert float(q) == pytest.approx(0.659, rel=0.005)
    assert float(terrain_factor(0.3)) == pytest.approx(0.215, rel=0.005)
    assert float(roughness_factor(8.0, 0.3, 5.0)) == pytest.approx(0.706, rel=0.005)
    assert float(q) / (0.5 * 1.25 * 26.0**2 / 1000.0) == pytest.approx(1.56, rel=0.006)


def test_wi_05_wind_area_by_place() -> None:
    assert {place: wind_area_of(place) for place in PLACES} == PLACES


def test_wi_07_and_wi_08_pressure_coefficients() -> None:
    ratios = [0.25, 1.0, 5.0]
    windward, leeward = facade_coefficients(ratios)
    assert (windward - leeward).tolist() == pytest.approx([1.0, 1.3, 1.5])
    assert correlation(ratios).tolist() == pytest.approx([0.85, 0.85, 1.0])
    assert overall_coefficient(ratios).tolist() == pytest.approx([0.85, 1.105, 1.5])
    assert [roof_coefficient(zone) for zone in ("F", "G", "H", "I_up", "I_down")] == [-1.8, -1.2, -0.7, -0.2, 0.2]


def test_snow_on_a_flat_roof_s_01() -> None:
    assert float(snow_load_kn_per_m2(0.8)) == pytest.approx(0.56, abs=1e-9)
    assert shape_coefficient([0.0, 30.0, 45.0, 60.0, 70.0]).tolist() == pytest.approx([0.8, 0.8, 0.4, 0.0, 0.0])


def test_s_02_and_s_04_drift() -> None:
    """SSB03 App. A, and by hand: 60 / 6.4 = 9.4 is cut to 4, five times the undrifted load."""
    published = drift(10.0, 40.0, 3.0, 0.65)
    assert (float(published.mu_w), float(published.length_m)) == (4.0, 6.0)
    assert float(published.load_kn_per_m2) == pytest.approx(2.6, rel=0.005)
    by_hand = drift(30.0, 30.0, 3.2)
    assert float(by_hand.length_m) == pytest.approx(6.4)
    assert float(by_hand.load_kn_per_m2) == pytest.approx(2.8, rel=0.001)
    assert float(by_hand.load_kn_per_m2 / snow_load_kn_per_m2(0.8)) == pytest.approx(5.0)


def test_a_narrow_strip_beside_a_small_block_drifts_less() -> None:
    """8 m block, 2 m strip, step 3.2 m: (8 + 2) / 6.4 = 1.5625; at 2 m of the 6.4 m: 0.8 + 0.7625 x 4.4 / 6.4."""
    got = drift(8.0, 2.0, 3.2)
    assert float(got.load_kn_per_m2) == pytest.approx(1.09, abs=0.005)
    assert float(got.edge_load_kn_per_m2) == pytest.approx((0.8 + 0.7625 * 4.4 / 6.4) * 0.7)


def test_en1990_06_serviceability_and_07_equilibrium() -> None:
    """OpenAEC check-en1990-combinaties: G 10, Q 5 and 2 (category A); and G_dst 5, G_stb 8, Q_dst 3, Q_i 2, psi0 0.5."""
    assert float(np.max(characteristic(10.0, [5, 2], [0.4, 0.4]))) == pytest.approx(15.8)
    assert float(np.max(frequent(10.0, [5, 2], [0.5, 0.5], [0.3, 0.3]))) == pytest.approx(13.1)
    assert float(quasi_permanent(10.0, [5, 2], [0.3, 0.3])) == pytest.approx(12.1)
    destabilising, stabilising = equilibrium(5.0, 8.0, [3, 2], [0.0, 0.5])
    assert (float(destabilising), float(stabilising)) == pytest.approx((11.5, 7.2))
    assert float(destabilising / stabilising) == pytest.approx(1.597, abs=0.001)


def test_reference_periods() -> None:
    """NB 4.1.2(7)a: imposed load A at 15 years x 0.920 (1.75 becomes 1.610), 30 years 0.966; snow 0.866; wind pressure 0.853."""
    assert reference_period(1.75, 0.4, 15.0) == pytest.approx(1.610, abs=0.001)
    assert reference_period(1.0, 0.4, [30.0, 50.0]).tolist() == pytest.approx([0.966, 1.0], abs=0.0005)
    assert reference_period(1.0, 0.0, 15.0) == pytest.approx(0.866, abs=0.0005)
    assert np.isnan(reference_period(1.0, 0.4, 14.9))
    assert probability_factor([15.0, 50.0]).tolist() == pytest.approx([0.9235, 1.0], abs=0.0001)


def test_tie_forces_are_required_values() -> None:
    """A.5.2: F_t = min(60, 20 + 4 n_s); the step from 4 to 5 storeys takes it from 36 to 40 kN/m."""
    assert basic_tie_force_kn_per_m([4, 5, 10, 12]).tolist() == [36.0, 40.0, 60.0, 60.0]


BLOCKS: dict[tuple[WindArea, Terrain], tuple[float, float, float]] = {
    ("I", "open"): (79.0, 144.0, 232.0), ("II", "built_up"): (53.0, 99.0, 162.0), ("III", "built_up"): (44.0, 81.0, 134.0),
}  # fmt: skip
"""Base moment per m of facade, kNm/m, of a 60 x 10 m block of 11.5, 14.7 and 17.9 m, by an independent prototype."""


@pytest.mark.parametrize(("area", "terrain"), BLOCKS, ids=["-".join(key) for key in BLOCKS])
def test_base_moment_of_the_block_of_sixty_by_ten(area: WindArea, terrain: Terrain) -> None:
    row = terrain_row(terrain)
    _, moment = facade_forces([11.5, 14.7, 17.9], 60.0, 10.0, wind_area_row(area).v_b0_m_per_s, row.z0_m, row.z_min_m)
    assert moment.tolist() == pytest.approx(BLOCKS[area, terrain], abs=0.6)


def test_the_sleeper_one_storey_more_in_area_two_built_up() -> None:
    """Base shear x 1.4, base moment x 1.85, and 19 to 36 kN/m at the ends of a 10 m cross wall that carries 6 m."""
    row = terrain_row("built_up")
    shear, moment = facade_forces([11.5, 14.7], 60.0, 10.0, wind_area_row("II").v_b0_m_per_s, row.z0_m, row.z_min_m)
    assert 1.42 <= shear[1] / shear[0] <= 1.45
    assert moment[1] / moment[0] == pytest.approx(1.85, abs=0.005)
    assert wall_end_kn_per_m(moment, 6.0, 10.0).tolist() == pytest.approx([19.2, 35.6], abs=0.05)


def test_the_values_here_are_those_of_the_shared_cases(cases: dict[str, dict[str, Any]]) -> None:
    table = cases["WI-01"]["expected"]["qp"]
    assert [list(column) for column in zip(*table, strict=True)] == list(NB5.values())
    assert cases["WI-01"]["inputs"]["z"] == HEIGHTS
    names = [name for name, _, _ in cases["WI-05"]["inputs"]["points_lat_lon"]]
    numbers: dict[WindArea, int] = {"I": 1, "II": 2, "III": 3}
    assert (names, cases["WI-05"]["expected"]["region"]) == (list(PLACES), [numbers[area] for area in PLACES.values()])
    assert cases["WI-02"]["expected"]["qp"] == [0.822, 0.981, 0.676, 1.295, 0.649, 0.578, 1.067]
    assert cases["WI-04"]["expected"] == {"qp": 0.659, "kr": 0.215, "cr": 0.706, "ce": 1.56}
    assert cases["WI-07"]["expected"]["c"] == [0.85, 1.105, 1.5]
    assert cases["WI-08"]["expected"]["cpe10"] == [-1.8, -1.2, -0.7, [-0.2, 0.2]]
    assert (cases["S-01"]["expected"]["s"], cases["S-02"]["expected"]["s"], cases["S-04"]["expected"]["s"]) == (0.56, 2.6, 2.8)
    assert cases["EN1990-06"]["expected"] == {"char": 15.8, "freq": 13.1, "qp": 12.1}
    assert cases["EN1990-07"]["expected"] == {"Ed_dst": 11.5, "Ed_stb": 7.2, "UC": 1.597}
