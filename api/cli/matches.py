"""Tables of matches, rankings, comparisons and consequences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from api.cli.tables import console, simple_table
from api.cli.words import WORDS, word
from catalogue.matching.criteria import Criterion, Remedy
from catalogue.matching.ranking import Offer, Scored

if TYPE_CHECKING:
    from api.concept_trials import FitReport
    from configurator.fit.comparison import Comparison
    from configurator.fit.consequences import Consequence
    from configurator.fit.matching import Matched


def print_matched(found: Sequence[Matched], names: Mapping[str, str], lang: str) -> None:
    """Print each match with its criteria, their numbers and what would make them hold."""
    out = console()
    columns = [word(key, lang) for key in ("criterion", "verdict", "demanded", "found", "margin", "would_fit")]
    for item in found:
        title = f"{item.match.concept} {names.get(item.match.concept, '')}: {word(item.match.verdict, lang)}"
        table = simple_table(*columns, right=[word("margin", lang)], title=title)
        for criterion in item.match.criteria:
            if criterion.verdict != "not_applicable":
                table.add_row(*_criterion(criterion, lang))
        out.print(table)
        out.print()


def _criterion(criterion: Criterion, lang: str) -> tuple[str, ...]:
    verdict = {"unknown": "status_unknown", "conditional": "status_conditional"}.get(criterion.verdict, criterion.verdict)
    return (
        criterion.id,
        word(verdict, lang),
        _parameters(criterion.demanded),
        _parameters(criterion.found),
        "" if criterion.margin is None else f"{criterion.margin:g}",
        "; ".join(_remedy(one) for one in criterion.would_fit),
    )


def _remedy(one: Remedy) -> str:
    change = "" if one.change is None else f" ({one.change:+g})"
    return f"{one.parameter} {'?' if one.now is None else one.now} -> {one.needed}{change}"


def _parameters(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {'?' if value is None else value}" for name, value in values.items())


def number(value: object, lang: str = "nl") -> str:
    """Write a figure: `?` for what is unknown, a word where there is one."""
    if value is None:
        return "?"
    if isinstance(value, bool):
        return word("yes" if value else "no", lang)
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1 else f"{value:,.1f}".removesuffix(".0")
    return word(str(value), lang) if str(value) in WORDS else str(value)


def print_ranking(offers: Sequence[Offer], front: Sequence[str], scored: Sequence[Scored], lang: str) -> None:
    """Print what each concept that fits gives, which ones no other beats, and the order by the user's weights."""
    fitting = [offer for offer in offers if offer.verdict != "does_not_fit"]
    if not fitting:
        return
    columns = [word(key, lang) for key in ("homes", "increase", "concept_cost", "carbon", "lead_time")]
    table = simple_table(word("concept", lang), *columns, word("unbeaten", lang), word("score", lang), right=columns)
    scores = {item.concept: item for item in scored}
    order = [item.concept for item in scored] or [offer.concept for offer in fitting]
    for offer in sorted(fitting, key=lambda one: order.index(one.concept)):
        mine = scores.get(offer.concept)
        score = "" if mine is None else number(mine.score) + (f" ({', '.join(mine.missing)})" if mine.missing else "")
        figures = (str(offer.homes), "?" if offer.load is None else f"{offer.load:+.1%}", number(offer.cost), number(offer.carbon))
        table.add_row(offer.concept, *figures, number(offer.lead_time), "*" if offer.concept in front else "", score)
    console().print(table)
    console().print(f"* {word('unbeaten_note', lang)}\n{word('cost_note', lang)}", style="dim", markup=False)


def print_comparison(found: Comparison, lang: str) -> None:
    """Print every figure side by side, what differs first."""
    table = simple_table(
        word("figure", lang), "", *found.concepts, title=f"{found.building}, {found.assumptions.id}@{found.assumptions.version}"
    )
    same = False
    for row in found.rows:
        if not row.differs and not same:
            same = True
            table.add_row(f"-- {word('the_same', lang)}")
        table.add_row(row.label.in_language(lang), row.unit, *(number(value, lang) for value in row.values))
    console().print(table)
    console().print(word("cost_note", lang), style="dim", markup=False)


def print_consequences(found: Sequence[Consequence], lang: str) -> None:
    """Print what a new version does to each pinned configuration."""
    table = simple_table(*(word(key, lang) for key in ("building", "homes", "modules", "increase", "line_band", "findings")))
    for one in found:
        gone = [f"-{code}" for code in one.findings_gone]
        new = [f"+{code}" for code in one.findings_new]
        table.add_row(
            one.building,
            f"{one.dwellings_before} -> {one.dwellings_after}",
            f"{one.modules_before} -> {one.modules_after}",
            f"{_share(one.worst_r_n_p50_before)} -> {_share(one.worst_r_n_p50_after)}",
            f"{one.worst_band_before or '?'} -> {one.worst_band_after or '?'}",
            ", ".join(dict.fromkeys(new + gone)) or "-",
        )
    console().print(table)


def _share(value: float | None) -> str:
    return "?" if value is None else f"{value:+.1%}"


def print_fit(report: FitReport, names: Mapping[str, str], lang: str) -> None:
    """Print on which building families a concept fits, and which of its own figures keep it off the others."""
    homes = word("homes", lang)
    table = simple_table(word("family", lang), "", word("verdict", lang), homes, word("failing", lang), right=[homes])
    for one in report.families:
        if one.match is None or one.offer is None:
            table.add_row(one.family, names[one.family], word("status_unknown", lang), "?", word("not_computed", lang))
            continue
        failing = [criterion.id for criterion in one.match.criteria if criterion.verdict == "fail"]
        table.add_row(one.family, names[one.family], word(one.match.verdict, lang), str(one.offer.homes), ", ".join(failing))
    console().print(table)
    if report.near_misses:
        own = simple_table(word("own_figure", lang), word("family", lang), word("least_change", lang), word("only_reason", lang))
        for miss in report.near_misses:
            least = "?" if miss.least_change is None else f"{miss.least_change:+g}"
            own.add_row(miss.parameter, miss.family or "-", least, word("yes" if miss.only_reason else "no", lang))
        console().print()
        console().print(own)
