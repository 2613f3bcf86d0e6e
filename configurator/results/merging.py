"""The configurations of the wings of one building as one: lists follow one another, figures are summed, verdicts are the worst."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from catalogue.documents.concept import Concept
from catalogue.documents.configuration import (
    AssumptionUsed,
    Configuration,
    ConnectorResult,
    Knowledge,
    LayoutResult,
    Loads,
    Provenance,
    RuleResult,
    Summary,
    Verdict,
    WingResult,
)
from catalogue.documents.finding import Finding
from catalogue.documents.load_results import FamilyEnvelope, FamilyEstimate, Stability
from configurator.impact.quantities import estimate_impact
from configurator.results.host import knowledge
from configurator.results.naming import WingNames, names_of
from configurator.results.wing import ComputedWing

T = TypeVar("T")
N = TypeVar("N", int, float)

_WORST_RULE = {"fail": 0, "unknown": 1, "pass": 2, "not_applicable": 3}
_SUMMARY = "/summary/"


def merged(drafts: Sequence[Configuration], wings: Sequence[ComputedWing], concept: Concept) -> Configuration:
    """Return the configuration of a building of several wings, from one of each wing: not rounded, without rows and digest.

    Args:
        drafts: the configuration of each wing as if it were alone.
        wings: the wings, in the same order.
        concept: what stands on all of them.
    """
    building = drafts[0].request.building
    names = [names_of(wing.key, wing.host.level_id, building) for wing in wings]
    pairs = list(zip(drafts, names, strict=True))
    summaries = [draft.summary for draft in drafts]
    return drafts[0].model_copy(
        update={
            "summary": _summary(summaries, [draft.layout for draft in drafts]).model_copy(
                update={
                    "module_types": len({module.type_id for wing in wings for module in wing.layout.modules}),
                    "knowledge": _knowledge(wings, names, drafts),
                }
            ),
            "host": names[0].host(drafts[0].host),
            "layout": _layout([name.layout(draft.layout) for draft, name in pairs], summaries),
            "connector": _connector([draft.connector for draft in drafts if draft.connector is not None]),
            "loads": _loads(pairs),
            "rules": _rules([draft.rules for draft in drafts]),
            "impact": estimate_impact(concept, [(wing.layout, wing.loads.masses.modules) for wing in wings]),
            "findings": _findings(pairs),
            "assumptions": _assumptions(pairs),
            "provenance": _provenance(drafts),
            "wings": tuple(_wing(draft, name, wing) for (draft, name), wing in zip(pairs, wings, strict=True)),
        }
    )


def _wing(draft: Configuration, name: WingNames, wing: ComputedWing) -> WingResult:
    return WingResult(
        id=wing.key,
        level=wing.host.level_id,
        summary=draft.summary,
        host=name.host(draft.host),
        layout=name.layout(draft.layout),
        connector=draft.connector,
        stability=draft.loads.stability,
    )


def _common(values: Iterable[T | None]) -> T | None:
    """Return what all of them are, or None where they differ."""
    found = list(dict.fromkeys(values))
    return found[0] if len(found) == 1 else None


def _largest(values: Iterable[N | None]) -> N | None:
    return max((value for value in values if value is not None), default=None)


def _verdict(summaries: Sequence[Summary]) -> Verdict:
    """Return the worst verdict of the wings that carry modules; `does_not_fit` when none does."""
    built = {summary.verdict for summary in summaries if summary.modules}
    return "unknown" if "unknown" in built else "conditional" if built else "does_not_fit"


def _gap(summaries: Sequence[Summary], layouts: Sequence[LayoutResult]) -> float | None:
    """Return (bound - value) / bound over all wings; None where a wing with modules has no valid bound.

    A wing that was refused before anything was placed has no scheme, and nothing to gain in it.
    """
    if any(summary.modules and layout.bound is None for summary, layout in zip(summaries, layouts, strict=True)):
        return None
    bound, value = sum(layout.bound or 0 for layout in layouts), sum(layout.value for layout in layouts)
    return (bound - value) / bound if bound > 0 else None


def _summary(summaries: Sequence[Summary], layouts: Sequence[LayoutResult]) -> Summary:
    """Return the sums and the worst of what can be told from the summaries alone."""
    built = [summary for summary in summaries if summary.modules]
    gross_m2 = sum(summary.gross_floor_area_m2 for summary in summaries)
    roof_m2 = sum(summary.roof_area_m2 for summary in summaries)
    mass_kg = sum(summary.mass_kg for summary in summaries)
    return summaries[0].model_copy(
        update={
            "verdict": _verdict(summaries),
            "dwellings": sum(summary.dwellings for summary in summaries),
            "modules": sum(summary.modules for summary in summaries),
            "support": _common(summary.support for summary in built),
            "access": _common(summary.access for summary in built),
            "storeys_added": max(summary.storeys_added for summary in summaries),
            "gross_floor_area_m2": gross_m2,
            "usable_area_m2": sum(summary.usable_area_m2 for summary in summaries),
            "roof_area_m2": roof_m2,
            "placed_share": sum(summary.placed_share * summary.roof_area_m2 for summary in summaries) / roof_m2,
            "bound_gap": _gap(summaries, layouts),
            "height_above_ground_m": _largest(summary.height_above_ground_m for summary in summaries),
            "mass_kg": mass_kg,
            "mass_kg_per_m2": mass_kg / gross_m2 if gross_m2 else None,
            "heaviest_module_kg": _largest(summary.heaviest_module_kg for summary in summaries),
            "worst_r_n_p50": _largest(summary.worst_r_n_p50 for summary in summaries),
            "worst_r_n_p50_foundation": _largest(summary.worst_r_n_p50_foundation for summary in summaries),
            "worst_band": max((summary.worst_band for summary in built if summary.worst_band is not None), default=None),
        }
    )


def _knowledge(wings: Sequence[ComputedWing], names: Sequence[WingNames], drafts: Sequence[Configuration]) -> Knowledge:
    """Count each fact of the building once, and those of a further level beside them."""
    facts = {
        name.pointer(pointer): fact.assumed for wing, name in zip(wings, names, strict=True) for pointer, fact in wing.host.facts.items()
    }
    assumed = sum(facts.values())
    unknown = knowledge(drafts[0].request.building, wings[0].host).unknown
    return Knowledge(known=len(facts) - assumed, assumed=assumed, unknown=unknown)


def _layout(layouts: Sequence[LayoutResult], summaries: Sequence[Summary]) -> LayoutResult:
    built = [layout for layout, summary in zip(layouts, summaries, strict=True) if summary.modules]
    complete = all(layout.bound is not None for layout in built)
    return LayoutResult(
        support=_common(layout.support for layout in built),
        access=_common(layout.access for layout in built),
        gallery_side=_common(layout.gallery_side for layout in built),
        gallery_inside_roof=_common(layout.gallery_inside_roof for layout in built),
        access_elements=tuple(item for layout in layouts for item in layout.access_elements),
        empty=tuple(item for layout in layouts for item in layout.empty),
        value=sum(layout.value for layout in layouts),
        bound=sum(layout.bound or 0 for layout in layouts) if complete else None,
    )


def _connector(connectors: Sequence[ConnectorResult]) -> ConnectorResult | None:
    """Return the connectors of all wings as one, or None where they are not the same one."""
    if not connectors or _common((c.support, c.height_mm, c.mass_kg_per_m2, c.spans_between_lines) for c in connectors) is None:
        return None
    return connectors[0].model_copy(
        update={
            "area_m2": sum(connector.area_m2 for connector in connectors),
            "mass_kg": sum(connector.mass_kg for connector in connectors),
            "largest_span_mm": _largest(connector.largest_span_mm for connector in connectors),
        }
    )


def _worst(items: Sequence[T], figure: Callable[[T], float | None]) -> T:
    """Return the item with the largest figure, the first of equals; an unknown figure is the smallest."""
    return max(items, key=lambda item: -1.0 if (value := figure(item)) is None else value)


def _grown(stability: Stability) -> float | None:
    return stability.base_moment_ratio


def _loads(pairs: Sequence[tuple[Configuration, WingNames]]) -> Loads:
    loads = [draft.loads for draft, _ in pairs]
    governing = _worst([draft for draft, _ in pairs], lambda draft: draft.summary.worst_r_n_p50)
    ties = [item.ties for item in loads if item.ties is not None]
    return Loads(
        lines=(),
        reactions=(),
        stability=_worst([item.stability for item in loads], _grown),
        added_weight_kn=sum(item.added_weight_kn for item in loads),
        removed_weight_kn=sum(item.removed_weight_kn for item in loads),
        measure_first=governing.loads.measure_first,
        envelope=_envelope([item.envelope for item in loads if item.envelope is not None]),
        ties=_worst(ties, lambda item: item.horizontal_after_kn_per_m) if ties else None,
        drift=tuple(zone.model_copy(update={"wing": name.key}) for draft, name in pairs for zone in draft.loads.drift),
        norm_rows=tuple(dict.fromkeys(row for item in loads for row in item.norm_rows)),
        basis=governing.loads.basis,
        norm_checks=tuple(dict.fromkeys(check for item in loads for check in item.norm_checks)),
    )


def _envelope(envelopes: Sequence[FamilyEnvelope]) -> FamilyEnvelope | None:
    """Return the envelope over the families and the wings: for each family its worst wing."""
    if not envelopes:
        return None
    by_family: dict[str, list[FamilyEstimate]] = {}
    for item in (estimate for envelope in envelopes for estimate in envelope.families):
        by_family.setdefault(item.family, []).append(item)
    families = []
    for found in by_family.values():
        worst = _worst(found, lambda item: item.worst_r_n_p50)
        at_foundation = max(item.worst_r_n_p50_foundation for item in found)
        dwellings = [item.dwellings for item in found if item.dwellings is not None]
        sums = {
            "worst_r_n_p50_foundation": at_foundation,
            "worst_band": max(item.worst_band for item in found),
            "same_walls": all(item.same_walls for item in found),
            "support": _common(item.support for item in found),
            "dwellings": sum(dwellings) if dwellings else None,
        }
        families.append(worst.model_copy(update=sums))
    return FamilyEnvelope(
        families=tuple(families),
        worst_r_n_p10=min(item.worst_r_n_p10 for item in envelopes),
        worst_r_n_p90=max(item.worst_r_n_p90 for item in envelopes),
        worst_band=max(item.worst_band for item in envelopes),
        without_figures=tuple(dict.fromkeys(item for envelope in envelopes for item in envelope.without_figures)),
    )


def _rules(rules: Sequence[tuple[RuleResult, ...]]) -> tuple[RuleResult, ...]:
    """Return each rule at each level once, with the worst verdict over the wings that carry modules."""
    found: dict[tuple[str, str], RuleResult] = {}
    for result in (result for results in rules for result in results):
        known = found.get((result.id, result.level))
        if known is None or _WORST_RULE[result.verdict] < _WORST_RULE[known.verdict]:
            found[result.id, result.level] = result
    return tuple(found.values())


def _findings(pairs: Sequence[tuple[Configuration, WingNames]]) -> tuple[Finding, ...]:
    """Return the findings of all wings: what every wing says word by word is said once, anything else with the wing it is about."""
    said = [[(item.model_dump_json(), name.finding(item)) for item in draft.findings] for draft, name in pairs]
    everywhere = set.intersection(*({plain for plain, _ in items} for items in said))
    found: dict[str, Finding] = {}
    for items, (_, name) in zip(said, pairs, strict=True):
        for plain, item in items:
            same = plain in everywhere and item.model_dump_json() == plain
            subjects = item.subjects if same or name.key in item.subjects else (name.key, *item.subjects)
            found.setdefault((one := item.model_copy(update={"subjects": subjects})).model_dump_json(), one)
    return tuple(found.values())


def _assumptions(pairs: Sequence[tuple[Configuration, WingNames]]) -> tuple[AssumptionUsed, ...]:
    found: dict[str, AssumptionUsed] = {}
    for draft, name in pairs:
        for item in draft.assumptions:
            pointer = name.pointer(item.pointer)
            found.setdefault(f"{pointer} {item.value}", item.model_copy(update={"pointer": pointer}))
    return tuple(sorted(found.values(), key=lambda item: item.pointer))


def _provenance(drafts: Sequence[Configuration]) -> dict[str, Provenance]:
    """Return where figures come from; those of a wing's summary come from where those of the whole do."""
    found: dict[str, Provenance] = {}
    for draft in drafts:
        found = {**draft.provenance, **found}
    return found | {f"/wings/*{pointer}": entry for pointer, entry in found.items() if pointer.startswith(_SUMMARY)}
