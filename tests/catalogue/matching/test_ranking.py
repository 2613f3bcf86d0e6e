"""The Pareto front against a slow oracle, weights that somebody gives, and near misses counted for the maker."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import InvalidDocument
from catalogue.matching.match import NOTHING, match
from catalogue.matching.near_misses import near_misses
from catalogue.matching.ranking import HIGHER_IS_BETTER, Offer, dominates, pareto_front, weighed
from catalogue.resolve import resolve_concept
from tests.catalogue.matching.test_match import F05_BLOCK, FIGURES

BOX = ("module",)


def offer(concept: str, homes: int = 5, **figures: float | None) -> Offer:
    known: dict[str, float | None] = {"load": 0.5, "cost": 1e6, "carbon": None, "lead_time": 100.0, **figures}
    return Offer(
        concept=concept, verdict="conditional", homes=homes, load=known["load"], cost=known["cost"], cost_covers=BOX,
        carbon=known["carbon"], lead_time=known["lead_time"],
    )  # fmt: skip


def test_better_in_something_and_worse_in_nothing_dominates() -> None:
    assert dominates(offer("a", homes=6), offer("b"))
    assert not dominates(offer("a"), offer("b"))
    assert not dominates(offer("a", homes=6, load=0.6), offer("b"))


def test_what_one_does_not_know_cannot_be_compared() -> None:
    assert not dominates(offer("a", homes=6), offer("b", lead_time=None))
    assert not dominates(offer("a", homes=6, lead_time=None), offer("b"))
    assert dominates(offer("a", homes=6, lead_time=None), offer("b", lead_time=None))


def test_prices_that_cover_different_things_cannot_be_compared() -> None:
    whole = offer("b").model_copy(update={"cost_covers": ("module", "installation")})
    assert not dominates(offer("a", homes=6), whole)
    assert dominates(offer("a", homes=6), whole.model_copy(update={"cost_covers": BOX}))


def test_carbon_of_the_layers_is_not_compared_with_a_total() -> None:
    layers, total = (offer(name, homes=6, carbon=5.0).model_copy(update={"carbon_basis": name}) for name in ("layers", "declared"))
    worse = offer("b", carbon=6.0).model_copy(update={"carbon_basis": "layers"})
    assert dominates(layers, worse)
    assert not dominates(total, worse)
    scores = {one.concept: one for one in weighed([layers, total, worse], {"carbon": 1.0})}
    assert (scores["layers"].score, scores["b"].score) == (1.0, 0.0)
    assert scores["declared"].missing == ("carbon",)


FIGURE = st.none() | st.integers(0, 3).map(float)
OFFERS = st.lists(st.tuples(st.integers(0, 3), FIGURE, FIGURE, FIGURE), min_size=1, max_size=7)


@settings(max_examples=150)
@given(OFFERS)
def test_the_front_is_what_nobody_beats(rows: list[tuple[int, float | None, float | None, float | None]]) -> None:
    offers = [offer(f"c{n}", homes=h, load=load, cost=cost, lead_time=lead) for n, (h, load, cost, lead) in enumerate(rows)]

    def beats(one: Offer, other: Offer) -> bool:
        """The definition, written out: unknown on one side only is no comparison at all."""
        pairs = [(one.figure(name), other.figure(name), up) for name, up in HIGHER_IS_BETTER.items()]
        if any((mine is None) != (theirs is None) for mine, theirs, _ in pairs):
            return False
        signed = [
            (mine if up else -mine, theirs if up else -theirs) for mine, theirs, up in pairs if mine is not None and theirs is not None
        ]
        return all(mine >= theirs for mine, theirs in signed) and any(mine > theirs for mine, theirs in signed)

    expected = tuple(one.concept for one in offers if not any(beats(other, one) for other in offers))
    assert pareto_front(offers) == expected
    assert expected, "somebody is unbeaten"


def test_what_does_not_fit_is_on_no_front() -> None:
    out = offer("best", homes=99).model_copy(update={"verdict": "does_not_fit"})
    assert pareto_front([out, offer("a")]) == ("a",)
    assert [item.concept for item in weighed([out, offer("a")], {"homes": 1.0})] == ["a"]


def test_weights_are_the_users_and_unknown_has_no_score() -> None:
    offers = [offer("few", homes=2, load=0.2), offer("many", homes=6, load=0.8), offer("dark", homes=4, load=None)]
    by_homes = weighed(offers, {"homes": 3.0, "load": 1.0})
    # few: homes 0, load 1 -> 1/4; many: homes 1, load 0 -> 3/4; of `dark` the load is unknown.
    assert [(item.concept, item.score) for item in by_homes] == [("many", 0.75), ("few", 0.25), ("dark", None)]
    assert by_homes[-1].missing == ("load",)
    assert weighed(offers, {"homes": 1.0, "load": 3.0})[0].concept == "few"


@pytest.mark.parametrize("weights", [{"beauty": 1.0}, {"homes": -1.0}, {"homes": math.inf}, {"homes": math.nan}, {"homes": 0.0}, {}])
def test_weights_that_cannot_be_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(InvalidDocument):
        weighed([offer("a")], weights)


def test_near_misses_count_the_makers_own_figures() -> None:
    concept = resolve_concept("A3")
    hosts = [
        ("F10", replace(F05_BLOCK, bays=((7800, "dwelling"),) * 3)),
        ("F10", replace(F05_BLOCK, bays=((7200, "dwelling"),) * 3)),
        ("F10", replace(F05_BLOCK, bays=((7800, "dwelling"),) * 3, roof_depth_m=6.0)),
        ("F05", F05_BLOCK),
    ]
    found = near_misses(
        (family, match(concept, facts, "rooftop_extension", NOTHING if family == "F10" else FIGURES)) for family, facts in hosts
    )
    by_figure = {(miss.family, miss.parameter): miss for miss in found}
    span = by_figure["F10", "/support/connectors/1/max_span_mm"]
    # The grid spans 6.0 m; 7.2 m needs 1.2 m more, 7.8 m needs 1.8 m. On the shallow roof the depth fails too.
    assert (span.hosts, span.only_reason, span.least_change, span.median_change) == (3, 2, 1200.0, 1800.0)
    assert by_figure["F10", "/demands/roof_depth_min_m"].only_reason == 0
    assert not [miss for miss in found if miss.family == "F05"]
