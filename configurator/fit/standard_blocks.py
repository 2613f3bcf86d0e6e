"""A standard block of every building family, so that a maker sees which families a concept fits before there is a building."""

from __future__ import annotations

from catalogue.documents.building import Building, Polygon, Roof
from catalogue.documents.concept import ROOF, Concept
from catalogue.documents.document import LocalText
from catalogue.documents.evidence import Fact
from catalogue.documents.family import BuildingFamily
from catalogue.documents.options import Options

REPEATS = 3
"""Times that the family's bay sequence is repeated along the block (optop convention)."""


def standard_block(family: BuildingFamily) -> Building:
    """Return a rectangular block of a family: its nominal bays three times, its nominal depth, its most storeys, nothing on the roof.

    Raises ValueError for a family whose depth is unknown: a family document always states it.
    """
    depth_m = family.depth_m.value
    if depth_m is None:
        raise ValueError(f"family {family.id} has no depth")
    repeats = REPEATS if family.bays.sequence.repeat else 1
    wall_mm = family.bays.end_wall_thickness_mm.value or 0.0
    length_m = (repeats * sum(bay.width_mm for bay in family.bays.sequence.bays) + wall_mm) / 1000.0
    corners = ((0.0, 0.0), (length_m, 0.0), (length_m, depth_m), (0.0, depth_m))
    return Building(
        id=f"standard-{family.id}",
        name=LocalText(nl=f"Standaardblok {family.id}", en=f"Standard block {family.id}"),
        example_data=True,
        family=Fact[str](value=family.id, basis="assumed", source="family"),
        storeys_existing=Fact[int](value=round(family.storeys.max), basis="assumed", source="family"),
        roof=Roof(polygon=Polygon(outer=corners)),
    )


def standard_options(concept: Concept) -> Options:
    """Return what is asked of a concept on a standard block: its first intervention, with as few storeys as a home on the roof takes."""
    on_roof = [home.storeys for home in concept.dwelling_types if not home.stands_on or ROOF in home.stands_on]
    return Options(intervention=concept.interventions[0], storeys_added=min(on_roof, default=1))
