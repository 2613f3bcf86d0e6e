"""The sheet: storeys under each other, the legend of reasons, scale bar, north arrow and title block."""

from __future__ import annotations

import math

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, THIN, At, Canvas, wrapped
from configurator.outputs.drawing.dimensions import BUBBLE_MM, CHAIN_MM, STEP_MM
from configurator.outputs.drawing.plan import storey_title
from configurator.outputs.drawing.reasons import Reasons
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.wings import draw_wings, sheet_bounds_mm
from configurator.outputs.drawing.words import Lang, decimals, level_name, word
from configurator.outputs.palette import ACCENT, GREY, INK, PAPER, RUST
from configurator.parts.model import StoreyLevel

MARGIN_MM, LEFT_MM, TITLE_MM = 12.0, 16.0, 7.0
ABOVE_MM = 5.0 + 4.0 * BUBBLE_MM + 3.0
BELOW_MM = CHAIN_MM + STEP_MM + 10.0
MIN_WIDTH_MM, BLOCK_WIDTH_MM, BLOCK_HEIGHT_MM = 277.0, 96.0, 56.0
LARGE_SCALE_LIMIT_M = 36.0
"""Roofs up to this length are drawn 1:100, longer ones 1:200, the longest 1:500."""
LEGEND_TEXT_MM, LEGEND_STEP_MM = 2.4, 3.6


def scale_for(length_m: float) -> int:
    """Return the scale denominator for a roof of this length."""
    if length_m <= LARGE_SCALE_LIMIT_M:
        return 100
    return 200 if length_m <= 3.0 * LARGE_SCALE_LIMIT_M else 500


def _title_rows(bundle: ResultBundle, scale: int, lang: Lang) -> list[tuple[str, str]]:
    summary = bundle.configuration.summary
    built = [wing.layout for wing in bundle.all_wings if wing.layout.modules] or [bundle.layout]
    schemes = dict.fromkeys((layout.scheme.support, layout.scheme.access) for layout in built if layout.scheme is not None)
    named = [f"{word(support, lang)}, {word('gallery' if access == 'gallery' else 'stair', lang)}" for support, access in schemes]
    support = word("differs", lang) if len(named) > 1 else "".join(named) or "–"
    result = f"{summary.dwellings} {word('homes', lang)}, {summary.modules} {word('modules', lang)}"
    return [
        (word("building", lang), bundle.model.name),
        (word("concept", lang), f"{bundle.concept_label}  {bundle.concept.name.in_language(lang)}"),
        (word("support", lang), support),
        (word("result", lang), result),
        ("", f"{decimals(summary.usable_area_m2, 0, lang)} m² {word('usable', lang)}"),
        (word("scale", lang), f"1:{scale}  ({word('plan', lang)})"),
        (word("digest", lang), f"{bundle.short_digest}  optop {bundle.configuration.engine.version}"),
    ]


def _notes(bundle: ResultBundle, lang: Lang) -> list[str]:
    notes = [word("indicative", lang)]
    host = bundle.host
    if any(line.assumed for wing in bundle.all_wings for line in wing.host.bearing_lines):
        odds = "" if host.family_odds in (None, 1.0) else f", {word('odds', lang)} {host.family_odds:.0%}"
        family = "" if host.family_id is None else f" ({word('family', lang)} {host.family_id}{odds})"
        notes.append(word("assumed", lang) + family)
    return notes


def _title_block(canvas: Canvas, at: At, bundle: ResultBundle, scale: int, lang: Lang) -> None:
    x, y = at
    canvas.rectangle(at, (x + BLOCK_WIDTH_MM, y + BLOCK_HEIGHT_MM), weight=BOLD)
    canvas.text((x + 4.0, y + 7.5), "optop", 5.0, colour=ACCENT, bold=True)
    canvas.line((x, y + 10.5), (x + BLOCK_WIDTH_MM, y + 10.5), weight=THIN)
    row = y + 15.5
    for name, text in _title_rows(bundle, scale, lang):
        canvas.text((x + 4.0, row), name, 2.1, colour=GREY)
        lines = wrapped(text, BLOCK_WIDTH_MM - 26.0, 2.5)
        canvas.text((x + 22.0, row), lines[0] + ("…" if len(lines) > 1 else ""), 2.5)
        row += 4.6
    canvas.line((x, row - 2.2), (x + BLOCK_WIDTH_MM, row - 2.2), weight=THIN)
    for i, note in enumerate(_notes(bundle, lang)):
        first = wrapped(note, BLOCK_WIDTH_MM - 8.0, 2.4)
        canvas.text((x + 4.0, row + 2.2 + i * 4.2), first[0] + ("…" if len(first) > 1 else ""), 2.4, colour=RUST, bold=i == 0)


def _scale_bar(canvas: Canvas, at: At, scale: int) -> None:
    """Draw a bar in steps of 1 m (1:100), 2 m (1:200) or 5 m (1:500)."""
    x, y = at
    step_m = {100: 1, 200: 2}.get(scale, 5)
    step = step_m * 1000.0 / scale
    for i in range(5):
        canvas.rectangle((x + i * step, y), (x + (i + 1) * step, y + 1.6), fill=INK if i % 2 == 0 else PAPER, weight=THIN)
    for i in range(6):
        canvas.text((x + i * step, y - 1.0), f"{i * step_m}" + (" m" if i == 5 else ""), 2.1, anchor="middle")  # noqa: PLR2004


