"""The host as a document: what the engine used, and what was known, assumed or unknown about it."""

from __future__ import annotations

import math

from catalogue.documents.building import Building
from catalogue.documents.configuration import AssumptionUsed, HostLine, HostStorey, HostSummary, Knowledge
from catalogue.documents.identifiers import storey_id
from configurator.host.building import HostBuilding

ASKED_FACTS = (
    "bearing_lines",
    "storeys_existing",
    "storey_heights_m",
    "plinth",
    "peil_nap_m",
    "ground_nap_m",
    "edges",
    "foundation",
    "access_existing",
    "lift_existing",
    "dwellings_existing",
    "ownership_share",
    "asset_strategy",
    "heritage",
    "asbestos",
)
"""Facts of a building document that a decision needs; whichever is neither known nor assumed counts as unknown."""


def host_summary(host: HostBuilding) -> HostSummary:
    """Return the host in metres, in its local frame, with the frame's place in the world."""
    width_m = {bay.left.id: bay.width_mm / 1000.0 for bay in host.bays}
    before_m = {bay.right.id: bay.width_mm / 1000.0 for bay in host.bays}
    return HostSummary(
        origin_m=host.frame.origin_m,
        rotation_deg=math.degrees(host.frame.rotation_rad),
        crs=host.frame.crs,
        peil_nap_m=host.frame.peil_nap_m,
        roof_z_m=host.roof_z_mm / 1000.0,
        ground_z_m=None if host.ground_z_mm is None else host.ground_z_mm / 1000.0,
        plinth=host.plinth.kind,
        storeys=tuple(
            HostStorey(id=storey_id(s.index), floor_z_m=s.floor_z_mm / 1000.0, height_m=s.height_mm / 1000.0) for s in host.storeys
        ),
        bearing_lines=tuple(
            HostLine(
                id=line.id,
                x_m=line.u_mm / 1000.0,
                start_m=line.v0_mm / 1000.0,
                end_m=line.v1_mm / 1000.0,
                thickness_m=line.thickness_mm / 1000.0,
                kind="end" if line.kind == "end" else "party" if line.kind == "party" else "inner",
                assumed=line.assumed,
                bay_left_m=before_m.get(line.id),
                bay_right_m=width_m.get(line.id),
            )
            for line in host.bearing_lines
        ),
        roof_outline_m=tuple((x / 1000.0, y / 1000.0) for x, y in list(host.roof_outline_mm.exterior.coords)[:-1]),
    )


def knowledge(building: Building, host: HostBuilding) -> Knowledge:
    """Count the host's facts: known to somebody, assumed from the family, or unknown to all."""
    assumed = sum(fact.assumed for fact in host.facts.values())
    unknown = 0
    for name in ASKED_FACTS:
        told = getattr(building, name) is not None or any(pointer.split("/")[1] == name for pointer in host.facts)
        unknown += not told
    return Knowledge(known=len(host.facts) - assumed, assumed=assumed, unknown=unknown)


def assumptions_used(host: HostBuilding) -> tuple[AssumptionUsed, ...]:
    """Return what was assumed, in the order of the pointers."""
    return tuple(
        AssumptionUsed(pointer=fact.pointer, value=_plain(fact.value), unit=fact.unit, source=fact.source)
        for pointer, fact in sorted(host.facts.items())
        if fact.assumed
    )


def _plain(value: object) -> object:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    dump = getattr(value, "model_dump", None)
    return dump(mode="json") if dump is not None else str(value)
