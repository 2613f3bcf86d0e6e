"""The buildings that ship with optop: example data in plain sight, and each of them tells something else."""

from __future__ import annotations

import pytest

from api.resolution import inputs_for
from catalogue.documents.configuration import Configuration
from catalogue.documents.options import Options
from catalogue.resolve import building_ids, resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import configure


def configured(building_id: str, concept_id: str) -> Configuration:
    inputs = inputs_for(resolve_building(building_id), resolve_concept(concept_id), Options(), resolve_assumptions(), None)
    return configure(inputs).configuration


@pytest.mark.parametrize("building_id", building_ids())
def test_a_shipped_building_says_that_it_is_made_up(building_id: str) -> None:
    building = resolve_building(building_id)
    assert building.example_data
    assert building.name is not None
    assert building.name.nl.startswith("Demoblok")
    assert building.name.en.startswith("Demo block")


@pytest.mark.parametrize(
    ("building_id", "concept_id", "access", "support"),
    [
        ("demo-muwi-1957", "A5", "stair", "wall_on_wall"),  # bays of 3.0 and 3.6 m take boxes of 2.9 to 3.6 m
        ("demo-galerij-1969", "A3", "gallery", "transfer_grid"),  # bays of 4.2 and 3.0 m in turn
        ("demo-hoek-1962", "A8", "stair", "transfer_grid"),  # two wings square to each other
        ("demo-tunnel-1973", "A8", "gallery", "transfer_grid"),  # bays of 7.8 m
    ],
)
def test_the_demo_set_shows_each_access_and_support(building_id: str, concept_id: str, access: str, support: str) -> None:
    summary = configured(building_id, concept_id).summary
    assert summary.verdict == "conditional"
    assert summary.dwellings > 0
    assert (summary.access, summary.support) == (access, support)


def test_where_walls_stand_far_apart_a_box_says_why_it_does_not_fit() -> None:
    configuration = configured("demo-tunnel-1973", "A3")
    assert configuration.summary.verdict == "does_not_fit"
    reasons = [finding for finding in configuration.findings if finding.code == "LAY-SPAN-TOO-LARGE"]
    assert reasons
    assert reasons[0].margin_mm == 6000 - 7800  # what the connector spans, less the bay


def test_the_walls_of_a_corner_block_stand_across_each_of_its_wings() -> None:
    configuration = configured("demo-hoek-1962", "A3")
    turned = {round(module.rotation_deg % 180.0) for module in configuration.modules}
    assert len(turned) == 2
    assert abs(max(turned) - min(turned)) == 90
    assert {module.id.partition("/")[0] for module in configuration.modules} == {"r1.1", "r1.2"}
