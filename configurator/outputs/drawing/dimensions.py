"""Dimension chains and the bubbles of the bearing lines, outside the plan."""

from __future__ import annotations

from itertools import pairwise

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from configurator.host.building import HostBuilding
from configurator.outputs.drawing.canvas import MEDIUM, THIN, Candidate, Canvas, text_width_mm
from configurator.outputs.drawing.view import View
from configurator.outputs.palette import INK, PAPER, RUST

BUBBLE_MM = 3.1
CHAIN_MM = 10.0
"""Distance of the first chain under the roof; the total stands one step further down."""
STEP_MM = 6.0
TEXT_MM = 2.2


def _tick(canvas: Canvas, x: float, y: float) -> None:
    canvas.line((x - 0.9, y + 0.9), (x + 0.9, y - 0.9), weight=MEDIUM)


def draw_chain(canvas: Canvas, xs: list[float], y: float, texts: list[str], text_mm: float = TEXT_MM) -> None:
    """Draw a chain of dimensions along x on paper; a text that does not fit its stretch goes under the line, or is left out."""
    canvas.line((xs[0] - 1.5, y), (xs[-1] + 1.5, y), weight=THIN)
    for x in xs:
        _tick(canvas, x, y)
    for left, right, text in zip(xs, xs[1:], texts, strict=False):
        middle = (left + right) / 2.0
        fits = text_width_mm(text, text_mm) <= right - left - 1.0
        places = [Candidate((middle, y - 0.8), text)] if fits else []
        canvas.label([*places, Candidate((middle, y + 0.4 + text_mm), text)], text_mm)


def draw_upright_chain(canvas: Canvas, ys: list[float], x: float, texts: list[str], text_mm: float = TEXT_MM) -> None:
    """Draw a chain of dimensions along y on paper, from below upwards, its texts read from below.

    A text that does not fit its stretch stands level beside it, or is left out.
    """
    canvas.line((x, ys[0] + 1.5), (x, ys[-1] - 1.5), weight=THIN)
    for y in ys:
        _tick(canvas, x, y)
    for low, high, text in zip(ys, ys[1:], texts, strict=False):
        if text_width_mm(text, text_mm) <= low - high - 1.0:
            canvas.text((x - 0.8, (low + high) / 2.0), text, text_mm, anchor="middle", upright=True)
        else:
            canvas.label([Candidate((x + 1.4, (low + high) / 2.0 + 0.36 * text_mm), text, "start")], text_mm)


def draw_bubbles(canvas: Canvas, host: HostBuilding, view: View, taken: BaseGeometry | None = None) -> None:
    """Draw the id of every bearing line in a bubble over the roof; close neighbours stand higher in turn.

    `taken` is what stands around the roof, in the local frame: a bubble that would stand on it is left out.
    """
    if not host.bearing_lines:
        return
    last = {0: -1e9, 1: -1e9}
    for line in host.bearing_lines:
        x, top = view.at(line.u_mm, line.v1_mm)
        row = 0 if x - last[0] >= 2.0 * BUBBLE_MM + 0.4 else 1
        if x - last[row] < 2.0 * BUBBLE_MM + 0.4:
            continue
        if taken is not None and taken.distance(Point(line.u_mm, line.v1_mm + (5.0 + BUBBLE_MM) / view.scale)) < BUBBLE_MM / view.scale:
            continue
        last[row] = x
        y = top - 5.0 - BUBBLE_MM - row * (2.0 * BUBBLE_MM + 0.6)
        colour = RUST if line.assumed else INK
        if row:
            canvas.line((x, top - 5.0), (x, y + BUBBLE_MM), weight=THIN, colour=colour)
        canvas.circle((x, y), BUBBLE_MM, fill=PAPER, weight=MEDIUM, colour=colour)
        canvas.text((x, y + 0.8), line.id, TEXT_MM, anchor="middle", colour=colour)


def draw_dimensions(canvas: Canvas, host: HostBuilding, view: View) -> None:
    """Draw bay widths and total length under the roof, and the depth left of it; whole millimetres."""
    low_u, low_v, high_u, high_v = host.roof_outline_mm.bounds
    _, bottom = view.at(0.0, low_v)
    axes = [float(line.u_mm) for line in host.bearing_lines]
    if len(axes) > 1:
        xs = [view.at(u, 0.0)[0] for u in axes]
        draw_chain(canvas, xs, bottom + CHAIN_MM, [f"{b - a:.0f}" for a, b in pairwise(axes)])
    left, right = view.at(low_u, 0.0)[0], view.at(high_u, 0.0)[0]
    draw_chain(canvas, [left, right], bottom + CHAIN_MM + STEP_MM, [f"{high_u - low_u:.0f}"])
    x, top = left - 8.0, view.at(0.0, high_v)[1]
    canvas.line((x, bottom + 1.5), (x, top - 1.5), weight=THIN)
    _tick(canvas, x, bottom)
    _tick(canvas, x, top)
    canvas.text((x - 0.8, (top + bottom) / 2.0), f"{high_v - low_v:.0f}", TEXT_MM, anchor="middle", upright=True)
