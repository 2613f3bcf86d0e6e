"""Up to five concepts on one building or family block: what differs first, unknown as unknown, each criterion with its margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.page.concepts.cards import Flag
from api.page.concepts.compared_on import FAMILY_PREFIX, ComparedOn
from api.page.figures import Figure, Translate, increase_text, plain_number, share_text, unit_text
from api.page.matching import CriterionView, criterion_view
from api.page.texts import Lang, number_text
from api.work.showing import Compared
from catalogue.documents.concept import Concept
from catalogue.documents.finding import Parameter
from catalogue.documents.options import Options
from catalogue.matching.match import Match
from catalogue.resolve import building_ids, family_ids, resolve_building, resolve_family
from configurator.fit.comparison import MAX_COMPARED, Comparison, ComparisonRow

SHARE_ROWS = ("placed_share", "biobased")
INCREASE_ROWS = ("load", "load_foundation")
WORD_ROWS = {"verdict": "verdict", "support": "term", "access": "term", "carbon_basis": "term"}
LISTED_ROWS = {"failing": "criterion", "price_covers": "term"}
BAR_ROWS = ("usable_area", "mass", "load", "load_foundation", "carbon_stored", "carbon", "price", "concept_cost")
"""Rows whose figures are worth a bar: lengths that are compared at a glance."""
LARGEST_IS_BEST = ("usable_area", "biobased", "carbon_stored")
SMALLEST_IS_BEST = ("mass", "heaviest", "load", "load_foundation", "mpg", "carbon", "price", "concept_cost", "lead_time", "site_time")
"""Rows in which one end is better for every reader; in the others more is only different."""
GROUPS: dict[str, tuple[str, ...]] = {
    "outcome": ("verdict", "failing"),
    "roof": (
        *("dwellings", "modules", "module_types", "support", "access"),
        *("gross_floor_area", "usable_area", "placed_share", "height"),
    ),
    "load": ("mass", "heaviest", "load_foundation", "load", "band"),
    "environment": ("biobased", "mpg", "carbon", "carbon_basis", "carbon_stored"),
    "price": ("price", "price_covers", "concept_cost", "total_cost", "example_data"),
    "performance": ("fire", "sound", "rc_facade"),
    "delivery": ("lead_time", "site_time"),
}
"""Subjects of the rows, in the order in which they are read."""
GROUP_OF = {key: group for group, keys in GROUPS.items() for key in keys}
STOREYS = (1, 2, 3)
ACCESSES = ("auto", "stair", "gallery")


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one concept, with its share of the largest of the row where a bar is drawn."""

    figure: Figure
    bar: float | None
    """Percent of the row's largest; None without a bar."""
    best: bool
    """Better than every other concept, where all of them are known."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One figure of every concept."""

    key: str
    group: str
    label: str
    unit: str
    numeric: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion of every concept; None where it does not apply."""

    code: str
    name: str
    cells: tuple[CriterionView | None, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One concept of a comparison."""

    reference: str
    name: str
    organisation: str
    flags: tuple[Flag, ...]
    verdict: str
    verdict_word: str
    digest: str


@dataclass(frozen=True, slots=True)
class CompareView:
    """The comparison page."""

    building_name: str
    assumptions: str
    columns: tuple[ColumnView, ...]
    differing: tuple[RowView, ...]
    same: tuple[RowView, ...]
    criteria: tuple[CriterionRow, ...]

    @property
    def all_example(self) -> bool:
        """Whether every concept is example data, which is then said once."""
        return all(any(flag.kind == "example" for flag in column.flags) for column in self.columns)


@dataclass(frozen=True, slots=True)
class CompareChoices:
    """What can be compared, and on what."""

    concepts: tuple[Choice, ...]
    buildings: tuple[Choice, ...]
    own: tuple[Choice, ...]
    """Buildings of the visitor's organisation."""
    families: tuple[Choice, ...]
    storeys: tuple[Choice, ...]
    accesses: tuple[Choice, ...]
    limit: int = MAX_COMPARED


def choices(
    offered: Sequence[tuple[str, str]],
    chosen: Sequence[str],
    on: ComparedOn,
    own: Sequence[tuple[str, str]],
    options: Options,
    lang: Lang,
    t: Translate,
) -> CompareChoices:
    """Return what can be chosen, with what is chosen.

    Args:
        offered: reference and name of every concept that is offered.
        chosen: references that are compared now.
        on: the building that they are compared on.
        own: id and name of the buildings of the visitor's organisation.
        options: options of the comparison.
        lang: language of the page.
        t: its texts.
    """
    families = [(f"{FAMILY_PREFIX}{family_id}", resolve_family(family_id).name.in_language(lang)) for family_id in family_ids()]
    shipped = [(name, resolve_building(name)) for name in building_ids()]
    named = [(name, name if found.name is None else found.name.in_language(lang)) for name, found in shipped]
    return CompareChoices(
        concepts=tuple(Choice(reference, name, reference in chosen) for reference, name in offered),
        buildings=tuple(Choice(value, name, value == on.name) for value, name in named),
        own=tuple(Choice(value, name, value == on.name) for value, name in own),
        families=tuple(Choice(value, f"{value.removeprefix(FAMILY_PREFIX)} {name}", value == on.name) for value, name in families),
        storeys=tuple(Choice(str(count), str(count), count == options.storeys_added) for count in STOREYS),
        accesses=tuple(Choice(name, t(f"compare.access_{name}"), name == options.access) for name in ACCESSES),
    )


