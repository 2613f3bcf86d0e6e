"""The connector (tussenlaag) as members: bearers on the bearing lines, or beams along u that span from line to line."""

from __future__ import annotations

import math
from collections.abc import Iterable

from shapely.geometry import box
from shapely.ops import unary_union

from catalogue.documents.concept import Concept, Connector
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout, PlacedModule
from configurator.parts.existing import type_id_of
from configurator.parts.model import Element, ElementKind
from configurator.parts.solids import Body, block

RUN_GAP_MM = 500
"""Modules further apart than this along u stand on beams of their own, unless these would reach for the same bearing line."""
SHORTEST_MEMBER_MM = 100.0

Interval = tuple[float, float]


def merged(intervals: Iterable[Interval], gap_mm: float) -> list[Interval]:
    """Return the union of intervals, those less than `gap_mm` apart joined, ascending."""
    runs: list[Interval] = []
    for low, high in sorted(intervals):
        if runs and low - runs[-1][1] <= gap_mm:
            runs[-1] = (runs[-1][0], max(runs[-1][1], high))
        else:
            runs.append((low, high))
    return runs


def _lowest(layout: Layout) -> list[PlacedModule]:
    storeys = layout.storeys()
    return [m for m in layout.modules if m.storey == storeys[0]] if storeys else []


def _member(host: HostBuilding, layout: Layout, element_id: str, kind: ElementKind, subject: str, u: Interval, v: Interval) -> Element:
    lengths = (u[1] - u[0], v[1] - v[0])
    height = float(layout.connector_height_mm)
    bodies = (Body(block((0.0, 0.0, 0.0), (*lengths, height)), "bearer"),)
    return Element(
        id=element_id,
        kind=kind,
        type_id=type_id_of(kind, bodies),
        storey=layout.storeys()[0],
        subject=subject,
        origin_mm=(u[0], v[0], float(host.roof_z_mm)),
        bodies=bodies,
        status="new",
        assumed=False,
        length_mm=max(lengths),
        width_mm=min(lengths),
        height_mm=height,
    )


def _bearers(host: HostBuilding, layout: Layout, connector: Connector) -> list[Element]:
    """Return one bearer along each line and stretch that carries modules; id `c/<strip>/<line>`, with a position where it is broken."""
    used: dict[tuple[str, str], list[Interval]] = {}
    for module in _lowest(layout):
        for support in module.supports:
            span = (float(module.footprint.v0_mm), float(module.footprint.v1_mm))
            used.setdefault((module.strip, support.line_id), []).append(span)
    half = connector.member_width_mm / 2.0
    low_u, _, high_u, _ = host.roof_outline_mm.bounds
    position = {line.id: line.u_mm for line in host.bearing_lines}
    members = []
    for (strip, line), spans in sorted(used.items()):
        runs = merged(spans, RUN_GAP_MM)
        u = (max(position[line] - half, low_u), min(position[line] + half, high_u))
        for low, high in runs:
            key = f"c/{strip}/{line}" if len(runs) == 1 else f"c/{strip}/{line}/{round(low / 100.0):04d}"
            members.append(_member(host, layout, key, "bearer", line, u, (low, high)))
    return members


def _reach(host: HostBuilding, run: Interval) -> Interval:
    """Stretch a run of modules to the bearing lines around it; without a line on a side the run itself is the end."""
    lines = [float(line.u_mm) for line in host.bearing_lines]
    low = max((u for u in lines if u <= run[0]), default=run[0])
    high = min((u for u in lines if u >= run[1]), default=run[1])
    return low, high


def _beam_positions(low_mm: float, high_mm: float, width_mm: float, spacing_mm: float | None) -> list[float]:
    """Return the low v of each beam: one under either end of the modules, the rest evenly between them."""
    free = high_mm - low_mm - width_mm
    count = 1 if spacing_mm is None else max(1, math.ceil(free / spacing_mm - 1e-9))
    return [low_mm + free * i / count for i in range(count + 1)]


