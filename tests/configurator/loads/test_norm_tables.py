"""Every number of a norm tells where it comes from and whether it was checked."""

from __future__ import annotations

import itertools
import re
from typing import get_args

import pytest

from catalogue.documents.assumptions import Level
from configurator.loads import norm_tables
from configurator.loads.norm_register import norm_register, row_numbers, row_value
from configurator.loads.norm_tables import NormRow, partial_factors, psi_factors

ALL_ROWS: list[NormRow] = list(norm_register().values())


@pytest.mark.parametrize("row", ALL_ROWS, ids=lambda row: row.id)
def test_every_row_has_clause_edition_and_source(row: NormRow) -> None:
    assert row.clause.startswith(("NEN", "Bouwbesluit"))
    assert re.search(r"\b20[012]\d\b", row.edition)
    assert row.source
    assert row_value(row)


def test_every_level_and_class_has_its_factors() -> None:
    for level, cc in itertools.product(get_args(Level), (1, 2, 3)):
        assert (partial_factors(level, cc).level, partial_factors(level, cc).consequence_class) == (level, cc)


def test_nen_8700_stays_unverified_until_a_person_checked_it() -> None:
    rows = [row for row in norm_tables.factor_rows() if row.level != "new"]
    assert {row.status for row in rows} == {"unverified"}
    assert all(row.clause.startswith("NEN 8700") for row in rows)


def test_factors_do_not_fall_with_the_class_nor_rise_towards_disapproval() -> None:
    for cc in (1, 2, 3):
        new, verbouw, afkeur = (partial_factors(level, cc) for level in get_args(Level))
        assert new.gamma_g_610a >= verbouw.gamma_g_610a >= afkeur.gamma_g_610a
    for level in get_args(Level):
        factors = [partial_factors(level, cc) for cc in (1, 2, 3)]
        assert [f.gamma_g_610a for f in factors] == sorted(f.gamma_g_610a for f in factors)
        assert all(f.gamma_g_610a >= f.gamma_g_610b for f in factors)


def test_dutch_psi_factors_differ_from_those_of_en_1990() -> None:
    """EN 1990 recommends psi0 0.7 for dwellings, 0.6 for wind, 0.5 for snow; NB tab. NB.2-A1.1 has these."""
    assert [psi_factors(category).psi0 for category in ("A", "wind", "snow")] == [0.4, 0.0, 0.0]


def test_what_is_not_in_a_table_is_named() -> None:
    with pytest.raises(KeyError, match="CC4"):
        partial_factors("verbouw", 4)
    with pytest.raises(KeyError, match="imposed/nothing"):
        norm_tables.curve("imposed/nothing")


def test_the_numbers_of_a_row_are_those_that_an_engineer_reads_in_the_norm() -> None:
    """EN 1990 NB tab. NB.4-A1.2(B), CC2; NB.2-A1.1; EN 1991-1-7 tab. A.1; EN 1991-1-1 6.3.1.2(8)."""
    register = norm_register()
    factors = row_numbers(register["EN1990/new/CC2"])
    assert factors == {"gamma_g_610a": 1.35, "gamma_g_610b": 1.2, "gamma_g_favourable": 0.9, "gamma_q": 1.5, "gamma_q_wind": 1.5}
    assert row_numbers(register["psi/A"]) == {"psi0": 0.4, "psi1": 0.5, "psi2": 0.3}
    assert row_numbers(register["EN1991-1-7/A.1/2a"]) == {"max_storeys": 4.0}
    assert row_numbers(register["EN1991-1-7/A.1/3"]) == {}
    assert list(row_numbers(register["imposed/partitions"]).values()) == [0.5, 0.8, 1.2]
    assert row_numbers(register["EN1991-1-1/alpha_n"]) == {}


def test_a_row_of_no_known_kind_has_no_text() -> None:
    formula = norm_register()["EN1991-1-1/alpha_n"]
    bare = NormRow(**{name: getattr(formula, name) for name in NormRow.model_fields})
    with pytest.raises(TypeError, match="EN1991-1-1/alpha_n"):
        row_value(bare)


def test_what_the_table_has_is_listed_where_a_row_is_missing() -> None:
    with pytest.raises(KeyError, match=re.escape("snow/s_k, snow/")):
        norm_tables.constant_row("snow/nothing")
