"""The load estimate of one layout on one host: `estimate_loads` is the entry point.

Indicative: permanent and imposed load on every bearing line, before and after, relative to an estimated existing load; wind on the block,
at the ends of the walls and on the modules; snow beside the new storey. A unity check stands only where the user gave a resistance: it
never says of itself that a wall can carry the load.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from catalogue.buildup import ZERO, buildup_thickness_mm, kilonewton
from catalogue.documents.assumptions import Assumptions
from catalogue.documents.concept import Concept
from catalogue.documents.evidence import Interval, Quantity
from catalogue.documents.finding import Finding
from catalogue.documents.load_results import Band
from catalogue.documents.options import Options
from catalogue.documents.verification import Verification
from configurator.host.building import BearingLine, FloatArray, HostBuilding
from configurator.layout.placement import Layout
from configurator.loads.added import AddedMasses, UnitLoads, added_masses, burdens_of, removal_loads
from configurator.loads.bands import BANDS
from configurator.loads.basis import LoadBasis, load_basis
from configurator.loads.combine import NOMINAL, LoadRows, code_equivalence, for_period, load_rows, stretches_of
from configurator.loads.drift_zones import DriftZone, drift_zones
from configurator.loads.existing import FOUNDATION, existing_loads, level_ids, lowest_levels
from configurator.loads.findings import Around, Circumstances, load_findings, refusals_of
from configurator.loads.lift_shaft import LIFT_OWNER, LiftShaft, lift_shaft
from configurator.loads.module_wind import ModuleWind, module_winds, stack_winds
from configurator.loads.norm_tables import NormRow, imposed_load, psi_factors
from configurator.loads.path import Burden, LineLoad, axes_of, continuity_loads, line_loads
from configurator.loads.reactions import ModuleReaction, reactions_of
from configurator.loads.robustness import TieForces, tie_forces
from configurator.loads.rows_used import used_rows
from configurator.loads.stability import BlockWind, block_wind
from configurator.loads.uncertainty import InputShare, largest_contributors
from configurator.loads.verified import RowCheck, check_findings, checks_of, with_checks
from configurator.loads.wall_ends import WallEnds, unity_checks, wall_ends

_MEASURE_FIRST = 5


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one layout weighs and how it lands on the bearing lines; floats are not rounded."""

    lines: tuple[BearingLine, ...]
    """Lines with figures; empty where the bearing system is not carried or an input is unknown (see the findings)."""
    levels: tuple[str, ...]
    rows: LoadRows
    masses: AddedMasses
    partitions_kn: float
    """Nominal weight of the partitions in the modules, which is in the loads and not in the masses."""
    added_weight_kn: float
    """Nominal permanent load of modules with partitions, connector and access; without removal."""
    removed_weight_kn: float
    """Nominal load that is taken off the lines, positive."""
    basis: LoadBasis

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


@dataclass(frozen=True, slots=True)
class LoadEstimate(Weighed):
    """Everything that the load estimate says about one layout."""

    reactions: tuple[ModuleReaction, ...]
    """By module, then line."""
    measure_first: tuple[InputShare, ...]
    """Inputs that contribute most to the uncertainty of the governing row, largest first."""
    norm_rows: tuple[NormRow, ...]
    """Rows of the norm tables that were used, with clause and status."""
    findings: tuple[Finding, ...]
    wind: BlockWind | None
    """None where the height above ground is unknown."""
    ends: WallEnds
    """Wind beside the rows."""
    unity: FloatArray
    """Unity check of each row, NaN where the user gave no resistance."""
    unity_existing: FloatArray
    """The same before anything is added."""
    equivalence: FloatArray
    """New design load over the existing one with the factors of new build, by row; NaN where nobody asked for it."""
    norm_checks: tuple[RowCheck, ...]
    """What a named engineer said of the norm rows that were used."""
    module_winds: dict[str, ModuleWind]
    """By module id; empty where wind is not computed."""
    drifts: tuple[DriftZone, ...]
    ties: TieForces | None
    """Required tie forces; None when nothing is added."""


@dataclass(frozen=True, slots=True)
class _Weighing:
    """How the weight of a layout was found: what the rest of the estimate goes on from."""

    built: Layout
    """The layout; without its access where there are no modules."""
    weighed: Weighed
    loads: tuple[LineLoad, ...]
    lowest: tuple[int, ...]
    refusals: tuple[Finding, ...]
    shaft: LiftShaft