def _clear_of_obstacles(host: HostBuilding, u: Interval, v: Interval) -> list[Interval]:
    """Cut a beam where an obstacle stands in its way."""
    blocked = unary_union([o.outline_mm for o in host.obstacles])
    beam = box(u[0], v[0], u[1], v[1])
    hit = beam.intersection(blocked)
    parts = [g.bounds for g in getattr(hit, "geoms", (hit,)) if g.area > 1.0]
    return _without(u, [(b[0], b[2]) for b in parts])


def _beams(host: HostBuilding, layout: Layout, connector: Connector) -> list[Element]:
    """Return the beams under every run of modules; id `c/<strip>/<u>-<v>` in decimetres."""
    strips: dict[str, list[PlacedModule]] = {}
    for module in _lowest(layout):
        strips.setdefault(module.strip, []).append(module)
    members = []
    width = float(connector.member_width_mm)
    for strip, modules in sorted(strips.items()):
        runs = merged([(float(m.footprint.u0_mm), float(m.footprint.u1_mm)) for m in modules], RUN_GAP_MM)
        for reach in merged([_reach(host, run) for run in runs], 0.0):
            under = [m.footprint for m in modules if m.footprint.u0_mm >= reach[0] and m.footprint.u1_mm <= reach[1]]
            low, high = float(min(f.v0_mm for f in under)), float(max(f.v1_mm for f in under))
            for v in _beam_positions(low, high, width, connector.member_spacing_mm):
                for u in _clear_of_obstacles(host, reach, (v, v + width)):
                    key = f"c/{strip}/{round(u[0] / 100.0):04d}-{round(v / 100.0):04d}"
                    members.append(_member(host, layout, key, "beam", strip, u, (v, v + width)))
    return members


def _without(span: Interval, taken: Iterable[Interval]) -> list[Interval]:
    """Return what is left of an interval when others are taken out of it."""
    pieces, start = [], span[0]
    for low, high in merged(taken, 0.0):
        pieces.append((start, min(low, span[1])))
        start = max(start, high)
    pieces.append((start, span[1]))
    return [p for p in pieces if p[1] - p[0] >= SHORTEST_MEMBER_MM]


def _core_bearers(host: HostBuilding, layout: Layout, connector: Connector, others: list[Element]) -> list[Element]:
    """Return bearers under both walls of each stair core, where no other member lies yet; id `c/core/<u>-<v>` in decimetres."""
    lowest, width = layout.storeys()[0], float(connector.member_width_mm)
    members: list[Element] = []
    for core in (a.footprint for a in layout.access if a.kind == "core" and a.storey == lowest):
        inside = connector.spans_between_lines
        starts = (core.u0_mm, core.u1_mm - width) if inside else (core.u0_mm - width / 2.0, core.u1_mm - width / 2.0)
        for start in starts:
            u = (float(start), float(start) + width)
            boxes = [e.bodies[0].prism.moved(e.origin_mm).bounds_mm() for e in (*others, *members)]
            taken = [(low[1], high[1]) for low, high in boxes if low[0] < u[1] and high[0] > u[0]]
            members.extend(
                _member(host, layout, f"c/core/{round(u[0] / 100.0):04d}-{round(v[0] / 100.0):04d}", "bearer", "core", u, v)
                for v in _without((float(core.v0_mm), float(core.v1_mm)), taken)
            )
    return members


def connector_members(host: HostBuilding, concept: Concept, layout: Layout) -> list[Element]:
    """Return the connector's members for the layout's way of support; none without modules or without height."""
    scheme = layout.scheme
    connector = None if scheme is None else concept.support.connector(scheme.support)
    if connector is None or layout.connector_height_mm <= 0 or not layout.modules:
        return []
    members = _beams(host, layout, connector) if connector.spans_between_lines else _bearers(host, layout, connector)
    return [*members, *_core_bearers(host, layout, connector, members)]
