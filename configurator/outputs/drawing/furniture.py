"""What goes with a plan on its sheet: scale bar, north arrow, legend of reasons."""

from __future__ import annotations

import math

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import THIN, At, Canvas, text_width_mm, wrapped
from configurator.outputs.drawing.reasons import Reasons
from configurator.outputs.drawing.words import Lang, word
from configurator.outputs.palette import DWELLING_TINTS, GREY, INK, PAPER, RUST

LEGEND_TEXT_MM, LEGEND_STEP_MM = 2.4, 3.6
KEY_MM = 4.5
"""From the swatch of a key to its text."""
BAR_STEPS_M = (1, 2, 5, 10, 20, 50)
"""Metres in one of the five steps of a scale bar."""


def draw_scale_bar(canvas: Canvas, at: At, scale: float, most_mm: float = 50.0) -> None:
    """Draw a bar in five steps of whole metres, as long as fits `most_mm`."""
    x, y = at
    step_m = max((step for step in BAR_STEPS_M if 5.0 * step * 1000.0 / scale <= most_mm), default=BAR_STEPS_M[0])
    step = step_m * 1000.0 / scale
    for i in range(5):
        canvas.rectangle((x + i * step, y), (x + (i + 1) * step, y + 1.6), fill=INK if i % 2 == 0 else PAPER, weight=THIN)
    for i in range(6):
        canvas.text((x + i * step, y - 1.0), f"{i * step_m}" + (" m" if i == 5 else ""), 2.2, anchor="middle")  # noqa: PLR2004


def draw_type_key(canvas: Canvas, at: At, bundle: ResultBundle, width_mm: float, lang: Lang) -> None:
    """Name the tints of the dwelling types that are placed, in one row as far as it fits."""
    x, y = at
    placed = {space.type_id for _, wing in bundle.alone for space in wing.model.spaces}
    for index, kind in enumerate(bundle.concept.dwelling_types):
        text = kind.name.in_language(lang)
        if kind.id not in placed or x + KEY_MM + text_width_mm(text, LEGEND_TEXT_MM) > at[0] + width_mm:
            continue
        canvas.rectangle((x, y - 2.0), (x + 3.0, y), fill=DWELLING_TINTS[index % len(DWELLING_TINTS)], weight=THIN, colour=GREY)
        canvas.text((x + KEY_MM, y), text, LEGEND_TEXT_MM)
        x += KEY_MM + text_width_mm(text, LEGEND_TEXT_MM) + 4.0


def draw_north_arrow(canvas: Canvas, centre: At, bundle: ResultBundle, lang: Lang, radius: float = 6.0) -> None:
    """Draw an arrow to grid north, or say that nobody knows where it is."""
    frame = bundle.host.frame
    x, y = centre
    if frame.crs is None:
        canvas.text((x - 12.0, y + 1.0), word("no_location", lang), 2.1, colour=GREY)
        return
    dx, dy = math.sin(frame.rotation_rad), -math.cos(frame.rotation_rad)
    tip, tail = (x + dx * radius, y + dy * radius), (x - dx * radius, y - dy * radius)
    side = (-dy * 0.37 * radius, dx * 0.37 * radius)
    canvas.circle(centre, radius, fill="none", weight=THIN)
    canvas.polygon(((tip, (x + side[0], y + side[1]), tail),), fill=INK, weight=THIN)
    canvas.polygon(((tip, (x - side[0], y - side[1]), tail),), fill=PAPER, weight=THIN)
    canvas.text((x + dx * (radius + 2.4), y + dy * (radius + 2.4) + 0.9), word("north", lang), 2.6, anchor="middle", bold=True)


def legend_lines(reasons: Reasons, width_mm: float, lang: Lang) -> list[tuple[str, str]]:
    """Return the legend as (number, line); further lines of one reason have no number."""
    rows: list[tuple[str, str]] = []
    for number, text in reasons.lines():
        lines = wrapped(text, width_mm - 7.0, LEGEND_TEXT_MM)
        rows.extend((str(number) if i == 0 else "", line) for i, line in enumerate(lines))
    return rows or [("", word("nothing_empty", lang))]


def draw_legend(canvas: Canvas, at: At, rows: list[tuple[str, str]], lang: Lang) -> None:
    """Write the reasons why stretches stay empty, with their numbers."""
    x, y = at
    canvas.text((x, y + 3.0), word("empty", lang), 2.8, bold=True)
    for i, (number, line) in enumerate(rows):
        row = y + 8.5 + i * LEGEND_STEP_MM
        if number:
            canvas.text((x, row), number, LEGEND_TEXT_MM, colour=RUST, bold=True)
        canvas.text((x + 7.0, row), line, LEGEND_TEXT_MM)
