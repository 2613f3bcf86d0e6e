"""The plan of what was read: well-formed, escaped, and everything in it."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from catalogue.documents.building import Bay, BaySequence, Building, FamilyCandidate, Plinth
from catalogue.documents.document import LocalText
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_family
from configurator.host.compile import compile_host
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures
from configurator.host.wings import compile_wings
from configurator.outputs.host_drawing import building_svg, host_svg
from configurator.results.fact_text import fact_text


def test_a_plan_has_outline_obstacles_lines_family_and_assumptions() -> None:
    building = resolve_building("demo-portiek-1966").model_copy(update={"name": LocalText(nl="<Blok & co>", en="x")})
    assert building.family is not None
    host = compile_host(building, resolve_family(building.family.value), resolve_assumptions())
    candidates = (FamilyCandidate(family=building.family.value, odds=0.6), FamilyCandidate(family="F99", odds=0.3))
    text = host_svg(host, candidates, "en")
    root = ET.fromstring(text)
    kinds = [element.get("class") for element in root.iter()]
    assert kinds.count("roof") == 1
    assert kinds.count("obstacle") == len(host.obstacles)
    walls = [element for element in root.iter() if " u = " in (element.findtext("{*}title") or "")]
    assert len(walls) == len(host.bearing_lines)
    assert [element.get("class") for element in walls] == ["assumed" if line.assumed else "known" for line in host.bearing_lines]
    words = " ".join(element.text or "" for element in root.iter())
    assert "<Blok & co>" in words
    assert "F99 30%" in words
    # every bay between two lines has its width below it, every line its id above it
    bays = [f"{(b.u_mm - a.u_mm) / 1000:.2f}" for a, b in pairwise(host.bearing_lines)]
    texts = [element.text for element in root.iter() if element.get("class") == "m"]
    assert [text for text in texts if text in bays] == bays
    assert {line.id for line in host.bearing_lines} <= set(texts)
    assert f"{len(host.storeys)} storeys" in words
    assert words.count("ASSUMED: ") == sum(fact.assumed for fact in host.facts.values())
    assert host_svg(host, candidates, "en") == text


def test_a_building_that_cannot_be_compiled_is_drawn_with_what_it_needs() -> None:
    square = {"outer": [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0)]}
    building = overlay(building_from_measures(40.0, 10.0), {"obstacles": [{"polygon": square, "height_m": 2.4}]})
    root = ET.fromstring(building_svg(building, "Give a family & storeys.", "en"))
    words = " ".join(element.text or "" for element in root.iter())
    assert "40.00 m" in words
    assert "+2.4" in words
    assert "needed: Give a family & storeys." in words
    assert "N" not in [element.text for element in root.iter()]  # without a location nobody knows where north is


def test_every_wing_and_level_is_drawn_with_its_own_walls_storeys_and_what_stands_on_it() -> None:
    lower, higher = ([(x, 0.0), (x + 40.0, 0.0), (x + 40.0, 10.0), (x, 10.0)] for x in (0.0, 40.0))
    shed = [(85.0, 0.0), (90.0, 0.0), (90.0, 5.0), (85.0, 5.0)]
    hut = {"polygon": {"outer": [(60.0, 4.0), (62.0, 4.0), (62.0, 6.0), (60.0, 6.0)]}, "height_m": 2.4}
    building = Building.model_validate(
        {
            "id": "two",
            "family": "F05",
            "storeys_existing": 4,
            "roof": {"polygon": {"outer": lower}, "level_id": "1", "height_above_ground_m": 11.2},
            "further_levels": [
                {"roof": {"polygon": {"outer": higher}, "level_id": "2", "height_above_ground_m": 16.8}, "obstacles": [hut]},
                {"roof": {"polygon": {"outer": shed}, "level_id": "3", "height_above_ground_m": 3.0}},
            ],
        }
    )
    wings = compile_wings(building, resolve_family("F05"), resolve_assumptions())
    (key, first), *others = [(wing.key, wing.hosts[0].host) for wing in wings]
    assert len(others) == 1
    root = ET.fromstring(host_svg(first, (), "en", others, building.further_levels, key))
    kinds = [element.get("class") for element in root.iter()]
    hosts = [first, others[0][1]]
    assert kinds.count("roof") == 2
    assert kinds.count("left") == 1
    assert kinds.count("obstacle") == 1
    assert kinds.count("slab") == sum(len(host.storeys) for host in hosts)
    titles = [element.text or "" for element in root.iter() if (element.tag or "").endswith("title")]
    assert sum(" u = " in text for text in titles) == sum(len(host.bearing_lines) for host in hosts)
    words = [element.text or "" for element in root.iter()]
    for name, host in ((key, first), *others):
        assert f"section {name}" in words
        assert any(text.startswith(f"{name}: ") and f"{len(host.storeys)} storeys" in text for text in words)
    # the second wing lies where it lies: to the right of the first, at the same scale
    assert "80.00 m" not in words
    assert "90.00 m" in words


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (BaySequence(bays=(Bay(width_mm=4200.0), Bay(width_mm=2400.0, use="stair"))), "4,2 + 2,4 (trap) m", "4.2 + 2.4 (stair) m"),
        (Plinth(kind="none"), "geen, 0 m", "none, 0 m"),
        (True, "ja", "yes"),
        ((2.869, 2.8), "2,869; 2,8", "2.869, 2.8"),
        (6, "6", "6"),
    ],
)
def test_a_fact_is_shown_in_words(value: object, nl: str, en: str) -> None:
    assert (fact_text(value, "nl"), fact_text(value, "en")) == (nl, en)
