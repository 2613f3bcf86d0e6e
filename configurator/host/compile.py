"""Compile a building document into the host building: one local frame, whole millimetres, every gap filled and said so."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building, ExistingAccess
from catalogue.documents.evidence import Fact
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import finding
from catalogue.errors import IncompleteRequest, Phrase, UnreadableInput
from configurator.host.bearing import compile_bearing
from configurator.host.building import Frame, HostBuilding, HostObstacle
from configurator.host.frame import local_frame
from configurator.host.heights import compile_heights
from configurator.host.origins import Ledger, family_source
from configurator.host.outline import host_obstacles, roof_edges, to_local, whole_mm
from configurator.host.rings import polygon_of
from configurator.host.signals import note_signals
from configurator.host.split import RoofPart
from configurator.host.structure import WEIGHTS, ballast_of, compile_structure

OTHER_FACTS = (
    "year_built",
    "dwellings_existing",
    "ownership_share",
    "asset_strategy",
    "maintenance_year",
    "heritage",
    "asbestos",
    "foundation",
    "edges",
)
"""Facts that the engine passes on as they are."""


_MISSING = {
    "storeys_existing": "lacks-storeys",
    "storey_heights_m": "lacks-heights",
    "bay_sequence": "bays-or-lines",
    "structure.floor_kn_per_m2": "lacks-floor-weight",
    "structure.partitions_kn_per_m2": "lacks-partition-weight",
    "structure.roof_kn_per_m2": "lacks-roof-weight",
    "structure.wall_kn_per_m2": "lacks-wall-weight",
    "structure.wall_thickness_mm": "lacks-wall-thickness",
    "ground_floor_on_walls": "lacks-ground-floor",
}
"""What a sentence calls a field that is missing."""


def missing_facts(building: Building, family: BuildingFamily | None) -> tuple[str, ...]:
    """Return the names of the fields that neither the document nor a family gives, and that nobody else can fill in."""
    roof = building.roof
    height = roof.height_above_ground_m is not None or (
        roof.level_nap_m is not None and (building.ground_nap_m is not None or building.peil_nap_m is not None)
    )
    counted = building.storey_heights_m is not None and (height or len(building.storey_heights_m.value) > 1)
    missing: list[str] = []
    if building.storeys_existing is None and not counted and not (height and family is not None):
        missing.append("storeys_existing")
    if family is not None:
        return tuple(missing)
    if building.storey_heights_m is None and not height:
        missing.append("storey_heights_m")
    cross = building.bearing_system is None or building.bearing_system.value == "cross"
    if cross and building.bearing_lines is None and building.bay_sequence is None:
        missing.append("bay_sequence")
    missing.extend(f"structure.{name}" for name in WEIGHTS if getattr(building.structure, name) is None)
    if building.ground_floor_on_walls is None:
        missing.append("ground_floor_on_walls")
    return tuple(missing)


def check_complete(building: Building, family: BuildingFamily | None, families_known: Sequence[str]) -> None:
    """Refuse a building that cannot be compiled, with the list of what to give. Raises IncompleteRequest."""
    missing = missing_facts(building, family)
    if not missing:
        return
    pointers = tuple("/" + name.replace(".", "/") for name in missing)
    names = tuple(Phrase(_MISSING[name]) for name in missing)
    if family is not None:
        raise IncompleteRequest("building-incomplete", building=building.name or building.id, names=names, pointers=pointers)
    known = Phrase("families-known", {"families": tuple(families_known)}) if families_known else ""
    storeys = Phrase("and-storeys") if "storeys_existing" in missing else ""
    raise IncompleteRequest(
        "building-without-family",
        building=building.name or building.id,
        known=known,
        storeys=storeys,
        names=names,
        pointers=("/family", *pointers),
    )


def _check_family(building: Building, family: BuildingFamily | None) -> None:
    """Refuse a family that is not the one the document names: the caller resolved another one."""
    named = None if building.family is None else building.family.value
    if named != (None if family is None else family.id):
        raise ValueError(f"building {building.id} names family {named}, but was compiled with {family.id if family else None}")


def _roof_findings(building: Building, outline_mm: Polygon, assumptions: Assumptions, ledger: Ledger) -> float:
    """Say when the roof is too small or not flat; return how much it falls, in millimetres (0 when nobody measured it)."""
    layout, slope = assumptions.layout, building.roof.slope
    area_m2 = outline_mm.area / 1e6
    if area_m2 < layout.min_roof_area_m2:
        ledger.findings.append(
            finding("HOST-ROOF-TOO-SMALL", subjects=("/roof/polygon",), area_m2=round(area_m2, 1), min_area_m2=layout.min_roof_area_m2)
        )
    if slope is None:
        return 0.0
    if slope.fall_m > layout.max_roof_fall_m:
        extent = float(np.max(np.ptp(shapely.get_coordinates(outline_mm), axis=0))) / 1000.0
        ledger.findings.append(
            finding(
                "HOST-ROOF-NOT-FLAT",
                subjects=("/roof/slope",),
                slope_deg=round(slope.slope_deg, 1),
                fall_m=round(slope.fall_m, 2),
                extent_m=round(extent, 1),
                max_fall_m=layout.max_roof_fall_m,
            )
        )
    return slope.fall_m * 1000.0


def _access(building: Building, family: BuildingFamily | None, ledger: Ledger) -> tuple[ExistingAccess, bool | None]:
    """Return existing access and lift: known, else the family's, else none and unknown."""
    access: ExistingAccess = "none"
    lift: bool | None = None
    if building.access_existing is not None:
        access = ledger.known("/access_existing", building.access_existing)
    elif family is not None:
        access = family.access_existing
        ledger.assumed("/access_existing", access, family_source(family, family.plinth_evidence.source))
    if building.lift_existing is not None:
        lift = ledger.known("/lift_existing", building.lift_existing)
    elif family is not None:
        lift = family.lift_existing
        ledger.assumed("/lift_existing", lift, family_source(family, family.plinth_evidence.source))
    return access, lift


