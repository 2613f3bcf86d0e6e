"""The plan of what was read: well-formed, escaped, and everything in it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from catalogue.documents.building import FamilyCandidate
from catalogue.documents.document import LocalText
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_family
from configurator.host.compile import compile_host
from configurator.outputs.host_drawing import host_svg


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
    assert kinds.count("known") + kinds.count("assumed") == len(host.bearing_lines)
    words = " ".join(element.text or "" for element in root.iter())
    assert "<Blok & co>" in words
    assert "F99 30%" in words
    assert f"{len(host.storeys)} storeys" in words
    assert words.count("ASSUMED: ") == sum(fact.assumed for fact in host.facts.values())
    assert host_svg(host, candidates, "en") == text
