"""Match concepts on one building: facts from the host, figures from the engine, verdicts from the catalogue."""

from __future__ import annotations

from catalogue.documents.configuration import Configuration
from catalogue.matching.criteria import EngineFigures, HostFacts
from catalogue.matching.match import Match, match
from configurator.configure import Computed
from configurator.host.building import HostBuilding

VERDICT_ORDER = {"conditional": 0, "unknown": 1, "does_not_fit": 2}


def host_facts(host: HostBuilding, roof_area_m2: float | None = None) -> HostFacts:
    """Return what matching may know of a host; `roof_area_m2` is that of all wings where the host is one of several."""
    u0, v0, u1, v1 = host.roof_outline_mm.bounds
    return HostFacts(
        storeys_existing=host.storeys_existing,
        bearing_system=host.bearing_system,
        bays=tuple((bay.width_mm, bay.use) for bay in host.bays),
        bays_assumed=any(line.assumed for line in host.bearing_lines),
        roof_length_m=(u1 - u0) / 1000.0,
        roof_depth_m=(v1 - v0) / 1000.0,
        roof_area_m2=host.roof_outline_mm.area / 1e6 if roof_area_m2 is None else roof_area_m2,
    )


def engine_figures(configuration: Configuration) -> EngineFigures:
    """Return what the engine found."""
    summary = configuration.summary
    return EngineFigures(
        dwellings=summary.dwellings,
        modules=summary.modules,
        usable_area_m2=summary.usable_area_m2,
        added_mass_kg_per_m2=summary.mass_kg_per_m2,
        worst_r_n_p50=summary.worst_r_n_p50,
        worst_r_n_p50_foundation=summary.worst_r_n_p50_foundation,
        worst_band=summary.worst_band,
    )


def match_computed(computed: Computed) -> Match:
    """Judge one computed configuration against the demands of its concept; of several wings, the first one's storeys and bays."""
    request, area_m2 = computed.inputs.request, computed.configuration.summary.roof_area_m2
    facts = host_facts(computed.host, area_m2 if len(computed.wings) > 1 else None)
    return match(computed.inputs.concept, facts, request.options.intervention, engine_figures(computed.configuration))


def ordered(matches: list[Match]) -> list[Match]:
    """Order matches by verdict, then by concept id. Within a verdict nothing is ranked: the figures speak for themselves."""
    return sorted(matches, key=lambda item: (VERDICT_ORDER[item.verdict], item.concept))
