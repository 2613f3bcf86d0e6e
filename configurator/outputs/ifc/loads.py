"""The load estimate as properties of the existing bearing walls: line loads through the file's unit of kN/m."""

from __future__ import annotations

from collections.abc import Callable

from catalogue.documents.configuration import Configuration, LoadLine, Reaction
from configurator.loads.verified import row_status
from configurator.outputs.ifc.properties import Property, label
from configurator.parts.existing import PLINTH
from configurator.parts.model import BuildingModel, Element

SET = "Optop_LoadEstimate"
FOUNDATION_SET = "Optop_LoadEstimateFoundation"
"""Of the lowest wall of a line: what comes down under it, beside what comes down at its own foot."""
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
    """Return the id of the lowest wall element by bearing line: the one that stands on the foundation, or on a portal."""
    lowest: dict[str, Element] = {}
    for element in model.elements:
        if element.kind == "existing_wall":
            known = lowest.get(element.subject)
            if known is None or element.origin_mm[2] < known.origin_mm[2]:
                lowest[element.subject] = element
    return {line: element.id for line, element in lowest.items()}


def levels_of(wall: Element, lowest: dict[str, str]) -> dict[str, str]:
    """Return the levels whose loads a wall shows, by property set: the foot of its own storey, and of the lowest also the foundation.

    A wall of the plinth has no storey of its own: its foot is the foundation.
    """
    part = wall.id.rpartition("/")[2]
    if part == PLINTH:
        return {SET: FOUNDATION}
    return {SET: part, FOUNDATION_SET: FOUNDATION} if lowest[wall.subject] == wall.id else {SET: part}


def _along(name: str, measure: str, values: list[float]) -> Property:
    """Return one value, or the list of values by stretch where there are several along the wall."""
    return Property(name, measure, values[0] if len(values) == 1 else tuple(values))


def _design_before(row: LoadLine) -> float:
    """Return the design load before of the combination that `_largest_design` takes after, so that the two compare."""
    by_wind = row.ed_wind_new_kn_per_m is not None and row.ed_wind_new_kn_per_m > row.ed_new_kn_per_m
    return row.ed_wind_existing_kn_per_m if by_wind and row.ed_wind_existing_kn_per_m is not None else row.ed_existing_kn_per_m


def _largest_design(row: LoadLine) -> float:
    return max(row.ed_new_kn_per_m, row.ed_wind_new_kn_per_m or 0.0)


def _wind(rows: list[LoadLine]) -> list[Property]:
    """Return the wind at the ends of the wall and its worst increase; empty where wind is not computed."""
    row = max(rows, key=lambda r: r.r_wind_end or 0.0)
    if row.wind_end_existing_kn_per_m is None or row.wind_end_new_kn_per_m is None or row.r_wind_end is None:
        return []
    return [
        Property("WindEndExisting", "IfcLinearForceMeasure", row.wind_end_existing_kn_per_m),
        Property("WindEndNew", "IfcLinearForceMeasure", row.wind_end_new_kn_per_m),
        Property("RatioWindEnd", "IfcRatioMeasure", row.r_wind_end),
    ]


class LoadSets:
    """The load properties of walls and modules; the rows of a result sorted once by what they belong to."""

    def __init__(self, configuration: Configuration) -> None:
        """Sort the rows of a configuration."""
        self._configuration = configuration
        self._rows: dict[tuple[str, str], list[LoadLine]] = {}
        for row in configuration.loads.lines:
            self._rows.setdefault((row.id, row.level), []).append(row)
        self._reactions: dict[str, list[Reaction]] = {}
        for reaction in configuration.loads.reactions:
            self._reactions.setdefault(reaction.module, []).append(reaction)
        loads = configuration.loads
        self._unverified = any(row_status(loads, row) == "unverified" for row in loads.norm_rows)

    def of_module(self, module: str) -> tuple[Property, ...]:
        """Return what one module hands to its bearing lines; empty without loads."""
        return _module_properties(self._configuration, self._reactions.get(module, []))

    def of_wall(self, line: str, level: str) -> tuple[Property, ...]:
        """Return the load estimate of one bearing line at one level; empty without loads."""
        rows = sorted(self._rows.get((line, level), []), key=lambda r: r.start_m)
        return _wall_properties(self._configuration, rows, level, unverified=self._unverified)


