"""The feasibility scan: what makes a theme red, amber, green or unknown."""

from __future__ import annotations

import pytest

from catalogue.documents.configuration import Configuration
from catalogue.documents.finding import Finding, finding, finding_codes
from configurator.results.feasibility import feasibility_scan, themes
from tests.examples import example


@pytest.fixture(scope="module")
def configuration() -> Configuration:
    return example().configuration


def lights(configuration: Configuration, *findings: Finding) -> dict[str, str]:
    bare = configuration.model_copy(update={"findings": findings, "rules": ()})
    return {result.theme.id: result.light for result in feasibility_scan(bare)}


def test_without_findings_a_theme_is_green_only_where_optop_looks_and_everything_was_told(configuration: Configuration) -> None:
    found = lights(configuration)
    assert found["technical"] == "green"
    assert found["financial"] == found["support"] == "unknown"
    building = configuration.request.building
    assert found["spatial"] == ("unknown" if building.site.max_height_m is None else "green")


def test_a_condition_makes_a_theme_amber_and_a_failure_red(configuration: Configuration) -> None:
    condition = finding("LAY-CORE-OVER-OBSTACLE", obstacle="o1", core="s04/b03/core", obstacles="o1")
    assert lights(configuration, condition)["technical"] == "amber"
    refusal = finding("LAY-NO-STAIR-BAY", status="fail")
    assert lights(configuration, condition, refusal)["technical"] == "red"


def test_a_rule_that_is_debated_does_not_make_a_theme_red(configuration: Configuration) -> None:
    rule = next(r for r in configuration.rules if r.id == "R-13")
    for debated, light in ((True, {"amber", "unknown"}), (False, {"red"})):
        one = rule.model_copy(update={"verdict": "fail", "debated": debated})
        bare = configuration.model_copy(update={"findings": (), "rules": (one,)})
        assert next(r.light for r in feasibility_scan(bare) if r.theme.id == "legal") in light


def test_every_finding_code_that_asks_something_has_a_theme() -> None:
    starts = tuple(start for theme in themes() for start in theme.findings)
    homeless = [code for code, entry in finding_codes().items() if entry.status != "info" and not code.startswith(starts)]
    assert [code for code in homeless if not code.startswith(("REQ-", "OPT-"))] == []


def test_the_next_question_is_that_of_the_most_pressing_finding(configuration: Configuration) -> None:
    scan = {result.theme.id: result for result in feasibility_scan(configuration)}
    first = scan["technical"].findings[0]
    assert first.action is not None
    assert scan["technical"].question("nl") == first.action.obtain.nl
    assert scan["financial"].question("en") == scan["financial"].theme.question.en
