"""What a layout puts on the roof, and what is taken off, against sums by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.buildup import kilonewton
from catalogue.documents.options import Options
from configurator.layout.placement import EdgeSupport, Quarter
from configurator.loads.added import burdens_of, lowest_modules, module_masses, removal_loads
from configurator.loads.estimate import estimate_loads, unit_loads
from tests.configurator.loads import samples


@pytest.mark.parametrize(("quarter", "lighter", "same"), [(1, "w02", "w01"), (3, "w01", "w02")])
def test_an_open_side_is_lighter_on_its_own_line(quarter: Quarter, lighter: str, same: str) -> None:
    """Long side a lies at y = 0: at the high u edge when the length points to +v (quarter 1), at the low one when it points to -v."""
    concept = samples.shipped_concept("A3@1.0.0")
    assert concept.module.open_side_share > 0.0
    lines = samples.even_lines(bay_mm=3600, bays=2)
    supports = (EdgeSupport("w01", 10, "low"), EdgeSupport("w02", -10, "high"))
    plain = samples.module(4, 1, (10, 0, 3590, 10_000), quarter=quarter, supports=supports)
    reactions = []
    for module in (plain, replace(plain, open_sides=("long_a",))):
        got = estimate_loads(samples.host(lines), concept, samples.layout([module]), Options(), samples.shipped_assumptions())
        reactions.append({reaction.line_id: reaction.g_kn for reaction in got.reactions})
    assert reactions[1][lighter] < reactions[0][lighter] - 1.0
    assert reactions[1][same] == pytest.approx(reactions[0][same], rel=1e-12)


def test_a_module_weighs_the_same_in_the_loads_and_on_the_hoist() -> None:
    lines = samples.even_lines()
    got = estimate_loads(
        samples.host(lines), samples.e2e_concept(), samples.layout(samples.bay_modules(lines)), Options(), samples.e2e_assumptions()
    )
    for module_id, mass in got.masses.modules.items():
        weight = sum(reaction.g_kn for reaction in got.reactions if reaction.module_id == module_id)
        assert weight == pytest.approx(kilonewton(mass.total_kg).nominal + 0.5 * 60.0, rel=1e-12)


def test_only_the_topmost_modules_carry_the_roof_and_only_the_lowest_stand_on_the_connector() -> None:
    concept, lines = samples.e2e_concept(), samples.even_lines()
    layout = samples.layout(samples.bay_modules(lines, storeys=2))
    masses = module_masses(concept, layout)
    assert kilonewton(masses["s04/a/m01"].overhead_kg).nominal == pytest.approx(0.45 * 60.0)
    assert kilonewton(masses["s05/a/m01"].overhead_kg).nominal == pytest.approx(0.9 * 60.0)
    assert {module.storey for module in lowest_modules(layout)} == {4}


def test_the_credit_stays_within_the_covered_roof_that_hangs_on_the_wall() -> None:
    """One module over the left half of bay 1 and 1 m past the end wall; v from 2 to 8 m: 0.95 x 3.0 x 6.0 kN on w01, nothing on w02."""
    lines = samples.even_lines(bays=2)
    layout = samples.layout([samples.module(4, 1, (-1000, 2000, 3000, 8000))], support="transfer_grid")
    got = {lines[load.line].id: load for load in removal_loads(samples.host(lines), lines, layout)}
    assert list(got) == ["w01"]
    assert got["w01"].g_kn[:, 1].sum() == pytest.approx(-0.95 * 3.0 * 6.0)
    assert (got["w01"].v0_mm, got["w01"].v1_mm) == (2000, 8000)


def test_wall_on_wall_needs_both_bearing_edges() -> None:
    concept, lines = samples.e2e_concept(), samples.even_lines()
    layout = samples.layout([samples.module(4, 1, (0, 0, 6000, 10_000), supports=(EdgeSupport("w01", 0, "low"),))])
    with pytest.raises(ValueError, match="needs 2"):
        estimate_loads(samples.host(lines), concept, layout, Options(), samples.e2e_assumptions())


def test_every_burden_of_a_module_is_a_plain_half_wall_on_wall() -> None:
    """Box of 6 x 10 m: floor 132, roof 54, partitions 30, two leaves of 0.45 x 2.8 x 10: 12.6 each; imposed 105."""
    concept, lines = samples.e2e_concept(), samples.even_lines(bays=1)
    layout = samples.layout(samples.bay_modules(lines))
    units, unknown = unit_loads(concept, layout, samples.e2e_assumptions(), Options())
    got = estimate_loads(samples.host(lines), concept, layout, Options(), samples.e2e_assumptions())
    burdens = [b for b in burdens_of(layout, got.masses, units) if b.owner != "connector"]
    assert unknown == ()
    assert [b.g_kn[:, 1].tolist() for b in burdens] == [pytest.approx([66.0, 27.0, 12.6, 15.0, *[0.0] * 6])] * 2
    assert [b.q_kn for b in burdens] == pytest.approx([52.5, 52.5])
