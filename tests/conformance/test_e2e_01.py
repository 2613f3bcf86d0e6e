"""Case E2E-01: an interior wall of a four-storey tunnel flat under one new storey, calculated by hand.

Floors 4 (4.9 + 0.5) 6 = 129.6; roof 30; walls 4 x 2.8 x 4.4 = 49.28: 208.88 kN/m. Imposed 4 x 10.5 x 0.7 = 29.4. Added
6 (2.2 + 0.5 + 0.9 + 0.5 - 0.95) + 0.9 x 2.8 = 21.42; imposed 5 x 10.5 x 0.64 - 29.4 = 4.2. 6.10a verbouw: 1.3 G + 1.3 x 0.4 Q.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from catalogue.documents.building import Building
from catalogue.documents.configuration import LoadLine, Loads
from catalogue.documents.loading import read_document
from catalogue.documents.options import Options
from configurator.loads.document import to_document
from configurator.loads.estimate import estimate_loads
from tests.configurator.loads import samples

EXPECTED = {
    "G_ex": 208.88,
    "Q_ex_red": 29.4,
    "N_ex": 238.28,
    "dG": 21.42,
    "dQ_red": 4.2,
    "dN": 25.62,
    "r_G_pct": 10.25,
    "r_N_pct": 10.75,
    "Ed_ex_verbouw_610a": 293.38,
    "Ed_new_verbouw_610a": 326.69,
    "r_d_pct": 11.35,
}
RELATIVE = 0.002


@cache
def loads() -> Loads:
    """The case through the documents; the modules leave 1.6 m for a gallery and 0.3 m at the facade, as on a real roof."""
    building = read_document(Building, samples.E2E / "building.yaml")
    assert building.storeys_existing is not None
    assert building.bearing_lines is not None
    lines = tuple(
        samples.bearing_line(i + 1, int(line.x_mm), 0, 10_000, line.kind, line.continuous_to_foundation)
        for i, line in enumerate(building.bearing_lines.value)
    )
    host = samples.host(lines, storeys=building.storeys_existing.value)
    layout = samples.layout(samples.bay_modules(lines, v0_mm=1600, v1_mm=9700), access=[samples.gallery(4, (0, 0, 30_000, 1300))])
    return to_document(estimate_loads(host, samples.e2e_concept(), layout, Options(), samples.e2e_assumptions()))


def row(level: str) -> LoadLine:
    return next(line for line in loads().lines if line.id == "w03" and line.level == level and line.start_m == 1.6)


def measured(line: LoadLine) -> dict[str, float]:
    return {
        "G_ex": line.existing_g_kn_per_m,
        "Q_ex_red": line.n_existing_kn_per_m - line.existing_g_kn_per_m,
        "N_ex": line.n_existing_kn_per_m,
        "dG": line.added_g_kn_per_m,
        "dQ_red": line.n_new_kn_per_m - line.n_existing_kn_per_m - line.added_g_kn_per_m,
        "dN": line.n_new_kn_per_m - line.n_existing_kn_per_m,
        "r_G_pct": 100.0 * line.r_g,
        "r_N_pct": 100.0 * line.r_n,
        "Ed_ex_verbouw_610a": line.ed_existing_kn_per_m,
        "Ed_new_verbouw_610a": line.ed_new_kn_per_m,
        "r_d_pct": 100.0 * line.r_d,
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_the_foundation_is_the_hand_calculation(name: str) -> None:
    assert measured(row("foundation"))[name] == pytest.approx(EXPECTED[name], rel=RELATIVE)


def test_the_sums_of_the_hand_calculation_are_exact() -> None:
    got = measured(row("foundation"))
    for name in ("G_ex", "Q_ex_red", "N_ex", "dG", "dQ_red", "dN"):
        assert got[name] == pytest.approx(EXPECTED[name], rel=1e-9)
    assert row("foundation").governing == "6.10a"


def test_the_foot_of_the_top_storey_wall_rises_by_three_quarters() -> None:
    """Roof 30 + wall 2.8 x 4.4 = 42.32 before; 21.42 + 10.5 added (one floor: alpha_1 = 1)."""
    line = row("s03")
    assert line.n_existing_kn_per_m == pytest.approx(42.32, rel=1e-9)
    assert line.r_n == pytest.approx((21.42 + 10.5) / 42.32, rel=1e-9)
    assert line.r_n == pytest.approx(0.754, abs=0.001)
    assert (line.band, line.line_band) == ("E", "E")
    assert row("foundation").line_band == "E"


def test_exact_inputs_leave_no_spread() -> None:
    line = row("foundation")
    assert line.r_n_p10 == line.r_n_p50 == line.r_n_p90 == pytest.approx(line.r_n, rel=1e-12)


def test_the_expected_values_are_those_of_the_shared_case(shared_cases: Path) -> None:
    cases: list[dict[str, Any]] = json.loads((shared_cases / "loads.json").read_text(encoding="utf-8"))["cases"]
    case = next(case for case in cases if case["id"] == "E2E-01")
    assert case["expected"] == EXPECTED
    assert case["tol"] == {"rel": RELATIVE}
