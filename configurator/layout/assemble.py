"""From solved strips to placed modules, dwellings, galleries and cores, with their ids."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from configurator.host.building import HostBuilding
from configurator.layout.homes import dwelling_of, homes_of, modules_of
from configurator.layout.passages import by_id, cores_of, galleries_of, meeting, one_corridor
from configurator.layout.placement import PlacedAccess, PlacedDwelling, PlacedModule
from configurator.layout.scheme import Solution
from configurator.layout.site import Site, strip_name
from configurator.layout.strip import lines_under
from configurator.layout.terraces import OpenRoof


@dataclass(frozen=True, slots=True)
class Placed:
    """Everything that stands on the roof, sorted by id."""

    modules: tuple[PlacedModule, ...]
    dwellings: tuple[PlacedDwelling, ...]
    access: tuple[PlacedAccess, ...]


def connector_height_mm(solution: Solution, concept: Concept) -> int:
    """Return the height of the connector of the scheme's support."""
    connector = concept.support.connector(solution.ground.scheme.support)
    return 0 if connector is None else connector.height_mm


def assembled(host: HostBuilding, concept: Concept, options: Options, solution: Solution) -> Placed:
    """Return the placed modules, dwellings and access elements of a solution, each sorted by id."""
    modules: list[PlacedModule] = []
    dwellings: list[PlacedDwelling] = []
    access: list[PlacedAccess] = []
    z_mm = host.roof_z_mm + connector_height_mm(solution, concept)
    bay_numbers = {bay.left.id: bay.number for bay in reversed(host.bays)}
    for number, strip in enumerate(solution.strips):
        under, roof = lines_under(solution.ground, strip.window), OpenRoof(host, strip)
        site = Site(host, concept, solution, strip, strip_name(number), under, z_mm, bay_numbers, roof)
        for column in strip.columns:
            slots = site.slots(column)
            for storeys in homes_of(column):
                modules.extend(modules_of(site, column, storeys, slots))
                dwellings.append(dwelling_of(site, column, storeys, slots))
        access.extend((*galleries_of(site), *cores_of(site, options)))
    return Placed(
        modules=tuple(sorted(modules, key=lambda m: m.id)),
        dwellings=tuple(sorted(dwellings, key=lambda d: d.id)),
        access=one_corridor(by_id(access)) if solution.ground.scheme.reached.passage == "between" else meeting(by_id(access)),
    )
