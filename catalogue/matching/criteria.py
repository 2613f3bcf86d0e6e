"""One function a criterion, with a public id: declared demands against facts, each with its numbers and with what would make it fit.

A match is a screening. Load is never `pass`: without a capacity it is `conditional` at best.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from catalogue.documents.building import BayUse, BearingSystem, WallMaterial
from catalogue.documents.concept import Concept, Intervention
from catalogue.documents.document import Document
from catalogue.documents.finding import Parameter
from catalogue.documents.load_results import Band
from catalogue.matching.bays import fit_in_bay

CriterionVerdict = Literal["pass", "fail", "unknown", "conditional", "not_applicable"]
Owner = Literal["concept", "host", "options"]
CARRIED_BEARING_SYSTEM: BearingSystem = "cross"
"""The only bearing system of which the engine gives a load ratio."""


@dataclass(frozen=True, slots=True)
class HostFacts:
    """What matching may know of a host, in plain numbers; None is unknown."""

    storeys_existing: int
    bearing_system: BearingSystem
    bays: tuple[tuple[int, BayUse], ...]
    """Bay widths in millimetres along the building, with their use."""
    bays_assumed: bool
    """True when the bays follow from the family."""
    roof_length_m: float
    roof_depth_m: float
    roof_area_m2: float
    obstacle_share: float | None = None
    """Share of the roof that obstacles take, without clearances."""
    wall_materials: tuple[WallMaterial, ...] = ()
    """What the bearing walls are made of: one material, or those that the family may have; none is unknown."""
    wall_material_assumed: bool = True
    """True when the materials follow from the family."""


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """What the engine found for this concept on this host; handed in, never computed here."""

    dwellings: int
    modules: int
    usable_area_m2: float
    added_mass_kg_per_m2: float | None
    worst_r_n_p50: float | None
    worst_r_n_p50_foundation: float | None
    worst_band: Band | None
    gross_floor_area_m2: float | None = None


class Remedy(Document):
    """One thing that would make a criterion hold, if everything else stayed as it is."""

    owner: Owner
    """Whose figure it is: the maker's, the building's, or an option of the configuration."""
    parameter: str
    """JSON pointer into the concept, or the name of a fact or option."""
    now: Parameter
    """What it is now, in the unit that ends the parameter's name."""
    needed: Parameter
    """What it would have to be, in the same unit."""
    change: float | None = None
    """Needed minus now, in the parameter's unit, where both are numbers."""


class Criterion(Document):
    """One criterion with its verdict and its numbers."""

    id: str
    verdict: CriterionVerdict
    demanded: dict[str, Parameter]
    """What is asked for, by name; numbers in the unit that ends the name."""
    found: dict[str, Parameter]
    """What there is, by name; numbers in the unit that ends the name."""
    margin: float | None = None
    """By how much it holds (positive) or fails (negative), in the unit of the demand."""
    would_fit: tuple[Remedy, ...] = ()
    """What would make it hold; empty where it holds, or where nothing of the concept or the building would."""


def remedy(owner: Owner, parameter: str, now: float | None, needed: float) -> Remedy:
    """Return a remedy in numbers."""
    return Remedy(owner=owner, parameter=parameter, now=now, needed=needed, change=None if now is None else round(needed - now, 3))


def intervention(concept: Concept, wanted: Intervention) -> Criterion:
    """MATCH-INTERVENTION: the concept is made for the intervention that is asked for."""
    fits = wanted in concept.interventions
    other = Remedy(owner="options", parameter="intervention", now=wanted, needed=concept.interventions[0])
    return Criterion(
        id="MATCH-INTERVENTION",
        verdict="pass" if fits else "fail",
        demanded={"interventions": ", ".join(concept.interventions)},
        found={"intervention": wanted},
        would_fit=() if fits else (other,),
    )


