"""Rules against measures: pass, fail, not applicable or unknown. A threshold inside the measured interval is unknown, never a pass."""

from __future__ import annotations

from typing import Literal

from catalogue.documents.configuration import RuleResult
from catalogue.documents.evidence import Interval
from catalogue.documents.finding import Finding, finding
from configurator.rules.catalogue import Rule, rule_sources, rules
from configurator.rules.measures import MEASURES, NOT_APPLICABLE, RuleContext, top_floor_m

Verdict = Literal["pass", "fail", "not_applicable", "unknown"]


def verdict(measured: Interval, low: float, high: float, relation: Literal["at_least", "at_most"]) -> Verdict:
    """Compare a measured interval with a threshold that lies between `low` and `high`.

    `at_least` passes when the whole interval reaches the highest threshold, and fails when it stays below the lowest one.
    """
    if relation == "at_most":
        if measured.high <= low:
            return "pass"
        return "fail" if measured.low > high else "unknown"
    if measured.low >= high:
        return "pass"
    return "fail" if measured.high < low else "unknown"


def _thresholds(rule: Rule, context: RuleContext) -> tuple[float, float] | None:
    if rule.threshold is not None:
        return rule.threshold, rule.threshold
    if rule.threshold_from_host is not None:
        limit = context.host.max_height_m
        return None if limit is None else (limit, limit)
    top = top_floor_m(context)
    if top is None:
        return None
    steps = rule.threshold_by_top_floor_m
    values = [next((step.value for step in steps if height <= step.up_to), steps[-1].value) for height in (top.low, top.high)]
    return min(values), max(values)


def _decisive(thresholds: tuple[float, float] | None, rule: Rule, outcome: Verdict) -> float | None:
    """Return the threshold that decided: where it is itself uncertain, the mildest one fails and the strictest one passes."""
    if thresholds is None:
        return None
    low, high = thresholds
    strict_is_high = rule.relation == "at_least"
    return high if strict_is_high == (outcome != "fail") else low


def evaluate(rule: Rule, context: RuleContext) -> RuleResult:
    """Return the verdict of one rule on a configuration that has modules."""
    measured = MEASURES[rule.measure](context)
    thresholds = _thresholds(rule, context)
    outcome: Verdict
    interval: Interval | None = None
    if measured is NOT_APPLICABLE:
        outcome = "not_applicable"
    elif measured is None or thresholds is None:
        outcome, interval = "unknown", measured
    else:
        outcome, interval = verdict(measured, *thresholds, rule.relation), measured
    return RuleResult(
        id=rule.id,
        level=rule.level,
        verdict=outcome,
        debated=rule.debated,
        measured_low=interval.low if interval else None,
        measured_high=interval.high if interval else None,
        threshold=_decisive(thresholds, rule, outcome),
        unit=rule.unit,
        source=rule.source.en,
    )


def evaluate_rules(context: RuleContext) -> tuple[tuple[RuleResult, ...], tuple[Finding, ...]]:
    """Return every rule's result, and a finding for each rule that fails. Nothing is judged when nothing was placed."""
    if not context.layout.modules:
        return (), ()
    sources = rule_sources()
    results = tuple(evaluate(rule, context) for rule in rules())
    findings = tuple(
        finding(
            "RULE-DEBATED-FAIL" if result.debated else "RULE-FAIL",
            subjects=(result.id,),
            rule=result.id,
            level=result.level,
            measured=f"{result.measured_low:.2f}"
            if result.measured_low == result.measured_high
            else f"{result.measured_low:.2f}-{result.measured_high:.2f}",
            threshold=result.threshold,
            unit=result.unit,
            source=result.source,
            source_nl=sources[result.id].nl,
        )
        for result in results
        if result.verdict == "fail"
    )
    return results, findings
