"""Wall on wall: both bearing edges on a line within the permitted eccentricity, or the gap in millimetres."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalogue.matching.bays import fit_in_bay
from catalogue.resolve import resolve_concept

A3 = resolve_concept("A3")


def test_a3_stands_in_a_bay_of_4_2_m_with_its_widest_box() -> None:
    assert fit_in_bay(A3, 4200).width_mm == 4180


def test_a3_is_580_mm_too_wide_for_a_bay_of_3_0_m() -> None:
    """3000 - 20 joint - 3580 narrowest = -600."""
    assert fit_in_bay(A3, 3000).gap_mm == -600


def test_a3_leaves_1220_mm_of_a_bay_of_5_4_m() -> None:
    """5400 - 4180 = 1220: far beyond twice the permitted 60 mm."""
    fit = fit_in_bay(A3, 5400)
    assert fit.width_mm is None
    assert fit.gap_mm == 1220


@given(st.integers(1500, 8000))
def test_against_trying_every_width(bay_mm: int) -> None:
    module, limit = A3.module, A3.support.max_eccentricity_mm
    possible = [
        w for w in range(module.width_mm.min, module.width_mm.max + 1, module.width_mm.step) if module.joint_mm <= bay_mm - w <= 2 * limit
    ]
    assert fit_in_bay(A3, bay_mm).width_mm == (max(possible) if possible else None)
