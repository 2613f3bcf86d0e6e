"""What the load estimate has to say besides its figures. A load criterion is never passed here: without a capacity it stays conditional."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.documents.finding import Finding, Parameter, finding
from catalogue.documents.options import Options
from configurator.host.building import BearingLine, FloatArray, HostBuilding
from configurator.layout.placement import Layout
from configurator.loads.added import POST_DEPTH_MM
from configurator.loads.bands import BANDS
from configurator.loads.combine import NOMINAL, LoadRows
from configurator.loads.drift_zones import DriftZone
from configurator.loads.lift_shaft import LIFT_OWNER
from configurator.loads.module_wind import StackWind
from configurator.loads.norm import building_class
from configurator.loads.norm_robustness import basic_tie_force_kn_per_m
from configurator.loads.norm_tables import NormRow, imposed_load
from configurator.loads.path import CONTINUITY_INPUT, REMOVAL_INPUT, LineLoad, spread_length_mm
from configurator.loads.reactions import ModuleReaction
from configurator.loads.robustness import storeys_before, tie_forces
from configurator.loads.stability import BlockWind
from configurator.loads.wall_ends import WallEnds
from configurator.loads.wind_findings import (
    drift_findings,
    fire_findings,
    portal_findings,
    stability_findings,
    stack_findings,
    unity_findings,
    wall_end_findings,
)

_MIN_AXES = 2
_SEISMIC_PROVINCE = "Groningen"
"""The gas field of NPR 9998 lies under it."""
_NOISE_KN_PER_M = 1e-9
_SAME = 1e-6
_HIGH = 2
_PLATE_MM = 200.0
"""Usual width of a bearing plate or beam, for the text of a finding."""
_HIGHEST_BAND = len(BANDS) - 1


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the findings are read from."""

    host: HostBuilding
    layout: Layout
    options: Options
    lines: tuple[BearingLine, ...]
    levels: tuple[str, ...]
    rows: LoadRows
    loads: tuple[LineLoad, ...]
    norm_rows: tuple[NormRow, ...]


