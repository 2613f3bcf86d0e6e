"""Which building family a building may belong to: every declared rule weighs every family; the weights become odds.

BAG cannot tell a stair-access block from a gallery block: without a type, dwellings, length or access both stay in the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.documents.building import Building, FamilyCandidate
from catalogue.documents.evidence import Fact, Source
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import finding
from catalogue.documents.inference import AccessRule, FamilyRules, KindRule, RangeRule
from configurator.host.frame import local_frame
from configurator.host.outline import to_local
from configurator.host.rings import polygon_of

RULES_SOURCE = "family-rules"
"""Source id of a family that was inferred."""

ODDS_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Clues:
    """What the rules look at; None is unknown."""

    year_built: int | None = None
    storeys: int | None = None
    length_m: float | None = None
    depth_m: float | None = None
    height_m: float | None = None
    """Roof above ground."""
    dwellings_per_pand: float | None = None
    dwelling_type_existing: str | None = None
    access_existing: str | None = None

    @property
    def telling(self) -> bool:
        """Whether anything is known that tells families apart: length, depth and height alone do not."""
        told = (self.year_built, self.dwelling_type_existing, self.access_existing, self.dwellings_per_pand)
        return any(value is not None for value in told)


def clues_of(building: Building) -> Clues:
    """Return the clues in a building document: length and depth in the roof's own frame, dwellings for each pand.

    Raises UnreadableInput for a roof that is no proper outline.
    """
    outline = polygon_of(building.roof.polygon, "roof outline", crs=building.site.crs)
    u0, v0, u1, v1 = to_local(outline, local_frame(outline, crs=None, peil_nap_m=None)).bounds
    height = _value(building.roof.height_above_ground_m)
    if height is None and building.roof.level_nap_m is not None and building.ground_nap_m is not None:
        height = building.roof.level_nap_m.value - building.ground_nap_m.value
    heights, storeys = _value(building.storey_heights_m), _value(building.storeys_existing)
    dwellings = _value(building.dwellings_existing)
    return Clues(
        year_built=_value(building.year_built),
        storeys=len(heights) if storeys is None and heights is not None and len(heights) > 1 else storeys,
        length_m=(u1 - u0) / 1000.0,
        depth_m=(v1 - v0) / 1000.0,
        height_m=height,
        dwellings_per_pand=None if dwellings is None else dwellings / max(1, len(building.bag_ids)),
        dwelling_type_existing=_value(building.dwelling_type_existing),
        access_existing=_value(building.access_existing),
    )


def _value(fact: Fact[Any] | None) -> Any:  # noqa: ANN401 - the value of any fact
    return None if fact is None else fact.value


def _storeys(clues: Clues, family: BuildingFamily) -> float | None:
    """Return the storeys of a building: known, else what its height holds at the family's plinth and storey height."""
    usual = family.storey_height_m.value
    if clues.storeys is not None:
        return float(clues.storeys)
    if clues.height_m is None or not usual:
        return None
    return float(max(1, round((clues.height_m - family.plinth.height_m) / usual)))


def _range_rule(rule: RangeRule, clues: Clues, family: BuildingFamily) -> tuple[float, str] | None:
    """Return the weight of a number against the family's range, and a line that says so; None when the number is unknown."""
    value: float | None
    if rule.fact == "year_built":
        value, low, high = None if clues.year_built is None else float(clues.year_built), family.years.min, family.years.max
    elif rule.fact == "storeys":
        value, low, high = _storeys(clues, family), family.storeys.min, family.storeys.max
    else:
        interval = family.depth_m.interval()
        if interval is None:
            return None
        value, low, high = clues.depth_m, interval.low, interval.high
    if value is None:
        return None
    off = max(low - value, value - high, 0.0)
    weight = 1.0 if off <= 0.0 else rule.near if off <= rule.tolerance else rule.outside
    return weight, f"{rule.id}: {value:g} against {low:g}-{high:g}, weight {weight:g} ({rule.source})"


