"""The bearing lines of a host: from somebody's knowledge of the walls, else of the bays, else from the family."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import Polygon

from catalogue.documents.building import BaySequence, BayUse, BearingLineFact, BearingSystem, Building
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import finding
from catalogue.documents.identifiers import line_id
from catalogue.errors import InvalidDocument
from configurator.host.bays import lay_bays
from configurator.host.building import BearingLine, HostBay
from configurator.host.origins import Ledger, family_interval, family_source
from configurator.host.terms import term

UNKNOWN_WALL_THICKNESS_MM = 200.0
"""Without a family: between 160-180 mm for panels and 210-220 mm for brick or lime-sand walls of 1950-75."""

MIN_WALL_MM = 500
"""A line that would be shorter than this inside the roof is no wall."""

BODY_MM = 1000.0
"""Half the width of the thinnest part of a roof that counts as building."""

_GAP_MM = 10.0


@dataclass(frozen=True, slots=True)
class Bearing:
    """What carries the building: the system, and for cross walls the lines and the bays between them."""

    system: BearingSystem
    lines: tuple[BearingLine, ...]
    bays: tuple[HostBay, ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    """A wall's axis before it is clipped to the roof."""

    u_mm: int
    kind: str
    thickness_mm: float
    from_mm: float | None = None
    to_mm: float | None = None
    continuous_to_foundation: str = "unknown"
    stands_from_storey: int = 0
    resistance_kn_per_m: float | None = None


def bearing_system(building: Building, family: BuildingFamily | None, ledger: Ledger) -> BearingSystem:
    """Return the bearing system: known, else the family's, else cross walls when the walls or bays across the building are given."""
    if building.bearing_system is not None:
        return ledger.known("/bearing_system", building.bearing_system)
    if family is not None:
        ledger.assumed("/bearing_system", family.bearing_system, family_source(family, family.bays.evidence.source))
        return family.bearing_system
    ledger.assumed("/bearing_system", "cross", "walls or bays were given across the building")
    return "cross"


def _thicknesses_mm(family: BuildingFamily | None) -> tuple[float, float, str]:
    """Return the thickness of an end wall and of an inner wall, and where they come from."""
    if family is None:
        return UNKNOWN_WALL_THICKNESS_MM, UNKNOWN_WALL_THICKNESS_MM, "middle of the 160-220 mm that occur in bearing walls of 1950-75"
    end = family_interval(family.bays.end_wall_thickness_mm, family, "bays.end_wall_thickness_mm").nominal
    inner = family_interval(family.structure.wall_thickness_mm, family, "structure.wall_thickness_mm").nominal
    return end, inner, family_source(family, family.structure.wall_thickness_mm.source)


def _given_axes(
    facts: tuple[BearingLineFact, ...], family: BuildingFamily | None, outline_mm: Polygon, ledger: Ledger
) -> tuple[_Axis, ...]:
    """Return the axes of walls that somebody knows, from low to high u."""
    end_mm, inner_mm, source = _thicknesses_mm(family)
    low_u, _, high_u, _ = outline_mm.bounds
    axes = []
    for number, fact in enumerate(facts):
        if not low_u <= round(fact.x_mm) <= high_u:
            raise InvalidDocument(
                "bearing-line-outside",
                number=number + 1,
                x_mm=fact.x_mm,
                low_mm=low_u,
                high_mm=high_u,
                pointers=(f"/bearing_lines/value/{number}/x_mm",),
            )
        if fact.thickness_mm is None:
            ledger.assumed(f"/bearing_lines/{number}/thickness_mm", inner_mm if fact.kind == "inner" else end_mm, source)
        thickness = fact.thickness_mm or (inner_mm if fact.kind == "inner" else end_mm)
        axes.append(
            _Axis(
                round(fact.x_mm),
                fact.kind,
                thickness,
                fact.from_mm,
                fact.to_mm,
                fact.continuous_to_foundation,
                fact.stands_from_storey,
                fact.resistance_kn_per_m,
            )
        )
    twice = len(axes) - len(set(axes))
    axes = sorted(set(axes), key=lambda axis: axis.u_mm)
    if twice:
        ledger.findings.append(finding("HOST-WALL-TWICE", subjects=("/bearing_lines",), count=twice))
    if len({axis.u_mm for axis in axes}) < len(axes):
        raise InvalidDocument("bearing-lines-double", pointers=("/bearing_lines/value",))
    return tuple(axes)


