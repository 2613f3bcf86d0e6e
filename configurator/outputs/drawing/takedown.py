"""The take-down diagram (lastafdracht): what comes down one bearing line, storey by storey, with the credit as a bar of its own."""

from __future__ import annotations

from catalogue.documents.configuration import LoadLine
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import MEDIUM, THIN, Canvas, wrapped
from configurator.outputs.drawing.words import Lang, decimals, word
from configurator.outputs.palette import ACCENT, GREY, INK, RUST
from configurator.results.disclaimer import DISCLAIMERS

WIDTH_MM, MARGIN_MM, LABEL_MM, FIGURES_MM, ROW_MM, HEAD_MM = 277.0, 12.0, 24.0, 89.0, 15.0, 28.0
"""Width of the sheet, its margin, room for a storey's name, for the figures on the right, for a storey, and over the first one."""
MOST_LEVELS = 40
_BAR_HEIGHT_MM = 3.2
FILLS = {
    "existing_g": "#b9b4ab",
    "existing_q": "#dcd9d2",
    "modules": "#d9b382",
    "connector": "#8a6a45",
    "access": "#c3cdc6",
    "roof_extras": "#9fc4a6",
    "lift": "#b5a9c9",
    "added_q": "#efe0c4",
    "removed": "#f6e1d3",
}
"""Fills by part, in the order of the legend."""


def worst_line(bundle: ResultBundle) -> str | None:
    """Return the line with the largest relative increase under modules, over all levels, the first of equals; None without loads."""
    rows = bundle.configuration.loads.lines
    return max(rows, key=_weight).id if rows else None


def _weight(row: LoadLine) -> tuple[bool, float]:
    """Order rows: stretches under modules before those that only a gallery or core touches, then by relative increase."""
    return row.added_g_parts.modules > 0.0, row.r_n_p50


def rows_of(bundle: ResultBundle, line: str) -> list[LoadLine]:
    """Return the worst stretch of a line at every level, the top storey first."""
    by_level: dict[str, LoadLine] = {}
    for row in bundle.configuration.loads.lines:
        if row.id == line and (row.level not in by_level or _weight(row) > _weight(by_level[row.level])):
            by_level[row.level] = row
    return [by_level[level] for level in sorted(by_level, key=lambda name: (name != "foundation", name), reverse=True)]


def parts_of(row: LoadLine) -> dict[str, float]:
    """Return what a row's N is made of, kN/m; imposed loads reduced by alpha_n; the credit negative. The parts sum to N_new."""
    parts = row.added_g_parts
    return {
        "existing_g": row.existing_g_kn_per_m,
        "existing_q": row.n_existing_kn_per_m - row.existing_g_kn_per_m,
        "modules": parts.modules,
        "connector": parts.connector,
        "access": parts.access,
        "roof_extras": parts.roof_extras,
        "lift": parts.lift,
        "added_q": row.n_new_kn_per_m - row.n_existing_kn_per_m - row.added_g_kn_per_m,
        "removed": parts.removed,
    }


def draw_takedown(bundle: ResultBundle, lang: Lang = "nl", width_mm: float = WIDTH_MM, most_levels: int = MOST_LEVELS) -> Canvas:
    """Return the diagram of the worst line; a sheet with only the title where there are no loads.

    Of more than `most_levels` storeys the lower ones are left out: the top ones govern, and the foundation is always there.
    """
    line = worst_line(bundle)
    rows = [] if line is None else rows_of(bundle, line)
    if len(rows) > most_levels:
        rows = [*rows[: most_levels - 1], rows[-1]]
    legend, note = _legend_places(width_mm), wrapped(DISCLAIMERS.in_language(lang), width_mm - 2.0 * MARGIN_MM, 2.2)
    foot = HEAD_MM + max(1, len(rows)) * ROW_MM + 2.0
    canvas = Canvas(width_mm, foot + legend[-1][1] + 10.0 + 3.4 * len(note) + 6.0)
    canvas.rectangle((5.0, 5.0), (width_mm - 5.0, canvas.height_mm - 5.0), weight=MEDIUM)
    canvas.text((MARGIN_MM, 15.0), f"{word('takedown', lang)} {line or ''}  (kN/m, G + alpha_n Q)", 4.0, bold=True)
    canvas.text((MARGIN_MM, 21.0), f"{bundle.building_name}, {bundle.concept_label}, {bundle.short_digest}", 2.5, colour=GREY)
    bar_mm = width_mm - 2.0 * MARGIN_MM - LABEL_MM - FIGURES_MM
    longest = max((row.n_new_kn_per_m - row.added_g_parts.removed for row in rows), default=1.0)
    for index, row in enumerate(rows):
        _row(canvas, row, HEAD_MM + index * ROW_MM, bar_mm, longest, lang)
    _legend(canvas, foot, legend, lang)
    for index, text in enumerate(note):
        canvas.text((MARGIN_MM, foot + legend[-1][1] + 11.0 + 3.4 * index), text, 2.2, colour=RUST)
    return canvas