def refusals_of(host: HostBuilding, unknown: Sequence[str]) -> tuple[Finding, ...]:
    """Return why no line gets figures; empty when they can be given."""
    found = []
    if host.bearing_system != "cross":
        found.append(finding("LOAD-SYSTEM-NOT-CARRIED", system=host.bearing_system))
    elif len({line.u_mm for line in host.bearing_lines if line.v1_mm > line.v0_mm}) < _MIN_AXES:
        found.append(finding("LOAD-LINES-UNKNOWN", lines=len(host.bearing_lines)))
    structure = host.structure
    weights = (structure.floor_kn_per_m2, structure.roof_kn_per_m2, structure.wall_kn_per_m2)
    if not host.storeys or any(weight.low <= 0.0 for weight in weights):
        found.append(finding("LOAD-EXISTING-UNKNOWN"))
    if unknown:
        found.append(finding("LOAD-INPUT-UNKNOWN", inputs=", ".join(unknown)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Around:
    """What is computed beside the rows."""

    wind: BlockWind | None
    ends: WallEnds
    unity: FloatArray
    unity_existing: FloatArray
    stacks: tuple[StackWind, ...]
    drifts: tuple[DriftZone, ...]
    lowest_levels: tuple[int, ...]
    """By line."""
    reactions: tuple[ModuleReaction, ...]
    floor_mm: float
    """Thickness of a new floor."""


def load_findings(at: Circumstances, around: Around, friction: float) -> tuple[Finding, ...]:
    """Return the findings of an estimate, in a fixed order; none when nothing is added."""
    if not at.layout.modules:
        return ()
    found = [
        *_consequence_class(at),
        *_vertical_ties(at),
        *stability_findings(around.wind),
        *fire_findings(at.host, at.layout, around.floor_mm),
    ]
    found.extend(stack_findings(around.stacks, friction))
    found.extend(drift_findings(around.drifts))
    if at.lines:
        found.extend(_capacity(at, around))
        found.extend(_bands(at))
        found.extend(wall_end_findings(at.rows, around.ends, at.lines, at.levels))
        found.extend(_continuity(at))
        found.extend(portal_findings(at.rows, at.lines, around.lowest_levels))
        found.extend(_reach(at))
        found.extend(_grid(at))
        found.extend(_posts(around.reactions))
        found.append(finding("LOAD-SLAB-NOT-LOADED"))
        found.extend(_credit(at))
    found.extend(_norm(at))
    if (province := at.host.facts.get("/site/province")) is not None and province.value == _SEISMIC_PROVINCE:
        found.append(finding("LOAD-SEISMIC-NOT-INCLUDED", province=_SEISMIC_PROVINCE))
    return tuple(found)


def _capacity(at: Circumstances, around: Around) -> list[Finding]:
    """Say of which lines no resistance is given, and what the check says of the others."""
    without = sorted(set(at.rows.line[np.isnan(around.unity)].tolist()))
    ids = tuple(at.lines[i].id for i in without)
    found = [finding("LOAD-CAPACITY-UNKNOWN", subjects=ids)] if ids else []
    return [*found, *unity_findings(at.rows, (around.unity_existing, around.unity), at.lines, at.levels)]


def _grid(at: Circumstances) -> list[Finding]:
    """Say how much more a running grid gives the line that it hits hardest."""
    more = at.rows.added_inputs_kn_per_m[:, CONTINUITY_INPUT, _HIGH]
    if not more.size or float(more.max()) <= _NOISE_KN_PER_M:
        return []
    worst = int(np.argmax(more))
    added = float(at.rows.added_g_kn_per_m[worst] + at.rows.added_q_kn_per_m[worst])
    line = at.lines[int(at.rows.line[worst])].id
    percent = 100.0 * float(more[worst]) / added if added > 0.0 else 100.0
    return [finding("LOAD-GRID-CONTINUITY", subjects=(line,), worst_line=line, more_kn_per_m=float(more[worst]), percent=percent)]


def _posts(reactions: Sequence[ModuleReaction]) -> list[Finding]:
    """Say where load arrives at a wall head in points: higher than even over its length."""
    points = [r for r in reactions if r.peak_kn_per_m * r.length_m > (r.g_kn + r.q_kn) * (1.0 + _SAME)]
    if not points:
        return []
    worst = max(points, key=lambda reaction: reaction.peak_kn_per_m)
    spread_m = spread_length_mm(_PLATE_MM, POST_DEPTH_MM) / 1000.0
    lines = tuple(sorted({r.line_id for r in points}))
    return [finding("LOAD-POSTS", subjects=lines, peak_kn_per_m=worst.peak_kn_per_m, spread_m=spread_m, line=worst.line_id)]


def _consequence_class(at: Circumstances) -> list[Finding]:
    """Compare the class before and after; with a plinth that is not counted, also what counting it would give."""
    plinth = at.host.plinth
    before = storeys_before(at.host)
    after = before + len(at.layout.storeys())
    if before < 1:
        return []
    old_class, new_class = building_class(before).building_class, building_class(after).building_class
    counted = building_class(after + 1).building_class
    if old_class != new_class:
        return [
            finding(
                "LOAD-CONSEQUENCE-CLASS",
                storeys_before=before,
                storeys_after=after,
                class_before=old_class,
                class_after=new_class,
                tie_before_kn_per_m=float(basic_tie_force_kn_per_m(before)),
                tie_after_kn_per_m=float(basic_tie_force_kn_per_m(after)),
            )
        ]
    if plinth.kind == "none" or plinth.counts_as_storey or counted == new_class:
        return []
    code = "LOAD-CONSEQUENCE-CLASS-PLINTH"
    return [finding(code, storeys_before=before, storeys_after=after + 1, class_before=old_class, class_after=counted)]


def _vertical_ties(at: Circumstances) -> list[Finding]:
    """Say what vertical tie the class after asks of the thinnest wall; nothing where it asks none or no wall is known."""
    ties = tie_forces(at.host, at.layout)
    if ties is None or ties.vertical_after_kn_per_m is None:
        return []
    thinnest = min(at.host.bearing_lines, key=lambda line: line.thickness_mm)
    return [
        finding(
            "LOAD-VERTICAL-TIES",
            subjects=(thinnest.id,),
            storeys_after=storeys_before(at.host) + len(at.layout.storeys()),
            class_after=ties.class_after,
            tie_kn_per_m=ties.vertical_after_kn_per_m,
            thickness_mm=float(thinnest.thickness_mm),
        )
    ]


def _bands(at: Circumstances) -> list[Finding]:
    """Return one finding for each band that occurs, worst first, with the lines that have it and their worst row."""
    rows, found = at.rows, []
    for band in range(_HIGHEST_BAND, -1, -1):
        members = np.flatnonzero(rows.line_band == band)
        if not members.size:
            continue
        worst = int(members[np.argmax(rows.spread.p50[members])])
        at_foundation = members[rows.level[members] == rows.level[members].min()]
        lines = tuple(at.lines[i].id for i in sorted(set(rows.line[members].tolist())))
        fewer: dict[str, Parameter] = {"storeys_added": at.options.storeys_added - 1}
        found.append(
            finding(
                "LOAD-BAND",
                subjects=lines,
                fix=fewer if band == _HIGHEST_BAND and at.options.storeys_added > 1 else None,
                band=BANDS[band],
                lines=len(lines),
                worst_line=at.lines[int(rows.line[worst])].id,
                worst_level=at.levels[int(rows.level[worst])],
                worst_percent=100.0 * float(rows.spread.p50[worst]),
                worst_p90_percent=100.0 * float(rows.spread.p90[worst]),
                foundation_percent=100.0 * float(rows.spread.p50[at_foundation].max()),
            )
        )
    return found


def _continuity(at: Circumstances) -> list[Finding]:
    loaded = _loaded_lines(at)
    codes = {"no": "LOAD-LINE-INTERRUPTED", "unknown": "LOAD-LINE-CONTINUITY-UNKNOWN"}
    found = []
    for state, code in codes.items():
        ids = tuple(line.id for i, line in enumerate(at.lines) if i in loaded and line.continuous_to_foundation == state)
        if ids:
            found.append(finding(code, subjects=ids, lines=", ".join(ids)))
    party = tuple(line.id for i, line in enumerate(at.lines) if i in loaded and line.kind == "party")
    if party:
        found.append(finding("LOAD-PARTY-WALL", subjects=party, lines=", ".join(party)))
    return found


def _reach(at: Circumstances) -> list[Finding]:
    """Say where modules reach past the walls that carry them, and where a cantilever lifts the next line."""
    modules = {module.id for module in at.layout.modules}
    past = [load for load in at.loads if load.overshoot_mm > 0 and load.owner in modules]
    found = []
    if past:
        ids = tuple(at.lines[i].id for i in sorted({load.line for load in past}))
        found.append(finding("LOAD-PAST-WALL", subjects=ids, lines=", ".join(ids), past_mm=max(load.overshoot_mm for load in past)))
    found.extend(_access_past_walls(at))
    kept = at.rows.added_g_kn_per_m - at.rows.added_inputs_kn_per_m[:, REMOVAL_INPUT, NOMINAL]
    lifted = sorted(set(at.rows.line[kept < -_NOISE_KN_PER_M].tolist()))
    if lifted:
        ids = tuple(at.lines[i].id for i in lifted)
        found.append(finding("LOAD-LINE-LIFTED", subjects=ids, lines=", ".join(ids)))
    return found


def _access_past_walls(at: Circumstances) -> list[Finding]:
    """Say where a gallery, core or lift shaft hangs beyond the end of the walls, and what that does there."""
    own = {access.id for access in at.layout.access} | {LIFT_OWNER}
    moved = [load for load in at.loads if load.owner in own and load.overshoot_mm > 0]
    if not moved:
        return []
    by_line: dict[int, float] = {}
    for load in moved:
        force = float(load.g_kn[:, NOMINAL].sum()) + load.q_kn
        by_line[load.line] = by_line.get(load.line, 0.0) + force * load.moved_mm / 1000.0
    worst = max(sorted(by_line), key=lambda line: by_line[line])
    return [
        finding(
            "LOAD-ACCESS-PAST-WALL",
            subjects=tuple(sorted({load.owner for load in moved})),
            lines=", ".join(at.lines[i].id for i in sorted(by_line)),
            past_mm=max(load.overshoot_mm for load in moved),
            worst_line=at.lines[worst].id,
            moment_knm=by_line[worst],
        )
    ]


def _credit(at: Circumstances) -> list[Finding]:
    removed = at.host.structure.removed_kn_per_m2
    if removed.nominal <= 0.0:
        return []
    return [finding("LOAD-REMOVAL-CREDIT", removed_kn_per_m2=removed.nominal, low_kn_per_m2=removed.low, high_kn_per_m2=removed.high)]


def _norm(at: Circumstances) -> list[Finding]:
    unverified = [row for row in at.norm_rows if row.status == "unverified"]
    found = [finding("LOAD-NORM-UNVERIFIED", rows=", ".join(row.id for row in unverified))] if unverified else []
    gallery = imposed_load("A_gallery")
    if gallery in unverified:
        galleries = tuple(access.id for access in at.layout.access if access.kind == "gallery")
        found.append(
            finding(
                "LOAD-GALLERY-IMPOSED",
                subjects=galleries,
                q_kn_per_m2=gallery.q_kn_per_m2,
                q_low_kn_per_m2=gallery.q_low_kn_per_m2,
            )
        )
    return found


def _loaded_lines(at: Circumstances) -> set[int]:
    return {load.line for load in at.loads}
