"""Matches of concepts on families in words, each criterion with its numbers and what would make it hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from api.page.figures import Figure, Translate, increase_text, plain_number, share_text
from api.page.labels import label_of
from api.page.texts import Lang
from api.work.showing import Matches
from catalogue.documents.building import BearingSystem, WallMaterial
from catalogue.documents.concept import Concept, Intervention, Support
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import Parameter
from catalogue.matching.criteria import Criterion, Remedy
from catalogue.resolve import resolve_family
from configurator.fit.matching import Matched

UNITS_BY_ENDING = (("_kg_per_m2", "kg/m²"), ("_mm", "mm"), ("_m2", "m²"), ("_m", "m"))
COMPUTED_INTERVENTION: Intervention = "rooftop_extension"
"""The only intervention that the engine lays out; of the others it can only judge the demands."""
GAP = "gap_mm_in_bay_"
SAID_WHEN_TRUE = ("bays_assumed",)
"""Facts that are worth a word only where they hold."""


@dataclass(frozen=True, slots=True)
class RemedyView:
    """One change that would make a criterion hold."""

    owner: str
    text: str


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion with its numbers, as a reader sees it."""

    code: str
    name: str
    verdict: str
    verdict_word: str
    demanded: str
    found: str
    margin: str
    remedies: tuple[RemedyView, ...]


@dataclass(frozen=True, slots=True)
class FitView:
    """One concept on one family."""

    family_id: str
    family_name: str
    reference: str
    concept_name: str
    verdict: str
    verdict_word: str
    homes: Figure
    load_foundation: Figure
    load: Figure
    """Where it is largest, on whichever storey."""
    band: str
    failing: tuple[CriterionView, ...]
    """What does not hold."""
    criteria: tuple[CriterionView, ...]
    remedies: tuple[RemedyView, ...]
    """What would make it fit."""


def fit_views(concepts: Sequence[Concept], named: Sequence[str], found: Matches, lang: Lang, t: Translate) -> list[FitView]:
    """Return how each concept stands on the standard block of each family, concept by concept."""
    rows = zip(concepts, found, strict=True)
    return [fit_view(one, resolve_family(name), match, lang, t) for one, row in rows for name, match in zip(named, row, strict=True)]


def fit_view(concept: Concept, family: BuildingFamily, found: Matched | None, lang: Lang, t: Translate) -> FitView:
    """Return how a concept stands on a family's standard block."""
    names = (family.id, family.name.in_language(lang), f"{concept.id}@{concept.version}", concept.name.in_language(lang))
    if found is None:
        unknown = Figure("", known=False)
        return FitView(*names, "unknown", t("verdict.too_little"), unknown, unknown, unknown, "", (), (), ())
    criteria = tuple(criterion_view(item, lang, t) for item in found.match.criteria if item.verdict != "not_applicable")
    if concept.interventions[0] != COMPUTED_INTERVENTION and _alone(criteria):
        unknown = Figure("", known=False)
        return FitView(*names, "unknown", t("verdict.not_computed"), unknown, unknown, unknown, "", (), criteria, ())
    fails = found.match.verdict == "does_not_fit"
    failing = tuple(item for item in criteria if item.verdict == "fail" and (item.code != "MATCH-PLACED" or not fails or _alone(criteria)))
    loads = found.match.criterion("MATCH-LOAD-BAND").found
    band = loads.get("worst_band")
    return FitView(
        *names,
        found.match.verdict,
        t(f"verdict.{found.match.verdict}"),
        Figure(str(found.offer.homes)) if not fails else Figure("0"),
        _increase(loads.get("worst_r_n_p50_foundation"), lang),
        _increase(loads.get("worst_r_n_p50"), lang),
        "" if band is None else str(band),
        failing,
        criteria,
        tuple(one for item in failing for one in item.remedies) if fails else (),
    )


def _increase(value: Parameter, lang: Lang) -> Figure:
    return Figure(increase_text(float(value), lang)) if isinstance(value, int | float) else Figure("", known=False)


