"""What every module hands to the bearing lines: force, eccentricity, and the peak at the wall's head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from configurator.host.building import BearingLine
from configurator.layout.placement import Layout
from configurator.loads.added import POST_DEPTH_MM, AddedMasses
from configurator.loads.combine import NOMINAL
from configurator.loads.path import LineLoad, spread_length_mm


@dataclass(frozen=True, slots=True)
class ModuleReaction:
    """What one module hands to one bearing line: the same load as in the rows, seen at the module."""

    module_id: str
    line_id: str
    point_mm: tuple[float, float]
    """Resultant in the local frame: on the module's edge where that stands on the line, else on the line's axis."""
    g_kn: float
    q_kn: float
    eccentricity_mm: float
    """Distance of the resultant from the axis of the line, positive towards higher u."""
    length_m: float
    """Length of wall that the load is spread over."""
    peak_kn_per_m: float
    """Largest G + Q per m at the wall's head."""
    share: float
    """This line's part of the module's permanent load."""


def reactions_of(
    loads: Sequence[LineLoad], lines: Sequence[BearingLine], layout: Layout, masses: AddedMasses
) -> tuple[ModuleReaction, ...]:
    """Return the reactions of all modules, by module, then line."""
    modules = {module.id for module in layout.modules}
    own_loads = [load for load in loads if load.owner in modules]
    found: dict[tuple[str, int], list[_Handed]] = {}
    for load, g_kn in zip(own_loads, _nominal_kn(own_loads), strict=True):
        found.setdefault((load.owner, load.line), []).append((load, g_kn))
    weights: dict[str, float] = {}
    for (module_id, _), own in found.items():
        weights[module_id] = weights.get(module_id, 0.0) + sum(g_kn for _, g_kn in own)
    ordered = sorted(found.items(), key=lambda item: (item[0][0], lines[item[0][1]].id))
    gathering = _gathering(masses)
    return tuple(_reaction(module_id, lines[line], own, weights[module_id], gathering) for (module_id, line), own in ordered)


_Handed = tuple[LineLoad, float]
"""A load and its nominal permanent part, kN."""


def _nominal_kn(loads: Sequence[LineLoad]) -> list[float]:
    """Return the nominal permanent load of each, kN."""
    return [float(value) for value in np.array([load.g_kn[:, NOMINAL] for load in loads]).sum(axis=-1)] if loads else []


def _reaction(module_id: str, line: BearingLine, handed: Sequence[_Handed], weight_kn: float, gathering: float) -> ModuleReaction:
    own = [load for load, _ in handed]
    g_kn = sum(part for _, part in handed)
    u_mm = sum(load.u_mm for load in own) / len(own)
    return ModuleReaction(
        module_id=module_id,
        line_id=line.id,
        point_mm=(u_mm, sum(load.v0_mm + load.v1_mm for load in own) / (2.0 * len(own))),
        g_kn=g_kn,
        q_kn=sum(load.q_kn for load in own),
        eccentricity_mm=u_mm - line.u_mm,
        length_m=sum(load.v1_mm - load.v0_mm for load in own) / 1000.0,
        peak_kn_per_m=max((part + load.q_kn) * 1000.0 / (load.v1_mm - load.v0_mm) for load, part in handed) * gathering,
        share=g_kn / weight_kn,
    )


def _gathering(masses: AddedMasses) -> float:
    """Return how much more than evenly grid beams press on the wall: their spacing over the length that each spreads over."""
    connector = masses.connector
    if connector is None or connector.member_spacing_mm is None or not connector.spans_between_lines:
        return 1.0
    return max(1.0, connector.member_spacing_mm / spread_length_mm(connector.member_width_mm, POST_DEPTH_MM))
