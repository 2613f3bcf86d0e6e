"""What a layout puts on the roof, as burdens: modules, connector, gallery and stair cores; and what is taken off.

Masses come from `catalogue.buildup`, layer by layer. A module hands each of its bearing edges its own long wall and half of all the rest:
floor, ceiling or roof, end walls, partitions and imposed load. On a transfer grid a module whose length runs along u has no edge along
the bearing lines: it counts as an even load over its footprint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from catalogue.buildup import ModuleMass, kilonewton, module_mass, module_size
from catalogue.documents.concept import Concept, Support
from catalogue.documents.evidence import Interval
from configurator.host.building import BearingLine, FloatArray, HostBuilding
from configurator.layout.placement import Layout, PlacedAccess, PlacedModule
from configurator.loads.existing import half_bays_mm
from configurator.loads.path import (
    ACCESS_INPUT,
    ADDED_INPUTS,
    CONNECTOR_INPUT,
    EXTRAS_INPUT,
    REMOVAL_INPUT,
    Burden,
    LineLoad,
    post_shares,
    spread_length_mm,
)

CONNECTOR_OWNER = "connector"
REMOVAL_OWNER = "removal"
POST_DEPTH_MM = 1000.0
"""A post load is looked at this far below its plate: it may spread over that depth of the wall."""
_INTERVAL_ENDS = 3
_BEARING_EDGES = 2


@dataclass(frozen=True, slots=True)
class UnitLoads:
    """The unit loads that a layout is weighed with, none of them unknown."""

    connector_kg_per_m2: Interval
    gallery_kg_per_m2: Interval
    core_kg_per_m2: Interval
    partitions_kn_per_m2: Interval
    roof_extras_kn_per_m2: Interval
    """Green roof and solar panels on the modules of the top storey."""
    q_floor_kn_per_m2: float
    q_gallery_kn_per_m2: float
    q_stair_kn_per_m2: float


@dataclass(frozen=True, slots=True)
class ConnectorMass:
    """The transfer layer as it was used."""

    support: Support
    height_mm: int
    kg_per_m2: Interval
    area_m2: float
    mass_kg: Interval
    spans_between_lines: bool
    bearing: Literal["edge", "posts"] = "edge"
    member_width_mm: int = 200
    member_spacing_mm: int | None = None


@dataclass(frozen=True, slots=True)
class AddedMasses:
    """Masses of everything that is added, without partitions."""

    modules: dict[str, ModuleMass]
    """By module id, in the order of the layout."""
    connector: ConnectorMass | None
    access_kg: dict[str, Interval]
    """By id of the gallery or core."""

    @property
    def total_kg(self) -> Interval:
        """Mass of modules, connector and access."""
        parts = [self.connector.mass_kg] if self.connector else []
        parts += [*(mass.total_kg for mass in self.modules.values()), *self.access_kg.values()]
        return Interval(low=sum(p.low for p in parts), nominal=sum(p.nominal for p in parts), high=sum(p.high for p in parts))


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a module, or one edge of it, presses with."""

    g_kn: FloatArray
    """As in `Burden`."""
    q_kn: float


def module_masses(concept: Concept, layout: Layout) -> dict[str, ModuleMass]:
    """Return the mass of every module by id; modules of one type are the same product and are weighed once."""
    access = layout.scheme.access if layout.scheme else None
    by_type: dict[str, ModuleMass] = {}
    types = {module.id: module.type_id for module in layout.modules}
    for module in layout.modules:
        if types[module.id] not in by_type:
            by_type[types[module.id]] = module_mass(
                concept,
                module_size(concept, module.width_mm, module.length_mm, topmost=module.topmost),
                topmost=module.topmost,
                access=access,
                access_side=module.access_side,
                open_sides=module.open_sides,
                orientation=module.orientation,
            )
    return {module_id: by_type[type_id] for module_id, type_id in types.items()}


def added_masses(concept: Concept, layout: Layout, units: UnitLoads) -> AddedMasses:
    """Weigh a layout: its modules, the connector under the lowest ones, and its access."""
    connector = concept.support.connector(layout.scheme.support) if layout.scheme else None
    area_m2 = sum(module.footprint.area_m2 for module in lowest_modules(layout))
    kg_per_m2 = units.connector_kg_per_m2
    return AddedMasses(
        modules=module_masses(concept, layout),
        connector=None
        if connector is None or area_m2 == 0.0
        else ConnectorMass(
            connector.support,
            connector.height_mm,
            kg_per_m2,
            area_m2,
            kg_per_m2.scaled(area_m2),
            connector.spans_between_lines,
            connector.bearing,
            connector.member_width_mm,
            connector.member_spacing_mm,
        ),
        access_kg={
            a.id: (units.gallery_kg_per_m2 if a.kind == "gallery" else units.core_kg_per_m2).scaled(a.footprint.area_m2)
            for a in layout.access
        },
    )