def compare_view(
    compared: Compared, concepts: Sequence[Concept], flags: Sequence[tuple[Flag, ...]], on: ComparedOn, lang: Lang, t: Translate
) -> CompareView:
    """Return a comparison of concepts on one building in words."""
    found, matches = compared.comparison, compared.matches
    order = list(GROUP_OF)
    fitting = [match.verdict != "does_not_fit" for match in matches]
    rows = sorted((_row(row, fitting, lang, t) for row in found.rows), key=lambda row: order.index(row.key))
    differs = {row.key for row in found.rows if row.differs}
    return CompareView(
        building_name=on.title(lang),
        assumptions=f"{found.assumptions.id}@{found.assumptions.version}",
        columns=tuple(_columns(concepts, found, flags, matches, lang, t)),
        differing=tuple(row for row in rows if row.key in differs),
        same=tuple(row for row in rows if row.key not in differs),
        criteria=_criteria(matches, lang, t),
    )


def _columns(
    concepts: Sequence[Concept], found: Comparison, flags: Sequence[tuple[Flag, ...]], matches: Sequence[Match], lang: Lang, t: Translate
) -> list[ColumnView]:
    return [
        ColumnView(
            reference=reference,
            name=concept.name.in_language(lang),
            organisation=concept.organisation,
            flags=flag,
            verdict=match.verdict,
            verdict_word=t(f"verdict.{match.verdict}"),
            digest=digest.removeprefix("sha256:")[:8],
        )
        for reference, concept, flag, match, digest in zip(found.concepts, concepts, flags, matches, found.digests, strict=True)
    ]


def _row(row: ComparisonRow, fitting: Sequence[bool], lang: Lang, t: Translate) -> RowView:
    bars, best = _bars(row), _best(row, fitting)
    cells = tuple(
        Cell(_figure(row.key, value, lang, t), bar, place == best) for place, (value, bar) in enumerate(zip(row.values, bars, strict=True))
    )
    numeric = any(_number(value) is not None for value in row.values)
    return RowView(row.key, GROUP_OF[row.key], row.label.in_language(lang), unit_text(row.unit, t), numeric, cells)


def _bars(row: ComparisonRow) -> list[float | None]:
    numbers = [_number(value) for value in row.values]
    known = [value for value in numbers if value is not None]
    if row.key not in BAR_ROWS or len(known) < 2 or max(known) <= 0.0 or min(known) < 0.0:  # noqa: PLR2004 - one alone is no comparison
        return [None] * len(numbers)
    return [None if value is None else round(100.0 * value / max(known), 1) for value in numbers]


def _number(value: Parameter) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _best(row: ComparisonRow, fitting: Sequence[bool]) -> int | None:
    """Return the place of the one concept that is best of those that are not ruled out, or None.

    There is none where two are equal, where one is not known, where only one is left, or where more is only different.
    """
    left = [_number(value) for value, fits in zip(row.values, fitting, strict=True) if fits]
    numbers = [number for number in left if number is not None]
    if row.key not in (*LARGEST_IS_BEST, *SMALLEST_IS_BEST) or len(numbers) < max(len(left), 2):
        return None
    best = max(numbers) if row.key in LARGEST_IS_BEST else min(numbers)
    places = [place for place, value in enumerate(row.values) if fitting[place] and _number(value) == best]
    return places[0] if len(places) == 1 else None


def _figure(key: str, value: Parameter, lang: Lang, t: Translate) -> Figure:
    if value is None:
        return Figure("", known=False)
    if key == "concept_cost" and value == 0:
        return Figure(t("compare.nothing_placed"))
    if isinstance(value, bool):
        return Figure(t("figure.yes" if value else "figure.no"))
    if isinstance(value, str):
        return Figure(_words(key, value, t))
    if key == "concept_cost":
        return Figure(t("compare.million", amount=number_text(value * 1e-6, lang, 2)))
    if key in SHARE_ROWS:
        return Figure(share_text(value, lang))
    return Figure(increase_text(value, lang) if key in INCREASE_ROWS else plain_number(value, lang))


def _words(key: str, value: str, t: Translate) -> str:
    if value == "-":
        return t("compare.none_failing")
    if key in WORD_ROWS:
        return t(f"{WORD_ROWS[key]}.{value}")
    if key in LISTED_ROWS:
        return ", ".join(t(f"{LISTED_ROWS[key]}.{part}") for part in value.split(", "))
    return value


def _criteria(matches: Sequence[Match], lang: Lang, t: Translate) -> tuple[CriterionRow, ...]:
    """Return the criteria that apply to any of the concepts; those whose verdicts differ first."""
    rows = []
    for first in matches[0].criteria:
        found = [match.criterion(first.id) for match in matches]
        if all(item.verdict == "not_applicable" for item in found):
            continue
        cells = tuple(None if item.verdict == "not_applicable" else criterion_view(item, lang, t) for item in found)
        differs = len({item.verdict for item in found}) > 1
        rows.append(CriterionRow(first.id, t(f"criterion.{first.id}"), cells, differs))
    return tuple(sorted(rows, key=lambda row: not row.differs))
