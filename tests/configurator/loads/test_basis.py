"""Level, consequence class and reference period: chosen by the user, visible in the result, against hand calculations."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from catalogue.documents.configuration import Loads
from catalogue.documents.options import Options
from configurator.loads.basis import load_basis
from configurator.loads.document import to_document
from configurator.loads.estimate import LoadEstimate, estimate_loads
from configurator.loads.norm_tables import factor_rows
from tests.configurator.loads import samples


def estimate(**loads: Any) -> LoadEstimate:
    """E2E-01: an inner wall of a four-storey tunnel flat, one timber storey."""
    lines = samples.even_lines()
    options = Options.model_validate({"loads": loads})
    return estimate_loads(
        samples.host(lines), samples.e2e_concept(), samples.layout(samples.bay_modules(lines)), options, samples.e2e_assumptions()
    )


def on_w03(loads: Loads) -> Any:
    return next(row for row in loads.lines if (row.id, row.level) == ("w03", "foundation"))


def test_without_a_choice_the_assumption_set_decides() -> None:
    choices = samples.e2e_assumptions().loads
    basis = load_basis(choices, Options().loads)
    assert (basis.level, basis.consequence_class, basis.years) == ("verbouw", 2, 50)
    assert (basis.imposed_factor, basis.velocity_factor) == (1.0, 1.0)
    said = to_document(estimate()).basis
    assert said is not None
    assert (said.level_existing, said.consequence_class, said.reference_period_years) == ("verbouw", 2, 50)
    assert said.factors == "NEN8700/verbouw/CC2"


@pytest.mark.parametrize("row", factor_rows(), ids=lambda row: str(row.id))
def test_every_level_and_class_gives_the_design_load_by_hand(row: Any) -> None:
    """E2E-01: G 208.88 + 21.42, Q 42 + 10.5 unreduced, 33.6 reduced by alpha_n over five floors."""
    got = on_w03(to_document(estimate(level_existing=row.level, consequence_class=row.consequence_class)))
    g, q, reduced = 230.30, 52.5, 33.6
    by_a = row.gamma_g_610a * g + row.gamma_q * 0.4 * q
    by_b = row.gamma_g_610b * g + row.gamma_q * reduced
    assert got.ed_new_kn_per_m == pytest.approx(max(by_a, by_b), rel=2e-4)
    assert got.r_d == pytest.approx(0.115, abs=0.006), "the ratio hardly hangs on the factors"


@pytest.mark.parametrize(("years", "factor"), [(15, 1 + 0.6 / 9 * math.log(15 / 50)), (30, 1 + 0.6 / 9 * math.log(30 / 50)), (50, 1.0)])
def test_a_shorter_period_lowers_imposed_load_and_wind_on_both_sides(years: int, factor: float) -> None:
    """NEN-EN 1990 NB 4.1.2(7)a with psi0 0.4: 0.920 at 15 and 0.966 at 30 years; c_prob 0.9235 at 15."""
    base, got = estimate(), estimate(reference_period_years=years)
    assert got.basis.imposed_factor == pytest.approx(factor)
    assert np.allclose(got.rows.existing_q_kn_per_m, base.rows.existing_q_kn_per_m * factor)
    assert np.allclose(got.rows.added_q_kn_per_m, base.rows.added_q_kn_per_m * factor)
    assert got.wind is not None
    assert base.wind is not None
    k = (1 + 0.234 * math.log(years)) / (1 + 0.234 * math.log(50))
    assert np.allclose(got.wind.moments_knm_per_m, base.wind.moments_knm_per_m * k)
    assert got.wind.moment_ratio == pytest.approx(base.wind.moment_ratio)
    assert {name: wind.up_kn for name, wind in got.module_winds.items()} == {name: wind.up_kn for name, wind in base.module_winds.items()}
    used = {row.id for row in got.norm_rows}
    assert ("EN1990/reference_period" in used) == (years != 50)


def test_code_equivalence_is_the_step_from_new_build_to_verbouw() -> None:
    """E2E-01: 326.69 at verbouw over 1.35 x 208.88 + 1.5 x 0.4 x 42 = 307.19 at new build: 1.0635."""
    assert on_w03(to_document(estimate())).code_equivalence is None
    got = estimate(code_equivalence=True)
    assert on_w03(to_document(got)).code_equivalence == pytest.approx(326.69 / 307.188, rel=2e-4)
    assert "EN1990/new/CC2" in {row.id for row in got.norm_rows}


def test_code_equivalence_sets_a_short_period_against_fifty_years() -> None:
    """At 15 years: (1.3 x 230.30 + 1.3 x 0.4 x 52.5 x 0.91974) / 307.188."""
    got = on_w03(to_document(estimate(code_equivalence=True, reference_period_years=15)))
    assert got.code_equivalence == pytest.approx((1.3 * 230.30 + 1.3 * 0.4 * 52.5 * 0.919735) / 307.188, rel=2e-4)
