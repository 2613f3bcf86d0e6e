"""A building family as a drawing: its bays in plan and the section of its standard block, at one scale, with their sizes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from catalogue.documents.evidence import Quantity
from catalogue.documents.family import BuildingFamily
from configurator.outputs.drawing.canvas import BOLD, ON_PAGE, Candidate, Canvas, text_width_mm, wrapped
from configurator.outputs.drawing.dimensions import draw_chain, draw_upright_chain
from configurator.outputs.drawing.family_bays import SHOWN_MM, SUNK_MM, depth_mm, draw_bays, draw_storeys, levels_mm, shown_bays
from configurator.outputs.drawing.hatch import draw_material, hatch_of
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.words import Lang, decimals, word

SCALE = 200
LEFT_MM, BETWEEN_MM, GROUND_MM = 14.0, 22.0, 7.0
SHOWN_PX, TEXT_PX = 860.0, 12.0
"""Width at which a page shows the drawing, and how high its texts are there."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet and the height of its texts."""

    canvas: Canvas
    family: BuildingFamily
    text_mm: float
    lang: Lang

    @property
    def step_mm(self) -> float:
        """Distance of two rows of dimensions."""
        return 2.5 * self.text_mm

    @property
    def top_mm(self) -> float:
        """Upper edge of plan and section, under their titles."""
        return 2.4 * self.text_mm


def _plan(sheet: _Sheet) -> None:
    canvas, family, text = sheet.canvas, sheet.family, sheet.text_mm
    view = View(LEFT_MM, sheet.top_mm + depth_mm(family) / SCALE, 1.0 / SCALE)
    bays, depth, count = shown_bays(family), depth_mm(family), len(family.bays.sequence.bays)
    canvas.text((LEFT_MM, view.at(0.0, depth)[1] - text), word("family_plan", sheet.lang), text, bold=True)
    draw_bays(canvas, family, view)
    homes = [] if family.bearing_system == "frame" else [one for one in bays if one[2] <= SHOWN_MM]  # a frame's bays are a grid, no homes
    for bay, low, high in homes:
        _use(sheet, view, word(f"bay_{bay.use}", sheet.lang), (low, high), depth * (0.2 if bay.use == "stair" else 0.5))
    y = view.at(0.0, 0.0)[1]
    one = bays[:count]
    xs = [view.at(u, 0.0)[0] for u in (0.0, *(high for _, _, high in one)) if u <= SHOWN_MM]
    draw_chain(canvas, xs, y + sheet.step_mm, [f"{bay.width_mm:.0f}" for bay, _, _ in one], text)
    if count > 1:
        draw_chain(canvas, [xs[0], xs[-1]], y + 2.0 * sheet.step_mm, [f"{one[-1][2]:.0f}"], text)
    if family.bays.sequence.repeat:
        canvas.arrow((xs[-1] + 2.0, y + sheet.step_mm), (xs[-1] + 8.0, y + sheet.step_mm))
        canvas.label([Candidate((xs[-1] + 9.5, y + sheet.step_mm + 0.36 * text), word("repeats", sheet.lang), "start")], text)
    draw_upright_chain(canvas, [y, view.at(0.0, depth)[1]], xs[0] - 6.0, [f"{depth:.0f}"], text)


def _use(sheet: _Sheet, view: View, said: str, ends_mm: tuple[float, float], v_mm: float) -> None:
    """Write what a bay is used for: level where it fits between the walls, else upright."""
    x, y = view.at(sum(ends_mm) / 2.0, v_mm)
    fits = text_width_mm(said, sheet.text_mm) <= (ends_mm[1] - ends_mm[0]) / SCALE - 2.0
    if fits:
        sheet.canvas.text((x, y), said, sheet.text_mm, anchor="middle")
    else:
        sheet.canvas.text((x + 0.36 * sheet.text_mm, y), said, sheet.text_mm, anchor="middle", upright=True)


