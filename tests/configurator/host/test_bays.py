"""Bays along a building: nominal widths first, then the remainder rule. Expected positions are added up by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.building import BaySequence
from configurator.host.bays import lay_bays
from tests.configurator.host.samples import Plain


def sequence(*widths: float, **rules: Plain) -> BaySequence:
    return BaySequence.model_validate({"bays": [{"width_mm": width} for width in widths], **rules})


def widths(axes: tuple[int, ...]) -> list[int]:
    return [b - a for a, b in pairwise(axes)]


def test_bays_that_fit_exactly_stay_as_they_are() -> None:
    laid = lay_bays(sequence(3600, 4200, 2400, 4200, 3600), 54_000)
    assert widths(laid.axes_mm) == [3600, 4200, 2400, 4200, 3600] * 3
    assert (laid.remainder_mm, laid.stretch) == (0.0, 1.0)


def test_end_bays_share_the_remainder() -> None:
    assert widths(lay_bays(sequence(4200, 3000), 64_000).axes_mm) == [3200, *[4200, 3000] * 8, 3200]


def test_one_end_bay_stands_at_the_far_end() -> None:
    assert widths(lay_bays(sequence(4200, 3000, remainder="end_bay"), 24_000).axes_mm) == [4200, 3000, 4200, 3000, 4200, 3000, 2400]
    mirrored = lay_bays(sequence(4200, 3000, remainder="end_bay", anchor="end"), 24_000)
    assert widths(mirrored.axes_mm) == [2400, 4200, 3000, 4200, 3000, 4200, 3000]


def test_an_end_bay_is_never_wider_than_the_widest_bay() -> None:
    laid = lay_bays(sequence(3600, 4200, 2400, 4200, 3600, remainder="end_bay"), 18_000 + 6_000)
    assert widths(laid.axes_mm) == [3600, 4200, 2400, 4200, 3600, 3600, 2400]
    middle = lay_bays(sequence(3600, 4200, 2400, 4200, 3600, anchor="centre"), 18_000 + 13_000)
    assert widths(middle.axes_mm) == [2900, 3600, 3600, 4200, 2400, 4200, 3600, 3600, 2900]


def test_a_remainder_too_small_to_be_a_bay_stretches_all_of_them() -> None:
    laid = lay_bays(sequence(4000, remainder="end_bay"), 41_000)
    assert widths(laid.axes_mm) == [4100] * 10
    assert laid.stretch == pytest.approx(41_000 / 40_000)


def test_stretch_takes_as_many_bays_as_fit() -> None:
    laid = lay_bays(sequence(4200, 3000, remainder="stretch"), 12_000)
    assert widths(laid.axes_mm) == [4421, 3158, 4421]
    assert laid.uses == ("dwelling",) * 3


def test_a_sequence_that_stands_once_is_not_repeated() -> None:
    assert widths(lay_bays(sequence(4000, 5000, repeat=False, remainder="stretch"), 18_000).axes_mm) == [8000, 10_000]
    assert widths(lay_bays(sequence(4000, 5000, repeat=False, remainder="stretch"), 8_100).axes_mm) == [3600, 4500]
    assert widths(lay_bays(sequence(4000, 5000, repeat=False, remainder="end_bay"), 18_000).axes_mm) == [4000, 5000, 9000]


def test_uses_follow_their_bays_and_end_bays_are_dwellings() -> None:
    stair = BaySequence.model_validate({"bays": [{"width_mm": 4000}, {"width_mm": 2400, "use": "stair"}, {"width_mm": 4000}]})
    assert lay_bays(stair, 10_400).uses == ("dwelling", "stair", "dwelling")
    assert lay_bays(stair, 10_400 + 4_400).uses == ("dwelling", "dwelling", "stair", "dwelling", "dwelling")


def test_a_building_without_length_has_no_bays() -> None:
    with pytest.raises(ValueError, match="positive length"):
        lay_bays(sequence(4000), 0)


@given(
    bays=st.lists(st.integers(1200, 8000), min_size=1, max_size=6),
    length=st.integers(2_000, 120_000),
    anchor=st.sampled_from(["start", "centre", "end"]),
    remainder=st.sampled_from(["stretch", "end_bay", "end_bays"]),
    repeat=st.booleans(),
)
def test_bays_always_fill_the_length(bays: list[int], length: int, anchor: str, remainder: str, repeat: bool) -> None:
    laid = lay_bays(sequence(*bays, anchor=anchor, remainder=remainder, repeat=repeat), length)
    assert laid.axes_mm[0] == 0
    assert laid.axes_mm[-1] == length
    assert all(width > 0 for width in widths(laid.axes_mm))
    assert len(laid.uses) == len(laid.axes_mm) - 1
    if laid.stretch == 1.0 and repeat:
        inner = widths(laid.axes_mm)[1:-1]
        assert all(any(abs(width - bay) <= 1 for bay in bays) for width in inner)
        assert min(widths(laid.axes_mm)) >= min(*bays, 1799)
