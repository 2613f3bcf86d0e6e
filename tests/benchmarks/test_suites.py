"""The suites measure what they say: bounds from the literature, tables against the engine, digests, baselines that see the same roof."""

from __future__ import annotations

import pytest

from benchmarks.determinism import digests
from benchmarks.hosts import concept_with, host_on
from benchmarks.instances import SIZES, usable
from benchmarks.layout import MM2_PER_M2, solve
from benchmarks.mix5 import only_priced_passes, slabs
from benchmarks.pallet import HARD, barnes_bound, naive_count, packed_count, random_pallets
from benchmarks.peers import PEERS
from benchmarks.random200 import faults, varied_roofs
from benchmarks.roofs20 import SCHEMES, SIZE_LISTS, one_case
from benchmarks.screen import mismatches
from configurator.layout import mix_exact
from configurator.layout.region import snapped


@pytest.mark.parametrize(("pallet", "found", "bound"), HARD)
def test_hard_pallets_lie_between_the_grid_and_the_optimum(pallet: tuple[int, int, int, int], found: int, bound: int) -> None:
    assert bound <= barnes_bound(pallet)
    assert naive_count(pallet) <= packed_count(pallet, "fast") <= bound
    assert found <= bound


def test_a_thorough_pallet_misses_the_optimum_by_the_pin_wheel_box_at_most() -> None:
    (pallet, found, _), *_ = HARD
    assert found - 1 <= packed_count(pallet, "thorough") <= found


def test_random_pallets_are_of_their_class() -> None:
    for wide, deep, a, b in random_pallets(30):
        assert deep <= wide <= 2 * deep
        assert b < a <= 4 * b
        assert wide * deep < 101 * a * b
        assert naive_count((wide, deep, a, b)) <= barnes_bound((wide, deep, a, b)) <= wide * deep // (a * b)


def test_the_table_is_the_engine_on_rectangles() -> None:
    assert mismatches(SIZES, 15) == 0


@pytest.mark.slow
def test_hash_seed_and_threads_do_not_matter() -> None:
    assert len(set(digests(3))) == 1


def test_varied_roofs_are_packed_without_fault_above_the_naive_grid() -> None:
    for roof in varied_roofs(11, 3):
        answer = solve(roof)
        assert faults(roof, answer) == 0
        region = snapped(usable(roof.outline, roof.obstacles, roof.setback_mm, roof.clearance_mm))
        assert PEERS["naive"](region) / MM2_PER_M2 <= answer["placed_m2"] + 1e-6
        shifted = {**answer, "rectangles": [[[x + 9_000, y + 9_000] for x, y in r] for r in answer["rectangles"]]}
        assert faults(roof, shifted) > 0, "the check sees what lies outside"


@pytest.mark.parametrize("scheme", ["free", *SCHEMES])
def test_every_case_of_the_first_suite_has_a_bound_that_holds(scheme: str) -> None:
    for name in SIZE_LISTS:
        case = one_case(slabs()[1], scheme, name)
        assert case["bound_m2"] is None or case["value_m2"] <= case["bound_m2"] + 1e-9
        assert (case["modules"] > 0) == (case["value_m2"] > 0)


def test_the_concept_of_a_size_list_makes_those_sizes() -> None:
    for sizes in SIZE_LISTS.values():
        module = concept_with(sizes).module
        assert tuple(module.width_mm.values()) == sizes.widths_mm
        assert tuple(module.length_mm.values()) == sizes.lengths_mm
    assert host_on(slabs()[0]).bearing_system == "cross"


def test_the_exact_programme_is_back_after_the_priced_passes() -> None:
    before = dict(mix_exact.MOST_ARCS)
    with only_priced_passes():
        assert set(mix_exact.MOST_ARCS.values()) == {-1}
    assert before == mix_exact.MOST_ARCS