def _alone(criteria: Iterable[CriterionView]) -> bool:
    """Tell whether that nothing was placed is all that speaks against a concept: else it is a consequence, no reason."""
    failing = [item.code for item in criteria if item.verdict == "fail"]
    return failing == ["MATCH-PLACED"]


def criterion_view(item: Criterion, lang: Lang, t: Translate) -> CriterionView:
    """Return one criterion in words."""
    return CriterionView(
        code=item.id,
        name=t(f"criterion.{item.id}"),
        verdict=item.verdict,
        verdict_word=t(f"criterion_verdict.{item.verdict}"),
        demanded=parameters_text(item.demanded, lang, t),
        found=parameters_text(item.found, lang, t),
        margin="" if item.margin is None else _margin_text(item.id, item.margin, lang, t),
        remedies=tuple(remedy_view(one, lang, t) for one in item.would_fit),
    )


def _margin_text(criterion: str, margin: float, lang: Lang, t: Translate) -> str:
    """Return by how much a criterion is met or missed, in its own unit; a share in percent."""
    shown = round(margin * 100, 1) if criterion == "MATCH-OBSTACLES" else margin
    return t(f"criterion_margin.{criterion}", margin=f"{'+' if shown > 0 else ''}{plain_number(shown, lang)}")


def remedy_view(one: Remedy, lang: Lang, t: Translate) -> RemedyView:
    """Return a remedy as a short sentence: whose figure, from what to what."""
    name = one.parameter.rsplit("/", 1)[-1]
    owner = one.parameter.rsplit("/", 2)[-2] if name in ("min", "max") and "/" in one.parameter else name
    label = label_of(owner, lang) if owner == name else f"{label_of(owner, lang)}, {label_of(name, lang).lower()}"
    if one.owner == "options":
        label = t("remedy.intervention")
    unit = unit_of(owner)
    now, needed = (value_text(value, lang, t) for value in (one.now, one.needed))
    return RemedyView(t(f"remedy.{one.owner}"), f"{label} {now or t('figure.unknown')} → {needed} {unit}".strip())


def unit_of(name: str) -> str:
    """Return the unit that ends a parameter's name."""
    return next((unit for ending, unit in UNITS_BY_ENDING if name.endswith(ending) or f"{ending}_" in name), "")


def value_text(value: Parameter, lang: Lang, t: Translate) -> str:
    """Write one value of a criterion: words where it names something, numbers as numbers, nothing where it is unknown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return t("figure.yes" if value else "figure.no")
    if isinstance(value, int | float):
        return plain_number(value, lang)
    return ", ".join(t(f"term.{part}") if part in TERMS else part for part in str(value).split(", "))


def parameters_text(values: Mapping[str, Parameter], lang: Lang, t: Translate) -> str:
    """Write the numbers of a criterion, each with its name; what nobody knows is said to be unknown."""
    return "; ".join(part for name, value in values.items() if (part := _parameter(name, value, lang, t)))


def _parameter(name: str, value: Parameter, lang: Lang, t: Translate) -> str:
    if name in SAID_WHEN_TRUE:
        return t(f"parameter.{name}") if value else ""
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if name.startswith(GAP) and number is not None:
        fault = "too_narrow" if number > 0 else "too_wide"
        return t(f"parameter.{fault}", bay=plain_number(float(name.removeprefix(GAP)), lang), gap=plain_number(abs(number), lang))
    if name in SHARES and number is not None:
        said = increase_text(number, lang) if name.startswith("worst") else share_text(number, lang)
        return f"{t(f'parameter.{name}')} {said}"
    said = value_text(value, lang, t) or t("figure.unknown")
    return f"{t(f'parameter.{name}')} {said} {unit_of(name) if number is not None else ''}".strip()


SHARES = ("worst_r_n_p50", "worst_r_n_p50_foundation", "max_obstacle_share", "obstacle_share")
TERMS = frozenset((*get_args(Intervention), *get_args(Support), *get_args(BearingSystem), *get_args(WallMaterial)))
"""Values of criteria that are words of the page."""
