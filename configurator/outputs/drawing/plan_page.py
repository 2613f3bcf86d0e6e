"""The plan of one new storey of every wing as a page of the report: the largest usual scale that fits, lying or standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import MEDIUM, Canvas
from configurator.outputs.drawing.furniture import (
    LEGEND_STEP_MM,
    draw_legend,
    draw_north_arrow,
    draw_scale_bar,
    draw_type_key,
    legend_lines,
)
from configurator.outputs.drawing.paper import Paper, largest_scale
from configurator.outputs.drawing.plan import storey_title
from configurator.outputs.drawing.reasons import Reasons
from configurator.outputs.drawing.sheet import ABOVE_MM, BELOW_MM, LEFT_MM, MARGIN_MM, TITLE_MM, overhang_mm, reasons_of
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.wings import draw_wings, sheet_bounds_mm
from configurator.outputs.drawing.words import Lang, word
from configurator.parts.model import StoreyLevel

LEGEND_MM, MAX_REASON_ROWS, MIN_FOOT_MM = 104.0, 9, 22.0
"""Where the legend stands, its most lines, and the least room under the plan."""


Levels = Mapping[str, StoreyLevel | None]
"""The storey that is drawn of each wing, by its key; None for the bare roof."""


def telling_levels(bundle: ResultBundle) -> list[Levels]:
    """Return the lowest new storey of every wing, and the highest where that is another one for any wing."""
    new: dict[str, list[StoreyLevel | None]] = {key: [*(s for s in alone.model.storeys if s.new)] or [None] for key, alone in bundle.alone}
    lowest, highest = ({key: levels[at] for key, levels in new.items()} for at in (0, -1))
    return [lowest] if lowest == highest else [lowest, highest]


def _reasons(bundle: ResultBundle, levels: Levels, lang: Lang) -> Reasons:
    return reasons_of(bundle, {key: (level,) for key, level in levels.items()}, lang)


def _title(bundle: ResultBundle, levels: Levels, lang: Lang) -> str:
    """Return the storey's name, or which storey it is of each wing where they differ."""
    different = {None if level is None else level.index for level in levels.values()}
    if len(different) == 1:
        return storey_title(next(iter(levels.values())), lang)
    return word("lowest_storeys" if levels == telling_levels(bundle)[0] else "highest_storeys", lang)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A plan that fits a paper."""

    paper: Paper
    scale: int
    rows: tuple[tuple[str, str], ...]
    """Lines of the legend."""
    plan_mm: tuple[float, float]
    """Width and height of the plan on paper."""

    @property
    def foot_mm(self) -> float:
        """Room under the plan."""
        return max(MIN_FOOT_MM, 10.0 + len(self.rows) * LEGEND_STEP_MM)

    @property
    def height_mm(self) -> float:
        """Height of the whole drawing."""
        return 2.0 * MARGIN_MM + TITLE_MM + ABOVE_MM + self.plan_mm[1] + BELOW_MM + self.foot_mm

    @property
    def fits(self) -> bool:
        """Whether the paper holds it."""
        return self.plan_mm[0] + 2.0 * MARGIN_MM + LEFT_MM <= self.paper.width_mm and self.height_mm <= self.paper.height_mm


def _fitted(bundle: ResultBundle, levels: Levels, paper: Paper, lang: Lang) -> _Fitted:
    low_u, low_v, high_u, high_v = sheet_bounds_mm(bundle)
    lines = legend_lines(_reasons(bundle, levels, lang), paper.width_mm - LEGEND_MM - 2.0 * MARGIN_MM, lang)
    rows = tuple(lines) if len(lines) <= MAX_REASON_ROWS else (*lines[: MAX_REASON_ROWS - 1], ("", word("more_in_drawing", lang)))

    def at(scale: int) -> _Fitted:
        size = ((high_u - low_u) / scale, (high_v - low_v) / scale + overhang_mm(bundle, scale))
        return _Fitted(paper, scale, rows, size)

    return at(largest_scale(lambda scale: at(scale).fits))


def draw_plan_page(bundle: ResultBundle, levels: Levels, papers: tuple[Paper, ...], lang: Lang = "nl") -> Canvas:
    """Return the plan of a new storey of every wing, or of the bare roof, on the paper that holds it larger; the first of equals."""
    fitted = min((_fitted(bundle, levels, paper, lang) for paper in papers), key=lambda one: one.scale)
    low_u, low_v, _, _ = sheet_bounds_mm(bundle)
    scale, (width, height) = fitted.scale, fitted.plan_mm
    canvas = Canvas(fitted.paper.width_mm, fitted.height_mm)
    canvas.rectangle((5.0, 5.0), (canvas.width_mm - 5.0, canvas.height_mm - 5.0), weight=MEDIUM)
    left = MARGIN_MM + LEFT_MM + (canvas.width_mm - width - 2.0 * MARGIN_MM - LEFT_MM) / 2.0
    overhang = overhang_mm(bundle, scale)
    view = View(left - low_u / scale, MARGIN_MM + TITLE_MM + ABOVE_MM + height + low_v / scale - overhang / 2.0, 1.0 / scale)
    canvas.text((MARGIN_MM, MARGIN_MM + 4.0), f"{_title(bundle, levels, lang)}  ·  1:{scale}", 3.6, bold=True)
    draw_wings(canvas, bundle, levels, view, _reasons(bundle, levels, lang), lang)
    base = canvas.height_mm - MARGIN_MM - fitted.foot_mm
    draw_scale_bar(canvas, (MARGIN_MM + 2.0, base + 12.0), scale)
    draw_north_arrow(canvas, (MARGIN_MM + 84.0, base + 11.0), bundle, lang)
    draw_type_key(canvas, (MARGIN_MM + 2.0, base + 20.0), bundle, LEGEND_MM - 6.0, lang)
    draw_legend(canvas, (MARGIN_MM + LEGEND_MM, base + 1.0), list(fitted.rows), lang)
    return canvas
