"""The plan of what was read: well-formed, escaped, and everything in it."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

from catalogue.documents.building import FamilyCandidate
from catalogue.documents.document import LocalText
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_family
from configurator.host.compile import compile_host
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures
from configurator.outputs.host_drawing import building_svg, host_svg


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
