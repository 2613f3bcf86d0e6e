"""The load estimate as properties of the existing bearing walls: line loads through the file's unit of kN/m."""

from __future__ import annotations

from collections.abc import Callable

from catalogue.documents.configuration import Configuration, LoadLine
from configurator.outputs.ifc.properties import Property, label
from configurator.parts.existing import PLINTH
from configurator.parts.model import BuildingModel, Element

SET = "Optop_LoadEstimate"
FOUNDATION = "foundation"
LINE_LOADS: tuple[tuple[str, Callable[[LoadLine], float]], ...] = (
    ("ExistingG", lambda row: row.existing_g_kn_per_m),
    ("ExistingQ", lambda row: row.existing_q_kn_per_m),
    ("AddedG", lambda row: row.added_g_kn_per_m),
    ("AddedQ", lambda row: row.added_q_kn_per_m),
    ("ExistingN", lambda row: row.n_existing_kn_per_m),
    ("NewN", lambda row: row.n_new_kn_per_m),
)
"""Line loads on a stretch of wall, characteristic, kN/m; N is G + alpha_n Q."""


def lowest_walls(model: BuildingModel) -> dict[str, str]:
    """Return the id of the lowest wall element by bearing line: that one carries the loads at the foundation."""
    lowest: dict[str, Element] = {}
    for element in model.elements:
        if element.kind == "existing_wall":
            known = lowest.get(element.subject)
            if known is None or element.origin_mm[2] < known.origin_mm[2]:
                lowest[element.subject] = element
    return {line: element.id for line, element in lowest.items()}


def level_of(wall: Element, lowest: dict[str, str]) -> str:
    """Return the level whose loads a wall shows: `foundation` for the lowest, else the storey at whose foot it stands."""
    return FOUNDATION if lowest[wall.subject] == wall.id else wall.id.rpartition("/")[2].replace(PLINTH, FOUNDATION)


def _linear(name: str, values: list[float]) -> Property:
    """Return one value, or the list of values by stretch where they differ along the wall."""
    return Property(name, "IfcLinearForceMeasure", values[0] if len(values) == 1 else tuple(values))


def load_properties(configuration: Configuration, line: str, level: str) -> tuple[Property, ...]:
    """Return the load estimate of one bearing line at one level; empty without loads.

    Where the loads differ along the wall, the line loads are lists by stretch, beside the lists of starts and ends. `AddedGTotal` and
    `AddedQTotal` are kN over the whole wall, so that they add up whatever the stretches are.
    """
    rows = sorted((r for r in configuration.loads.lines if r.id == line and r.level == level), key=lambda r: r.start_m)
    if not rows:
        return ()
    found = [label("Level", level), label("Basis", "indicatieve schatting, karakteristiek; zie disclaimer")]
    if len(rows) > 1:
        found.append(Property("StretchStart", "IfcLengthMeasure", tuple(r.start_m for r in rows)))
        found.append(Property("StretchEnd", "IfcLengthMeasure", tuple(r.end_m for r in rows)))
    found.extend(_linear(name, [value(r) for r in rows]) for name, value in LINE_LOADS)
    for name, total in (
        ("AddedGTotal", sum(r.added_g_kn_per_m * (r.end_m - r.start_m) for r in rows)),
        ("AddedQTotal", sum(r.added_q_kn_per_m * (r.end_m - r.start_m) for r in rows)),
    ):
        found.append(Property(name, "IfcForceMeasure", round(total, 4)))
    worst = max(rows, key=lambda r: r.r_n_p50)
    for name, ratio in (("RatioNP10", worst.r_n_p10), ("RatioNP50", worst.r_n_p50), ("RatioNP90", worst.r_n_p90)):
        found.append(Property(name, "IfcRatioMeasure", ratio))
    found.append(label("Band", worst.band))
    found.append(label("LineBand", worst.line_band))
    return tuple(found)
