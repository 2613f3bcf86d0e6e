"""Plan and section for a screen: no sheet around them, and so large that their texts can be read in the width of a window.

What does not fit at that scale is left out by the rules of the plan itself: sizes of modules first, then their ids.
"""

from __future__ import annotations

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import ON_PAGE, Canvas
from configurator.outputs.drawing.dimensions import CHAIN_MM, STEP_MM
from configurator.outputs.drawing.furniture import (
    LEGEND_STEP_MM,
    draw_legend,
    draw_north_arrow,
    draw_scale_bar,
    draw_type_key,
    legend_lines,
)
from configurator.outputs.drawing.plan import LOCAL_TEXT_MM, storey_title
from configurator.outputs.drawing.section import draw_section_at, section_size_mm
from configurator.outputs.drawing.sheet import ABOVE_MM, LEFT_MM, overhang_mm, reasons_of, storeys_drawn
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.wings import draw_wings, sheet_bounds_mm
from configurator.outputs.drawing.words import Lang, word
from configurator.outputs.palette import GREY

SCREEN_WIDTH_MM = 140.0
"""Width of a plan: in a window 800 pixels wide a text of 2.2 mm is 12 pixels high."""
SCREEN_HEIGHT_MM = 80.0
"""Most height of a section, or of one storey of a deep plan."""
SECTION_DEPTH_MM = 50.0
"""Most depth of a section, between its levels and its heights."""
MARGIN_MM = 4.0
LEAST_SCALE = 100.0
"""Small roofs are drawn no larger than 1:100."""
BAR_MM = 26.0
"""Most length of the scale bar."""
SCALE_BAR_LEFT_MM = 8.0
TOP_MM, UNDER_MM = 10.0, 6.0
"""Room over a plan for its title, and under its last chain."""
NORTH_MM = 3.2
"""Radius of the north arrow: some 40 pixels over all."""
KEY_ROW_MM = 5.0
INDENT_MM = 9.0
"""Titles and reasons begin so far left of the roof: over its depth."""


def draw_plan_screen(bundle: ResultBundle, lang: Lang = "nl", storey: int | None = None) -> Canvas:
    """Return the plans of all new storeys under each other, or of one, or of the bare roof, with the reasons of what stays empty.

    A group `length` in each storey holds one line without weight along the low side of the roof, as long as it: by it a page can put
    other things under the plan and on it.
    """
    low_u, low_v, high_u, high_v = sheet_bounds_mm(bundle)
    room = SCREEN_WIDTH_MM - 2.0 * MARGIN_MM - LEFT_MM
    scale = max((high_u - low_u) / room, (high_v - low_v) / SCREEN_HEIGHT_MM, LEAST_SCALE)
    drawn = storeys_drawn(bundle, storey)
    keys = [key for key, _ in bundle.alone]
    reasons = reasons_of(bundle, dict.fromkeys(keys, drawn), lang)
    left = MARGIN_MM + LEFT_MM + (room - (high_u - low_u) / scale) / 2.0
    text_left, text_width = left - INDENT_MM, (high_u - low_u) / scale + INDENT_MM
    rows = legend_lines(reasons, text_width, lang)
    overhang = overhang_mm(bundle, scale)
    plan_height = (high_v - low_v) / scale + overhang
    panel = TOP_MM + ABOVE_MM + plan_height + CHAIN_MM + STEP_MM + UNDER_MM
    base = MARGIN_MM + panel * len(drawn)
    canvas = Canvas(SCREEN_WIDTH_MM, base + KEY_ROW_MM + 8.5 + len(rows) * LEGEND_STEP_MM, ink=ON_PAGE)
    right = left + (high_u - low_u) / scale
    for number, level in enumerate(drawn):
        top = MARGIN_MM + number * panel
        view = View(left - low_u / scale, top + TOP_MM + ABOVE_MM + plan_height + low_v / scale - overhang / 2.0, 1.0 / scale)
        canvas.open_group("roof" if level is None else level.id)
        canvas.text((text_left, top + 5.0), storey_title(level, lang), 2.8, bold=True)
        draw_wings(canvas, bundle, dict.fromkeys(keys, level), view, reasons, lang)
        canvas.open_group("length")
        canvas.line(view.at(low_u, low_v), view.at(high_u, low_v), weight=0.0)
        canvas.close_group()
        canvas.close_group()
    draw_scale_bar(canvas, (right - BAR_MM, base - 1.0), scale, BAR_MM)
    if bundle.host.frame.crs is None:
        canvas.text((right, MARGIN_MM + 5.6), word("no_location", lang), LOCAL_TEXT_MM, anchor="end", colour=GREY)
    else:
        draw_north_arrow(canvas, (right - NORTH_MM, MARGIN_MM + 4.6), bundle, lang, NORTH_MM)
    draw_type_key(canvas, (text_left, base), bundle, text_width - BAR_MM - 8.0, lang)
    draw_legend(canvas, (text_left, base + KEY_ROW_MM - 2.0), rows, lang)
    return canvas


def draw_section_screen(bundle: ResultBundle, lang: Lang = "nl") -> Canvas:
    """Return the cross section of every wing, so high that a whole block stands in the window."""
    depth, height = section_size_mm(bundle, lang)
    scale = max(depth / SECTION_DEPTH_MM, height / SCREEN_HEIGHT_MM, LEAST_SCALE)
    canvas = draw_section_at(bundle, scale, lang)
    draw_scale_bar(canvas, (SCALE_BAR_LEFT_MM, canvas.height_mm - 10.0), scale, BAR_MM)
    return canvas
