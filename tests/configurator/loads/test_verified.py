"""From unverified to verified: only by what a named engineer read in the norm, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from api.resolution import inputs_for
from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.configuration import Configuration
from catalogue.documents.finding import finding_text
from catalogue.documents.options import Options
from catalogue.documents.verification import Verification
from catalogue.errors import InvalidDocument
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import Computed, configure
from configurator.loads.norm_register import norm_register, row_numbers
from configurator.loads.verified import checks_of, row_status
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.sheets import norm_sheet, verification_form

ENGINEER = {"name": "A. de Vries", "organisation": "Bureau Voorbeeld", "registration": "RC 0001"}
FACTORS = "NEN8700/verbouw/CC2"


def computed(verification: Verification | None = None) -> Computed:
    building, concept = resolve_building("demo-portiek-1966"), resolve_concept("A3")
    options = Options.model_validate({"access": "gallery"})
    return configure(inputs_for(building, concept, options, resolve_assumptions(), None, verification))


def bundle(result: Computed) -> ResultBundle:
    return ResultBundle("verified", result.host, result.inputs.concept, result.layout, result.configuration)


def signed(*rows: dict[str, Any]) -> Verification:
    return Verification.model_validate({"id": "check", "engineer": ENGINEER, "date": "2026-11-20", "rows": rows})


def as_in_the_table(row_id: str, **changed: float) -> dict[str, Any]:
    row = norm_register()[row_id]
    numbers = row_numbers(row) | changed
    return {"row": row_id, "edition": row.edition, **({"values": numbers} if numbers else {"agrees": True})}


def codes(configuration: Configuration) -> set[str]:
    return {item.code for item in configuration.findings}


def test_the_form_of_a_result_filled_in_from_the_norm_makes_its_rows_verified() -> None:
    """The whole way round: result, form, an engineer who fills it in, the result again."""
    before = computed()
    form = yaml.safe_load(verification_form(bundle(before)))
    assert {row["row"] for row in form["rows"]} == {
        name for name in before.configuration.loads.norm_rows if norm_register()[name].status == "unverified"
    }
    assert all(value is None for row in form["rows"] for value in row.get("values", {}).values()), "no number is given away"
    with pytest.raises(ValidationError):
        Verification.model_validate(form)  # nobody's name stands under it
    form["engineer"], form["date"] = ENGINEER, "2026-11-20"
    form["rows"] = [as_in_the_table(row["row"]) for row in form["rows"]]
    after = computed(Verification.model_validate(form))
    loads = after.configuration.loads
    assert {row_status(loads, name) for name in loads.norm_rows} == {"verified"}
    assert "LOAD-NORM-UNVERIFIED" not in codes(after.configuration)
    assert "LOAD-NORM-CHECKED" in codes(after.configuration)
    rows = {row[0]: row for row in norm_sheet(bundle(after), "en").rows}
    assert rows[FACTORS][4:5] + rows[FACTORS][6:] == ("verified", "A. de Vries, Bureau Voorbeeld, RC 0001", "2026-11-20", "agreed")
    assert yaml.safe_load(verification_form(bundle(after)))["rows"] == []
    assert loads.lines == before.configuration.loads.lines, "a check changes no figure"


def test_what_rests_on_estimated_weights_stays_unverified_and_what_does_not_is_raised() -> None:
    rows = computed().configuration.loads.norm_rows
    got = computed(signed(*(as_in_the_table(name) for name in rows))).configuration.provenance
    assert got["/loads/lines/*/r_n_p50"].status == "unverified"
    assert got["/loads/lines/*/ed_new_kn_per_m"].status == "unverified"
    assert got["/loads/ties/horizontal_after_kn_per_m"].status == "verified"
    assert "A. de Vries" in str(computed(signed(as_in_the_table(FACTORS))).configuration.loads.norm_checks)


def test_a_number_that_differs_is_refused_and_puts_the_answer_in_doubt() -> None:
    got = computed(signed(as_in_the_table(FACTORS, gamma_g_610a=1.25))).configuration
    assert row_status(got.loads, FACTORS) == "unverified"
    assert got.loads.norm_checks[0].detail == "gamma_g_610a 1.25 / 1.3"
    said = next(item for item in got.findings if item.code == "LOAD-NORM-DIFFERS")
    assert said.status == "unknown"
    assert all("1.25" in finding_text(said, lang) for lang in ("nl", "en"))
    assert got.summary.verdict == "unknown"
    assert got.loads.lines == computed().configuration.loads.lines, "the figures are still those of the table"


def test_a_published_value_that_an_engineer_contradicts_is_no_longer_verified() -> None:
    assert norm_register()["psi/A"].status == "verified"
    got = computed(signed(as_in_the_table("psi/A", psi0=0.5))).configuration
    assert row_status(got.loads, "psi/A") == "unverified"
    assert "psi/A" in str(next(item for item in got.findings if item.code == "LOAD-NORM-UNVERIFIED").parameters["rows"])


def test_another_edition_raises_nothing() -> None:
    row = as_in_the_table(FACTORS) | {"edition": "NEN 8700:2011"}
    got = computed(signed(row)).configuration
    assert row_status(got.loads, FACTORS) == "unverified"
    assert "LOAD-NORM-OTHER-EDITION" in codes(got)


def test_what_is_not_looked_up_yet_stays_as_it_is() -> None:
    row = as_in_the_table(FACTORS)
    row["values"] = row["values"] | {"gamma_q": None}
    got = computed(signed(row)).configuration
    assert [(check.row, check.outcome) for check in got.loads.norm_checks] == [(FACTORS, "open")]
    assert row_status(got.loads, FACTORS) == "unverified"


def test_a_formula_is_agreed_or_not() -> None:
    row = as_in_the_table("EN1991-1-1/alpha_n")
    assert checks_of(signed(row))["EN1991-1-1/alpha_n"].outcome == "agrees"
    assert checks_of(signed(row | {"agrees": False, "remark": "n >= 2"}))["EN1991-1-1/alpha_n"].outcome == "differs"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"row": "NEN8700/verbouw/CC9", "edition": "x"}, "CC9"),
        ({"row": FACTORS, "edition": "x", "values": {"gamma": 1.3}}, "gamma_g_610a"),
        ({"row": FACTORS, "edition": "x", "agrees": True}, "gamma_g_610a"),
    ],
)
def test_a_row_that_is_not_there_is_one_sentence(row: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidDocument, match=says) as caught:
        checks_of(signed(row))
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    "bad", [{"engineer": {"name": "  ", "organisation": "x y z"}}, {"date": None}, {"rows": [as_in_the_table(FACTORS)] * 2}]
)
def test_without_a_name_a_day_or_with_a_row_twice_it_is_no_verification(bad: dict[str, Any]) -> None:
    whole = {"id": "check", "engineer": ENGINEER, "date": "2026-11-20", "rows": []}
    with pytest.raises(ValidationError):
        Verification.model_validate(whole | bad)


def test_every_row_of_the_tables_can_be_checked() -> None:
    found = checks_of(signed(*(as_in_the_table(name) for name in norm_register())))
    assert {check.outcome for check in found.values()} == {"agrees"}
    assert len(found) == len(norm_register())


def test_it_is_part_of_the_request_and_of_the_bytes(tmp_path: Path) -> None:
    verification = signed(as_in_the_table(FACTORS))
    got = computed(verification).configuration
    assert got.request.verification == verification
    assert got.digest != computed().configuration.digest
    assert canonical_bytes(got) == canonical_bytes(computed(verification).configuration)
