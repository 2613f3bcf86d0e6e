"""What a layout asks of the road and of the pipes below: transport of its modules, and the way from wet cells to existing shafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import shapely

from catalogue.documents.assumptions import TransportLimits
from catalogue.documents.finding import Finding, finding
from configurator.host.building import HostBuilding
from configurator.layout.assemble import Placed
from configurator.layout.placement import PlacedModule


def transport_remarks(placed: Placed, limits: TransportLimits | None) -> Iterator[Finding]:
    """Say which exemption the widest and highest modules need on the road; nothing where they need none."""
    if limits is None or not placed.modules:
        return
    width = max(m.width_mm for m in placed.modules)
    height = max(m.height_mm for m in placed.modules) + limits.deck_height_mm
    over = max(width - limits.annual_width_mm, height - limits.annual_height_mm)
    if over > 0:
        yield finding("LAY-TRANSPORT-SINGLE", margin_mm=-over, width_mm=width, height_mm=height, most_mm=limits.annual_width_mm)
        return
    over = max(width - limits.free_width_mm, height - limits.free_height_mm)
    if over > 0:
        yield finding("LAY-TRANSPORT-ANNUAL", margin_mm=-over, width_mm=width, height_mm=height, most_mm=limits.free_width_mm)


def shaft_offset_mm(host: HostBuilding, entrance: PlacedModule) -> int | None:
    """Return how far the module that holds a dwelling's wet cell stands from the nearest known shaft, in plan; None without a shaft.

    0 is over the shaft. Pipes run at least this far sideways through the connector.
    """
    shafts = [o.outline_mm for o in host.obstacles if o.kind == "shaft"]
    corners = entrance.footprint.corners_mm()
    own = shapely.box(*corners[0], *corners[2])
    return min((round(own.distance(shaft)) for shaft in shafts), default=None)


def with_shaft_offsets(host: HostBuilding, placed: Placed) -> Placed:
    """Return the layout with the offset of every dwelling; the same one where no shaft is known."""
    if not any(o.kind == "shaft" for o in host.obstacles):
        return placed
    entrances = {m.dwelling_id: m for m in placed.modules if m.access_side is not None}
    known = (replace(d, shaft_offset_mm=shaft_offset_mm(host, entrances[d.id])) for d in placed.dwellings)
    return replace(placed, dwellings=tuple(known))


def shaft_remarks(placed: Placed) -> Iterator[Finding]:
    """Give the dwelling whose wet cell lies farthest from a known shaft."""
    offsets = {d.id: d.shaft_offset_mm for d in placed.dwellings if d.shaft_offset_mm is not None}
    if offsets:
        worst = max(offsets, key=lambda d: (offsets[d], d))
        yield finding("LAY-SHAFT-OFFSET", subjects=(worst,), dwelling=worst, offset_mm=offsets[worst], dwellings=len(offsets))
