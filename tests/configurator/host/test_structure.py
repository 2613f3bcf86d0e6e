"""Weights of the existing structure, and the credit for what is taken off the roof: never assumed, since it makes the answer milder."""

from __future__ import annotations

import pytest

from catalogue.documents.evidence import Interval
from catalogue.errors import InvalidDocument
from configurator.host.origins import Ledger
from configurator.host.structure import compile_structure
from tests.configurator.host.samples import Plain, assumptions, building, family

ZERO = Interval(low=0.0, nominal=0.0, high=0.0)
CREDIT = Interval(low=0.6, nominal=0.8, high=1.0)


def removed(roof: Plain) -> tuple[Interval, Ledger]:
    ledger = Ledger()
    return compile_structure(building(roof=roof), family(), assumptions(), ledger).removed_kn_per_m2, ledger


def test_the_family_gives_intervals_and_the_user_replaces_them() -> None:
    ledger = Ledger()
    known = {"floor_kn_per_m2": 4.9, "wall_kn_per_m2": {"value": 4.4, "low": 4.0, "high": 5.0}}
    structure = compile_structure(building(structure=known), family(), assumptions(), ledger)
    assert structure.floor_kn_per_m2 == Interval.exact(4.9)
    assert structure.wall_kn_per_m2 == Interval(low=4.0, nominal=4.4, high=5.0)
    assert structure.roof_kn_per_m2 == Interval.exact(5.0)
    assert not ledger.facts["/structure/floor_kn_per_m2"].assumed
    assert ledger.facts["/structure/roof_kn_per_m2"].assumed
    assert ledger.facts["/structure/roof_kn_per_m2"].source == "T01@1.0.0: test"
    assert compile_structure(building(), family(), assumptions(), Ledger()).floor_kn_per_m2 == Interval(low=3.5, nominal=4.0, high=4.5)


@pytest.mark.parametrize("ballast", ["gravel", "tiles"])
def test_ballast_that_somebody_saw_is_credited(ballast: str) -> None:
    for basis in ("declared", "observed"):
        credit, ledger = removed({"ballast": {"value": ballast, "basis": basis}})
        assert credit == CREDIT
        assert ledger.findings == []


@pytest.mark.parametrize("ballast", [None, {"value": "gravel", "basis": "assumed"}, "unknown"])
def test_ballast_that_nobody_saw_is_not_credited_but_worth_a_look(ballast: Plain) -> None:
    credit, ledger = removed({} if ballast is None else {"ballast": ballast})
    assert credit == ZERO
    assert [(f.code, f.status, f.parameters["credit_kn_per_m2"]) for f in ledger.findings] == [("HOST-BALLAST-UNKNOWN", "unknown", 0.8)]
    assert ledger.findings[0].action is not None


def test_a_bare_roof_has_nothing_to_remove() -> None:
    credit, ledger = removed({"ballast": "none"})
    assert (credit, ledger.findings) == (ZERO, [])


def test_a_weight_that_was_measured_wins() -> None:
    assert removed({"removable_kn_per_m2": 0.95})[0] == Interval.exact(0.95)
    measured = {"value": 0.95, "low": 0.9, "high": 1.1}
    assert removed({"removable_kn_per_m2": measured, "ballast": "gravel"})[0] == Interval(low=0.9, nominal=0.95, high=1.1)
    assert removed({"removable_kn_per_m2": {"value": 0.95, "basis": "assumed"}})[0] == ZERO


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="below 0"):
        removed({"removable_kn_per_m2": -0.5})
    with pytest.raises(InvalidDocument, match=r"structure\.floor_kn_per_m2"):
        compile_structure(building(structure={"floor_kn_per_m2": -4.0}), family(), assumptions(), Ledger())
