"""Cited load cases that the load estimate covers today; wind, snow, stability and beams come with their engine.

Values are facts from the named sources; the shared case file, where it is present, has to say the same.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalogue.buildup import buildup_mass_kg_per_m2
from catalogue.documents.concept import BuildUp, Constituent, Layer
from catalogue.documents.document import LocalText
from catalogue.documents.evidence import Interval
from catalogue.documents.options import Options
from configurator.layout.placement import EdgeSupport
from configurator.loads.estimate import estimate_loads
from configurator.loads.norm import (
    building_class,
    combination_610a,
    combination_610b,
    favourable,
    partitions_kn_per_m2,
    read_curve,
    roof_imposed_kn_per_m2,
)
from configurator.loads.norm_tables import imposed_load, partial_factors, psi_factors
from tests.configurator.loads import samples


@pytest.fixture(scope="module")
def cases(shared_cases: Path) -> dict[str, dict[str, Any]]:
    listed = json.loads((shared_cases / "loads.json").read_text(encoding="utf-8"))["cases"]
    return {case["id"]: case for case in listed}


COMBINATIONS = [
    ("EN1990-01", 2, [5, 2], [0.4, 0.4], 17.7, [20.7, 18.0]),
    ("EN1990-02", 2, [5, 2], [0.4, 0.0], 16.5, [19.5]),
    ("EN1990-03", 3, [5, 2], [0.4, 0.4], 19.62, [22.57]),
]
"""Hand calculations of check-en1990-combinaties (OpenAEC), G = 10 kN: id, class, Q, psi0, 6.10a, 6.10b by leading action."""


@pytest.mark.parametrize(("case", "cc", "q", "psi0", "by_a", "by_b"), COMBINATIONS, ids=[c[0] for c in COMBINATIONS])
def test_combinations(case: str, cc: int, q: list[float], psi0: list[float], by_a: float, by_b: list[float]) -> None:
    factors = partial_factors("new", cc)
    a = combination_610a(10.0, q, psi0, factors.gamma_g_610a, factors.gamma_q)
    b = combination_610b(10.0, q, psi0, factors.gamma_g_610b, factors.gamma_q)
    assert float(a) == pytest.approx(by_a, abs=1e-6)
    assert b[: len(by_b)].tolist() == pytest.approx(by_b, abs=1e-6)
    assert float(np.max(b)) == pytest.approx(max(by_b), abs=1e-6)


def test_the_psi_factors_of_the_cases_are_those_of_the_table() -> None:
    assert (psi_factors("A").psi0, psi_factors("A").psi1, psi_factors("A").psi2) == (0.4, 0.5, 0.3)
    assert (psi_factors("wind").psi0, psi_factors("wind").psi1, psi_factors("wind").psi2) == (0.0, 0.2, 0.0)


def test_en1990_05_wind_lifts_a_light_roof() -> None:
    factors = partial_factors("new", 2)
    assert float(favourable(0.3, 0.8, factors.gamma_g_favourable, factors.gamma_q)) == pytest.approx(-0.93, abs=1e-6)


def test_en1991_1_1_01_imposed_loads() -> None:
    uses = [imposed_load(use) for use in ("A_floor", "A_stair", "A_balcony", "A_common", "B")]
    assert [row.q_kn_per_m2 for row in uses] == [1.75, 2.0, 2.5, 3.0, 2.5]
    assert [row.concentrated_kn for row in uses] == [3.0] * 5
    slopes = [10.0, 17.5, 25.0]
    assert roof_imposed_kn_per_m2(slopes).tolist() == pytest.approx([1.0, 0.5, 0.0], abs=1e-6)
    concentrated = read_curve("imposed/H_concentrated", slopes)
    assert concentrated[:2].tolist() == [1.5, 1.5]
    assert np.isnan(concentrated[2])


def test_en1991_1_1_02_partitions() -> None:
    assert partitions_kn_per_m2([1.0, 2.0, 3.0]).tolist() == [0.5, 0.8, 1.2]


def test_w_01_layers_of_a_clt_floor() -> None:
    """binderholz, Solid timber manual 2.0, p. 243, floor DE01a: 123.6 kg/m2."""
    layers = [(25, 1200.0), (20, 150.0), (60, 460.0), (140, 450.0)]
    name = LocalText(nl="laag", en="layer")
    build_up = BuildUp(
        element="floor",
        name=name,
        layers=tuple(
            Layer(
                name=name,
                thickness_mm=thickness,
                constituents=(
                    Constituent(
                        material="DE01a",
                        density_kg_per_m3=Interval.exact(density),
                        biobased_fraction=0.0,
                        basis="declared",
                        source="p. 243",
                    ),
                ),
            )
            for thickness, density in layers
        ),
    )
    assert buildup_mass_kg_per_m2(build_up).nominal == pytest.approx(123.6, abs=0.05)


def test_r_01_consequence_class() -> None:
    assert [building_class(n).building_class for n in (3, 4, 5, 15, 16)] == ["2a", "2a", "2b", "2b", "3"]


def test_e2e_03_a_timber_storey_on_four_lies_in_the_band_of_the_prototype() -> None:
    """Timber 3D boxes on the prototype's four families: r_n P10-P90 at the foundation of an inner wall within 10 to 15.6 %.

    Same model, other build-ups: A3's own layers instead of the prototype's table, so two points wider on either side.
    """
    for bay_mm in (4000, 4200):
        lines = samples.even_lines(bay_mm=bay_mm, bays=4)
        half_joint = (bay_mm - min(bay_mm - 20, 4180)) // 2
        modules = [
            samples.module(
                4,
                bay + 1,
                (left.u_mm + half_joint, 0, right.u_mm - half_joint, 10_000),
                supports=(EdgeSupport(left.id, half_joint, "low"), EdgeSupport(right.id, -half_joint, "high")),
            )
            for bay, (left, right) in enumerate(pairwise(lines))
        ]
        host = samples.host(lines, structure=samples.galerij_structure(samples.interval(0.0, 0.15, 1.0)))
        got = estimate_loads(host, samples.shipped_concept("A3@1.0.0"), samples.layout(modules), Options(), samples.shipped_assumptions())
        row = int(np.flatnonzero((got.rows.line == 2) & (got.rows.level == 0))[0])
        assert 0.08 < got.rows.spread.p10[row] < got.rows.spread.p90[row] < 0.176


def test_the_values_here_are_those_of_the_shared_cases(cases: dict[str, dict[str, Any]]) -> None:
    for case, _, _, _, by_a, by_b in COMBINATIONS:
        expected = cases[case]["expected"]
        assert (expected["6.10a"], expected["6.10b_lead1"], expected["Ed"]) == (by_a, by_b[0], max(by_b))
    assert cases["EN1990-05"]["expected"] == {"Ed_inf": -0.93}
    assert cases["EN1991-1-1-02"]["expected"] == {"q_k": [0.5, 0.8, 1.2]}
    assert cases["W-01"]["expected"] == {"kg_per_m2": 123.6}
    assert cases["R-01"]["expected"] == {"class": ["2a", "2a", "2b", "2b", "3"]}
    assert cases["E2E-03"]["expected"]["r_N_pct_P10_P90_over_4_families"][1] == [10, 15.6]
