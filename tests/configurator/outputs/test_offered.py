"""Cost and carbon in CSV and IFC: the figures of the configuration, with what they leave out, and unknown where they are."""

from __future__ import annotations

import csv
import io
from functools import cache

import pytest

from api.outputs import bundle_of
from api.resolution import inputs_for
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import configure
from configurator.ifc_check.check import run_checks
from configurator.ifc_check.ids import OWN_IDS
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc import ifc_bytes
from configurator.outputs.tables import impact_csv
from tests.configurator.outputs.ifc_reader import Ifc, opened, psets


def bundle(concept: Concept) -> ResultBundle:
    return bundle_of(configure(inputs_for(resolve_building("demo-portiek-1966"), concept, Options(), resolve_assumptions(), None)))


@cache
def known() -> ResultBundle:
    return bundle(resolve_concept("A3"))


@cache
def silent() -> ResultBundle:
    """The same concept as if its maker said nothing of a price."""
    return bundle(resolve_concept("A3").model_copy(update={"price": None}))


def rows(content: bytes) -> dict[str, dict[str, str]]:
    return {row["figure"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))}


def building_sets(file: Ifc) -> dict[str, dict[str, object]]:
    (building,) = file.by_type("IfcBuilding")
    found: dict[str, dict[str, object]] = psets(building)
    return found


def test_the_table_has_the_figures_of_the_configuration_in_euros_and_kilograms() -> None:
    impact = known().configuration.impact
    assert impact.concept_cost is not None
    assert impact.embodied_carbon is not None
    found = rows(impact_csv(known()))
    cost, carbon = found["concept_cost"], found["embodied_carbon"]
    assert [float(cost[end]) for end in ("low", "nominal", "high")] == [
        impact.concept_cost.low_eur_cents / 100,
        impact.concept_cost.nominal_eur_cents / 100,
        impact.concept_cost.high_eur_cents / 100,
    ]
    assert (cost["unit"], cost["basis"], cost["covers"], cost["status"]) == ("eur", "price", "module", "unverified")
    assert "vat" in cost["excludes"].split()
    assert float(carbon["high"]) == impact.embodied_carbon.high_kg_co2
    assert (carbon["unit"], carbon["basis"]) == ("kg_co2", "layers")
    assert {"windows", "doors", "connector"} <= set(carbon["excludes"].split())
    assert carbon["clause"].startswith("EN 15804")
    assert cost["disclaimer"] == known().configuration.disclaimer


def test_what_is_unknown_has_a_row_that_says_so() -> None:
    assert silent().configuration.impact.concept_cost is None
    cost = rows(impact_csv(silent()))["concept_cost"]
    assert cost["status"] == "unknown"
    assert cost["low"] == cost["nominal"] == cost["high"] == ""
    said = building_sets(opened(ifc_bytes(silent())))["Optop_Impact"]
    assert said["ConceptCostStatus"] == "onbekend"
    assert "ConceptCost" not in said


def test_the_building_carries_intervals_with_what_they_leave_out() -> None:
    impact = known().configuration.impact
    assert impact.concept_cost is not None
    assert impact.stored_carbon is not None
    file = opened(ifc_bytes(known()))
    bounds = {one.Name: one for one in file.by_type("IfcPropertyBoundedValue")}
    cost, stored = bounds["ConceptCost"], bounds["StoredCarbon"]
    assert cost.LowerBoundValue.is_a("IfcMonetaryMeasure")
    assert cost.Unit.Currency == "EUR"
    assert cost.SetPointValue.wrappedValue == impact.concept_cost.nominal_eur_cents / 100
    assert stored.LowerBoundValue.is_a("IfcMassMeasure")
    ends = [value.wrappedValue for value in (stored.LowerBoundValue, stored.SetPointValue, stored.UpperBoundValue)]
    assert ends == pytest.approx([impact.stored_carbon.low_kg_co2, impact.stored_carbon.nominal_kg_co2, impact.stored_carbon.high_kg_co2])
    said = building_sets(file)["Optop_Impact"]
    assert said["ConceptCostStatus"] == "niet gecontroleerd"
    assert "btw" in str(said["ConceptCostExcludes"])
    assert "ramen" in str(said["EmbodiedCarbonExcludes"])
    assert said["Disclaimer"] == known().configuration.disclaimer


def test_the_file_of_the_existing_block_says_nothing_of_what_is_added() -> None:
    assert "Optop_Impact" not in building_sets(opened(ifc_bytes(known(), "existing")))
    assert "Optop_Impact" in building_sets(opened(ifc_bytes(known(), "new")))


def test_every_check_passes_on_a_file_with_them() -> None:
    results = run_checks(opened(ifc_bytes(known())), (), [OWN_IDS])
    assert {result.id: result.examples for result in results if result.verdict == "fail"} == {}
