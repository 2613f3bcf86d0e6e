"""Plan and section for a screen: no sheet around them, and so large that their texts can be read in the width of a window.

What does not fit at that scale is left out by the rules of the plan itself: sizes of modules first, then their ids.
"""

from __future__ import annotations

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import Canvas
from configurator.outputs.drawing.furniture import LEGEND_STEP_MM, draw_legend, draw_north_arrow, draw_scale_bar, legend_lines
from configurator.outputs.drawing.plan import storey_title
from configurator.outputs.drawing.section import draw_section_at, section_size_mm
from configurator.outputs.drawing.sheet import ABOVE_MM, BELOW_MM, LEFT_MM, TITLE_MM, overhang_mm, reasons_of, storeys_drawn
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.wings import draw_wings, sheet_bounds_mm
from configurator.outputs.drawing.words import Lang

SCREEN_WIDTH_MM = 140.0
"""Width of a plan: in a window 800 pixels wide a text of 2.2 mm is 12 pixels high."""
SCREEN_HEIGHT_MM = 80.0
"""Most height of a section, or of one storey of a deep plan."""
SECTION_DEPTH_MM = 50.0
"""Most depth of a section, between its levels and its heights."""
MARGIN_MM = 4.0
LEAST_SCALE = 100.0
"""Small roofs are drawn no larger than 1:100."""
FOOT_MM = 18.0
"""Room under the plans for scale bar and north arrow."""
BAR_MM = 36.0
"""Most length of the scale bar."""


def draw_plan_screen(bundle: ResultBundle, lang: Lang = "nl", storey: int | None = None) -> Canvas:
    """Return the plans of all new storeys under each other, or of one, or of the bare roof, with the reasons of what stays empty."""
    low_u, low_v, high_u, high_v = sheet_bounds_mm(bundle)
    room = SCREEN_WIDTH_MM - 2.0 * MARGIN_MM - LEFT_MM
    scale = max((high_u - low_u) / room, (high_v - low_v) / SCREEN_HEIGHT_MM, LEAST_SCALE)
    drawn = storeys_drawn(bundle, storey)
    keys = [key for key, _ in bundle.alone]
    reasons = reasons_of(bundle, dict.fromkeys(keys, drawn), lang)
    rows = legend_lines(reasons, SCREEN_WIDTH_MM - 2.0 * MARGIN_MM, lang)
    overhang = overhang_mm(bundle, scale)
    plan_height = (high_v - low_v) / scale + overhang
    panel = TITLE_MM + ABOVE_MM + plan_height + BELOW_MM
    canvas = Canvas(SCREEN_WIDTH_MM, 2.0 * MARGIN_MM + panel * len(drawn) + FOOT_MM + 8.5 + len(rows) * LEGEND_STEP_MM)
    left = MARGIN_MM + LEFT_MM + (room - (high_u - low_u) / scale) / 2.0
    for number, level in enumerate(drawn):
        top = MARGIN_MM + number * panel
        view = View(left - low_u / scale, top + TITLE_MM + ABOVE_MM + plan_height + low_v / scale - overhang / 2.0, 1.0 / scale)
        canvas.open_group("roof" if level is None else level.id)
        canvas.text((MARGIN_MM, top + 4.0), storey_title(level, lang), 2.8, bold=True)
        draw_wings(canvas, bundle, dict.fromkeys(keys, level), view, reasons, lang)
        canvas.close_group()
    base = MARGIN_MM + panel * len(drawn)
    draw_scale_bar(canvas, (MARGIN_MM + 2.0, base + 9.0), scale, BAR_MM)
    draw_north_arrow(canvas, (MARGIN_MM + 62.0, base + 8.0), bundle, lang)
    draw_legend(canvas, (MARGIN_MM, base + FOOT_MM), rows, lang)
    return canvas


def draw_section_screen(bundle: ResultBundle, lang: Lang = "nl") -> Canvas:
    """Return the cross section of every wing, so high that a whole block stands in the window."""
    depth, height = section_size_mm(bundle, lang)
    return draw_section_at(bundle, max(depth / SECTION_DEPTH_MM, height / SCREEN_HEIGHT_MM, LEAST_SCALE), lang)