def lowest_modules(layout: Layout) -> tuple[PlacedModule, ...]:
    """Return the modules of the lowest new storey: those that stand on the connector."""
    lowest = min((module.storey for module in layout.modules), default=0)
    return tuple(module for module in layout.modules if module.storey == lowest)


def burdens_of(layout: Layout, masses: AddedMasses, units: UnitLoads) -> tuple[Burden, ...]:
    """Return all burdens of a layout, in its order: modules, connector, access.

    Raises ValueError for a module with an edge on no line where the connector cannot carry it.
    """
    over_grid = layout.scheme is None or layout.scheme.carried.must_span
    spanning = over_grid or (masses.connector is not None and masses.connector.spans_between_lines)
    burdens: list[Burden] = []
    weighed: dict[tuple[str, int], tuple[_Weight, ...]] = {}
    for module in layout.modules:
        mass, product = masses.modules[module.id], (module.type_id, module.quarter)
        if product not in weighed:  # modules of one type that are turned alike press alike
            weighed[product] = _weights(module, mass, units)
        own = _module_burdens(module, weighed[product], _line_ids(module, spanning=spanning))
        burdens.extend(own if masses.connector is None or masses.connector.bearing == "edge" else _on_posts(module, mass, own, masses))
    below: dict[float, FloatArray] = {}
    for module in lowest_modules(layout):
        area_m2 = module.footprint.area_m2
        if area_m2 not in below:
            below[area_m2] = _single(CONNECTOR_INPUT, kilonewton(units.connector_kg_per_m2.scaled(area_m2)))
        burdens.extend(_connector_burdens(module, below[area_m2], _line_ids(module, spanning=spanning)))
    burdens.extend(_access_burden(access, masses.access_kg[access.id], units) for access in layout.access)
    return tuple(burdens)


def removal_loads(host: HostBuilding, lines: Sequence[BearingLine], layout: Layout) -> tuple[LineLoad, ...]:
    """Return what is taken off the roof under the modules, negative, on the lines whose half bays the modules cover.

    Only covered roof counts, and only where it hangs on the wall: between the middles of the two bays beside it and along its length.
    """
    removed = host.structure.removed_kn_per_m2
    if removed.high <= 0.0:
        return ()
    modules = lowest_modules(layout)
    feet = np.array([(m.footprint.u0_mm, m.footprint.u1_mm) for m in modules]).reshape(-1, 2)
    loads = []
    for index, (line, (left, right)) in enumerate(zip(lines, half_bays_mm(host, lines), strict=True)):
        widths = np.minimum(feet[:, 1], line.u_mm + right) - np.maximum(feet[:, 0], line.u_mm - left)
        for at in np.flatnonzero(widths > 0.0):
            f = modules[at].footprint
            start, end = max(f.v0_mm, line.v0_mm), min(f.v1_mm, line.v1_mm)
            if end > start:
                g = _single(REMOVAL_INPUT, removed.scaled(float(widths[at]) * (end - start) / 1e6)) * -1.0
                loads.append(LineLoad(REMOVAL_OWNER, modules[at].storey, index, float(line.u_mm), start, end, g, 0.0, 0))
    return tuple(loads)


def _corners(interval: Interval) -> FloatArray:
    return np.array([interval.low, interval.nominal, interval.high], dtype=np.float64)


def _single(index: int, load: Interval) -> FloatArray:
    g = np.zeros((len(ADDED_INPUTS), _INTERVAL_ENDS))
    g[index] = _corners(load)
    return g


EdgeLines = tuple[str | None, str | None]
"""The lines under a module's low and high edge; None is an edge that the connector carries."""


def _line_ids(module: PlacedModule, *, spanning: bool) -> EdgeLines:
    """Return the line under each bearing edge of a module."""
    found = (module.line_under("low"), module.line_under("high"))
    if None in found and not spanning:
        on = len(module.supports)
        raise ValueError(f"module {module.id} stands on {on} bearing edges; without a connector that spans it needs {_BEARING_EDGES}")
    return found


def _edge_walls(module: PlacedModule, mass: ModuleMass) -> tuple[Interval, Interval]:
    """Return the long walls at the low and at the high u edge: a module's y axis points to -u when its x axis points to +v."""
    return (mass.long_b_kg, mass.long_a_kg) if module.quarter == 1 else (mass.long_a_kg, mass.long_b_kg)


