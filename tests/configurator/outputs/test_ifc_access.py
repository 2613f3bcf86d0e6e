"""Stairs that come up through the existing roof, and the lift shaft, in the IFC."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from ifcopenshell.util.element import get_psets
from shapely.geometry import box

from configurator.ifc_check.check import run_checks
from configurator.ifc_check.ids import OWN_IDS
from configurator.layout.placement import Rectangle
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc import ifc_bytes
from tests.configurator.outputs.ifc_reader import opened
from tests.configurator.outputs.samples import DEPTH_MM, LENGTH_MM, sample_bundle


@cache
def with_lift() -> ResultBundle:
    """The sample by a stair, its roof four metres longer, with a lift shaft on the empty end."""
    bundle = sample_bundle(access="stair")
    host = replace(bundle.host, roof_outline_mm=box(0, 0, LENGTH_MM + 4_000, DEPTH_MM))
    return replace(bundle, host=host, shaft=Rectangle(LENGTH_MM + 200, 1_000, LENGTH_MM + 2_100, 3_100))


@cache
def written() -> Any:
    return opened(ifc_bytes(with_lift()))


def test_the_hole_in_the_roof_is_a_reference_shape_and_the_body_has_it_already() -> None:
    roof = next(s for s in written().by_type("IfcSlab") if s.Tag == "roof")
    (void,) = roof.HasOpenings
    hole = void.RelatedOpeningElement
    assert not hole.HasFillings
    (shape,) = hole.Representation.Representations
    assert shape.RepresentationIdentifier == "Reference"
    quantities = get_psets(roof)["Qto_SlabBaseQuantities"]
    (opening,) = next(e for e in with_lift().model.elements if e.id == "roof").openings
    assert quantities["GrossVolume"] - quantities["NetVolume"] == pytest.approx(opening.body.volume_m3)
    assert quantities["GrossArea"] == pytest.approx((LENGTH_MM + 4_000) * DEPTH_MM / 1e6)
    profile = shape.Items[0].SweptArea
    assert profile.is_a("IfcArbitraryClosedProfileDef")


def test_flights_from_below_stand_in_the_top_existing_storey() -> None:
    flights = [f for f in written().by_type("IfcStairFlight") if "/below/" in f.Tag]
    assert len(flights) == 2
    storeys = {f.ContainedInStructure[0].RelatingStructure.Name for f in flights}
    assert storeys == {"03 derde verdieping"}
    assert {get_psets(f)["Pset_StairFlightCommon"]["Status"][0] for f in flights} == {"NEW"}


def test_the_lift_is_a_transport_element_in_a_shaft_with_a_lid() -> None:
    (car,) = written().by_type("IfcTransportElement")
    assert car.IsTypedBy[0].RelatingType.PredefinedType == "ELEVATOR"
    assert car.PredefinedType is None, "on the type alone"
    assert get_psets(car)["Pset_TransportElementCommon"]["Status"] == ["NEW"]
    assert {r.RelatingClassification.Identification for r in car.HasAssociations if r.is_a("IfcRelAssociatesClassification")} == {"66.11"}
    shaft = next(w for w in written().by_type("IfcWall") if w.Tag == "lift")
    assert shaft.Name == "Liftschacht"
    assert any(s.Tag == "lift/roof" for s in written().by_type("IfcSlab"))


def test_a_file_with_stair_from_below_and_lift_passes_every_check() -> None:
    results = run_checks(written(), (), [OWN_IDS])
    assert {r.id: r.examples for r in results if r.verdict == "fail"} == {}


def test_the_file_of_the_existing_block_shows_the_roof_as_it_is() -> None:
    old = opened(ifc_bytes(with_lift(), "existing"))
    roof = next(s for s in old.by_type("IfcSlab") if s.Tag == "roof")
    assert not roof.HasOpenings
    quantities = get_psets(roof)["Qto_SlabBaseQuantities"]
    assert quantities["NetVolume"] == quantities["GrossVolume"]
    assert roof.GlobalId == next(s for s in written().by_type("IfcSlab") if s.Tag == "roof").GlobalId