def weigh(host: HostBuilding, concept: Concept, layout: Layout, options: Options, assumptions: Assumptions) -> Weighed:
    """Return the weights and rows of `estimate_loads` alone: what many layouts are compared by. Raises as `estimate_loads` does."""
    return _weighing(host, concept, layout, options, assumptions).weighed


def _weighing(host: HostBuilding, concept: Concept, layout: Layout, options: Options, assumptions: Assumptions) -> _Weighing:
    built = layout if layout.modules else replace(layout, access=())
    basis = load_basis(assumptions.loads, options.loads)
    units, unknown = unit_loads(concept, built, assumptions, options)
    masses = added_masses(concept, built, units)
    shaft = lift_shaft(host, built, options.lift, assumptions.loads)
    refusals = refusals_of(host, (*unknown, *shaft.unknown))
    lines = () if refusals else tuple(line for line in host.bearing_lines if line.v1_mm > line.v0_mm)
    burdens = (*burdens_of(built, masses, units), *shaft.burdens) if lines else ()
    loads = line_loads(burdens, lines, axes_of(lines)) if lines else ()
    running = _running(burdens, masses, lines)
    removed = removal_loads(host, lines, built)
    lowest = lowest_levels(host, lines)
    rows = load_rows(
        existing_loads(host, lines, units.q_floor_kn_per_m2 * basis.imposed_factor),
        stretches_of(for_period((*loads, *removed, *running), basis.imposed_factor), lines),
        assumptions.loads,
        basis.factors,
        psi_factors("A"),
        np.asarray(lowest, dtype=np.int64),
    )
    partitions_kn = units.partitions_kn_per_m2.nominal * sum(module.footprint.area_m2 for module in built.modules)
    extras_kn = units.roof_extras_kn_per_m2.nominal * sum(module.footprint.area_m2 for module in built.modules if module.topmost)
    weighed = Weighed(
        lines=lines,
        levels=level_ids(host),
        rows=rows,
        masses=masses,
        partitions_kn=partitions_kn,
        added_weight_kn=kilonewton(masses.total_kg).nominal + partitions_kn + extras_kn + shaft.on_lines_kn.nominal,
        removed_weight_kn=0.0 - sum(float(load.g_kn[:, NOMINAL].sum()) for load in removed),
        basis=basis,
    )
    return _Weighing(built, weighed, loads, lowest, refusals, shaft)


def estimate_loads(
    host: HostBuilding,
    concept: Concept,
    layout: Layout,
    options: Options,
    assumptions: Assumptions,
    verification: Verification | None = None,
) -> LoadEstimate:
    """Estimate the load on every bearing line of the host, before and after.

    Raises ValueError for a layout that contradicts itself or the host: a module on a line that is not there, or wall-on-wall without
    two bearing edges. What the domain refuses (a bearing system that is not carried, an unknown mass) is a finding, and no rows.
    """
    found = _weighing(host, concept, layout, options, assumptions)
    built, weighed, rows, lines, masses = found.built, found.weighed, found.weighed.rows, found.weighed.lines, found.weighed.masses
    wind = block_wind(host, built, lines, assumptions.loads, weighed.basis.velocity_factor)
    checks = checks_of(verification)
    norm_rows = with_checks(used_rows(built, weighed.basis, wind), checks)
    ends = wall_ends(rows, lines, wind, weighed.basis.factors, psi_factors("A").psi0)
    unity_existing, unity = unity_checks(host, lines, rows, ends, weighed.levels)
    winds = module_winds(built, wind) if wind is not None else {}
    drifts = drift_zones(host, built) if wind is not None else ()
    reactions = reactions_of(found.loads, lines, built, masses)
    at = Circumstances(host, built, options, lines, weighed.levels, rows, found.loads, norm_rows)
    floor_mm = buildup_thickness_mm(concept.build_ups[concept.module.floor])
    stacks = stack_winds(built, masses, winds) if winds else ()
    around = Around(wind, ends, unity, unity_existing, stacks, drifts, found.lowest, reactions, floor_mm)
    findings = load_findings(at, around, assumptions.loads.friction_coefficient)
    governing = rows.governing
    return LoadEstimate(
        **{name: getattr(weighed, name) for name in Weighed.__dataclass_fields__},
        reactions=reactions,
        measure_first=() if governing is None else largest_contributors(rows.spread.variance[governing], _MEASURE_FIRST),
        norm_rows=norm_rows,
        findings=(*found.refusals, *findings, *found.shaft.findings, *check_findings(norm_rows, checks)),
        wind=wind,
        ends=ends,
        unity=unity,
        unity_existing=unity_existing,
        equivalence=_equivalence(rows, weighed.basis),
        norm_checks=tuple(checks[row.id] for row in norm_rows if row.id in checks),
        module_winds=winds,
        drifts=drifts,
        ties=tie_forces(host, built),
    )