def _section(sheet: _Sheet, left_mm: float) -> None:
    """Draw the standard block across, with the height of every storey and that of the whole above the ground."""
    canvas, family, text, levels = sheet.canvas, sheet.family, sheet.text_mm, levels_mm(sheet.family)
    base = sheet.top_mm + levels[-1] / SCALE
    view = View(left_mm, base, 1.0 / SCALE)
    right = view.at(depth_mm(family), 0.0)[0]
    for x0, x1 in ((left_mm - GROUND_MM, left_mm), (right, right + GROUND_MM)):
        draw_material(canvas, (x0, base), (x1, base + 2.0), hatch_of("grond"))
        canvas.line((x0, base), (x1, base), weight=BOLD)
    draw_storeys(canvas, family, view)
    ys = [view.at(0.0, z)[1] for z in levels]
    draw_upright_chain(canvas, ys, right + GROUND_MM + 2.0 + text, [f"{b - a:.0f}" for a, b in pairwise(levels)], text)
    draw_upright_chain(canvas, [ys[0], ys[-1]], right + GROUND_MM + 3.0 + 5.0 * text, [f"{levels[-1]:.0f}"], text)
    plinth = family.plinth.height_m * 1000.0
    if plinth > 0.0:
        x, y = view.at(depth_mm(family) / 2.0, 0.5 * plinth)
        canvas.label([Candidate((x, y + 0.36 * text), word("plinth", sheet.lang))], text)
    canvas.text((left_mm, view.at(0.0, levels[-1])[1] - text), word("family_section", sheet.lang), text, bold=True)


def _interval(quantity: Quantity, places: int, lang: Lang) -> str:
    found = quantity.interval()
    if found is None:
        return "–"
    return f"{decimals(found.nominal, places, lang)} ({decimals(found.low, places, lang)}–{decimals(found.high, places, lang)}) m"


def _notes(family: BuildingFamily, lang: Lang) -> list[str]:
    low, high = (decimals(value / 1000.0, 1, lang) for value in (family.bays.range_mm.min, family.bays.range_mm.max))
    storeys = (
        f"{family.storeys.min:.0f}–{family.storeys.max:.0f}" if family.storeys.min < family.storeys.max else f"{family.storeys.max:.0f}"
    )
    bays, depth = f"{word('bays_from_to', lang)} {low}–{high} m", f"{word('depth', lang)} {_interval(family.depth_m, 1, lang)}"
    said = [f"{bays}  ·  {depth}  ·  {storeys} {word('storeys', lang)}"]
    if family.bearing_system in ("frame", "longitudinal"):
        said.append(word("columns" if family.bearing_system == "frame" else "facade_bearing", lang))
    return [*said, word("nominal", lang)]


def draw_family(family: BuildingFamily, lang: Lang = "nl") -> Canvas:
    """Return the family's bays in plan over 30 m, the section of a block of its most storeys beside it, and its sizes under the plan."""
    depth, high = depth_mm(family) / SCALE, levels_mm(family)[-1] / SCALE
    section = LEFT_MM + SHOWN_MM / SCALE + BETWEEN_MM
    free = section + depth + GROUND_MM + 3.0
    text = TEXT_PX * free / (SHOWN_PX - 7.0 * TEXT_PX)
    notes = [line for note in _notes(family, lang) for line in wrapped(note, section - GROUND_MM - 4.0, text)]
    foot = 2.4 * text + depth + 8.0 * text
    end = max(foot + 1.5 * text * (len(notes) - 1) + 0.6 * text, 2.4 * text + high + SUNK_MM / SCALE + 1.0)
    sheet = _Sheet(Canvas(free + 7.0 * text, end, ink=ON_PAGE), family, text, lang)
    _plan(sheet)
    _section(sheet, section)
    for row, said in enumerate(notes):
        sheet.canvas.text((0.4, foot + row * 1.5 * text), said, text)
    return sheet.canvas


def family_svg(family: BuildingFamily, lang: Lang = "nl") -> str:
    """Return the drawing of a building family as SVG that stands in a page and takes its colour of text."""
    return draw_family(family, lang).inline(f"{family.id}: {family.name.in_language(lang)}")