def _body_extent_mm(outline_mm: Polygon) -> tuple[float, float]:
    """Return where the building's body begins and ends along u: slivers thinner than twice BODY_MM, which surveys leave, do not count."""
    body = outline_mm.buffer(-BODY_MM, join_style="mitre").buffer(BODY_MM, join_style="mitre")
    low_u, _, high_u, _ = outline_mm.bounds
    if body.is_empty:
        return low_u, high_u
    return max(low_u, round(body.bounds[0])), min(high_u, round(body.bounds[2]))


def _laid_axes(sequence: BaySequence, family: BuildingFamily | None, outline_mm: Polygon) -> tuple[tuple[_Axis, ...], tuple[BayUse, ...]]:
    """Return the axes of a bay sequence; those of the end walls lie half their thickness inside the roof's extreme."""
    end_mm, inner_mm, _ = _thicknesses_mm(family)
    low_u, high_u = _body_extent_mm(outline_mm)
    first, last = math.ceil(low_u + end_mm / 2), math.floor(high_u - end_mm / 2)
    if last <= first:
        return (), ()
    laid = lay_bays(sequence, last - first)
    ends = {0, len(laid.axes_mm) - 1}
    axes = tuple(
        _Axis(first + axis, "end", end_mm) if index in ends else _Axis(first + axis, "inner", inner_mm)
        for index, axis in enumerate(laid.axes_mm)
    )
    return axes, laid.uses


def _runs_mm(axes: Sequence[_Axis], outline_mm: Polygon) -> list[list[tuple[float, float]]]:
    """Return for each axis the stretches along v in which it lies on the roof, from low to high."""
    _, low_v, _, high_v = outline_mm.bounds
    across = shapely.linestrings(np.array([((a.u_mm, low_v - 1.0), (a.u_mm, high_v + 1.0)) for a in axes]).reshape(-1, 2, 2))
    parts, of_axis = shapely.get_parts(outline_mm.intersection(across), return_index=True)
    whole = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & (shapely.length(parts) > 0.0)
    runs: list[list[tuple[float, float]]] = [[] for _ in axes]
    for index, (_, low, _, high) in zip(of_axis[whole].tolist(), shapely.bounds(parts[whole]).tolist(), strict=True):
        runs[index].append((low, high))
    return [sorted(own) for own in runs]


def _clipped(axis: _Axis, runs: list[tuple[float, float]]) -> tuple[int, int] | None:
    """Return the wall's whole-millimetre extent along v: from the first to the last run on the roof; None when there is no wall."""
    if not runs:
        return None
    low = runs[0][0] if axis.from_mm is None else max(runs[0][0], axis.from_mm)
    high = runs[-1][1] if axis.to_mm is None else min(runs[-1][1], axis.to_mm)
    v0, v1 = math.ceil(low - 1e-6), math.floor(high + 1e-6)
    return (v0, v1) if v1 - v0 >= MIN_WALL_MM else None


def _gap_mm(runs: list[tuple[float, float]], extent: tuple[int, int]) -> float:
    """Return the longest stretch inside the wall's extent that is not under the roof."""
    gaps = [min(b[0], extent[1]) - max(a[1], extent[0]) for a, b in pairwise(runs)]
    return max(gaps, default=0.0)


def _lines(
    axes: tuple[_Axis, ...], uses: tuple[BayUse, ...], outline_mm: Polygon, ledger: Ledger, *, assumed: bool
) -> tuple[tuple[BearingLine, ...], tuple[HostBay, ...]]:
    """Clip axes to the roof and number lines and bays along u; bays keep their use where no line between them dropped out."""
    lines: list[BearingLine] = []
    use_after: list[BayUse] = []
    for index, (axis, runs) in enumerate(zip(axes, _runs_mm(axes, outline_mm), strict=True)):
        extent = _clipped(axis, runs)
        if extent is None:
            continue
        name = line_id(len(lines) + 1)
        if (gap := _gap_mm(runs, extent)) > _GAP_MM:
            ledger.findings.append(finding("HOST-LINE-OVER-GAP", subjects=(name,), line=name, gap_m=round(gap / 1000.0, 2)))
        lines.append(
            BearingLine(
                name,
                axis.u_mm,
                *extent,
                axis.thickness_mm,
                axis.kind,
                axis.continuous_to_foundation,
                assumed,
                axis.stands_from_storey,
                axis.resistance_kn_per_m,
            ),
        )
        use_after.append(uses[index] if index < len(uses) else "dwelling")
    bays = tuple(
        HostBay(number=number, left=left, right=right, use=use_after[number - 1]) for number, (left, right) in enumerate(pairwise(lines), 1)
    )
    return tuple(lines), bays


