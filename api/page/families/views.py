"""Building families: a line for each, and a page with bays, figures, clues and the concepts that fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.page.concepts.cards import Labelled
from api.page.concepts.evidence import EvidenceGroup, SourceView, evidence_of, sources_of
from api.page.figures import Figure, Translate, plain_number, quantity_figure, range_text
from api.page.matching import FitView
from api.page.texts import Lang
from catalogue.documents.family import BuildingFamily, Range
from catalogue.documents.inference import FamilyRules
from configurator.fit.standard_blocks import standard_block
from configurator.outputs.drawing.family_strip import family_strip_svg

OUTLOOK_ORDER = ("suitable", "conditional", "unsuitable")
VERDICT_ORDER = ("conditional", "unknown", "does_not_fit")


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One family in the list."""

    family_id: str
    name: str
    outlook: str
    outlook_word: str
    reason: str
    years: str
    storeys: str
    access: str
    drawing: str
    """Bays and storeys as SVG that stands in the page."""
    fitting: int
    """Concepts whose demands leave them a chance on the standard block."""
    concepts: int


@dataclass(frozen=True, slots=True)
class ClueView:
    """One thing by which buildings of this family are told from others."""

    name: str
    expected: str
    weight_outside: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class FamilyView:
    """The page of one family."""

    line: FamilyLine
    version: str
    example: bool
    figures: tuple[Labelled, ...]
    notes: str
    evidence: tuple[EvidenceGroup, ...]
    clues: tuple[ClueView, ...]
    rules: str
    fits: tuple[FitView, ...]
    configure_query: str
    """What makes the standard block in the address of the configuration page."""
    compare_query: str


def family_line(family: BuildingFamily, permitted: Sequence[bool], lang: Lang, t: Translate) -> FamilyLine:
    """Return a family as one line of the list; `permitted` says of every concept whether its demands leave it a chance."""
    return FamilyLine(
        family_id=family.id,
        name=family.name.in_language(lang),
        outlook=family.outlook,
        outlook_word=t(f"outlook.{family.outlook}"),
        reason=family.outlook_reason.in_language(lang),
        years=years_text(family.years),
        storeys=range_text((family.storeys.min, family.storeys.max), lang),
        access=t(f"existing_access.{family.access_existing}"),
        drawing=family_strip_svg(family, lang),
        fitting=sum(permitted),
        concepts=len(permitted),
    )


def years_text(years: Range) -> str:
    """Write the years of a family, which are no quantities: without spaces between thousands."""
    return f"{years.min:.0f}–{years.max:.0f}"


def by_outlook(lines: Iterable[FamilyLine]) -> tuple[tuple[str, tuple[FamilyLine, ...]], ...]:
    """Group families by outlook, the best first, and order them by id; an outlook that no family has is left out."""
    ordered = sorted(lines, key=lambda line: line.family_id)
    groups = ((outlook, tuple(line for line in ordered if line.outlook == outlook)) for outlook in OUTLOOK_ORDER)
    return tuple((outlook, group) for outlook, group in groups if group)


def family_view(family: BuildingFamily, rules: FamilyRules, fits: Sequence[FitView], lang: Lang, t: Translate, on: dt.date) -> FamilyView:
    """Return the page of one family; `fits` in the order in which a person reads them."""
    ordered = sorted(fits, key=lambda one: VERDICT_ORDER.index(one.verdict))
    best = [one.reference for one in ordered if one.verdict != "does_not_fit"]
    return FamilyView(
        line=family_line(family, [one.verdict != "does_not_fit" for one in fits], lang, t),
        version=family.version,
        example=family.example_data,
        figures=_figures(family, lang, t),
        notes="" if family.notes is None else family.notes.in_language(lang),
        evidence=evidence_of(family, family.sources, lang, t, on, skipped=("sources",)),
        clues=tuple(_clues(family, rules, lang, t)),
        rules=f"{rules.id}@{rules.version}",
        fits=tuple(ordered),
        configure_query=block_query(family),
        compare_query=urlencode([("building", f"family:{family.id}"), *(("concept", reference) for reference in best[:3])]),
    )


