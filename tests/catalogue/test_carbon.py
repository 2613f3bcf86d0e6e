"""Carbon of the layers: arithmetic by hand, and unknown stays unknown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.buildup import middle_module, module_faces
from catalogue.carbon import KNOWN_SHARE_MIN, layer_carbon
from catalogue.documents.concept import Concept
from catalogue.resolve import concept_versions, resolve_concept


def a3(**materials: Any) -> Concept:
    """Concept A3 with the data of some materials replaced; None removes a material."""
    data = json.loads(resolve_concept("A3").model_dump_json())
    for name, entry in materials.items():
        if entry is None:
            del data["materials"][name]
        else:
            data["materials"][name] = entry
    return Concept.model_validate(data)


def slow_sum_kg_per_m2(concept: Concept, figure: str) -> float:
    """The same sum written out as a bill of materials: kg of each material in the module, times its figure."""
    size = middle_module(concept)
    kg: dict[str, float] = {}
    for name, area_m2 in module_faces(concept, size, topmost=True).of_build_ups():
        for layer in concept.build_ups[name].layers:
            for part in layer.constituents:
                volume_m3 = area_m2 * layer.thickness_mm / 1000.0 * part.volume_fraction
                kg[part.material] = kg.get(part.material, 0.0) + volume_m3 * part.density_kg_per_m3.nominal
    figures: dict[str, float] = {name: getattr(data, figure).value for name, data in concept.materials.items()}
    return sum(mass * figures[name] for name, mass in kg.items()) / (size.width_mm / 1000.0 * size.length_mm / 1000.0)


@pytest.mark.parametrize("concept_id", list(concept_versions()))
def test_the_sum_is_a_bill_of_materials(concept_id: str) -> None:
    concept = resolve_concept(concept_id)
    found = layer_carbon(concept)
    assert found.embodied_known_share == pytest.approx(1.0)
    assert found.stored_known_share == pytest.approx(1.0)
    for interval, figure in (
        (found.embodied_kg_co2_eq_per_m2, "embodied_kg_co2_eq_per_kg"),
        (found.stored_kg_co2_eq_per_m2, "stored_kg_co2_eq_per_kg"),
    ):
        assert interval is not None
        assert interval.low <= interval.nominal <= interval.high
        assert interval.nominal == pytest.approx(slow_sum_kg_per_m2(concept, figure))


def test_stored_carbon_is_about_what_the_biotic_mass_can_hold() -> None:
    """EN 16449: 0.5 x 44/12 kg CO2 a kg of dry wood is the most that plant matter stores; 1.637 at 12 % moisture."""
    for concept_id in concept_versions():
        concept = resolve_concept(concept_id)
        stored = layer_carbon(concept).stored_kg_co2_eq_per_m2
        assert stored is not None
        biotic_kg = sum(
            part.density_kg_per_m3.nominal * part.volume_fraction * layer.thickness_mm / 1000.0 * area_m2
            for name, area_m2 in module_faces(concept, middle_module(concept), topmost=True).of_build_ups()
            for layer in concept.build_ups[name].layers
            for part in layer.constituents
            if part.biobased_fraction > 0.0
        )
        assert 0.0 < stored.nominal <= 0.5 * 44.0 / 12.0 * biotic_kg / middle_module(concept).plan_m2


def test_too_little_known_is_unknown_not_less() -> None:
    assert layer_carbon(a3(gips_vezelplaat_beplating=None)).embodied_kg_co2_eq_per_m2 is None
    without_rubber = layer_carbon(a3(rubber_EPDM_dakbedekking=None))
    assert KNOWN_SHARE_MIN <= without_rubber.embodied_known_share < 1.0
    assert without_rubber.embodied_kg_co2_eq_per_m2 is not None


def test_a_material_without_a_figure_is_not_one_of_zero() -> None:
    nothing_known = {"reference": "-", "category": 3}
    assert layer_carbon(a3(kalksteen_split_vulling=nothing_known)).embodied_kg_co2_eq_per_m2 is None


@settings(max_examples=25)
@given(st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_more_carbon_in_a_material_is_more_in_the_sum(one: float, other: float) -> None:
    def of(value: float) -> float:
        figure = {"value": value, "unit": "kg CO2-eq/kg", "basis": "declared", "source": "ex"}
        found = layer_carbon(a3(hout_OSB_beplating={"reference": "-", "embodied_kg_co2_eq_per_kg": figure}))
        assert found.embodied_kg_co2_eq_per_m2 is not None
        return found.embodied_kg_co2_eq_per_m2.nominal

    assert (of(one) <= of(other)) == (one <= other) or of(one) == pytest.approx(of(other))
