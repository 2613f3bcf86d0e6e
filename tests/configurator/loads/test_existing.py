"""Existing loads of the bearing lines, against sums by hand."""

from __future__ import annotations

import numpy as np
import pytest

from configurator.host.building import HostPlinth, HostStructure
from configurator.loads.existing import existing_loads, floors_above, half_bays_mm, level_ids, wall_heights_m
from tests.configurator.loads import samples


def test_levels_are_the_foundation_and_every_wall_foot() -> None:
    assert level_ids(samples.host(samples.even_lines(), storeys=3)) == ("foundation", "s00", "s01", "s02")


def test_the_floor_of_a_storey_goes_into_the_wall_below_it() -> None:
    assert floors_above(samples.host(samples.even_lines())) == (4, 3, 2, 1, 0)


def test_a_ground_floor_on_the_soil_is_not_on_the_walls() -> None:
    s = samples.e2e_structure()
    on_soil = HostStructure(
        s.floor_kn_per_m2, s.partitions_kn_per_m2, s.roof_kn_per_m2, s.wall_kn_per_m2, s.removed_kn_per_m2, ground_floor_on_walls=False
    )
    assert floors_above(samples.host(samples.even_lines(), structure=on_soil)) == (3, 3, 2, 1, 0)


@pytest.mark.parametrize(("kind", "extra_m"), [("none", 0.0), ("half_sunk", 1.2), ("full", 1.2)])
def test_the_wall_of_a_plinth_stands_on_the_foundation_only(kind: str, extra_m: float) -> None:
    plinth = HostPlinth(kind=kind, height_mm=1200, counts_as_storey=False)  # type: ignore[arg-type]
    heights = wall_heights_m(samples.host(samples.even_lines(), plinth=plinth))
    assert heights == pytest.approx((11.2 + extra_m, 11.2, 8.4, 5.6, 2.8))


def test_an_end_wall_carries_half_a_bay() -> None:
    host = samples.host(samples.even_lines())
    assert [half_bays_mm(host, host.bearing_lines)[i] for i in (0, 2)] == [(0.0, 3000.0), (3000.0, 3000.0)]


def test_both_parts_of_an_interrupted_wall_carry_its_bays() -> None:
    lines = (
        samples.bearing_line(1, 0, 0, 10_000),
        samples.bearing_line(2, 5000, 0, 4000),
        samples.bearing_line(3, 5000, 6000, 10_000),
        samples.bearing_line(4, 9000, 0, 10_000),
    )
    host = samples.host(lines)
    assert half_bays_mm(host, lines[1:3]) == [(2500.0, 2000.0)] * 2


def test_case_e2e_01_before() -> None:
    """Floors 4 x 5.4 x 6 = 129.6, roof 30, walls 49.28; imposed 4 x 1.75 x 6 = 42; half the floors and roof on an end wall."""
    host = samples.host(samples.even_lines())
    found = existing_loads(host, host.bearing_lines, 1.75)
    nominal = found.g_kn_per_m[..., 1].sum(axis=-1)
    assert nominal[2, 0] == pytest.approx(208.88)
    assert nominal[0, 0] == pytest.approx((129.6 + 30.0) / 2.0 + 49.28)
    assert nominal[2, 4] == pytest.approx(30.0 + 12.32)
    assert found.q_kn_per_m[2].tolist() == pytest.approx([42.0, 31.5, 21.0, 10.5, 0.0])


def test_the_wall_family_of_the_prototype() -> None:
    """Prototype, galerij tunnel/giet: b_t 6.0 m, four storeys of 2.8 m, foundation: 225 kN/m printed with rounded inputs."""
    host = samples.host(samples.even_lines(), structure=samples.galerij_structure())
    found = existing_loads(host, host.bearing_lines, 1.75)
    assert float(np.sum(found.g_kn_per_m[2, 0, :, 1])) == pytest.approx(225.0, rel=0.02)
