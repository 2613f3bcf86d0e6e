"""The list of concepts: what was asked for, a card for each version, and the filters with their counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from api.page.figures import Figure, Translate, interval_figure, range_text, share_text
from api.page.library import in_reading_order
from api.page.texts import Lang
from catalogue.documents.concept import Access, Intervention, Support, System
from catalogue.documents.offer import CertificateKind
from catalogue.publishing.card import MASS_CLASSES_KG_PER_M2, ConceptCard
from catalogue.publishing.lifecycle import OFFERED, READABLE
from catalogue.store.search import FACETS, Page, Query
from catalogue.store.versions import Version

PAGE_SIZE = 24
SHOWN_FACETS = (
    "system",
    "intervention",
    "support",
    "access",
    "storeys",
    "mass_class",
    "biobased",
    "certificate",
    "organisation",
    "example",
)
"""Filters of the page, in their order; what the catalogue can filter on besides (`kind`, `region`) is left to the service."""
OPEN_FACETS = ("system", "support", "access", "storeys", "mass_class")
YES_NO = ("biobased", "example")
ALL_STATES = "all"
EXAMPLE = "example"
MASS_ORDER = (*(name for name, _ in MASS_CLASSES_KG_PER_M2), "over_500")
WORDED: dict[str, tuple[str, ...]] = {
    "system": get_args(System),
    "intervention": get_args(Intervention),
    "support": get_args(Support),
    "access": get_args(Access),
    "certificate": get_args(CertificateKind),
    "mass_class": MASS_ORDER,
}
"""Values that are words of the page, by facet; any other value speaks for itself."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark that must be seen: a kind for its look, and its word."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A figure with its name."""

    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class CardView:
    """One concept version in a list."""

    reference: str
    concept_id: str
    version: str
    name: str
    summary: str
    organisation: str
    digest: str
    flags: tuple[Flag, ...]
    """Of example data nothing, where the list says so of all its cards."""
    laid_out: bool
    """Whether optop computes what the concept does first; if not, its picture is drawn by its own sizes."""
    figures: tuple[Labelled, ...]
    supports: str
    accesses: str


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a filter, and how many versions it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """One filter."""

    name: str
    label: str
    options: tuple[FacetOption, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """The list page."""

    words: str
    shows_all: bool
    total: int
    all_example: bool
    """Whether every card shows example data."""
    cards: tuple[CardView, ...]
    facets: tuple[FacetView, ...]
    chosen: tuple[FacetOption, ...]
    """The filters that are on, each with the address that takes it off as its value."""
    next_query: str | None
    """Query of the next page."""


def query_of(asked: Sequence[tuple[str, str]]) -> Query:
    """Return what the address asks of the catalogue; parameters that are no filter are left to others.

    Raises InvalidDocument, when it is run, for a page that cannot be.
    """
    facets: dict[str, tuple[str, ...]] = {}
    single = {"q": "", "states": "", "after": ""}
    for name, value in asked:
        if name in FACETS and value:
            facets[name] = (*facets.get(name, ()), value)
        elif name in single:
            single[name] = value
    states = READABLE if single["states"] == ALL_STATES else OFFERED
    return Query(single["q"].strip()[:200], facets, states, limit=PAGE_SIZE, after=single["after"] or None)


def list_view(page: Page, query: Query, lang: Lang, t: Translate) -> ListView:
    """Return the list page for one page of versions."""
    all_example = len(page.versions) > 1 and all(version.card.example_data for version in page.versions)
    facets = tuple(_facet(name, page.counts.get(name, {}), query, t) for name in SHOWN_FACETS)
    return ListView(
        words=query.text,
        shows_all=query.states == READABLE,
        total=page.total,
        all_example=all_example,
        cards=tuple(card_view(version, lang, t, unsaid=EXAMPLE if all_example else "") for version in in_reading_order(page.versions)),
        facets=tuple(facet for facet in facets if facet.options),
        chosen=tuple(_without(query, facet, option) for facet in facets for option in facet.options if option.chosen),
        next_query=None if page.next is None else query_text(query, after=page.next),
    )


def query_text(query: Query, without: tuple[str, str] | None = None, after: str | None = None) -> str:
    """Write a query as that of an address, one value of one filter left out."""
    pairs = [("q", query.text)] if query.text else []
    pairs += [(name, value) for name, values in query.facets.items() for value in values if (name, value) != without]
    pairs += [("states", ALL_STATES)] if query.states == READABLE else []
    pairs += [("after", after)] if after else []
    return urlencode(pairs)


def _without(query: Query, facet: FacetView, option: FacetOption) -> FacetOption:
    address = "?" + query_text(query, without=(facet.name, option.value))
    return FacetOption(address, f"{facet.label}: {option.label}", option.count, chosen=True)


def _facet(name: str, counts: Mapping[str, int], query: Query, t: Translate) -> FacetView:
    chosen = query.facets.get(name, ())
    values = sorted({*counts, *chosen}, key=lambda value: _place(name, value))
    options = tuple(FacetOption(value, facet_word(name, value, t), counts.get(value, 0), value in chosen) for value in values)
    return FacetView(name, t(f"facets.{name}"), options, is_open=bool(chosen) or name in OPEN_FACETS)


def _place(name: str, value: str) -> tuple[int, str]:
    return (MASS_ORDER.index(value), "") if name == "mass_class" and value in MASS_ORDER else (0, value)


def facet_word(name: str, value: str, t: Translate) -> str:
    """Return the word for a value of a filter."""
    if name in YES_NO and value in ("yes", "no"):
        return t(f"facets.{name}_{value}")
    if name == "storeys" and value.isdigit():
        return t("facets.storeys_value", count=int(value))
    return t(f"term.{value}") if value in WORDED.get(name, ()) else value


def flags_of(version: Version, t: Translate) -> tuple[Flag, ...]:
    """Return what a reader must see of a version before its figures: example data, and what became of it."""
    flags = [Flag(EXAMPLE, t("flags.example"))] if version.card.example_data else []
    flags += [Flag(version.state, t(f"flags.{version.state}"))] if version.state != "published" else []
    flags += [Flag("deprecated", t("flags.deprecated"))] if version.deprecated else []
    return tuple(flags)


def is_laid_out(interventions: Sequence[Intervention]) -> bool:
    """Return whether optop computes what a concept does first: modules on a roof."""
    return interventions[0] == "rooftop_extension"


def card_view(version: Version, lang: Lang, t: Translate, unsaid: str = "") -> CardView:
    """Return one card; a flag of the kind `unsaid` is left to the page around it."""
    card = version.card
    return CardView(
        reference=version.reference,
        concept_id=version.concept_id,
        version=version.version,
        name=card.name.in_language(lang),
        summary=card.summary.in_language(lang),
        organisation=card.organisation,
        digest=version.digest,
        flags=tuple(flag for flag in flags_of(version, t) if flag.kind != unsaid),
        laid_out=is_laid_out(card.interventions),
        figures=card_figures(card, lang, t),
        supports=words_of(card.supports, t),
        accesses=words_of(card.accesses, t),
    )


def card_figures(card: ConceptCard, lang: Lang, t: Translate) -> tuple[Labelled, ...]:
    """Return the figures by which concepts are told apart at a glance."""
    widths = (float(card.width_mm[0]), float(card.width_mm[1]))
    price = interval_figure(card.price_eur_per_m2, "EUR/m2", lang, t)
    return (
        Labelled(t("card.width"), Figure(range_text(widths, lang), "mm")),
        Labelled(t("card.storeys"), Figure(str(card.max_storeys) if card.max_storeys == 1 else f"1–{card.max_storeys}")),
        Labelled(t("card.mass"), interval_figure(card.mass_kg_per_m2, "kg/m2", lang, t)),
        Labelled(t("card.price"), price),
        Labelled(t("card.biobased"), Figure(share_text(card.biobased_fraction, lang))),
    )


def words_of(values: Iterable[str], t: Translate) -> str:
    """Return values of a document as words, with commas between."""
    return ", ".join(t(f"term.{value}") for value in values)
