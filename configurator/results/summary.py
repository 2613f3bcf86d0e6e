"""The figures at the top of a configuration, and the verdict, which is never a yes."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.buildup import GRAVITY_M_PER_S2
from catalogue.documents.configuration import Summary, Verdict
from catalogue.documents.request import ConfigurationRequest
from catalogue.matching.criteria import EngineFigures
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout
from configurator.loads.estimate import LoadEstimate, Weighed
from configurator.results.host import knowledge

PREMISES_IN_DOUBT = ("HOST-STOREYS-IMPLAUSIBLE", "HOST-HEIGHTS-DISAGREE", "LOAD-UNITY-BEFORE", "LOAD-NORM-DIFFERS")
"""Findings that put what everything else rests on in doubt: then the answer is unknown, however well the modules fit."""


def summarise(request: ConfigurationRequest, host: HostBuilding, layout: Layout, loads: LoadEstimate) -> Summary:
    """Return the summary of one configuration, not yet rounded."""
    figures = figures_of([(layout, loads)])
    roof_m2 = host.roof_outline_mm.area / 1e6
    lowest = min(layout.storeys(), default=None)
    masses_kg = [mass.total_kg.nominal for mass in loads.masses.modules.values()]
    return Summary(
        verdict=verdict(host, layout, loads),
        dwellings=figures.dwellings,
        modules=figures.modules,
        module_types=len({m.type_id for m in layout.modules}),
        support=layout.scheme.support if layout.scheme else None,
        access=layout.scheme.access if layout.scheme else None,
        storeys_added=len(layout.storeys()),
        gross_floor_area_m2=figures.gross_floor_area_m2 or 0.0,
        usable_area_m2=figures.usable_area_m2,
        area_basis="factor",
        roof_area_m2=roof_m2,
        placed_share=sum(m.footprint.area_m2 for m in layout.modules if m.storey == lowest) / roof_m2,
        bound_gap=bound_gap(layout),
        height_above_ground_m=_height_m(host, layout),
        mass_kg=added_mass_kg(loads),
        mass_kg_per_m2=figures.added_mass_kg_per_m2,
        heaviest_module_kg=max(masses_kg, default=None),
        worst_r_n_p50=figures.worst_r_n_p50,
        worst_r_n_p50_foundation=figures.worst_r_n_p50_foundation,
        worst_band=figures.worst_band,
        knowledge=knowledge(request.building, host),
    )


def added_mass_kg(loads: Weighed) -> float:
    """Return everything that is added, kg."""
    return loads.added_weight_kn * 1000.0 / GRAVITY_M_PER_S2


def figures_of(wings: Sequence[tuple[Layout, Weighed]]) -> EngineFigures:
    """Return the figures of a summary that matching needs, over all wings, without assembling a configuration."""
    gross_m2 = sum(d.gross_floor_area_m2 for layout, _ in wings for d in layout.dwellings)
    mass_kg = sum(added_mass_kg(loads) for _, loads in wings)
    built = [loads for layout, loads in wings if layout.modules]
    return EngineFigures(
        dwellings=sum(len(layout.dwellings) for layout, _ in wings),
        modules=sum(len(layout.modules) for layout, _ in wings),
        usable_area_m2=sum(d.usable_area_m2 for layout, _ in wings for d in layout.dwellings),
        added_mass_kg_per_m2=mass_kg / gross_m2 if gross_m2 else None,
        worst_r_n_p50=max((loads.worst_r_n_p50 for loads in built if loads.worst_r_n_p50 is not None), default=None),
        worst_r_n_p50_foundation=max(
            (loads.worst_r_n_p50_foundation for loads in built if loads.worst_r_n_p50_foundation is not None), default=None
        ),
        worst_band=max((loads.worst_band for loads in built if loads.worst_band is not None), default=None),
        gross_floor_area_m2=gross_m2,
    )


def verdict(host: HostBuilding, layout: Layout, loads: LoadEstimate) -> Verdict:
    """Return `does_not_fit` without modules, `unknown` without load ratios or on doubtful premises, else `conditional`.

    A resistance that the user gave and the new load exceeds does not fit either: not as asked. A screening is never a yes.
    """
    if not layout.modules:
        return "does_not_fit"
    doubtful = any(finding.code in PREMISES_IN_DOUBT for finding in (*host.findings, *loads.findings))
    if not doubtful and any(finding.code == "LOAD-UNITY-EXCEEDED" for finding in loads.findings):
        return "does_not_fit"
    return "unknown" if doubtful or not loads.lines else "conditional"


def bound_gap(layout: Layout) -> float | None:
    """Return (bound - value) / bound for the same scheme and objective, or None without a valid bound."""
    if layout.bound is None or layout.bound <= 0:
        return None
    return (layout.bound - layout.value) / layout.bound


def _height_m(host: HostBuilding, layout: Layout) -> float | None:
    if not layout.modules or host.ground_z_mm is None:
        return None
    return (max(m.z_mm + m.height_mm for m in layout.modules) - host.ground_z_mm) / 1000.0
