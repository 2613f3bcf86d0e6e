"""A lift shaft that is built for the new storeys, as a load of its own: where it stands, what it weighs, and what nobody has said yet.

optop does not choose a place for a shaft. It stands where the options say, or on the lift housing that is on the roof already; beside
the building it has a foundation of its own and adds nothing to the bearing lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from catalogue.buildup import ZERO
from catalogue.documents.assumptions import LoadAssumptions
from catalogue.documents.evidence import Interval
from catalogue.documents.finding import Finding, finding
from catalogue.documents.options import LiftOptions
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout, Rectangle
from configurator.loads.path import ADDED_INPUTS, LIFT_INPUT, Burden

LIFT_OWNER = "lift"


@dataclass(frozen=True, slots=True)
class LiftShaft:
    """The shaft that the options ask for."""

    burdens: tuple[Burden, ...]
    """By storey; empty where it does not stand on the bearing lines."""
    on_lines_kn: Interval
    """Permanent load on the bearing lines."""
    unknown: tuple[str, ...]
    """Names of weights that are asked for and not known."""
    findings: tuple[Finding, ...]


NO_SHAFT = LiftShaft((), ZERO, (), ())


def lift_shaft(host: HostBuilding, layout: Layout, options: LiftOptions, choices: LoadAssumptions) -> LiftShaft:
    """Return the shaft: walls as high as the new storeys with the connector, and machine, car and counterweight at the top (kN)."""
    if options.stands_on == "nothing" or not layout.modules:
        return NO_SHAFT
    weights = {name: getattr(choices, name) for name in ("lift_shaft_kn_per_m2", "lift_equipment_kn")}
    found = {name: None if quantity is None else quantity.interval() for name, quantity in weights.items()}
    unknown = tuple(f"loads.{name}" for name, interval in found.items() if interval is None)
    walls, equipment = (interval or ZERO for interval in found.values())
    plan = _plan(host, options, choices)
    size_m = choices.lift_shaft_m if plan is None else ((plan.u1_mm - plan.u0_mm) / 1000.0, (plan.v1_mm - plan.v0_mm) / 1000.0)
    around_m = 2.0 * sum(size_m)
    storeys = layout.storeys()
    by_storey = {storey: walls.scaled(around_m * _height_m(layout, storey)) for storey in storeys}
    by_storey[storeys[-1]] += equipment
    total = sum(by_storey.values(), ZERO)
    if options.stands_on == "own_foundation":
        return LiftShaft((), ZERO, unknown, (finding("LOAD-LIFT-OWN-FOUNDATION", weight_kn=total.nominal, high_kn=total.high),))
    if plan is None:
        return LiftShaft((), ZERO, unknown, (finding("LOAD-LIFT-PLACE-UNKNOWN", subjects=("/options/lift/at_m",)),))
    burdens = tuple(
        Burden(
            *(LIFT_OWNER, storey, plan.u0_mm, plan.u1_mm, plan.v0_mm, plan.v1_mm, None),
            _g_kn(weight),
            choices.lift_rated_load_kn if storey == storeys[-1] else 0.0,
        )
        for storey, weight in by_storey.items()
    )
    said = finding(
        "LOAD-LIFT-SHAFT", weight_kn=total.nominal, u_m=(plan.u0_mm + plan.u1_mm) / 2000.0, v_m=(plan.v0_mm + plan.v1_mm) / 2000.0
    )
    return LiftShaft(burdens, total, unknown, (said,))


def placed_shaft(host: HostBuilding, options: LiftOptions, choices: LoadAssumptions) -> Rectangle | None:
    """Return the plan of the shaft that the options ask for, where it has a place: beside the building only where they say it."""
    if options.stands_on == "nothing" or (options.stands_on == "own_foundation" and options.at_m is None):
        return None
    return _plan(host, options, choices)


def _plan(host: HostBuilding, options: LiftOptions, choices: LoadAssumptions) -> Rectangle | None:
    """Return where a shaft stands: where the options say, else on the largest lift housing; None where neither is there."""
    if options.at_m is not None:
        (u_mm, v_mm), (wide_mm, deep_mm) = ([1000.0 * value for value in pair] for pair in (options.at_m, choices.lift_shaft_m))
        return Rectangle(round(u_mm - wide_mm / 2), round(v_mm - deep_mm / 2), round(u_mm + wide_mm / 2), round(v_mm + deep_mm / 2))
    housings = [obstacle for obstacle in host.obstacles if obstacle.kind == "lift_housing"]
    if not housings:
        return None
    u0, v0, u1, v1 = max(housings, key=lambda obstacle: (obstacle.outline_mm.area, obstacle.id)).outline_mm.bounds
    return Rectangle(round(u0), round(v0), round(u1), round(v1))


def _height_m(layout: Layout, storey: int) -> float:
    height = max(module.height_mm for module in layout.modules if module.storey == storey)
    return (height + (layout.connector_height_mm if storey == layout.storeys()[0] else 0)) / 1000.0


def _g_kn(weight: Interval) -> np.ndarray:
    g = np.zeros((len(ADDED_INPUTS), 3))
    g[LIFT_INPUT] = (weight.low, weight.nominal, weight.high)
    return g
