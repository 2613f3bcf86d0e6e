"""What wind, snow, height and resistance have to say. Each function answers the findings of one subject; none is ever a pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from catalogue.documents.finding import Finding, finding
from configurator.host.building import BearingLine, FloatArray, HostBuilding
from configurator.host.tolerance import height_tolerance_m
from configurator.layout.placement import Layout
from configurator.loads.bands import IntArray
from configurator.loads.combine import LoadRows
from configurator.loads.drift_zones import DriftZone
from configurator.loads.module_wind import StackWind
from configurator.loads.norm_robustness import fire_heights_crossed
from configurator.loads.norm_snow import shape_coefficient, snow_load_kn_per_m2
from configurator.loads.norm_tables import constant
from configurator.loads.stability import BlockWind, WindSite
from configurator.loads.wall_ends import WallEnds

_TERRAINS = {"coast": "0", "open": "II", "built_up": "III"}


def stability_findings(wind: BlockWind | None) -> tuple[Finding, ...]:
    """Return what the wind on the block has to say; the longitudinal direction is always unknown."""
    if wind is None:
        return (finding("LOAD-WIND-NOT-COMPUTED"), finding("LOAD-STABILITY-UNKNOWN"))
    site, (before, after) = wind.site, wind.heights_m
    found = [
        finding("LOAD-STABILITY-UNKNOWN"),
        finding(
            "LOAD-STABILITY",
            height_before_m=before,
            height_after_m=after,
            area=site.area,
            terrain=_TERRAINS[site.terrain],
            shear_ratio=wind.shear_ratio,
            moment_ratio=wind.moment_ratio,
            along_shear_ratio=wind.longitudinal_shear_ratio,
            along_moment_ratio=wind.longitudinal_moment_ratio,
        ),
    ]
    unknown = [name for name, known in (("wind area", site.area_known), ("terrain", site.terrain_known)) if not known]
    if unknown:
        found.append(_assumed_site(site, unknown, after))
    limit = constant("wind/c_s_c_d_height")
    if after >= limit:
        found.append(finding("LOAD-WIND-DYNAMIC", height_m=after, limit_m=limit))
    return tuple(found)


def _assumed_site(site: WindSite, unknown: Sequence[str], height_m: float) -> Finding:
    open_site = WindSite(site.area, "open", area_known=True, terrain_known=True)
    return finding(
        "LOAD-WIND-SITE-ASSUMED",
        subjects=("/site/municipality", "/site/terrain"),
        what=", ".join(unknown),
        area=site.area,
        terrain=_TERRAINS[site.terrain],
        q_kn_per_m2=float(site.peak_pressure_kn_per_m2(height_m)),
        q_open_kn_per_m2=float(open_site.peak_pressure_kn_per_m2(height_m)),
    )


def wall_end_findings(rows: LoadRows, ends: WallEnds, lines: Sequence[BearingLine], levels: Sequence[str]) -> tuple[Finding, ...]:
    """Say where the combination with wind leading governs, with the worst increase."""
    governed = np.flatnonzero(ends.governs > 0.0)
    if not governed.size:
        return ()
    worst = int(governed[np.argmax(ends.ratio[governed])])
    ids = tuple(lines[i].id for i in sorted(set(rows.line[governed].tolist())))
    return (
        finding(
            "LOAD-WIND-GOVERNS",
            subjects=ids,
            lines=", ".join(ids),
            worst_line=lines[int(rows.line[worst])].id,
            worst_level=levels[int(rows.level[worst])],
            worst_percent=100.0 * float(ends.ratio[worst]),
            wind_before_kn_per_m=float(ends.existing_kn_per_m[worst]),
            wind_after_kn_per_m=float(ends.new_kn_per_m[worst]),
        ),
    )


def stack_findings(stacks: Sequence[StackWind], friction: float) -> tuple[Finding, ...]:
    """Say what holds the modules in the wind, and where weight and friction alone do not."""
    if not stacks:
        return ()
    least, most, tilt = min(s.down_kn for s in stacks), max(s.friction_demand for s in stacks), max(s.tilting for s in stacks)
    lifted, sliding = [s for s in stacks if s.down_kn <= 0.0], [s for s in stacks if s.friction_demand > friction]
    tilted = [s for s in stacks if s.tilting > 1.0]
    shown = most if np.isfinite(most) else 99.0
    found = [finding("LOAD-MODULES-IN-WIND", down_kn=least, friction_demand=shown, tilting=tilt)]
    if lifted:
        found.append(finding("LOAD-UPLIFT", subjects=tuple(s.stack_id for s in lifted), count=len(lifted), down_kn=least))
    if sliding:
        ids = tuple(s.stack_id for s in sliding)
        found.append(finding("LOAD-SLIDING", subjects=ids, count=len(sliding), friction=friction, friction_demand=shown))
    if tilted:
        found.append(finding("LOAD-TILTING", subjects=tuple(s.stack_id for s in tilted), count=len(tilted), tilting=tilt))
    return tuple(found)


def drift_findings(zones: Sequence[DriftZone]) -> tuple[Finding, ...]:
    """Say on which sides snow drifts on the old roof."""
    flat = float(snow_load_kn_per_m2(shape_coefficient(0.0)))
    return tuple(
        finding(
            "LOAD-SNOW-DRIFT",
            subjects=(zone.side,),
            side=zone.side,
            width_m=zone.width_m,
            load_kn_per_m2=zone.load_kn_per_m2,
            ratio=zone.load_kn_per_m2 / flat,
            length_m=min(zone.length_m, zone.width_m),
        )
        for zone in zones
    )


def fire_findings(host: HostBuilding, layout: Layout, floor_mm: float) -> tuple[Finding, ...]:
    """Say which heights of the fire table the highest floor crosses, or may cross within the tolerance of its height.

    A new floor lies its thickness above the module's underside.
    """
    if host.ground_z_mm is None or not host.storeys or not layout.modules:
        return ()
    before = (host.storeys[-1].floor_z_mm - host.ground_z_mm) / 1000.0
    after = (max(module.z_mm for module in layout.modules) + floor_mm - host.ground_z_mm) / 1000.0
    tolerance = height_tolerance_m(host)
    sure = {limit for limit, _, _ in fire_heights_crossed(before - tolerance, after - tolerance)}
    return tuple(
        finding(
            "LOAD-FIRE-HEIGHT" if limit in sure else "LOAD-FIRE-HEIGHT-NEAR",
            before_m=before,
            after_m=after,
            tolerance_m=tolerance,
            limit_m=limit,
            minutes_before=minutes_before,
            minutes_after=minutes_after,
        )
        for limit, minutes_before, minutes_after in fire_heights_crossed(before - tolerance, after + tolerance)
    )


def portal_findings(rows: LoadRows, lines: Sequence[BearingLine], lowest: Sequence[int]) -> tuple[Finding, ...]:
    """Say which walls do not go down to the foundation, and what comes down at their foot."""
    ids = tuple(line.id for line, level in zip(lines, lowest, strict=True) if level > 0)
    feet = np.flatnonzero((rows.level == np.asarray(lowest)[rows.line]) & (rows.level > 0)) if ids else np.array([], dtype=np.int64)
    if not feet.size:
        return ()
    worst = int(feet[np.argmax(rows.ed_new_kn_per_m[feet])])
    return (
        finding(
            "LOAD-LINE-ON-PORTAL",
            subjects=ids,
            lines=", ".join(ids),
            load_kn_per_m=float(rows.ed_new_kn_per_m[worst]),
            percent=100.0 * float(rows.r_d[worst]),
        ),
    )


def unity_findings(
    rows: LoadRows, checks: tuple[FloatArray, FloatArray], lines: Sequence[BearingLine], levels: Sequence[str]
) -> tuple[Finding, ...]:
    """Return the unity check, before and after, against what the user gave; nothing where nobody gave a resistance.

    A wall that would not even carry what it carries today says that the resistance or the estimate is wrong: that is unknown, not fail.
    """
    before, unity = checks
    checked = np.flatnonzero(~np.isnan(unity))
    if not checked.size:
        return ()
    worst = int(checked[np.argmax(unity[checked])])
    line, level, highest = lines[int(rows.line[worst])].id, levels[int(rows.level[worst])], float(unity[worst])
    already = checked[before[checked] > 1.0]
    if already.size:
        ids, most = _line_ids(rows, lines, already), int(already[np.argmax(before[already])])
        most_line, most_level = lines[int(rows.line[most])].id, levels[int(rows.level[most])]
        value, listed = float(before[most]), ", ".join(ids)
        return (finding("LOAD-UNITY-BEFORE", subjects=ids, unity=value, worst_line=most_line, worst_level=most_level, lines=listed),)
    over = _line_ids(rows, lines, checked[unity[checked] > 1.0])
    if over:
        listed = ", ".join(over)
        return (finding("LOAD-UNITY-EXCEEDED", subjects=over, unity=highest, worst_line=line, worst_level=level, lines=listed),)
    return (finding("LOAD-UNITY-CHECK", subjects=(line,), unity=highest, worst_line=line, worst_level=level),)


def _line_ids(rows: LoadRows, lines: Sequence[BearingLine], members: IntArray) -> tuple[str, ...]:
    return tuple(lines[i].id for i in sorted(set(rows.line[members].tolist())))