def storeys(concept: Concept, facts: HostFacts) -> Criterion:
    """MATCH-STOREYS: the number of existing storeys lies in the range that the concept was made for."""
    low, high = concept.demands.storeys_existing_min, concept.demands.storeys_existing_max
    margin = min(facts.storeys_existing - low, high - facts.storeys_existing)
    end, now = ("storeys_existing_min", low) if facts.storeys_existing < low else ("storeys_existing_max", high)
    return Criterion(
        id="MATCH-STOREYS",
        verdict="pass" if margin >= 0 else "fail",
        demanded={"storeys_min": low, "storeys_max": high},
        found={"storeys_existing": facts.storeys_existing},
        margin=float(margin),
        would_fit=() if margin >= 0 else (remedy("concept", f"/demands/{end}", now, facts.storeys_existing),),
    )


def bays_wall_on_wall(concept: Concept, facts: HostFacts) -> Criterion:
    """MATCH-BAYS-WALL-ON-WALL: share of the bays in which modules stand with both outer edges on bearing lines."""
    widths = concept.module.width_mm
    demanded: dict[str, Parameter] = {
        "width_min_mm": widths.min,
        "width_max_mm": widths.max,
        "max_eccentricity_mm": concept.support.max_eccentricity_mm,
    }
    if "wall_on_wall" not in concept.support.permitted:
        return Criterion(id="MATCH-BAYS-WALL-ON-WALL", verdict="not_applicable", demanded=demanded, found={})
    candidates = [width for width, use in facts.bays if use == "dwelling"]
    if not candidates:
        return Criterion(id="MATCH-BAYS-WALL-ON-WALL", verdict="unknown", demanded=demanded, found={"bays": 0})
    fits = {width: fit_in_bay(concept, width) for width in set(candidates)}
    fitting = sum(fits[width].width_mm is not None for width in candidates)
    refused = {width: fit.gap_mm for width, fit in sorted(fits.items()) if fit.width_mm is None}
    found: dict[str, Parameter] = {"bays": len(candidates), "bays_that_fit": fitting, "bays_assumed": facts.bays_assumed}
    found |= {f"gap_mm_in_bay_{width}": gap for width, gap in refused.items()}
    whole: CriterionVerdict = "conditional" if facts.bays_assumed else "pass"
    verdict: CriterionVerdict = "fail" if fitting == 0 else whole if fitting == len(candidates) else "conditional"
    return Criterion(
        id="MATCH-BAYS-WALL-ON-WALL",
        verdict=verdict,
        demanded=demanded,
        found=found,
        margin=float(min(refused.values(), key=abs)) if fitting == 0 else None,
        would_fit=_nearest_width(concept, refused),
    )


def _nearest_width(concept: Concept, refused: dict[int, int]) -> tuple[Remedy, ...]:
    """Return the smallest change of the module's width that lets it stand in one more bay width."""
    if not refused:
        return ()
    widths, joint, limit = concept.module.width_mm, concept.module.joint_mm, concept.support.max_eccentricity_mm
    bay, gap = min(refused.items(), key=lambda item: abs(item[1]))
    if gap < 0:
        return (remedy("concept", "/module/width_mm/min", widths.min, bay - joint),)
    return (remedy("concept", "/module/width_mm/max", widths.max, bay - 2 * limit),)


def bays_transfer_grid(concept: Concept, facts: HostFacts) -> Criterion:
    """MATCH-BAYS-TRANSFER-GRID: the grid spans the widest bay."""
    connector = concept.support.connector("transfer_grid")
    if "transfer_grid" not in concept.support.permitted or connector is None:
        return Criterion(id="MATCH-BAYS-TRANSFER-GRID", verdict="not_applicable", demanded={}, found={})
    demanded: dict[str, Parameter] = {"max_span_mm": connector.max_span_mm}
    if not facts.bays or connector.max_span_mm is None:
        return Criterion(id="MATCH-BAYS-TRANSFER-GRID", verdict="unknown", demanded=demanded, found={"bays": len(facts.bays)})
    widest = max(width for width, _ in facts.bays)
    margin = connector.max_span_mm - widest
    whole: CriterionVerdict = "conditional" if facts.bays_assumed else "pass"
    place = concept.support.connectors.index(connector)
    longer = remedy("concept", f"/support/connectors/{place}/max_span_mm", connector.max_span_mm, widest)
    return Criterion(
        id="MATCH-BAYS-TRANSFER-GRID",
        verdict=whole if margin >= 0 else "fail",
        demanded=demanded,
        found={"widest_bay_mm": widest, "bays_assumed": facts.bays_assumed},
        margin=float(margin),
        would_fit=() if margin >= 0 else (longer,),
    )