def _note_others(building: Building, ledger: Ledger) -> None:
    """Write down the facts that the engine passes on."""
    if building.family is not None:
        ledger.known("/family", building.family)
    for name in OTHER_FACTS:
        fact: Fact[Any] | None = getattr(building, name)
        if fact is not None:
            ledger.known(f"/{name}", fact)
    for name in ("municipality", "province", "terrain", "max_height_m"):
        site_fact: Fact[Any] | None = getattr(building.site, name)
        if site_fact is not None:
            ledger.known(f"/site/{name}", site_fact)


def roof_name(building: Building) -> Phrase:
    """Return how a sentence names the roof of a building."""
    return Phrase("roof-of-building", {"building": building.id})


def roof_polygon(building: Building) -> Polygon:
    """Return the outline of the roof level in world metres. Raises UnreadableInput for no proper outline."""
    return polygon_of(building.roof.polygon, roof_name(building), crs=building.site.crs)


def _placed_roof(building: Building, peil_nap_m: float | None, part: RoofPart | None) -> tuple[Frame, Polygon]:
    """Return the roof's local frame and its outline in it, on whole millimetres. Raises UnreadableInput for no proper outline."""
    where, crs = roof_name(building), building.site.crs
    outline_m = roof_polygon(building) if part is None else part.outline_m
    frame = local_frame(outline_m, crs=crs, peil_nap_m=peil_nap_m, axis=None if part is None else part.axis)
    outline = whole_mm(to_local(outline_m, frame))
    if outline.is_empty:
        raise UnreadableInput("roof-too-thin", where=where)
    return frame, outline