def block_query(family: BuildingFamily) -> str:
    """Return the standard block of a family as measures in an address."""
    block = standard_block(family)
    (x0, y0), _, (x1, y1), _ = block.roof.polygon.outer
    storeys = 0 if block.storeys_existing is None else block.storeys_existing.value
    return urlencode({"family": family.id, "length": f"{x1 - x0:g}", "depth": f"{y1 - y0:g}", "storeys_existing": storeys})


def _figures(family: BuildingFamily, lang: Lang, t: Translate) -> tuple[Labelled, ...]:
    plinth = t(f"plinth.{family.plinth.kind}")
    high = f" ({plain_number(family.plinth.height_m, lang)} m)" if family.plinth.height_m else ""
    named = (
        ("family.foundation", family.foundation.in_language(lang)),
        ("family.systems", ", ".join(family.systems)),
        ("family.typology", ", ".join(family.typology_codes)),
    )
    return (
        Labelled(t("family.years"), Figure(years_text(family.years))),
        Labelled(t("family.storeys"), Figure(range_text((family.storeys.min, family.storeys.max), lang))),
        Labelled(t("family.depth"), quantity_figure(family.depth_m, lang, t)),
        Labelled(t("family.storey_height"), quantity_figure(family.storey_height_m, lang, t)),
        Labelled(t("family.bays"), Figure(range_text((family.bays.range_mm.min, family.bays.range_mm.max), lang), "mm")),
        Labelled(t("family.bearing_system"), Figure(t(f"term.{family.bearing_system}"))),
        Labelled(t("family.access"), Figure(t(f"existing_access.{family.access_existing}"))),
        Labelled(t("family.lift"), Figure(t("figure.yes" if family.lift_existing else "figure.no"))),
        Labelled(t("family.plinth"), Figure(plinth + high)),
        *(Labelled(t(key), Figure(said)) for key, said in named if said),
    )


def _clues(family: BuildingFamily, rules: FamilyRules, lang: Lang, t: Translate) -> Iterable[ClueView]:
    """Yield what the rules weigh, with what this family expects of it, and how much remains of its odds outside that."""
    own = {
        "year_built": years_text(family.years),
        "storeys": range_text((family.storeys.min, family.storeys.max), lang),
        "depth_m": f"{range_text((family.depth_m.low or 0.0, family.depth_m.high or 0.0), lang)} m",
    }
    for rule in rules.ranges:
        weight = t("clue.near", near=f"×{plain_number(rule.near, lang)}", outside=f"×{plain_number(rule.outside, lang)}")
        yield ClueView(t(f"clue.{rule.fact}"), own[rule.fact], weight, sources_of(rule.source, rules.sources, lang)[0])
    for access in rules.by_access:
        usual = access.by_access.get(family.access_existing)
        if usual is not None:
            unit = " m" if access.fact == "length_m" else ""
            expected = f"{range_text((usual.usual.min, usual.usual.max), lang)}{unit}"
            outside = t("clue.outside", outside=f"×{plain_number(usual.outside, lang)}")
            yield ClueView(t(f"clue.{access.fact}"), expected, outside, sources_of(access.source, rules.sources, lang)[0])
    for kind in rules.kinds:
        weights = {name: by.get(family.access_existing, kind.other) for name, by in kind.weights.items()}
        told = ", ".join(f"{t(f'existing_kind.{name}')} ×{plain_number(weight, lang)}" for name, weight in weights.items())
        usual_kinds = ", ".join(t(f"existing_kind.{name}") for name, weight in weights.items() if weight == max(weights.values()))
        yield ClueView(t(f"clue.{kind.fact}"), usual_kinds, told, sources_of(kind.source, rules.sources, lang)[0])