def _weights(module: PlacedModule, mass: ModuleMass, units: UnitLoads) -> tuple[_Weight, ...]:
    """Return what a module weighs as a whole where its length runs along u, else at its low and its high edge."""
    plan_m2 = module.footprint.area_m2
    end_walls = mass.end_a_kg + mass.end_b_kg
    plates = (kilonewton(mass.floor_kg), kilonewton(mass.overhead_kg))
    partitions = units.partitions_kn_per_m2.scaled(plan_m2)
    extras = units.roof_extras_kn_per_m2.scaled(plan_m2 if module.topmost else 0.0)
    q_kn = units.q_floor_kn_per_m2 * plan_m2

    def g_kn(walls_kg: Interval, share: float) -> FloatArray:
        g = np.zeros((len(ADDED_INPUTS), _INTERVAL_ENDS))
        walls = kilonewton(walls_kg + end_walls.scaled(share))
        g[:4] = [_corners(part) for part in (plates[0].scaled(share), plates[1].scaled(share), walls, partitions.scaled(share))]
        g[EXTRAS_INPUT] = _corners(extras.scaled(share))
        return g

    if module.length_axis == "u":
        return (_Weight(g_kn(mass.long_a_kg + mass.long_b_kg, 1.0), q_kn),)
    return tuple(_Weight(g_kn(wall, 0.5), q_kn / 2.0) for wall in _edge_walls(module, mass))


def _module_burdens(module: PlacedModule, weights: Sequence[_Weight], line_ids: EdgeLines) -> tuple[Burden, ...]:
    f = module.footprint
    if len(weights) == 1:
        return (Burden(module.id, module.storey, f.u0_mm, f.u1_mm, f.v0_mm, f.v1_mm, None, weights[0].g_kn, weights[0].q_kn),)
    edges = zip((f.u0_mm, f.u1_mm), line_ids, weights, strict=True)
    return tuple(
        Burden(module.id, module.storey, u_mm, u_mm, f.v0_mm, f.v1_mm, line_id, weight.g_kn, weight.q_kn) for u_mm, line_id, weight in edges
    )


def _on_posts(module: PlacedModule, mass: ModuleMass, edges: Sequence[Burden], masses: AddedMasses) -> tuple[Burden, ...]:
    """Gather each edge of a module on the posts at its two corners, spread over the wall below; unequal where the end walls are."""
    if masses.connector is None:
        return tuple(edges)
    length_m = module.length_mm / 1000.0
    e_x_m = (mass.end_b_kg.nominal - mass.end_a_kg.nominal) * length_m / 2.0 / mass.total_kg.nominal
    ends = post_shares(e_x_m, 0.0, length_m, 1.0).sum(axis=-1)
    low_share, high_share = (float(share) for share in (ends if module.quarter in (0, 1) else ends[::-1]))
    spread = round(spread_length_mm(masses.connector.member_width_mm, POST_DEPTH_MM))
    posts: list[Burden] = []
    for edge in edges:
        reach = min(spread, (edge.v1_mm - edge.v0_mm) // 2)
        for share, v0, v1 in ((low_share, edge.v0_mm, edge.v0_mm + reach), (high_share, edge.v1_mm - reach, edge.v1_mm)):
            posts.append(replace(edge, v0_mm=v0, v1_mm=v1, g_kn=edge.g_kn * share, q_kn=edge.q_kn * share))
    return tuple(posts)


def _connector_burdens(module: PlacedModule, g_kn: FloatArray, line_ids: EdgeLines) -> tuple[Burden, ...]:
    f = module.footprint
    if None in line_ids:
        return (Burden(CONNECTOR_OWNER, module.storey, f.u0_mm, f.u1_mm, f.v0_mm, f.v1_mm, None, g_kn, 0.0),)
    return tuple(
        Burden(CONNECTOR_OWNER, module.storey, u_mm, u_mm, f.v0_mm, f.v1_mm, line_id, g_kn * 0.5, 0.0)
        for u_mm, line_id in zip((f.u0_mm, f.u1_mm), line_ids, strict=True)
    )


def _access_burden(access: PlacedAccess, mass_kg: Interval, units: UnitLoads) -> Burden:
    f = access.footprint
    q_kn_per_m2 = units.q_gallery_kn_per_m2 if access.kind == "gallery" else units.q_stair_kn_per_m2
    g = _single(ACCESS_INPUT, kilonewton(mass_kg))
    return Burden(access.id, access.storey, f.u0_mm, f.u1_mm, f.v0_mm, f.v1_mm, None, g, q_kn_per_m2 * f.area_m2)