def _running(burdens: Sequence[Burden], masses: AddedMasses, lines: Sequence[BearingLine]) -> tuple[LineLoad, ...]:
    """Return what a grid that runs through adds to the lever rule; a lift shaft stands beside it, not on it."""
    if not lines or masses.connector is None or not masses.connector.spans_between_lines:
        return ()
    return tuple(continuity_loads([burden for burden in burdens if burden.owner != LIFT_OWNER], lines, axes_of(lines)))


def _equivalence(rows: LoadRows, basis: LoadBasis) -> FloatArray:
    """Return the code equivalence of every row; not a number where it was not asked for."""
    if not basis.code_equivalence:
        return np.full(rows.line.shape, np.nan)
    return code_equivalence(rows, basis.new_build, psi_factors("A").psi0, basis.imposed_factor)


def unit_loads(concept: Concept, layout: Layout, assumptions: Assumptions, options: Options) -> tuple[UnitLoads, tuple[str, ...]]:
    """Gather the unit loads that a layout needs, and the names of those that are unknown (they count as 0: give no figures then)."""
    kinds = {access.kind for access in layout.access}
    connector = concept.support.connector(layout.scheme.support) if layout.scheme and layout.modules else None
    wanted: dict[str, Quantity | None] = {
        "support.connectors.mass_kg_per_m2": connector.mass_kg_per_m2 if connector else None,
        "access.gallery_mass_kg_per_m2": concept.access.gallery_mass_kg_per_m2 if "gallery" in kinds else None,
        "access.stair_core_mass_kg_per_m2": concept.access.stair_core_mass_kg_per_m2 if "core" in kinds else None,
        "loads.partitions_new_kn_per_m2": assumptions.loads.partitions_new_kn_per_m2 if layout.modules else None,
    }
    extras, extras_unknown = _roof_extras(assumptions, options) if layout.modules else (ZERO, [])
    found = [ZERO if quantity is None else quantity.interval() for quantity in wanted.values()]
    unknown = [name for name, interval in zip(wanted, found, strict=True) if interval is None] + extras_unknown
    if layout.modules and any(opening.mass_kg_per_m2.value is None for opening in concept.module.openings):
        unknown.append("module.openings.mass_kg_per_m2")
    connector_kg, gallery_kg, core_kg, partitions = (interval or ZERO for interval in found)
    units = UnitLoads(
        connector_kg_per_m2=connector_kg,
        gallery_kg_per_m2=gallery_kg,
        core_kg_per_m2=core_kg,
        partitions_kn_per_m2=partitions,
        roof_extras_kn_per_m2=extras,
        q_floor_kn_per_m2=imposed_load("A_floor").q_kn_per_m2,
        q_gallery_kn_per_m2=imposed_load("A_gallery").q_kn_per_m2,
        q_stair_kn_per_m2=imposed_load("A_stair").q_kn_per_m2,
    )
    return units, tuple(unknown)


def _roof_extras(assumptions: Assumptions, options: Options) -> tuple[Interval, list[str]]:
    """Return the weight of what the options put on the new roof, and what of it is unknown."""
    asked = {
        "loads.green_roof_kn_per_m2": assumptions.loads.green_roof_kn_per_m2 if options.green_roof else ZERO,
        "loads.solar_panels_kn_per_m2": assumptions.loads.solar_panels_kn_per_m2 if options.solar_panels else ZERO,
    }
    found = {name: item.interval() if isinstance(item, Quantity) else item for name, item in asked.items()}
    return sum((item for item in found.values() if item is not None), ZERO), [name for name, item in found.items() if item is None]
