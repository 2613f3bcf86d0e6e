"""What the rules measure: one small function a measure, each an interval, `None` for unknown, or `NOT_APPLICABLE`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from catalogue.buildup import buildup_thickness_mm, module_size
from catalogue.documents.concept import Concept
from catalogue.documents.evidence import Interval
from configurator.host.building import HostBuilding
from configurator.host.tolerance import height_tolerance_m
from configurator.layout.placement import Layout, PlacedModule


class Applicability(Enum):
    """Marks a measure that the configuration does not have."""

    NOT_APPLICABLE = "not_applicable"


NOT_APPLICABLE: Final = Applicability.NOT_APPLICABLE
Measured = Interval | Literal[Applicability.NOT_APPLICABLE] | None


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What a measure may look at."""

    host: HostBuilding
    concept: Concept
    layout: Layout


def _top_modules(layout: Layout) -> list[PlacedModule]:
    top = max(layout.storeys())
    return [m for m in layout.modules if m.storey == top]


def _above_ground(context: RuleContext, z_mm: float) -> Interval | None:
    ground = context.host.ground_z_mm
    if ground is None:
        return None
    height_m = (z_mm - ground) / 1000.0
    tolerance = height_tolerance_m(context.host)
    return Interval(low=height_m - tolerance, nominal=height_m, high=height_m + tolerance)


def top_floor_m(context: RuleContext) -> Interval | None:
    """Return the height of the highest new floor above ground."""
    floor_mm = buildup_thickness_mm(context.concept.build_ups[context.concept.module.floor])
    return _above_ground(context, max(m.z_mm for m in _top_modules(context.layout)) + floor_mm)


def top_floor_m_without_lift(context: RuleContext) -> Measured:
    """Return the height of the highest new floor; unknown with a lift, which nobody has said will be taken further up."""
    return None if context.host.lift else top_floor_m(context)


def building_height_m(context: RuleContext) -> Measured:
    """Return the height of the new roof above ground."""
    return _above_ground(context, max(m.z_mm + m.height_mm for m in _top_modules(context.layout)))


def clear_height_m(context: RuleContext) -> Measured:
    """Return the smallest clear height of a placed module."""
    sizes = {(m.width_mm, m.length_mm, m.topmost) for m in context.layout.modules}
    heights = (module_size(context.concept, width, length, topmost=top).wall_height_mm / 1000.0 for width, length, top in sizes)
    return Interval.exact(min(heights))


def main_room_width_m(context: RuleContext) -> Measured:
    """Return the smallest main-room width over the dwellings: clear between walls, two boxes together where they open to each other."""
    by_dwelling: dict[tuple[str, int], list[PlacedModule]] = {}
    for module in context.layout.modules:
        by_dwelling.setdefault((module.dwelling_id, module.storey), []).append(module)
    widest: dict[str, float] = {}
    alike: dict[tuple[str, ...], float] = {}
    for (dwelling, _), modules in by_dwelling.items():
        products = tuple(module.type_id for module in modules)
        if products not in alike:
            alike[products] = _widest_room_m(context.concept, modules)
        widest[dwelling] = max(widest.get(dwelling, 0.0), alike[products])
    return Interval.exact(min(widest.values()))


def _widest_room_m(concept: Concept, modules: list[PlacedModule]) -> float:
    def inner_mm(module: PlacedModule) -> float:
        return module_size(concept, module.width_mm, module.length_mm, topmost=module.topmost).inner_width_mm(module.open_sides)

    opened = [inner_mm(m) for m in modules if m.open_sides]
    together = sum(opened) if len(opened) > 1 else 0.0
    return max(together, *(inner_mm(m) for m in modules)) / 1000.0


def gallery_width_m(context: RuleContext) -> Measured:
    """Return the width of the narrowest gallery."""
    widths = [
        min(a.footprint.u1_mm - a.footprint.u0_mm, a.footprint.v1_mm - a.footprint.v0_mm) / 1000.0
        for a in context.layout.access
        if a.kind == "gallery"
    ]
    return Interval.exact(min(widths)) if widths else NOT_APPLICABLE


def structure_fire_resistance_min(context: RuleContext) -> Measured:
    """Return the declared fire resistance of the module's bearing wall, minutes."""
    declared = context.concept.build_ups[context.concept.module.long_wall].fire_resistance_min
    return declared.interval() if declared is not None else None


MEASURES: Mapping[str, Callable[[RuleContext], Measured]] = {
    "clear_height_m": clear_height_m,
    "main_room_width_m": main_room_width_m,
    "top_floor_m_without_lift": top_floor_m_without_lift,
    "gallery_width_m": gallery_width_m,
    "structure_fire_resistance_min": structure_fire_resistance_min,
    "building_height_m": building_height_m,
}
"""Every measure by the name that the rule list uses."""
