"""Cost and carbon of what is placed: arithmetic by hand, never a total, and unknown stays unknown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.resolution import inputs_for
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import Computed, configure
from configurator.fit.comparison import compare
from configurator.fit.matching import engine_figures, match_computed, offer_of
from configurator.impact.offered import COST_ITEMS, concept_cost, embodied_carbon, stored_carbon
from tests.acceptance.wings import building
from tests.acceptance.wings import computed as computed_wings
from tests.catalogue.test_carbon import slow_sum_kg_per_m2
from tests.configurator.host.samples import bent

QUANTITY = {"unit": "kg CO2-eq/m2", "basis": "declared", "source": "EPD 1", "status": "unverified"}
PRICE = {
    "per_m2": {"value": 2000.0, "low": 1800.0, "high": 2400.0, "unit": "EUR/m2", "basis": "declared", "source": "x", "date": "2026-01-01"},
    "includes": {"nl": "alleen de modules", "en": "the modules alone"},
    "covers": ["module", "connector"],
}


def a3(**changes: Any) -> Concept:
    data = json.loads(resolve_concept("A3").model_dump_json())
    return Concept.model_validate(data | changes)


def demo(concept: Concept, **options: Any) -> Computed:
    asked = Options.model_validate(options)
    return configure(inputs_for(resolve_building("demo-portiek-1966"), concept, asked, resolve_assumptions(), None))


def test_the_price_is_per_square_metre_and_says_what_it_leaves_out() -> None:
    """100 m2 x 1800, 2000, 2400 euro."""
    found = concept_cost(a3(price=PRICE), 100.0)
    assert found is not None
    assert (found.low_eur_cents, found.nominal_eur_cents, found.high_eur_cents) == (18_000_000, 20_000_000, 24_000_000)
    assert found.covers == ("module", "connector")
    assert found.excludes == ("access", "lift", "roof_works", "installation", "fees", "contingency", "vat")
    assert {*found.covers} | {*found.excludes} == {*COST_ITEMS}
    assert str(found.price_level) == "2026-01-01"


def test_a_price_that_does_not_say_what_it_covers_excludes_nothing_that_is_known() -> None:
    found = concept_cost(a3(price=PRICE | {"covers": []}), 1.0)
    assert found is not None
    assert (found.covers, found.excludes) == ((), ())


def test_a_makers_total_goes_before_the_layers() -> None:
    """250 m2 x 80, 100, 130 kg."""
    declared = {"embodied_kg_co2_eq_per_m2": {"value": 100.0, "low": 80.0, "high": 130.0, **QUANTITY}}
    found = embodied_carbon(a3(environment=declared), 250.0)
    assert found is not None
    assert (found.low_kg_co2, found.nominal_kg_co2, found.high_kg_co2) == (20_000.0, 25_000.0, 32_500.0)
    assert (found.basis, found.known_fraction) == ("declared", None)
    stored = stored_carbon(a3(environment=declared), 250.0)
    assert stored is not None
    assert stored.basis == "layers"


def test_too_little_known_is_unknown() -> None:
    """Without the figure of the boards less than 95 % of the mass is known."""
    materials = json.loads(resolve_concept("A3").model_dump_json())["materials"]
    del materials["gips_vezelplaat_beplating"]
    poor = a3(materials=materials, price=None)
    assert embodied_carbon(poor, 100.0) is None
    impact = demo(poor).configuration.impact
    assert (impact.concept_cost, impact.embodied_carbon) == (None, None)
    assert not [pointer for pointer in demo(poor).configuration.provenance if pointer.startswith(("/impact/concept", "/impact/embodied"))]


@pytest.mark.parametrize("concept_id", ["A1", "A3", "A5"])
def test_the_layers_are_a_bill_of_materials_times_the_floor_area(concept_id: str) -> None:
    computed = demo(resolve_concept(concept_id), storeys_added=1)
    impact, area_m2 = computed.configuration.impact, computed.configuration.summary.gross_floor_area_m2
    for found, figure in (
        (impact.embodied_carbon, "embodied_kg_co2_eq_per_kg"),
        (impact.stored_carbon, "stored_kg_co2_eq_per_kg"),
    ):
        assert found is not None
        assert found.basis == "layers"
        assert found.nominal_kg_co2 == pytest.approx(slow_sum_kg_per_m2(resolve_concept(concept_id), figure) * area_m2, rel=1e-5)


def test_compare_and_match_show_the_same_figures_as_the_configuration() -> None:
    computed = [demo(resolve_concept(one), access="gallery", storeys_added=2) for one in ("A3", "A5")]
    rows = {row.key: row for row in compare(computed).rows}
    for column, one in enumerate(computed):
        cost, carbon = one.configuration.impact.concept_cost, one.configuration.impact.embodied_carbon
        assert cost is not None
        assert carbon is not None
        assert rows["concept_cost"].values[column] == round(cost.nominal_eur_cents / 100)
        assert rows["total_cost"].values[column] is None
        assert rows["carbon_basis"].values[column] == carbon.basis
        offer = offer_of(one.inputs.concept, match_computed(one), engine_figures(one.configuration))
        assert offer.cost == pytest.approx(cost.nominal_eur_cents / 100, abs=2)
        assert offer.carbon == pytest.approx(carbon.nominal_kg_co2, abs=1)
        assert offer.carbon_basis == carbon.basis


def test_every_figure_has_its_provenance_and_the_totals_stay_unknown() -> None:
    configuration = demo(resolve_concept("A3")).configuration
    impact = configuration.impact
    assert (impact.cost_eur_cents, impact.embodied_kg_co2, impact.stored_kg_co2) == (None, None, None)
    for name, unit in (("concept_cost", "eur_cents"), ("embodied_carbon", "kg_co2"), ("stored_carbon", "kg_co2")):
        for end in ("low", "nominal", "high"):
            entry = configuration.provenance[f"/impact/{name}/{end}_{unit}"]
            assert entry.inputs == ("/summary/gross_floor_area_m2", "/request/concept")
            assert "A3@" in entry.source


def test_wings_are_priced_together() -> None:
    configuration = computed_wings(building(bent(40.0, 10.5, 30.0))).configuration
    cost, price = configuration.impact.concept_cost, resolve_concept(configuration.request.concept.id).price
    assert len(configuration.wings) == 2
    assert cost is not None
    assert price is not None
    assert cost.nominal_eur_cents == pytest.approx((price.per_m2.value or 0.0) * configuration.summary.gross_floor_area_m2 * 100, rel=1e-6)


def test_nothing_placed_costs_nobody_knows_what() -> None:
    impact = demo(resolve_concept("A3"), storeys_added=0).configuration.impact
    assert (impact.concept_cost, impact.embodied_carbon, impact.stored_carbon) == (None, None, None)


@given(area_m2=st.floats(0.01, 1e5), factor=st.integers(2, 9))
def test_figures_grow_with_the_area(area_m2: float, factor: int) -> None:
    concept = resolve_concept("A3")
    once, more = concept_cost(concept, area_m2), concept_cost(concept, factor * area_m2)
    assert once is not None
    assert more is not None
    assert once.low_eur_cents <= once.nominal_eur_cents <= once.high_eur_cents
    assert more.nominal_eur_cents == pytest.approx(factor * once.nominal_eur_cents, abs=factor)
    carbon = stored_carbon(concept, area_m2)
    assert carbon is not None
    assert carbon.low_kg_co2 <= carbon.nominal_kg_co2 <= carbon.high_kg_co2