def _access_rule(rule: AccessRule, clues: Clues, family: BuildingFamily) -> tuple[float, str] | None:
    value = clues.length_m if rule.fact == "length_m" else clues.dwellings_per_pand
    usual = rule.by_access.get(family.access_existing)
    if value is None or usual is None:
        return None
    weight = 1.0 if usual.usual.min <= value <= usual.usual.max else usual.outside
    said = f"{rule.id}: {value:.3g} against {usual.usual.min:g}-{usual.usual.max:g} with {family.access_existing}"
    return weight, f"{said}, weight {weight:g} ({rule.source})"


def _kind_rule(rule: KindRule, clues: Clues, family: BuildingFamily) -> tuple[float, str] | None:
    kind: str | None = getattr(clues, rule.fact)
    if kind is None or kind not in rule.weights:
        return None
    weight = rule.weights[kind].get(family.access_existing, rule.other)
    return weight, f"{rule.id}: {kind} against {family.access_existing}, weight {weight:g} ({rule.source})"


def _weighed(clues: Clues, family: BuildingFamily, rules: FamilyRules) -> tuple[float, tuple[str, ...]]:
    """Return the product of all weights of one family and the lines that explain it."""
    verdicts = [
        *(_range_rule(rule, clues, family) for rule in rules.ranges),
        *(_access_rule(rule, clues, family) for rule in rules.by_access),
        *(_kind_rule(rule, clues, family) for rule in rules.kinds),
    ]
    said = [verdict for verdict in verdicts if verdict is not None]
    weight = rules.prior.get(family.id, 1.0)
    for factor, _ in said:
        weight *= factor
    return weight, tuple(line for _, line in said)


def infer_families(clues: Clues, families: Sequence[BuildingFamily], rules: FamilyRules) -> tuple[FamilyCandidate, ...]:
    """Return every family with its odds and evidence, the likeliest first; the odds leave room for families that are not listed.

    Args:
        clues: what is known of a building, or of a row of a portfolio.
        families: all families of the catalogue, any number.
        rules: declared weights.
    """
    weighed = [(family.id, *_weighed(clues, family, rules)) for family in families]
    total = rules.unlisted + sum(weight for _, weight, _ in weighed)
    found = [FamilyCandidate(family=name, odds=round(weight / total, ODDS_DECIMALS), evidence=lines) for name, weight, lines in weighed]
    return tuple(sorted(found, key=lambda candidate: (-candidate.odds, candidate.family)))


def reported(candidates: Sequence[FamilyCandidate], rules: FamilyRules) -> tuple[FamilyCandidate, ...]:
    """Return the candidates after the first whose odds are worth reporting."""
    return tuple(candidate for candidate in candidates[1:] if candidate.odds > rules.reported_odds)


def with_inferred_family(building: Building, families: Sequence[BuildingFamily], rules: FamilyRules) -> Building:
    """Return a building with the likeliest family as an assumption, all candidates, and a finding that names the alternatives.

    A building that names its family, tells too little, or resembles no family is returned as it is.
    """
    clues = clues_of(building)
    if building.family is not None or not clues.telling:
        return building
    candidates = infer_families(clues, families, rules)
    if not candidates or candidates[0].odds < rules.min_odds:
        return building
    best, others = candidates[0], reported(candidates, rules)
    named = ", ".join(f"{other.family} {other.odds:.0%}".replace("%", " %") for other in others)
    note = finding(
        "READ-FAMILY-INFERRED",
        subjects=("/family", *(f"/family_candidates/{number}" for number in range(1, len(others) + 1))),
        family=best.family,
        odds_percent=round(best.odds * 100),
        alternatives_nl=f"ook mogelijk, met een ander antwoord: {named}" if others else "geen andere familie boven 10 %",
        alternatives_en=f"also possible, with another answer: {named}" if others else "no other family above 10 %",
    )
    named_rules = f"{rules.id}@{rules.version}"
    source = Source(
        title=f"Rules for building families {named_rules}",
        title_nl=f"Regels voor optopfamilies {named_rules}",
        reference="; ".join(best.evidence),
    )
    return building.model_copy(
        update={
            "family": Fact[str](value=best.family, basis="assumed", source=RULES_SOURCE),
            "family_candidates": candidates,
            "findings": (*building.findings, note),
            "sources": {**building.sources, RULES_SOURCE: source},
        }
    )
