"""Rules: pass, fail, not applicable and unknown; a threshold inside the measured interval is never a pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.documents.configuration import RuleResult
from catalogue.documents.evidence import Interval
from configurator.host.building import FactOrigin, HostBuilding
from configurator.layout.placement import Layout
from configurator.rules.catalogue import rules
from configurator.rules.measures import MEASURES, RuleContext, top_floor_m
from configurator.rules.verdicts import evaluate_rules, verdict
from tests.configurator.outputs.samples import sample_concept, sample_host, sample_layout


def fact(pointer: str) -> FactOrigin:
    return FactOrigin(pointer=pointer, value=1.0, unit="m", basis="observed", source="survey", status="unverified", assumed=False)


MEASURED = {pointer: fact(pointer) for pointer in ("/roof/level_nap_m", "/ground_nap_m")}


def host(**changes: object) -> HostBuilding:
    return replace(sample_host(), **changes)  # type: ignore[arg-type]


def result(rule: str, on: HostBuilding, layout: Layout | None = None) -> RuleResult:
    results, _ = evaluate_rules(RuleContext(host=on, concept=sample_concept(), layout=layout or sample_layout()))
    return next(r for r in results if r.id == rule)


def exact(value: float) -> Interval:
    return Interval.exact(value)


@pytest.mark.parametrize(
    ("measured", "relation", "expected"),
    [
        (exact(12.5), "at_most", "pass"),
        (exact(12.51), "at_most", "fail"),
        (Interval(low=12.4, nominal=12.5, high=12.6), "at_most", "unknown"),
        (exact(12.5), "at_least", "pass"),
        (exact(12.49), "at_least", "fail"),
        (Interval(low=12.4, nominal=12.5, high=12.6), "at_least", "unknown"),
    ],
)
def test_threshold_of_12_5(measured: Interval, relation: str, expected: str) -> None:
    assert verdict(measured, 12.5, 12.5, relation) == expected  # type: ignore[arg-type]


def test_r07_lift() -> None:
    """Above 12.5 m a lift is asked for; a lift that stops below the new storey, and an unknown ground level, are unknown."""
    context = RuleContext(host=host(facts=MEASURED, lift=False), concept=sample_concept(), layout=sample_layout())
    top = top_floor_m(context)
    assert top is not None
    height = context.host.ground_z_mm or 0
    low = host(facts=MEASURED, lift=False, ground_z_mm=height + round((top.nominal - 11.0) * 1000))
    high = host(facts=MEASURED, lift=False, ground_z_mm=height + round((top.nominal - 14.0) * 1000))
    near = host(facts=MEASURED, lift=False, ground_z_mm=height + round((top.nominal - 12.5) * 1000))
    assert result("R-07", low).verdict == "pass"
    assert result("R-07", high).verdict == "fail"
    assert result("R-07", near).verdict == "unknown"
    assert result("R-07", host(lift=True)).verdict == "unknown"
    assert result("R-07", host(lift=False, ground_z_mm=None)).verdict == "unknown"


def test_an_assumed_height_is_a_wider_interval_than_a_measured_one() -> None:
    widths = []
    for facts in (MEASURED, {}):
        interval = top_floor_m(RuleContext(host=host(facts=facts), concept=sample_concept(), layout=sample_layout()))
        assert interval is not None
        widths.append(interval.high - interval.low)
    assert widths[0] == pytest.approx(0.2)
    assert widths[1] == pytest.approx(1.0)


def test_r30_without_a_limit_is_unknown() -> None:
    assert result("R-30", host(max_height_m=None)).verdict == "unknown"
    assert result("R-30", host(max_height_m=100.0)).verdict == "pass"
    assert result("R-30", host(max_height_m=5.0)).verdict == "fail"


def test_fire_shows_new_build_and_conversion_side_by_side_as_debated() -> None:
    results, _ = evaluate_rules(RuleContext(host=host(facts=MEASURED), concept=sample_concept(), layout=sample_layout()))
    fire = {r.id: r for r in results if r.id in ("R-13", "R-14")}
    assert {r.level for r in fire.values()} == {"nieuwbouw", "verbouw"}
    assert all(r.debated for r in fire.values())
    assert fire["R-13"].threshold != fire["R-14"].threshold


def test_gallery_rule_does_not_apply_without_a_gallery() -> None:
    assert result("R-08", host(), sample_layout(access="stair")).verdict == "not_applicable"
    assert result("R-08", host(), sample_layout(access="gallery")).verdict in ("pass", "fail")


def test_nothing_is_judged_when_nothing_was_placed() -> None:
    layout = replace(sample_layout(), modules=(), dwellings=(), access=())
    assert evaluate_rules(RuleContext(host=host(), concept=sample_concept(), layout=layout)) == ((), ())


def test_every_failed_rule_is_a_finding() -> None:
    results, findings = evaluate_rules(RuleContext(host=host(max_height_m=5.0), concept=sample_concept(), layout=sample_layout()))
    assert {f.subjects[0] for f in findings} == {r.id for r in results if r.verdict == "fail"}


def test_rule_ids_are_unique_and_every_measure_exists() -> None:
    ids = [rule.id for rule in rules()]
    assert len(set(ids)) == len(ids)
    assert {rule.measure for rule in rules()} <= set(MEASURES)
    for rule in rules():
        assert sum([rule.threshold is not None, bool(rule.threshold_by_top_floor_m), rule.threshold_from_host is not None]) == 1
