"""A building family in a line of a list: its bays over 30 m and its storeys, for every family at the same two scales."""

from __future__ import annotations

from catalogue.documents.family import BuildingFamily
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, ON_PAGE, Candidate, Canvas, text_width_mm
from configurator.outputs.drawing.family_bays import SHOWN_MM, SUNK_MM, depth_mm, draw_bays, draw_storeys, levels_mm, shown_bays
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.words import Lang, decimals, word

WIDTH_MM = 90.0
PLAN_SCALE, SECTION_SCALE = 430.0, 1_500.0
"""Denominators on a sheet 90 mm wide; a page shows it 360 pixels wide, where the bars of `scale_strip_svg` are true."""
TEXT_MM = 2.8
"""11 pixels there."""
MARGIN_MM, GAP_MM, GROUND_MM = 1.6, 6.0, 2.0
BARS_M = (10, 20)
"""Lengths of the bars that give the two scales."""


def draw_family_strip(family: BuildingFamily, lang: Lang = "nl") -> Canvas:
    """Return bays and section of a family on one ground line, each bay of its sequence with its width in metres."""
    sunk = SUNK_MM if family.plinth.kind == "half_sunk" else 0.0
    height = max(depth_mm(family) / PLAN_SCALE, levels_mm(family)[-1] / SECTION_SCALE)
    base = MARGIN_MM + height
    canvas = Canvas(WIDTH_MM, base + max(1.6 * TEXT_MM, sunk / SECTION_SCALE + MARGIN_MM), ink=ON_PAGE)
    plan = View(MARGIN_MM, base, 1.0 / PLAN_SCALE)
    draw_bays(canvas, family, plan)
    for bay, low, high in shown_bays(family)[: len(family.bays.sequence.bays)]:
        x, _ = plan.at((low + min(high, SHOWN_MM)) / 2.0, 0.0)
        said = decimals(bay.width_mm / 1000.0, 1, lang)
        if text_width_mm(said, TEXT_MM) <= (high - low) / PLAN_SCALE + 1.0:
            canvas.label([Candidate((x, base + 1.3 * TEXT_MM), said)], TEXT_MM)
    left = MARGIN_MM + SHOWN_MM / PLAN_SCALE + GAP_MM
    section = View(left, base, 1.0 / SECTION_SCALE)
    draw_storeys(canvas, family, section)
    canvas.line((left - GROUND_MM, base), (section.at(depth_mm(family), 0.0)[0] + GROUND_MM, base), weight=BOLD)
    return canvas


def family_strip_svg(family: BuildingFamily, lang: Lang = "nl") -> str:
    """Return a family's line as SVG that stands in a page."""
    widths = ", ".join(decimals(bay.width_mm / 1000.0, 1, lang) for bay in family.bays.sequence.bays)
    storeys = f"{family.storeys.max:.0f} {word('storeys', lang)}"
    return draw_family_strip(family, lang).inline(
        f"{family.id}: {word('family_plan', lang)} {widths} m, {word('family_section', lang)} {storeys}"
    )


def scale_strip_svg(lang: Lang = "nl") -> str:
    """Return the two scales of the lines as bars, over the places of plan and section."""
    canvas = Canvas(WIDTH_MM, 3.0 + 1.6 * TEXT_MM, ink=ON_PAGE)
    places = (MARGIN_MM, PLAN_SCALE), (MARGIN_MM + SHOWN_MM / PLAN_SCALE + GAP_MM, SECTION_SCALE)
    for length, (left, scale) in zip(BARS_M, places, strict=True):
        right, y = left + length * 1000.0 / scale, 1.5 + 1.4 * TEXT_MM
        canvas.line((left, y), (right, y), weight=BOLD)
        for x in (left, right):
            canvas.line((x, y - 0.8), (x, y + 0.8), weight=MEDIUM)
        canvas.text((left, y - 1.4), f"{length} m", TEXT_MM)
    return canvas.inline(word("scale", lang))
