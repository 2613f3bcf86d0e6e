"""What the existing structure weighs, and what may be taken off the roof: kN/m2 with intervals, each with its origin."""

from __future__ import annotations

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Ballast, Building
from catalogue.documents.evidence import Fact, Interval
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import finding
from configurator.host.building import HostStructure
from configurator.host.origins import Ledger, fact_interval, family_interval, family_source

WEIGHTS = ("floor_kn_per_m2", "partitions_kn_per_m2", "roof_kn_per_m2", "wall_kn_per_m2")
"""The permanent loads that a host needs, by their name in building and family."""

_SEEN = ("declared", "observed", "tested", "certified")


def _weight(name: str, building: Building, family: BuildingFamily | None, ledger: Ledger) -> Interval:
    """Return one permanent load: known, else the family's."""
    fact: Fact[float] | None = getattr(building.structure, name)
    if fact is not None:
        ledger.known(f"/structure/{name}", fact)
        return fact_interval(fact, f"structure.{name}")
    if family is None:
        raise ValueError(f"a host without a family needs structure.{name}")
    quantity = getattr(family.structure, name)
    interval = family_interval(quantity, family, f"structure.{name}")
    source = family_source(family, quantity.source)
    ledger.assumed(f"/structure/{name}", interval.nominal, source, basis=quantity.basis, status=quantity.status)
    return interval


def ballast_of(building: Building, ledger: Ledger) -> Ballast:
    """Return the ballast that lies on the roof; unknown unless somebody says."""
    fact = building.roof.ballast
    return "unknown" if fact is None else ledger.known("/roof/ballast", fact)


def removed_kn_per_m2(building: Building, assumptions: Assumptions, ledger: Ledger) -> Interval:
    """Return what is taken off the roof, kN/m2: zero unless it was weighed, or ballast was seen.

    A credit makes the extra load smaller, so it is never assumed: a weight that somebody gives counts with its interval; gravel or
    tiles that somebody saw count with the assumption set's interval; anything else counts as nothing, and a finding says what
    looking would be worth.
    """
    weighed, ballast = building.roof.removable_kn_per_m2, building.roof.ballast
    credit = assumptions.loads.removal_credit_kn_per_m2
    if weighed is not None and weighed.basis != "assumed":
        ledger.known("/roof/removable_kn_per_m2", weighed)
        return fact_interval(weighed, "roof.removable_kn_per_m2")
    seen = ballast is not None and ballast.basis in _SEEN
    if ballast is not None and seen and ballast.value in ("gravel", "tiles"):
        interval = credit.interval() or Interval.exact(0.0)
        source = f"{assumptions.id}@{assumptions.version}: {credit.source}, because {ballast.value} was seen ({ballast.source})"
        ledger.assumed("/roof/removable_kn_per_m2", interval.nominal, source, basis=credit.basis, status=credit.status)
        return interval
    if ballast is None or not seen or ballast.value == "unknown":
        ledger.findings.append(finding("HOST-BALLAST-UNKNOWN", subjects=("/roof/ballast",), credit_kn_per_m2=credit.value))
    return Interval.exact(0.0)


def compile_structure(building: Building, family: BuildingFamily | None, assumptions: Assumptions, ledger: Ledger) -> HostStructure:
    """Return the existing structure's permanent loads and what is removed, kN/m2.

    Args:
        building: the building document; its facts replace the family's, exact unless low and high are given.
        family: its family, or None; without one the document must carry every weight.
        assumptions: the assumption set, for the removal credit.
        ledger: where origins and findings go.
    """
    floor, partitions, roof, wall = (_weight(name, building, family, ledger) for name in WEIGHTS)
    if building.ground_floor_on_walls is not None:
        on_walls = ledger.known("/ground_floor_on_walls", building.ground_floor_on_walls)
    elif family is not None:
        on_walls = family.structure.ground_floor_on_walls
        ledger.assumed("/ground_floor_on_walls", on_walls, family_source(family, family.structure.floor_kn_per_m2.source))
    else:
        raise ValueError("a host without a family needs ground_floor_on_walls")
    material = building.bearing_wall_material
    if material is not None:
        ledger.known("/bearing_wall_material", material)
    family_materials = () if family is None else family.structure.wall_materials
    return HostStructure(
        floor_kn_per_m2=floor,
        partitions_kn_per_m2=partitions,
        roof_kn_per_m2=roof,
        wall_kn_per_m2=wall,
        removed_kn_per_m2=removed_kn_per_m2(building, assumptions, ledger),
        ground_floor_on_walls=on_walls,
        wall_materials=family_materials if material is None else (material.value,),
        wall_material_assumed=material is None or material.basis == "assumed",
    )
