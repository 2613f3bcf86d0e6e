"""Tables about concepts as an offer: lists, publication checks, differences, judgements."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from api.cli.tables import console, simple_table
from api.cli.words import word
from catalogue.documents.evidence import Interval
from catalogue.publishing.checking.result import CheckResult
from catalogue.publishing.completeness import Completeness
from catalogue.publishing.diff import ConceptDiff

if TYPE_CHECKING:
    from api.concept_trials import DiffReport
    from api.judgements import JudgementReport
    from catalogue.store.search import Page

MAX_CELL = 40
MAX_CHANGES = 40


def span(interval: Interval | None, digits: int = 0) -> str:
    """Write an interval as `low-high`, or `?` when it is unknown."""
    return "?" if interval is None else f"{interval.low:.{digits}f}-{interval.high:.{digits}f}"


def print_page(page: Page, lang: str) -> None:
    """Print one line a version, and the facets that narrow the list."""
    out = console()
    table = simple_table("id", word("name", lang), "mm", "kg/m2", "EUR/m2", word("support", lang), "", right=("mm", "kg/m2", "EUR/m2"))
    for version in page.versions:
        card = version.card
        flags = [word("example", lang)] if card.example_data else []
        flags += [word(version.state, lang)] if version.state != "published" else []
        flags += [word("deprecated", lang)] if version.deprecated else []
        table.add_row(
            version.reference,
            card.name.in_language(lang),
            f"{card.width_mm[0]}-{card.width_mm[1]}",
            span(card.mass_kg_per_m2),
            span(card.price_eur_per_m2),
            ", ".join(word(support, lang) for support in card.supports),
            ", ".join(flags),
        )
    out.print(table)
    facets = [f"{facet}: " + ", ".join(f"{value} ({count})" for value, count in values.items()) for facet, values in page.counts.items()]
    out.print("\n" + "\n".join(facets), style="dim", markup=False)


def print_checks(results: Sequence[CheckResult], lang: str) -> None:
    """Print the publication checks."""
    table = simple_table("id", word("verdict", lang), word("text", lang))
    for result in results:
        verdict = word("status_unknown" if result.verdict == "unknown" else result.verdict, lang)
        note = "" if result.blocks_publication or result.verdict != "fail" else f" ({word('info', lang)})"
        table.add_row(result.id, verdict + note, result.message.in_language(lang))
    console().print(table)


def print_completeness(labels: Sequence[Completeness], lang: str) -> None:
    """Print for each audience how much of what it needs is there, and what is not."""
    table = simple_table(word("audience", lang), word("complete", lang), word("missing", lang))
    for label in labels:
        table.add_row(word(f"for_{label.audience}", lang), f"{label.present}/{label.needed}", ", ".join(label.missing))
    console().print()
    console().print(table)


def print_diff(diff: ConceptDiff | DiffReport, lang: str) -> None:
    """Print what changed, the weightiest first, and the step that it asks for."""
    out = console()
    table = simple_table(word("step", lang), word("aspect", lang), word("where", lang), diff.old, diff.new, word("effect", lang))
    order = {"major": 0, "minor": 1, "patch": 2, "none": 3}
    changes = sorted(diff.changes, key=lambda change: (order[change.bump], change.pointer))
    for change in changes[:MAX_CHANGES]:
        cells = (shorten(str(value), MAX_CELL, placeholder=" ...") for value in (change.old, change.new))
        table.add_row(change.bump, change.aspect, change.pointer, *cells, word(change.effect, lang))
    out.print(table)
    if len(changes) > MAX_CHANGES:
        out.print(word("more_changes", lang).format(count=len(changes) - MAX_CHANGES))
    enough = word("enough" if diff.bump_is_enough else "too_small", lang)
    out.print(f"\n{word('needed_step', lang)}: {diff.required_bump}; {word('made_step', lang)}: {diff.actual_bump}: {enough}", markup=False)


def print_judgement(judgement: JudgementReport, lang: str) -> None:
    """Print everything that a publication hangs on, and what speaks against it."""
    print_checks(judgement.checks, lang)
    if judgement.diff is not None:
        console().print()
        print_diff(judgement.diff, lang)
    console().print(f"\n{word('may_be_published' if judgement.publishable else 'may_not_be_published', lang)}", markup=False)
    for objection in judgement.objections:
        console().print(f"- {objection}", markup=False)
