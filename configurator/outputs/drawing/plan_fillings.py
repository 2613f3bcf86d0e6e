"""Windows and doors in plan."""

from __future__ import annotations

from configurator.outputs.drawing.canvas import MEDIUM, THIN, At, Canvas
from configurator.outputs.drawing.cut_plan import PlanFilling
from configurator.outputs.drawing.view import View
from configurator.outputs.palette import INK, PAPER


def draw_filling(canvas: Canvas, view: View, filling: PlanFilling) -> None:
    """Draw a window as a double line, a door open with its swing to the inside."""
    low_u, low_v, high_u, high_v = filling.plan.bounds
    a, b = view.at(low_u, low_v), view.at(high_u, high_v)
    along_u = filling.outward[1] != 0
    canvas.rectangle(a, b, fill=PAPER, weight=THIN, colour=INK)
    if filling.kind != "door":
        for share in (0.42, 0.58):
            x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
            ends = ((a[0], y), (b[0], y)) if along_u else ((x, a[1]), (x, b[1]))
            canvas.line(*ends, weight=THIN, colour=INK)
    if filling.kind != "window":
        _swing(canvas, a, b, filling.outward, along_u=along_u)


def _swing(canvas: Canvas, a: At, b: At, outward: tuple[int, int], *, along_u: bool) -> None:
    if along_u:
        radius = abs(b[0] - a[0])
        y = max(a[1], b[1]) if outward[1] > 0 else min(a[1], b[1])
        inward = 1.0 if outward[1] > 0 else -1.0
        hinge, shut, opened = (a[0], y), (b[0], y), (a[0], y + inward * radius)
        clockwise = inward > 0.0
    else:
        radius = abs(b[1] - a[1])
        x = min(a[0], b[0]) if outward[0] > 0 else max(a[0], b[0])
        inward = -1.0 if outward[0] > 0 else 1.0
        hinge, shut, opened = (x, a[1]), (x, b[1]), (x + inward * radius, a[1])
        clockwise = inward > 0.0
    canvas.line(hinge, opened, weight=MEDIUM, colour=INK)
    canvas.quarter_arc(shut, opened, radius, clockwise=clockwise)