def _north_arrow(canvas: Canvas, centre: At, bundle: ResultBundle, lang: Lang) -> None:
    frame = bundle.host.frame
    x, y = centre
    if frame.crs is None:
        canvas.text((x - 12.0, y + 1.0), word("no_location", lang), 2.1, colour=GREY)
        return
    dx, dy = math.sin(frame.rotation_rad), -math.cos(frame.rotation_rad)
    radius = 6.0
    tip, tail = (x + dx * radius, y + dy * radius), (x - dx * radius, y - dy * radius)
    side = (-dy * 2.2, dx * 2.2)
    canvas.circle(centre, radius, fill="none", weight=THIN)
    canvas.polygon(((tip, (x + side[0], y + side[1]), tail),), fill=INK, weight=THIN)
    canvas.polygon(((tip, (x - side[0], y - side[1]), tail),), fill=PAPER, weight=THIN)
    canvas.text((x + dx * (radius + 2.4), y + dy * (radius + 2.4) + 0.9), word("north", lang), 2.6, anchor="middle", bold=True)


def _legend_lines(reasons: Reasons, width_mm: float, lang: Lang) -> list[tuple[str, str]]:
    """Return the legend as (number, line); further lines of one reason have no number."""
    rows: list[tuple[str, str]] = []
    for number, text in reasons.lines():
        lines = wrapped(text, width_mm - 7.0, LEGEND_TEXT_MM)
        rows.extend((str(number) if i == 0 else "", line) for i, line in enumerate(lines))
    return rows or [("", word("nothing_empty", lang))]


def _legend(canvas: Canvas, at: At, rows: list[tuple[str, str]], lang: Lang) -> None:
    x, y = at
    canvas.text((x, y + 3.0), word("empty", lang), 2.8, bold=True)
    for i, (number, line) in enumerate(rows):
        row = y + 8.5 + i * LEGEND_STEP_MM
        if number:
            canvas.text((x, row), number, LEGEND_TEXT_MM, colour=RUST, bold=True)
        canvas.text((x + 7.0, row), line, LEGEND_TEXT_MM)


def _storeys(bundle: ResultBundle, storey: int | None) -> list[StoreyLevel | None]:
    new: list[StoreyLevel | None] = [s for s in bundle.model.storeys if s.new and storey in (None, s.index)]
    return new or [None]


def draw_sheet(bundle: ResultBundle, lang: Lang = "nl", storey: int | None = None) -> Canvas:
    """Return the sheet with the plans of all new storeys, or of one.

    Without new storeys the roof alone is drawn. The sheet grows with the roof, so that the scale is a usual one.
    """
    low_u, low_v, high_u, high_v = sheet_bounds_mm(bundle)
    scale = scale_for((high_u - low_u) / 1000.0)
    drawn = _storeys(bundle, storey)
    indices = {None if s is None else s.index for s in drawn}
    reasons = Reasons((), lang)
    for wing in bundle.all_wings:
        reasons.of_wing(wing.key, (e.reason for e in wing.layout.empty if e.storey in indices))
    access = [item.footprint for wing in bundle.all_wings for item in wing.layout.access]
    overhang = 2.0 * max((abs(f.v0_mm) for f in access if f.v0_mm < 0), default=0) / scale
    plan_width, plan_height = (high_u - low_u) / scale, (high_v - low_v) / scale + overhang
    width = max(MIN_WIDTH_MM, plan_width + 2.0 * MARGIN_MM + LEFT_MM)
    legend_width = width - 2.0 * MARGIN_MM - BLOCK_WIDTH_MM - 8.0
    rows = _legend_lines(reasons, legend_width, lang)
    panel = TITLE_MM + ABOVE_MM + plan_height + BELOW_MM
    foot = max(BLOCK_HEIGHT_MM, 26.0 + 8.5 + len(rows) * LEGEND_STEP_MM)
    height = 2.0 * MARGIN_MM + panel * len(drawn) + foot
    canvas = Canvas(width, height)
    canvas.rectangle((5.0, 5.0), (width - 5.0, height - 5.0), weight=MEDIUM)
    left = MARGIN_MM + LEFT_MM + (width - plan_width - 2.0 * MARGIN_MM - LEFT_MM) / 2.0
    for i, level in enumerate(drawn):
        top = MARGIN_MM + i * panel
        view = View(left - low_u / scale, top + TITLE_MM + ABOVE_MM + plan_height + low_v / scale - overhang / 2.0, 1.0 / scale)
        canvas.open_group("roof" if level is None else level.id)
        canvas.text((MARGIN_MM, top + 4.0), storey_title(level, lang), 3.6, bold=True)
        draw_wings(canvas, bundle, level, view, reasons, lang)
        canvas.close_group()
    base = MARGIN_MM + panel * len(drawn)
    _scale_bar(canvas, (MARGIN_MM + 2.0, base + 10.0), scale)
    _north_arrow(canvas, (MARGIN_MM + 84.0, base + 10.0), bundle, lang)
    _legend(canvas, (MARGIN_MM, base + 24.0), rows, lang)
    _title_block(canvas, (width - MARGIN_MM - BLOCK_WIDTH_MM, base), bundle, scale, lang)
    return canvas


def sheet_title(bundle: ResultBundle, lang: Lang, storey: int | None) -> str:
    """Return the title of the file."""
    where = "" if storey is None else f", {level_name(storey, lang)}"
    return f"{bundle.model.name}: {word('plan', lang)} {bundle.concept_label}{where}"