def _module_properties(configuration: Configuration, own: list[Reaction]) -> tuple[Property, ...]:
    """Return reactions in kN, summed over the lines, and by line where the module stands on some."""
    if not own:
        return ()
    forces = {"ReactionG": sum(r.g_kn for r in own), "ReactionQ": sum(r.q_kn for r in own)}
    if all(r.wind_up_kn is not None and r.horizontal_kn is not None for r in own):
        forces["WindUp"] = sum(r.wind_up_kn or 0.0 for r in own)
        forces["WindHorizontal"] = sum(r.horizontal_kn or 0.0 for r in own)
    found = [Property(name, "IfcForceMeasure", round(value, 4)) for name, value in forces.items()]
    found.append(Property("Lines", "IfcLabel", tuple(r.line for r in own) if len(own) > 1 else own[0].line))
    by_line = tuple(round(r.g_kn, 4) for r in own)
    found.append(Property("ReactionGByLine", "IfcForceMeasure", by_line if len(own) > 1 else by_line[0]))
    peaks = [r.peak_kn_per_m for r in own if r.peak_kn_per_m is not None]
    if peaks:
        found.append(Property("PeakAtWallHead", "IfcLinearForceMeasure", max(peaks)))
    found.append(Property("Disclaimer", "IfcText", configuration.disclaimer))
    return tuple(found)


def _wall_properties(configuration: Configuration, rows: list[LoadLine], level: str, *, unverified: bool) -> tuple[Property, ...]:
    """Return the properties of the stretches of a wall.

    Where the loads differ along the wall, the line loads are lists by stretch, beside the lists of starts and ends; ratios and design
    loads are those of the worst stretch, whose start and end are named. `AddedGTotal` and
    `AddedQTotal` are kN over the whole wall, so that they add up whatever the stretches are.
    """
    if not rows:
        return ()
    found = [label("Level", level), label("Basis", "indicatieve schatting, karakteristiek; zie disclaimer")]
    found.append(_along("StretchStart", "IfcLengthMeasure", [r.start_m for r in rows]))
    found.append(_along("StretchEnd", "IfcLengthMeasure", [r.end_m for r in rows]))
    found.extend(_along(name, "IfcLinearForceMeasure", [value(r) for r in rows]) for name, value in LINE_LOADS)
    for name, total in (
        ("AddedGTotal", sum(r.added_g_kn_per_m * (r.end_m - r.start_m) for r in rows)),
        ("AddedQTotal", sum(r.added_q_kn_per_m * (r.end_m - r.start_m) for r in rows)),
    ):
        found.append(Property(name, "IfcForceMeasure", round(total, 4)))
    found.extend(_wind(rows))
    worst = max(rows, key=lambda r: r.r_n_p50)
    found.append(Property("WorstStretchStart", "IfcLengthMeasure", worst.start_m))
    found.append(Property("WorstStretchEnd", "IfcLengthMeasure", worst.end_m))
    for name, ratio in (("RatioNP10", worst.r_n_p10), ("RatioNP50", worst.r_n_p50), ("RatioNP90", worst.r_n_p90)):
        found.append(Property(name, "IfcRatioMeasure", ratio))
    found.append(label("Band", worst.band))
    found.append(label("LineBand", worst.line_band))
    found.append(Property("RatioQuasiPermanent", "IfcRatioMeasure", worst.r_qp or 0.0))
    found.append(label("Governing", max(rows, key=_largest_design).governing))
    design = max(rows, key=_largest_design)
    found.append(Property("DesignExisting", "IfcLinearForceMeasure", _design_before(design)))
    found.append(Property("DesignNew", "IfcLinearForceMeasure", _largest_design(design)))
    if any(r.unity_check is not None for r in rows):
        found.append(Property("UnityCheck", "IfcRatioMeasure", max(r.unity_check or 0.0 for r in rows)))
    if worst.grid_continuity_kn_per_m is not None:
        found.append(Property("GridContinuity", "IfcLinearForceMeasure", worst.grid_continuity_kn_per_m))
    found.append(label("NormStatus", "niet gecontroleerd" if unverified else "gecontroleerd"))
    family = configuration.conditional_on.family
    if family is not None:
        found.append(label("ConditionalOn", family))
    found.append(Property("Disclaimer", "IfcText", configuration.disclaimer))
    return tuple(found)