def _row(canvas: Canvas, row: LoadLine, top: float, bar_mm: float, longest: float, lang: Lang) -> None:
    parts, left, per_kn = parts_of(row), MARGIN_MM + LABEL_MM, bar_mm / longest
    canvas.open_group(f"{row.id}/{row.level}")
    canvas.text((MARGIN_MM, top + 5.0), word("foundation", lang) if row.level == "foundation" else row.level, 2.8, bold=True)
    x = left
    for name in ("existing_g", "existing_q"):
        x = _bar(canvas, (x, top), parts[name] * per_kn, FILLS[name])
    for name in ("modules", "connector", "access", "roof_extras", "lift", "added_q"):
        x = _bar(canvas, (x, top + _BAR_HEIGHT_MM + 0.6), parts[name] * per_kn, FILLS[name])
    if parts["removed"] < 0.0:
        width = -parts["removed"] * per_kn
        canvas.hatched((_box((x - width, top + 2.0 * (_BAR_HEIGHT_MM + 0.6)), width),), fill=FILLS["removed"])
    n_ex, n_new = decimals(row.n_existing_kn_per_m, 0, lang), decimals(row.n_new_kn_per_m, 0, lang)
    p10, p50, p90 = (decimals(100.0 * value, 1, lang) for value in (row.r_n_p10, row.r_n_p50, row.r_n_p90))
    at = left + bar_mm + 4.0
    canvas.text((at, top + 4.0), f"{n_ex} > {n_new} kN/m", 2.6)
    canvas.text((at, top + 8.4), f"+{p50} % ({p10} - {p90} %)", 2.6, bold=True)
    canvas.text((at + 62.0, top + 8.4), f"{word('band', lang)} {row.band}", 2.6, colour=ACCENT if row.band in ("A", "B") else RUST)
    canvas.close_group()


def _box(at: tuple[float, float], width: float) -> tuple[tuple[float, float], ...]:
    x, y = at
    return (x, y), (x + width, y), (x + width, y + _BAR_HEIGHT_MM), (x, y + _BAR_HEIGHT_MM)


def _bar(canvas: Canvas, at: tuple[float, float], width: float, fill: str) -> float:
    """Draw a bar and return where it ends; a load that lifts is not drawn, its number stands beside it."""
    if width <= 0.0:
        return at[0]
    canvas.polygon((_box(at, width),), fill=fill, weight=THIN, colour=INK)
    return at[0] + width


def _legend_places(width_mm: float) -> list[tuple[float, float]]:
    """Return where each entry of the legend starts, from the left edge and from the legend's top."""
    columns = int((width_mm - 2.0 * MARGIN_MM) // 50.0)
    return [(MARGIN_MM + (index % columns) * 50.0, (index // columns) * 5.0) for index in range(len(FILLS))]


def _legend(canvas: Canvas, top: float, places: list[tuple[float, float]], lang: Lang) -> None:
    for (name, fill), (x, down) in zip(FILLS.items(), places, strict=True):
        y = top + down
        canvas.rectangle((x, y), (x + 5.0, y + 3.0), fill=fill, weight=THIN)
        canvas.text((x + 6.5, y + 2.5), word(f"part_{name}", lang), 2.3)