def _obstacles(
    building: Building, frame: Frame, outline_mm: Polygon, part: RoofPart | None, assumptions: Assumptions
) -> tuple[HostObstacle, ...]:
    """Return the obstacles of the roof; on one wing of several, those that it has to keep clear of."""
    found = host_obstacles(building, frame, assumptions.layout)
    if part is None or not part.cuts_m:
        return found
    return tuple(item for item in found if outline_mm.distance(item.outline_mm) <= item.clearance_mm)


def _joints_mm(part: RoofPart | None, frame: Frame) -> list[LineString]:
    """Return the joints with other wings in the local frame."""
    return [] if part is None else [LineString(frame.to_local_mm(cut)) for cut in part.cuts_m]


def _name(building: Building) -> str:
    return building.id if building.name is None else building.name.nl


def compile_host(
    building: Building,
    family: BuildingFamily | None,
    assumptions: Assumptions,
    *,
    families_known: Sequence[str] = (),
    part: RoofPart | None = None,
) -> HostBuilding:
    """Compile a building document: the user's knowledge first, then what a file said, then the family as a stated assumption.

    Args:
        building: facts with evidence, plan positions in world metres.
        family: the family that the document names, resolved; None when it names none.
        assumptions: the assumption set (clearances, flatness, plausible heights, removal credit).
        families_known: ids to name when a family is what is missing.
        part: which part of the roof level in `building.roof`, and in which direction; None is all of it, in the direction that its
            edges vote for. Further levels are buildings of their own here (`configurator.host.wings`).

    Returns:
        The host, nothing missing. What rules out an extension (a roof that is not flat, too small, up for demolition) is a finding
        with status `fail`; what is assumed or unknown and matters is one too.

    Raises:
        IncompleteRequest: with the list of what has to be given.
        InvalidDocument: facts that contradict each other (storey heights and their number, a wall outside the roof).
        UnreadableInput: a roof or obstacle that is no proper outline.
        ValueError: the family is not the one that the document names.
    """
    _check_family(building, family)
    check_complete(building, family, families_known)
    ledger = Ledger()
    heights = compile_heights(building, family, assumptions, ledger)
    frame, outline = _placed_roof(building, heights.peil_nap_m, part)
    fall_mm = _roof_findings(building, outline, assumptions, ledger)
    bearing = compile_bearing(building, family, outline, ledger)
    structure = compile_structure(building, family, assumptions, ledger)
    access, lift = _access(building, family, ledger)
    ballast = ballast_of(building, ledger)
    _note_others(building, ledger)
    ledger.findings.extend(building.findings)
    note_signals(building, family, len(heights.storeys), ledger)
    return HostBuilding(
        id=building.id,
        name=_name(building),
        frame=frame,
        level_id=building.roof.level_id,
        roof_outline_mm=outline,
        roof_z_mm=heights.roof_z_mm,
        roof_fall_mm=fall_mm,
        ballast=ballast,
        edges=roof_edges(outline, () if building.edges is None else building.edges.value, _joints_mm(part, frame)),
        obstacles=_obstacles(building, frame, outline, part, assumptions),
        bearing_system=bearing.system,
        bearing_lines=bearing.lines,
        bays=bearing.bays,
        storeys=heights.storeys,
        plinth=heights.plinth,
        ground_z_mm=heights.ground_z_mm,
        structure=structure,
        access=access,
        lift=lift,
        max_height_m=None if building.site.max_height_m is None else building.site.max_height_m.value,
        family_id=None if family is None else family.id,
        family_odds=_family_odds(building),
        facts=MappingProxyType(dict(sorted(ledger.facts.items()))),
        findings=tuple(ledger.findings),
    )


def _family_odds(building: Building) -> float | None:
    """Return the odds of the family: 1 when somebody named it, those of its candidate when it was inferred, None without either."""
    if building.family is None:
        return None
    if building.family.basis != "assumed":
        return 1.0
    return next((item.odds for item in building.family_candidates if item.family == building.family.value), None)