def bearing_system(concept: Concept, facts: HostFacts) -> Criterion:
    """MATCH-BEARING-SYSTEM: the concept stands on the host's bearing system, and the engine carries it.

    Cross walls are what the engine carries; another system that the concept permits gives no load ratio, so it stays unknown.
    """
    permitted = concept.demands.bearing_systems or (CARRIED_BEARING_SYSTEM,)
    stated = facts.bearing_system in permitted or not concept.demands.bearing_systems
    carried = facts.bearing_system == CARRIED_BEARING_SYSTEM
    more = Remedy(owner="concept", parameter="/demands/bearing_systems", now=", ".join(permitted), needed=facts.bearing_system)
    return Criterion(
        id="MATCH-BEARING-SYSTEM",
        verdict="fail" if not stated else "pass" if carried else "unknown",
        demanded={"bearing_systems": ", ".join(permitted), "supports": ", ".join(concept.support.permitted)},
        found={"bearing_system": facts.bearing_system},
        would_fit=() if stated else (more,),
    )


def roof_size(concept: Concept, facts: HostFacts) -> Criterion:
    """MATCH-ROOF-SIZE: roof length and depth reach what the concept asks for."""
    depth, length = concept.demands.roof_depth_min_m, concept.demands.roof_length_min_m
    found: dict[str, Parameter] = {
        "roof_length_m": round(facts.roof_length_m, 2),
        "roof_depth_m": round(facts.roof_depth_m, 2),
        "roof_area_m2": round(facts.roof_area_m2, 1),
    }
    demanded: dict[str, Parameter] = {"roof_length_min_m": length, "roof_depth_min_m": depth}
    if depth is None and length is None:
        return Criterion(id="MATCH-ROOF-SIZE", verdict="unknown", demanded=demanded, found=found)
    short = [
        remedy("concept", f"/demands/{name}", demand, round(there, 2))
        for name, demand, there in (("roof_depth_min_m", depth, facts.roof_depth_m), ("roof_length_min_m", length, facts.roof_length_m))
        if demand is not None and there < demand
    ]
    margin = min(facts.roof_depth_m - (depth or 0.0), facts.roof_length_m - (length or 0.0))
    return Criterion(
        id="MATCH-ROOF-SIZE",
        verdict="fail" if short else "pass",
        demanded=demanded,
        found=found,
        margin=round(margin, 3),
        would_fit=tuple(short),
    )


def placed(figures: EngineFigures) -> Criterion:
    """MATCH-PLACED: the engine places at least one dwelling."""
    return Criterion(
        id="MATCH-PLACED",
        verdict="pass" if figures.dwellings else "fail",
        demanded={"dwellings_min": 1},
        found={"dwellings": figures.dwellings, "modules": figures.modules, "usable_area_m2": round(figures.usable_area_m2, 1)},
        margin=float(figures.dwellings - 1),
    )


def load_band(figures: EngineFigures) -> Criterion:
    """MATCH-LOAD-BAND: the band of the most loaded bearing line. Never `pass`: nobody has checked a capacity."""
    return Criterion(
        id="MATCH-LOAD-BAND",
        verdict="unknown" if figures.worst_band is None else "conditional",
        demanded={"capacity": None},
        found={
            "worst_band": figures.worst_band,
            "worst_r_n_p50": _rounded(figures.worst_r_n_p50, 4),
            "worst_r_n_p50_foundation": _rounded(figures.worst_r_n_p50_foundation, 4),
            "added_mass_kg_per_m2": _rounded(figures.added_mass_kg_per_m2, 1),
        },
    )


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


HostCriterion = Callable[[Concept, HostFacts], Criterion]
