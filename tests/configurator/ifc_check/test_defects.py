"""Each of twenty-four defects is caught by the check that should catch it, and a sound file has none of them."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import ifcopenshell.express.rule_executor
import ifcopenshell.validate
import pytest

from configurator.ifc_check import check
from configurator.ifc_check.ids import OWN_IDS, check_ids
from configurator.ifc_check.rules import broken_rules, rules_of
from configurator.ifc_check.schema import check_rules, check_schema
from configurator.ifc_check.solids import read_solids
from configurator.ifc_check.texts import check_texts
from configurator.ifc_check.verdicts import CheckResult
from configurator.outputs.ifc import ifc_bytes
from tests.configurator.ifc_check.defects import DEFECTS, Ifc
from tests.configurator.outputs.ifc_reader import opened
from tests.configurator.outputs.samples import sample_bundle


@functools.cache
def sound() -> bytes:
    return ifc_bytes(sample_bundle(storeys=1))


def results_of(file: Ifc, check_id: str) -> dict[str, CheckResult]:
    """The results of the family of checks that one id belongs to."""
    if check_id == "IFC-SCHEMA":
        results = [check_schema(file, ())]
    elif check_id == "IFC-RULES":
        results = [check_rules(file)]
    elif check_id in check.CONVENTIONS:
        results = [check.CONVENTIONS[check_id](file)]
    elif check_id in check.GEOMETRY:
        results = [check.GEOMETRY[check_id](file, read_solids(file))]
    else:
        results = check_ids(file, OWN_IDS)
    return {result.id: result for result in results}


def test_a_sound_file_passes_every_check() -> None:
    results = check.run_checks(opened(sound()), (), [OWN_IDS])
    assert {r.id: r.examples for r in results if r.verdict != "pass"} == {}
    assert {r.id for r in results if r.group != "ids"} == set(check.CHECK_IDS)


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_defect_is_caught_by_the_check_that_should(name: str) -> None:
    defect, check_id = DEFECTS[name]
    file = opened(sound())
    defect(file)
    found = results_of(file, check_id)[check_id]
    assert found.verdict == "fail"
    assert found.failed >= 1
    assert found.examples


def test_every_check_has_its_texts_and_every_text_its_check() -> None:
    assert tuple(check_texts()) == check.CHECK_IDS
    for text in check_texts().values():
        assert text.title.nl != text.title.en


def test_a_check_with_nothing_to_look_at_is_unknown(tmp_path: Path) -> None:
    """A file without modules: what stands on what cannot be said, and is not passed."""
    file = opened(ifc_bytes(sample_bundle(storeys=0, located=False)))
    for check_id in ("GEO-OVERLAP", "GEO-FLOATING", "GEO-FILLING", "IFC-GEOREFERENCE"):
        assert results_of(file, check_id)[check_id].verdict == "unknown"
    own = results_of(file, "ids")
    assert own["OPTOP-ILS-4.1a"].verdict == "unknown", "no spaces"
    assert own["OPTOP-GEO-01"].verdict == "fail", "no position at all, and that is asked for"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["userdefined without element type", "negative extrusion", "space not in a storey", "no styles"])
def test_the_rules_say_what_the_librarys_own_executor_says(name: str) -> None:
    file = opened(sound())
    DEFECTS[name][0](file)
    library: Any = ifcopenshell.validate
    logger = library.json_logger()
    ifcopenshell.express.rule_executor.run(file, logger)
    found = broken_rules(file)
    assert found is not None
    assert len(found) == len(logger.statements)
    for line, statement in zip(sorted(found), sorted(logger.statements, key=lambda s: str(s["instance"])), strict=True):
        assert line.startswith(str(statement["instance"])[:60])
        assert str(statement["attribute"]) in line


def test_a_schema_without_rules_is_unknown() -> None:
    assert rules_of("IFC9") is None
    assert rules_of("../IFC4") is None
    assert rules_of("IFC2X3")
