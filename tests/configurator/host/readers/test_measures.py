"""A building from length and depth alone."""

from __future__ import annotations

import math

import pytest

from catalogue.errors import InvalidDocument
from configurator.host.compile import compile_host
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures
from tests.configurator.host.samples import assumptions, family


def test_measures_make_a_rectangle_without_a_location() -> None:
    described = building_from_measures(60, 10.5, height_above_ground_m=12.2)
    host = compile_host(overlay(described, {"family": "T01", "storeys_existing": 4}), family(), assumptions())
    assert list(host.roof_outline_mm.bounds) == [0.0, 0.0, 60_000.0, 10_500.0]
    assert (host.frame.crs, host.frame.rotation_rad, host.roof_z_mm) == (None, 0.0, 11_200)


def test_a_depth_larger_than_the_length_turns_the_frame() -> None:
    host = compile_host(overlay(building_from_measures(10.5, 60), {"family": "T01", "storeys_existing": 4}), family(), assumptions())
    assert list(host.roof_outline_mm.bounds) == [0.0, 0.0, 60_000.0, 10_500.0]
    assert host.frame.rotation_rad == pytest.approx(math.pi / 2)


@pytest.mark.parametrize(
    ("length", "depth"), [(0.0, 10.0), (-60.0, 10.0), (60.0, 0.5), (math.nan, 10.0), (math.inf, 10.0), (60_000.0, 10.0)]
)
def test_measures_that_no_building_has_are_refused(length: float, depth: float) -> None:
    with pytest.raises(InvalidDocument, match=r"(length|depth)_m is"):
        building_from_measures(length, depth)
    with pytest.raises(InvalidDocument, match="height"):
        building_from_measures(60, 10, height_above_ground_m=-1)
