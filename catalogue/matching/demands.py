"""Criteria on demands that only some concepts make: bays of a kit, obstacles, wall material, crane."""

from __future__ import annotations

from catalogue.documents.concept import Concept
from catalogue.matching.criteria import (
    Criterion,
    CriterionVerdict,
    HostCriterion,
    HostFacts,
    Remedy,
    bays_transfer_grid,
    bays_wall_on_wall,
    bearing_system,
    remedy,
    roof_size,
    storeys,
)


def bay_range(concept: Concept, facts: HostFacts) -> Criterion:
    """MATCH-BAY-RANGE: the bays lie in the range that a kit of panels or ribs states."""
    low, high = concept.demands.bay_min_mm, concept.demands.bay_max_mm
    demanded = {"bay_min_mm": low, "bay_max_mm": high}
    if low is None and high is None:
        return Criterion(id="MATCH-BAY-RANGE", verdict="not_applicable", demanded={}, found={})
    widths = sorted(width for width, use in facts.bays if use == "dwelling")
    if not widths:
        return Criterion(id="MATCH-BAY-RANGE", verdict="unknown", demanded={**demanded}, found={"bays": 0})
    inside = [width for width in widths if (low or 0) <= width <= (high or width)]
    whole: CriterionVerdict = "conditional" if facts.bays_assumed else "pass"
    verdict: CriterionVerdict = "fail" if not inside else whole if len(inside) == len(widths) else "conditional"
    outside = [remedy("concept", "/demands/bay_min_mm", low, widths[0])] if low is not None and widths[0] < low else []
    outside += [remedy("concept", "/demands/bay_max_mm", high, widths[-1])] if high is not None and widths[-1] > high else []
    return Criterion(
        id="MATCH-BAY-RANGE",
        verdict=verdict,
        demanded={**demanded},
        found={"narrowest_bay_mm": widths[0], "widest_bay_mm": widths[-1], "bays": len(widths), "bays_inside": len(inside)},
        margin=float(min(widths[0] - (low or 0), (high or widths[-1]) - widths[-1])),
        would_fit=tuple(outside),
    )


def obstacles(concept: Concept, facts: HostFacts) -> Criterion:
    """MATCH-OBSTACLES: obstacles take no larger share of the roof than the concept permits."""
    limit = concept.demands.max_obstacle_share
    if limit is None:
        return Criterion(id="MATCH-OBSTACLES", verdict="not_applicable", demanded={}, found={})
    if facts.obstacle_share is None:
        return Criterion(id="MATCH-OBSTACLES", verdict="unknown", demanded={"max_obstacle_share": limit}, found={})
    margin = limit - facts.obstacle_share
    return Criterion(
        id="MATCH-OBSTACLES",
        verdict="pass" if margin >= 0.0 else "fail",
        demanded={"max_obstacle_share": limit},
        found={"obstacle_share": round(facts.obstacle_share, 4)},
        margin=round(margin, 4),
        would_fit=() if margin >= 0.0 else (remedy("concept", "/demands/max_obstacle_share", limit, round(facts.obstacle_share, 4)),),
    )


def wall_material(concept: Concept, facts: HostFacts) -> Criterion:
    """MATCH-WALL-MATERIAL: the bearing walls are of a material that the concept stands on; of several possible ones, all are."""
    permitted = concept.demands.wall_materials
    if not permitted:
        return Criterion(id="MATCH-WALL-MATERIAL", verdict="not_applicable", demanded={}, found={})
    possible = facts.wall_materials
    unfit = tuple(material for material in possible if material not in permitted)
    verdict: CriterionVerdict = "unknown"
    if possible and not unfit:
        verdict = "conditional" if facts.wall_material_assumed else "pass"
    elif possible and len(unfit) == len(possible):
        verdict = "fail"
    more = Remedy(owner="concept", parameter="/demands/wall_materials", now=", ".join(permitted), needed=", ".join(unfit))
    return Criterion(
        id="MATCH-WALL-MATERIAL",
        verdict=verdict,
        demanded={"wall_materials": ", ".join(permitted)},
        found={"wall_material": ", ".join(possible) or None},
        would_fit=(more,) if verdict == "fail" else (),
    )


def crane(concept: Concept, facts: HostFacts) -> Criterion:
    """MATCH-CRANE: the maker's crane reaches over the roof. Where it can stand is unknown, so this is `conditional` at best."""
    radius = None if concept.transport.crane_radius_max_m is None else concept.transport.crane_radius_max_m.value
    least_m = round(facts.roof_depth_m, 2)
    found = {"roof_depth_m": least_m, "distance_of_crane_m": None}
    if radius is None:
        return Criterion(id="MATCH-CRANE", verdict="unknown", demanded={"crane_radius_max_m": None}, found={**found})
    margin = round(radius - least_m, 3)
    return Criterion(
        id="MATCH-CRANE",
        verdict="conditional" if margin > 0.0 else "fail",
        demanded={"crane_radius_max_m": radius},
        found={**found},
        margin=margin,
        would_fit=() if margin > 0.0 else (remedy("concept", "/transport/crane_radius_max_m", radius, least_m),),
    )


HOST_CRITERIA: tuple[HostCriterion, ...] = (
    storeys,
    bearing_system,
    bays_wall_on_wall,
    bays_transfer_grid,
    bay_range,
    roof_size,
    obstacles,
    wall_material,
    crane,
)
"""Criteria that need no engine, in the order in which they are shown."""
