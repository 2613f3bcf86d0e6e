"""Storeys, peil, roof level and plinth: measured heights first, then what somebody knows, then the family, always said."""

from __future__ import annotations

import pytest

from catalogue.documents.building import Building
from catalogue.errors import IncompleteRequest, InvalidDocument
from configurator.host.heights import Heights, compile_heights
from configurator.host.origins import Ledger
from tests.configurator.host.samples import Plain, assumptions, building, family


def compiled(described: Building) -> tuple[Heights, Ledger]:
    ledger = Ledger()
    return compile_heights(described, family(), assumptions(), ledger), ledger


def codes(ledger: Ledger) -> list[str]:
    return [finding.code for finding in ledger.findings]


def test_without_any_height_the_familys_storeys_stand_on_its_plinth() -> None:
    heights, ledger = compiled(building())
    assert [s.floor_z_mm for s in heights.storeys] == [0, 2800, 5600, 8400]
    assert (heights.roof_z_mm, heights.ground_z_mm, heights.peil_nap_m) == (11_200, -1_000, None)
    assert ledger.facts["/storey_heights_m"].assumed
    assert codes(ledger) == ["HOST-PLINTH-ASSUMED"]


def test_a_roof_in_nap_stays_within_half_a_millimetre_of_its_level() -> None:
    heights, _ = compiled(building(storeys_existing=5, roof={"level_nap_m": 15.8124}, ground_nap_m=0.5553, plinth={"kind": "none"}))
    assert heights.peil_nap_m == 0.555
    assert heights.peil_nap_m + heights.roof_z_mm / 1000.0 == pytest.approx(15.8124, abs=0.0005)
    assert sum(s.height_mm for s in heights.storeys) == heights.roof_z_mm
    assert max(s.height_mm for s in heights.storeys) - min(s.height_mm for s in heights.storeys) <= 1


def test_peil_is_ground_and_plinth_unless_somebody_knows_it() -> None:
    derived, _ = compiled(building(roof={"level_nap_m": 14.2}, ground_nap_m=2.0))
    assert (derived.peil_nap_m, derived.ground_z_mm, derived.roof_z_mm) == (3.0, -1_000, 11_200)
    known, _ = compiled(building(roof={"level_nap_m": 14.2}, ground_nap_m=2.0, peil_nap_m=2.4))
    assert (known.peil_nap_m, known.ground_z_mm, known.roof_z_mm, known.plinth.height_mm) == (2.4, -400, 11_800, 400)


def test_a_height_above_ground_needs_no_nap() -> None:
    heights, ledger = compiled(building(roof={"height_above_ground_m": 12.2}))
    assert (heights.roof_z_mm, heights.peil_nap_m) == (11_200, None)
    assert not ledger.facts["/roof/height_above_ground_m"].assumed


def test_a_height_that_the_user_gives_wins_over_a_files_ground_level() -> None:
    fields: Plain = {"roof": {"level_nap_m": 14.2, "height_above_ground_m": 12.0}, "ground_nap_m": {"value": 1.0, "source": "3dbag-ground"}}
    assert compiled(building(**fields))[0].peil_nap_m == pytest.approx(14.2 - 12.0 + 1.0)


def test_a_level_alone_puts_peil_below_the_storeys() -> None:
    heights, ledger = compiled(building(roof={"level_nap_m": 14.2}))
    assert (heights.roof_z_mm, heights.peil_nap_m) == (11_200, 3.0)
    assert ledger.facts["/peil_nap_m"].assumed


def test_storey_heights_are_one_for_all_or_one_for_each() -> None:
    assert [s.height_mm for s in compiled(building(storey_heights_m=[2.75]))[0].storeys] == [2750] * 4
    assert [s.height_mm for s in compiled(building(storey_heights_m=[3.2, 2.7, 2.7, 2.7]))[0].storeys] == [3200, 2700, 2700, 2700]
    assert len(compiled(building(storeys_existing=None, storey_heights_m=[3.2, 2.7, 2.7]))[0].storeys) == 3
    with pytest.raises(InvalidDocument, match="3 values for 4 storeys"):
        compiled(building(storey_heights_m=[3.2, 2.7, 2.7]))
    with pytest.raises(InvalidDocument, match="not above 0"):
        compiled(building(storey_heights_m=[-2.8]))


def test_storeys_that_nobody_counted_follow_from_the_roof_height() -> None:
    heights, ledger = compiled(building(storeys_existing=None, roof={"height_above_ground_m": 12.4}))
    assert len(heights.storeys) == 4  # 11.4 m above peil at 2.8 m
    assert codes(ledger) == ["HOST-PLINTH-ASSUMED", "HOST-STOREYS-ASSUMED"]
    with pytest.raises(IncompleteRequest, match="storeys_existing"):
        compiled(building(storeys_existing=None))


def test_five_storeys_in_eight_metres_are_implausible_and_three_are_not() -> None:
    roof = {"height_above_ground_m": 8.4}
    _, ledger = compiled(building(storeys_existing=5, roof=roof, plinth={"kind": "none"}))
    found = next(f for f in ledger.findings if f.code == "HOST-STOREYS-IMPLAUSIBLE")
    assert (found.status, found.blocks, found.parameters["storey_m"]) == ("unknown", "comparison", 1.68)
    assert codes(compiled(building(storeys_existing=3, roof=roof, plinth={"kind": "none"}))[1]) == []


def test_storey_heights_that_contradict_the_roof_are_said() -> None:
    _, ledger = compiled(building(storey_heights_m=[2.8], roof={"height_above_ground_m": 14.0}))
    assert "HOST-HEIGHTS-DISAGREE" in codes(ledger)
    _, ledger = compiled(building(storey_heights_m=[2.8], roof={"height_above_ground_m": 12.5}))
    assert codes(ledger) == ["HOST-PLINTH-ASSUMED"]


@pytest.mark.parametrize("height_m", [-3.0, 0.0, 0.9, 2.0])
def test_a_level_near_the_ground_is_no_roof_of_a_storey(height_m: float) -> None:
    heights, ledger = compiled(building(storeys_existing=1, roof={"height_above_ground_m": height_m}))
    assert any(f.code == "HOST-ROOF-TOO-LOW" and f.status == "fail" for f in ledger.findings)
    assert heights.storeys[0].height_mm >= 1


@pytest.mark.parametrize(("kind", "height_m", "roof_mm"), [("none", 0.0, 12_000), ("half_sunk", 1.2, 10_800), ("full", 2.4, 9_600)])
def test_the_plinth_decides_where_peil_lies(kind: str, height_m: float, roof_mm: int) -> None:
    plinth = {"kind": kind, "height_m": height_m, "counts_as_storey": kind == "full"}
    heights, ledger = compiled(building(roof={"height_above_ground_m": 12.0}, plinth=plinth))
    assert heights.roof_z_mm == roof_mm
    assert (heights.plinth.kind, heights.plinth.counts_as_storey) == (kind, kind == "full")
    assert "HOST-PLINTH-ASSUMED" not in codes(ledger)