def compile_bearing(building: Building, family: BuildingFamily | None, outline_mm: Polygon, ledger: Ledger) -> Bearing:
    """Return bearing system, lines and bays of a host.

    Walls that somebody knows win over bays that somebody knows, and both over the family's bays. On a roof that is no rectangle each
    line runs from its first to its last point on the roof; where that spans a gap, a finding says so. Only cross walls have lines.

    Args:
        building: the building document.
        family: its family, or None; without one the document must carry lines or bays.
        outline_mm: roof outline, local whole millimetres.
        ledger: where origins and findings go.

    Raises:
        InvalidDocument: a line outside the roof, or two at one place.
    """
    system = bearing_system(building, family, ledger)
    if system != "cross":
        ledger.findings.append(
            finding("HOST-BEARING-SYSTEM", subjects=("/bearing_system",), system_nl=term(system).nl, system_en=term(system).en)
        )
        return Bearing(system, (), ())
    uses: tuple[BayUse, ...] = ()
    if building.bearing_lines is not None:
        fact = building.bearing_lines
        axes, assumed = _given_axes(fact.value, family, outline_mm, ledger), fact.basis == "assumed"
        ledger.known("/bearing_lines", fact)
        if building.bay_sequence is not None and len(building.bay_sequence.value.bays) == len(axes) - 1:
            uses = tuple(bay.use for bay in building.bay_sequence.value.bays)
    elif building.bay_sequence is not None:
        axes, uses = _laid_axes(building.bay_sequence.value, family, outline_mm)
        assumed = building.bay_sequence.basis == "assumed"
        ledger.known("/bay_sequence", building.bay_sequence)
        ledger.derived("/bearing_lines", f"{len(axes)} walls from the bays", "bay_sequence", assumed=assumed)
        ledger.assumed("/bearing_lines/thickness_mm", _thicknesses_mm(family)[1], _thicknesses_mm(family)[2])
    elif family is not None:
        axes, uses = _laid_axes(family.bays.sequence, family, outline_mm)
        assumed = True
    else:
        raise ValueError("a host without a family needs bearing lines or a bay sequence")
    lines, bays = _lines(axes, uses, outline_mm, ledger, assumed=assumed)
    if family is not None and building.bearing_lines is None and building.bay_sequence is None:
        _assume_family_bays(family, len(lines), ledger)
    return Bearing(system, lines, bays)


def walls_of(sequence: BaySequence, family: BuildingFamily, outline_mm: Polygon) -> tuple[tuple[BearingLine, ...], tuple[HostBay, ...]]:
    """Return the lines and bays of a sequence of a family along a roof outline in local millimetres, as assumed ones."""
    axes, uses = _laid_axes(sequence, family, outline_mm)
    return _lines(axes, uses, outline_mm, Ledger(), assumed=True)


def _assume_family_bays(family: BuildingFamily, walls: int, ledger: Ledger) -> None:
    """Write down, and say, that the walls are the family's and nobody has seen them."""
    bays = family.bays
    source = family_source(family, bays.evidence.source)
    ledger.assumed("/bay_sequence", bays.sequence, source, basis=bays.evidence.basis, status=bays.evidence.status)
    ledger.assumed("/bearing_lines", f"{walls} walls from the family's bays", source)
    ledger.assumed("/bearing_lines/thickness_mm", _thicknesses_mm(family)[1], _thicknesses_mm(family)[2])
    widths = "+".join(f"{bay.width_mm / 1000.0:.1f}" for bay in bays.sequence.bays)
    ledger.findings.append(finding("HOST-WALLS-ASSUMED", subjects=("/bearing_lines",), family=family.id, lines=walls, bays_m=widths))
