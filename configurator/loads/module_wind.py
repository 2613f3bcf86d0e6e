"""Wind on the modules themselves: uplift, sliding and tilting of every stack, as a building of its own on the old roof.

Indicative, with the equilibrium factors of new build: 0.9 on the low end of the permanent load without partitions, 1.5 on the wind. The
force on a storey is shared over its modules by plan area. A stack is what stands on one place: the same strip and slot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalogue.buildup import kilonewton
from configurator.layout.placement import Layout, PlacedModule, Rectangle
from configurator.loads.added import AddedMasses
from configurator.loads.norm_tables import constant
from configurator.loads.norm_wind import overall_coefficient
from configurator.loads.roof_zones import roof_suction
from configurator.loads.stability import BlockWind


@dataclass(frozen=True, slots=True)
class ModuleWind:
    """Characteristic wind on one module."""

    up_kn: float
    """Suction on its roof and pressure from inside; 0 below another module."""
    horizontal_kn: float
    """The larger of both directions."""
    across_kn: float
    """Along v: wind on the facade."""
    along_kn: float
    """Along u: wind on the gable."""


@dataclass(frozen=True, slots=True)
class StackWind:
    """Equilibrium of one stack on its bearing, design values (EQU)."""

    stack_id: str
    """Id of its lowest module."""
    down_kn: float
    """0.9 G - 1.5 U; negative lifts off."""
    friction_demand: float
    """1.5 H over that; infinite where it lifts off."""
    tilting: float
    """Overturning over righting moment, the worst direction; above 1 tilts."""


def module_winds(layout: Layout, wind: BlockWind) -> dict[str, ModuleWind]:
    """Return the characteristic wind on every module by id.

    Roof: zones F, G, H and I of the new storey's roof by area, the worst of four directions, and c_pi = 0.2 from inside. Modules are
    new parts: 50 years, whatever the existing parts are compared at.
    """
    height, inside = wind.heights_m[1], constant("wind/c_pi_over")
    q_p = float(replace(wind.site, velocity_factor=1.0).peak_pressure_kn_per_m2(height))
    across_c, along_c = float(overall_coefficient(height / wind.depth_m)), float(overall_coefficient(height / wind.length_m))
    found: dict[str, ModuleWind] = {}
    for storey in layout.storeys():
        modules = [module for module in layout.modules if module.storey == storey]
        area = sum(module.footprint.area_m2 for module in modules)
        low_u, high_u = min(m.footprint.u0_mm for m in modules), max(m.footprint.u1_mm for m in modules)
        low_v, high_v = min(m.footprint.v0_mm for m in modules), max(m.footprint.v1_mm for m in modules)
        outsides = roof_suction([module.footprint for module in modules], Rectangle(low_u, low_v, high_u, high_v), height)
        for module, outside in zip(modules, outsides.tolist(), strict=True):
            share = module.footprint.area_m2 / area * module.height_mm / 1000.0 * q_p
            across, along = across_c * share * (high_u - low_u) / 1000.0, along_c * share * (high_v - low_v) / 1000.0
            up = q_p * (inside - outside) * module.footprint.area_m2 if module.topmost else 0.0
            found[module.id] = ModuleWind(up, max(across, along), across, along)
    return found


def stack_winds(layout: Layout, masses: AddedMasses, winds: dict[str, ModuleWind]) -> tuple[StackWind, ...]:
    """Return the equilibrium of every stack, by the id of its lowest module."""
    stacks: dict[str, list[PlacedModule]] = {}
    for module in sorted(layout.modules, key=lambda item: item.storey):
        stacks.setdefault(module.id.partition("/")[2], []).append(module)
    return tuple(_stack(own, masses, winds) for _, own in sorted(stacks.items(), key=lambda item: item[1][0].id))


def _stack(modules: list[PlacedModule], masses: AddedMasses, winds: dict[str, ModuleWind]) -> StackWind:
    gamma_g, gamma_q = constant("equ/gamma_g_stabilising"), constant("equ/gamma_q")
    weight = sum(kilonewton(masses.modules[module.id].total_kg).low for module in modules)
    up = sum(winds[module.id].up_kn for module in modules)
    down = gamma_g * weight - gamma_q * up
    base_mm = modules[0].z_mm
    footprint = modules[0].footprint
    widths = {"across_kn": (footprint.v1_mm - footprint.v0_mm) / 1000.0, "along_kn": (footprint.u1_mm - footprint.u0_mm) / 1000.0}
    tilting, sliding = 0.0, 0.0
    for direction, width in widths.items():
        forces = [float(getattr(winds[module.id], direction)) for module in modules]
        arms = [(module.z_mm - base_mm + module.height_mm / 2.0) / 1000.0 for module in modules]
        overturning = gamma_q * (sum(force * arm for force, arm in zip(forces, arms, strict=True)) + up * width / 2.0)
        tilting = max(tilting, overturning / (gamma_g * weight * width / 2.0))
        sliding = max(sliding, gamma_q * sum(forces))
    return StackWind(modules[0].id, down, sliding / down if down > 0.0 else float("inf"), tilting)
