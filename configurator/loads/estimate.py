"""The load estimate of one layout on one host: `estimate_loads` is the entry point.

Indicative: permanent and imposed load on every bearing line, before and after, relative to an estimated existing load. Not in it yet: wind,
stability, uplift, snow drift beside the new storey, continuous beams, unity checks. It never says that a wall can carry the load.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from catalogue.buildup import ZERO, kilonewton
from catalogue.documents.assumptions import Assumptions
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Band
from catalogue.documents.evidence import Quantity
from catalogue.documents.finding import Finding
from catalogue.documents.options import Options
from configurator.host.building import BearingLine, HostBuilding
from configurator.layout.placement import Layout
from configurator.loads.added import AddedMasses, UnitLoads, added_masses, burdens_of, removal_loads
from configurator.loads.bands import BANDS
from configurator.loads.combine import NOMINAL, LoadRows, load_rows, stretches_of
from configurator.loads.existing import FOUNDATION, existing_loads, level_ids
from configurator.loads.findings import Circumstances, load_findings, refusals_of
from configurator.loads.norm_tables import NormRow, Use, class_rows, formula, imposed_load, partial_factors, psi_factors
from configurator.loads.path import LineLoad, axes_of, line_loads
from configurator.loads.uncertainty import InputShare, largest_contributors

_MEASURE_FIRST = 5
_ACCESS_USES: tuple[tuple[Literal["gallery", "core"], Use], ...] = (("gallery", "A_gallery"), ("core", "A_stair"))


@dataclass(frozen=True, slots=True)
class ModuleReaction:
    """What one module hands to one bearing line: the same load as in the rows, seen at the module."""

    module_id: str
    line_id: str
    point_mm: tuple[float, float]
    """Resultant in the local frame: on the module's edge where that stands on the line, else on the line's axis."""
    g_kn: float
    q_kn: float


@dataclass(frozen=True, slots=True)
class LoadEstimate:
    """Everything that the load estimate says about one layout; floats are not rounded."""

    lines: tuple[BearingLine, ...]
    """Lines with figures; empty where the bearing system is not carried or an input is unknown (see the findings)."""
    levels: tuple[str, ...]
    rows: LoadRows
    reactions: tuple[ModuleReaction, ...]
    """By module, then line."""
    masses: AddedMasses
    partitions_kn: float
    """Nominal weight of the partitions in the modules, which is in the loads and not in the masses."""
    added_weight_kn: float
    """Nominal permanent load of modules with partitions, connector and access; without removal."""
    removed_weight_kn: float
    """Nominal load that is taken off the lines, positive."""
    measure_first: tuple[InputShare, ...]
    """Inputs that contribute most to the uncertainty of the governing row, largest first."""
    norm_rows: tuple[NormRow, ...]
    """Rows of the norm tables that were used, with clause and status."""
    findings: tuple[Finding, ...]

    @property
    def governing_row(self) -> int | None:
        """Index of the row with the largest r_n at P50, over all levels; None without rows."""
        return self.rows.governing

    @property
    def worst_band(self) -> Band | None:
        """Worst band over all lines and levels; None without rows."""
        return BANDS[int(self.rows.band.max())] if self.rows.line.size else None

    @property
    def worst_r_n_p50(self) -> float | None:
        """Largest r_n at P50 over all lines and levels; None without rows."""
        return float(self.rows.spread.p50.max()) if self.rows.line.size else None

    @property
    def worst_r_n_p50_foundation(self) -> float | None:
        """Largest r_n at P50 at the foundation, where it is mildest; None without rows."""
        at_foundation = self.rows.level == self.levels.index(FOUNDATION)
        return float(self.rows.spread.p50[at_foundation].max()) if at_foundation.any() else None


def estimate_loads(host: HostBuilding, concept: Concept, layout: Layout, options: Options, assumptions: Assumptions) -> LoadEstimate:
    """Estimate the load on every bearing line of the host, before and after.

    Raises ValueError for a layout that contradicts itself or the host: a module on a line that is not there, or wall-on-wall without
    two bearing edges. What the domain refuses (a bearing system that is not carried, an unknown mass) is a finding, and no rows.
    """
    built = layout if layout.modules else replace(layout, access=())
    units, unknown = unit_loads(concept, built, assumptions)
    masses = added_masses(concept, built, units)
    refusals = refusals_of(host, unknown)
    lines = () if refusals else tuple(line for line in host.bearing_lines if line.v1_mm > line.v0_mm)
    loads = line_loads(burdens_of(built, masses, units), lines, axes_of(lines)) if lines else ()
    removed = removal_loads(host, lines, built)
    norm_rows = _norm_rows(built, assumptions)
    rows = load_rows(
        existing_loads(host, lines, units.q_floor_kn_per_m2),
        stretches_of((*loads, *removed), lines),
        assumptions.loads,
        partial_factors(assumptions.loads.level_existing, assumptions.loads.consequence_class),
        psi_factors("A").psi0,
    )
    partitions_kn = units.partitions_kn_per_m2.nominal * sum(module.footprint.area_m2 for module in built.modules)
    governing = rows.governing
    findings = load_findings(Circumstances(host, built, options, lines, level_ids(host), rows, loads, norm_rows))
    return LoadEstimate(
        lines=lines,
        levels=level_ids(host),
        rows=rows,
        reactions=_reactions(loads, lines, built),
        masses=masses,
        partitions_kn=partitions_kn,
        added_weight_kn=kilonewton(masses.total_kg).nominal + partitions_kn,
        removed_weight_kn=0.0 - sum(float(load.g_kn[:, NOMINAL].sum()) for load in removed),
        measure_first=() if governing is None else largest_contributors(rows.spread.variance[governing], _MEASURE_FIRST),
        norm_rows=norm_rows,
        findings=(*refusals, *findings),
    )


def unit_loads(concept: Concept, layout: Layout, assumptions: Assumptions) -> tuple[UnitLoads, tuple[str, ...]]:
    """Gather the unit loads that a layout needs, and the names of those that are unknown (they count as 0: give no figures then)."""
    kinds = {access.kind for access in layout.access}
    connector = concept.support.connector(layout.scheme.support) if layout.scheme and layout.modules else None
    wanted: dict[str, Quantity | None] = {
        "support.connectors.mass_kg_per_m2": connector.mass_kg_per_m2 if connector else None,
        "access.gallery_mass_kg_per_m2": concept.access.gallery_mass_kg_per_m2 if "gallery" in kinds else None,
        "access.stair_core_mass_kg_per_m2": concept.access.stair_core_mass_kg_per_m2 if "core" in kinds else None,
        "loads.partitions_new_kn_per_m2": assumptions.loads.partitions_new_kn_per_m2 if layout.modules else None,
    }
    found = [ZERO if quantity is None else quantity.interval() for quantity in wanted.values()]
    unknown = [name for name, interval in zip(wanted, found, strict=True) if interval is None]
    if layout.modules and any(opening.mass_kg_per_m2.value is None for opening in concept.module.openings):
        unknown.append("module.openings.mass_kg_per_m2")
    connector_kg, gallery_kg, core_kg, partitions = (interval or ZERO for interval in found)
    units = UnitLoads(
        connector_kg_per_m2=connector_kg,
        gallery_kg_per_m2=gallery_kg,
        core_kg_per_m2=core_kg,
        partitions_kn_per_m2=partitions,
        q_floor_kn_per_m2=imposed_load("A_floor").q_kn_per_m2,
        q_gallery_kn_per_m2=imposed_load("A_gallery").q_kn_per_m2,
        q_stair_kn_per_m2=imposed_load("A_stair").q_kn_per_m2,
    )
    return units, tuple(unknown)


def _norm_rows(layout: Layout, assumptions: Assumptions) -> tuple[NormRow, ...]:
    kinds = {access.kind for access in layout.access}
    choices = assumptions.loads
    rows: list[NormRow] = [
        partial_factors(choices.level_existing, choices.consequence_class),
        psi_factors("A"),
        formula("EN1991-1-1/alpha_n"),
        imposed_load("A_floor"),
    ]
    rows.extend(imposed_load(use) for kind, use in _ACCESS_USES if kind in kinds)
    return (*rows, *class_rows()[:2]) if layout.modules else tuple(rows)


def _reactions(loads: Sequence[LineLoad], lines: Sequence[BearingLine], layout: Layout) -> tuple[ModuleReaction, ...]:
    modules = {module.id for module in layout.modules}
    found: dict[tuple[str, int], list[LineLoad]] = {}
    for load in loads:
        if load.owner in modules:
            found.setdefault((load.owner, load.line), []).append(load)
    return tuple(
        ModuleReaction(
            module_id=module_id,
            line_id=lines[line].id,
            point_mm=(sum(load.u_mm for load in own) / len(own), sum(load.v0_mm + load.v1_mm for load in own) / (2.0 * len(own))),
            g_kn=sum(float(load.g_kn[:, NOMINAL].sum()) for load in own),
            q_kn=sum(load.q_kn for load in own),
        )
        for (module_id, line), own in sorted(found.items(), key=lambda item: (item[0][0], lines[item[0][1]].id))
    )
