"""The bays of a building family in plan, and its standard block in section, at any scale: what its sheet and its line in a list share."""

from __future__ import annotations

from itertools import accumulate, pairwise

from catalogue.documents.building import Bay
from catalogue.documents.evidence import Quantity
from catalogue.documents.family import BuildingFamily
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, THIN, Canvas
from configurator.outputs.drawing.view import View
from configurator.outputs.palette import INK, PALETTE

SHOWN_MM = 30_000.0
"""Length of block that is drawn of every family; what goes on beyond it is broken off."""
SLAB_MM, FACADE_MM, COLUMN_MM = 200.0, 280.0, 400.0
"""Floors, facades and columns have no thickness in a family: a drawing convention."""
SUNK_MM = 1_200.0
"""How far a half sunk plinth goes on under the ground: a drawing convention, half of a room to store things in."""
STAIR_FILL, INSIDE = "#e9e9e5", "#e6e2da"


def nominal(quantity: Quantity, otherwise: float) -> float:
    """Return the nominal value of a quantity, or another where nobody gave one."""
    return otherwise if quantity.value is None else quantity.value


def depth_mm(family: BuildingFamily) -> float:
    """Return the nominal depth of a family's blocks."""
    return nominal(family.depth_m, 10.0) * 1000.0


def storey_mm(family: BuildingFamily) -> float:
    """Return the nominal height of a family's storeys."""
    return nominal(family.storey_height_m, 2.8) * 1000.0


def levels_mm(family: BuildingFamily) -> list[float]:
    """Return the levels of a block of the family's most storeys, from the ground up: ground, top of the plinth, floors, roof."""
    plinth = family.plinth.height_m * 1000.0
    return [0.0, *([plinth] if plinth > 0.0 else []), *(plinth + storey_mm(family) * (n + 1) for n in range(round(family.storeys.max)))]


def shown_bays(family: BuildingFamily) -> list[tuple[Bay, float, float]]:
    """Return the bays that begin within the length that is drawn, each with its low and high end along the block."""
    sequence = family.bays.sequence
    times = int(SHOWN_MM / sum(bay.width_mm for bay in sequence.bays)) + 1 if sequence.repeat else 1
    bays = sequence.bays * times
    lines = [0.0, *accumulate(bay.width_mm for bay in bays)]
    return [(bay, low, high) for bay, (low, high) in zip(bays, pairwise(lines), strict=True) if low < SHOWN_MM]


def draw_bays(canvas: Canvas, family: BuildingFamily, view: View) -> None:
    """Draw the bays in plan: stairwells, facades, what bears, and a break where the block goes on."""
    bays, depth = shown_bays(family), depth_mm(family)
    goes_on = family.bays.sequence.repeat or bays[-1][2] > SHOWN_MM
    end = SHOWN_MM if goes_on else bays[-1][2]
    canvas.rectangle(view.at(0.0, 0.0), view.at(end, depth), fill=PALETTE["ceiling"].hex, weight=0.0)
    for bay, low, high in bays:
        if bay.use == "stair":
            _stair(canvas, view, low, min(high, end), depth)
    for v in (0.0, depth):
        canvas.line(view.at(0.0, v), view.at(end, v), weight=BOLD)
    _bearing(canvas, family, view, [u for u in (0.0, *(high for _, _, high in bays)) if u <= end], end)
    if goes_on:
        _break(canvas, view, end, depth)


def _bearing(canvas: Canvas, family: BuildingFamily, view: View, axes: list[float], end: float) -> None:
    """Draw what bears: cross walls on the axes, or the facades, or columns on a grid."""
    half, depth = nominal(family.structure.wall_thickness_mm, 200.0) / 2.0, depth_mm(family)
    fill = PALETTE["existing_roof"].hex
    if family.bearing_system == "longitudinal":
        for v in (half, depth - half):
            canvas.rectangle(view.at(0.0, v - half), view.at(end, v + half), fill=fill, weight=THIN)
    for u in axes:
        if family.bearing_system == "frame":
            for v in (COLUMN_MM / 2.0, depth / 2.0, depth - COLUMN_MM / 2.0):
                low, high = view.at(u - COLUMN_MM / 2.0, v - COLUMN_MM / 2.0), view.at(u + COLUMN_MM / 2.0, v + COLUMN_MM / 2.0)
                canvas.rectangle(low, high, fill=fill, weight=MEDIUM)
        elif family.bearing_system == "longitudinal":
            canvas.line(view.at(u, 2.0 * half), view.at(u, depth - 2.0 * half), weight=THIN, dash="2 1")
        else:
            canvas.rectangle(view.at(u - half, 0.0), view.at(u + half, depth), fill=fill, weight=MEDIUM)


def _stair(canvas: Canvas, view: View, low: float, high: float, depth: float) -> None:
    """Draw a stairwell in its bay: treads and the way up."""
    canvas.rectangle(view.at(low, 0.0), view.at(high, depth), fill=STAIR_FILL, weight=0.0)
    steps = [depth * 0.35 + 250.0 * i for i in range(int(depth * 0.35 / 250.0))]
    for v in steps:
        canvas.line(view.at(low, v), view.at(high, v), weight=THIN)
    middle = (low + high) / 2.0
    canvas.arrow(view.at(middle, steps[0]), view.at(middle, steps[-1]))


def _break(canvas: Canvas, view: View, end: float, depth: float) -> None:
    """Draw the sign for what goes on: a line with a kink, across the whole depth."""
    (x, low), (_, high) = view.at(end, 0.0), view.at(end, depth)
    middle = (low + high) / 2.0
    kink = [(x, low + 1.5), (x, middle + 1.4), (x - 1.4, middle + 0.5), (x + 1.4, middle - 0.5), (x, middle - 1.4), (x, high - 1.5)]
    canvas.strokes([kink], MEDIUM)


def draw_storeys(canvas: Canvas, family: BuildingFamily, view: View) -> None:
    """Draw a block of the family's most storeys across, on the ground; the plinth stays open, and half of a sunk one lies under it."""
    depth, levels = depth_mm(family), levels_mm(family)
    top, plinth = levels[-1], family.plinth.height_m * 1000.0
    foot = -SUNK_MM if family.plinth.kind == "half_sunk" else 0.0
    canvas.rectangle(view.at(0.0, plinth), view.at(depth, top), fill=INSIDE, weight=0.0)
    for v in (0.0, depth - FACADE_MM):
        canvas.rectangle(view.at(v, foot), view.at(v + FACADE_MM, top), fill=PALETTE["existing"].hex, weight=THIN)
    for z in [*([foot + SLAB_MM] if foot < 0.0 else []), *levels[1:]]:
        canvas.rectangle(view.at(0.0, z - SLAB_MM), view.at(depth, z), fill=PALETTE["existing_roof"].hex, weight=THIN)
    canvas.rectangle(view.at(0.0, foot), view.at(depth, top), weight=BOLD, colour=INK)
