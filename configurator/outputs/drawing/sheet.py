"""The sheet: storeys under each other, the legend of reasons, scale bar, north arrow and title block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, THIN, At, Canvas, wrapped
from configurator.outputs.drawing.dimensions import BUBBLE_MM, CHAIN_MM, STEP_MM
from configurator.outputs.drawing.furniture import (
    LEGEND_STEP_MM,
    draw_legend,
    draw_north_arrow,
    draw_scale_bar,
    draw_type_key,
    legend_lines,
)
from configurator.outputs.drawing.plan import storey_title
from configurator.outputs.drawing.reasons import Reasons
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.wings import draw_wings, sheet_bounds_mm
from configurator.outputs.drawing.words import Lang, decimals, level_name, word
from configurator.outputs.palette import ACCENT, GREY, RUST
from configurator.parts.model import StoreyLevel

MARGIN_MM, LEFT_MM, TITLE_MM = 12.0, 16.0, 7.0
ABOVE_MM = 5.0 + 4.0 * BUBBLE_MM + 3.0
BELOW_MM = CHAIN_MM + STEP_MM + 10.0
MIN_WIDTH_MM, BLOCK_WIDTH_MM, BLOCK_HEIGHT_MM = 277.0, 96.0, 56.0
LARGE_SCALE_LIMIT_M = 36.0
"""Roofs up to this length are drawn 1:100, longer ones 1:200, the longest 1:500."""


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
        (word("building", lang), bundle.building_name),
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


def storeys_drawn(bundle: ResultBundle, storey: int | None = None) -> list[StoreyLevel | None]:
    """Return the new storeys, or one of them; None alone stands for the roof where nothing is placed."""
    new: list[StoreyLevel | None] = [s for s in bundle.model.storeys if s.new and storey in (None, s.index)]
    return new or [None]


def reasons_of(bundle: ResultBundle, storeys: Mapping[str, Sequence[StoreyLevel | None]], lang: Lang) -> Reasons:
    """Return the numbered reasons why stretches of some storeys stay empty, storeys by the wing's key."""
    reasons = Reasons((), lang)
    for wing in bundle.all_wings:
        indices = {None if s is None else s.index for s in storeys[wing.key]}
        reasons.of_wing(wing.key, (e.reason for e in wing.layout.empty if e.storey in indices))
    return reasons


def overhang_mm(bundle: ResultBundle, scale: float) -> float:
    """Return the room on paper for what hangs over the roof on both sides."""
    access = [item.footprint for wing in bundle.all_wings for item in wing.layout.access]
    return 2.0 * max((abs(f.v0_mm) for f in access if f.v0_mm < 0), default=0) / scale


def draw_sheet(bundle: ResultBundle, lang: Lang = "nl", storey: int | None = None) -> Canvas:
    """Return the sheet with the plans of all new storeys, or of one.

    Without new storeys the roof alone is drawn. The sheet grows with the roof, so that the scale is a usual one.
    """
    low_u, low_v, high_u, high_v = sheet_bounds_mm(bundle)
    scale = scale_for((high_u - low_u) / 1000.0)
    drawn = storeys_drawn(bundle, storey)
    keys = [key for key, _ in bundle.alone]
    reasons = reasons_of(bundle, dict.fromkeys(keys, drawn), lang)
    overhang = overhang_mm(bundle, scale)
    plan_width, plan_height = (high_u - low_u) / scale, (high_v - low_v) / scale + overhang
    width = max(MIN_WIDTH_MM, plan_width + 2.0 * MARGIN_MM + LEFT_MM)
    legend_width = width - 2.0 * MARGIN_MM - BLOCK_WIDTH_MM - 8.0
    rows = legend_lines(reasons, legend_width, lang)
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
        draw_wings(canvas, bundle, dict.fromkeys(keys, level), view, reasons, lang)
        canvas.close_group()
    base = MARGIN_MM + panel * len(drawn)
    draw_scale_bar(canvas, (MARGIN_MM + 2.0, base + 10.0), scale)
    draw_north_arrow(canvas, (MARGIN_MM + 84.0, base + 10.0), bundle, lang)
    draw_type_key(canvas, (MARGIN_MM, base + 22.0), bundle, legend_width, lang)
    draw_legend(canvas, (MARGIN_MM, base + 25.0), rows, lang)
    _title_block(canvas, (width - MARGIN_MM - BLOCK_WIDTH_MM, base), bundle, scale, lang)
    return canvas


def sheet_title(bundle: ResultBundle, lang: Lang, storey: int | None) -> str:
    """Return the title of the file."""
    where = "" if storey is None else f", {level_name(storey, lang)}"
    return f"{bundle.building_name}: {word('plan', lang)} {bundle.concept_label}{where}"
