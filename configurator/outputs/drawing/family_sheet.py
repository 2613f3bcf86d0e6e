"""A building family as a drawing: its bays in plan and the section of its standard block, at 1:200."""

from __future__ import annotations

from itertools import accumulate, pairwise

from catalogue.documents.building import Bay
from catalogue.documents.evidence import Quantity
from catalogue.documents.family import BuildingFamily
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, THIN, At, Candidate, Canvas
from configurator.outputs.drawing.dimensions import draw_chain, draw_upright_chain
from configurator.outputs.drawing.hatch import draw_material, hatch_of
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.words import Lang, decimals, word
from configurator.outputs.palette import GREY, INK, PALETTE

SCALE = 200
LEFT_MM, TOP_MM, STEP_MM, BETWEEN_MM, TEXT_MM = 14.0, 12.0, 6.0, 26.0, 2.4
MIN_PLAN_MM, MAX_PLAN_MM = 14_000.0, 34_000.0
"""A sequence of bays is drawn until it is this long where it repeats; beyond the second length it is cut off."""
SLAB_MM, FACADE_MM = 200.0, 280.0
"""Floors and facades have no thickness in a family: a drawing convention."""
STAIR_FILL = "#e9e9e5"
ARROW_MM = 6.0
COLUMN_MM = 400.0


def _shown(family: BuildingFamily) -> list[Bay]:
    """Return the bays that are drawn: one repetition, or as many as show that it repeats, and no more than fit."""
    sequence = family.bays.sequence
    shown: list[Bay] = []
    length = 0.0
    for bay in (*sequence.bays, *(sequence.bays * 8 if sequence.repeat else ())):
        whole = len(shown) % len(sequence.bays) == 0
        if (whole and shown and length >= MIN_PLAN_MM) or length + bay.width_mm > MAX_PLAN_MM:
            break
        shown.append(bay)
        length += bay.width_mm
    return shown


def _nominal(quantity: Quantity, otherwise: float) -> float:
    return otherwise if quantity.value is None else quantity.value


def _walls(canvas: Canvas, family: BuildingFamily, view: View, axes: list[float], depth: float) -> None:
    """Draw what bears: cross walls on the axes, or the facades, or columns on a grid."""
    half = _nominal(family.structure.wall_thickness_mm, 200.0) / 2.0
    fill = PALETTE["existing_roof"].hex
    if family.bearing_system == "longitudinal":
        for v in (half, depth - half):
            canvas.rectangle(view.at(0.0, v - half), view.at(axes[-1], v + half), fill=fill, weight=MEDIUM, colour=INK)
    for u in axes:
        if family.bearing_system == "frame":
            for v in (COLUMN_MM / 2.0, depth / 2.0, depth - COLUMN_MM / 2.0):
                low, high = view.at(u - COLUMN_MM / 2.0, v - COLUMN_MM / 2.0), view.at(u + COLUMN_MM / 2.0, v + COLUMN_MM / 2.0)
                canvas.rectangle(low, high, fill=fill, weight=MEDIUM, colour=INK)
        elif family.bearing_system == "longitudinal":
            canvas.line(view.at(u, 2.0 * half), view.at(u, depth - 2.0 * half), weight=THIN, colour=INK, dash="2 1")
        else:
            canvas.rectangle(view.at(u - half, 0.0), view.at(u + half, depth), fill=fill, weight=MEDIUM, colour=INK)


def _plan(canvas: Canvas, family: BuildingFamily, view: View, lang: Lang) -> None:
    bays, depth = _shown(family), _nominal(family.depth_m, 10.0) * 1000.0
    axes = [0.0, *accumulate(bay.width_mm for bay in bays)]
    canvas.text((LEFT_MM, view.at(0.0, depth)[1] - 3.5), f"{word('family_plan', lang)} 1:{SCALE}", TEXT_MM, bold=True)
    canvas.rectangle(view.at(0.0, 0.0), view.at(axes[-1], depth), fill=PALETTE["ceiling"].hex, weight=0.0)
    for bay, (left, right) in zip(bays, pairwise(axes), strict=True):
        if bay.use == "stair":
            _stair(canvas, view, left, right, depth)
    for v in (0.0, depth):
        canvas.line(view.at(0.0, v), view.at(axes[-1], v), weight=BOLD, colour=INK)
    _walls(canvas, family, view, axes, depth)
    for bay, (left, right) in zip(bays, pairwise(axes), strict=True):
        x, y = view.at((left + right) / 2.0, depth * (0.22 if bay.use == "stair" else 0.5))
        canvas.label([Candidate((x, y), word(f"bay_{bay.use}", lang))], 2.0, colour=INK)
    if family.bays.sequence.repeat or len(bays) < len(family.bays.sequence.bays):
        x, y = view.at(axes[-1], depth / 2.0)
        canvas.arrow((x + 2.0, y), (x + 2.0 + ARROW_MM, y))
        canvas.text((x + 2.0, y + 3.4), word("repeats", lang), 2.0)
    xs = [view.at(u, 0.0)[0] for u in axes]
    y = view.at(0.0, 0.0)[1]
    draw_chain(canvas, xs, y + STEP_MM, [f"{bay.width_mm:.0f}" for bay in bays])
    draw_chain(canvas, [xs[0], xs[-1]], y + 2.0 * STEP_MM, [f"{axes[-1]:.0f}"])
    draw_upright_chain(canvas, [y, view.at(0.0, depth)[1]], xs[0] - 6.0, [f"{depth:.0f}"])


def _stair(canvas: Canvas, view: View, left: float, right: float, depth: float) -> None:
    """Draw a stairwell in its bay: treads and the way up."""
    canvas.rectangle(view.at(left, 0.0), view.at(right, depth), fill=STAIR_FILL, weight=0.0)
    steps = [depth * 0.35 + 250.0 * i for i in range(int(depth * 0.35 / 250.0))]
    for v in steps:
        canvas.line(view.at(left, v), view.at(right, v), weight=THIN, colour=GREY)
    middle = (left + right) / 2.0
    canvas.arrow(view.at(middle, steps[0]), view.at(middle, steps[-1]), colour=INK)


def _section(canvas: Canvas, family: BuildingFamily, at: At, lang: Lang) -> None:
    """Draw the standard block across: plinth, storeys, roof, the bearing wall beyond; `at` is its low corner on paper."""
    view = View(at[0], at[1], 1.0 / SCALE)
    depth, storey = _nominal(family.depth_m, 10.0) * 1000.0, _nominal(family.storey_height_m, 2.8) * 1000.0
    count, plinth = round(family.storeys.max), family.plinth.height_m * 1000.0
    levels = [0.0, *([plinth] if plinth > 0.0 else []), *(plinth + storey * (n + 1) for n in range(count))]
    top = levels[-1]
    fill = PALETTE["existing_roof"].hex
    canvas.rectangle(view.at(0.0, 0.0), view.at(depth, top), fill="#e6e2da", weight=0.0)
    for v in (0.0, depth - FACADE_MM):
        canvas.rectangle(view.at(v, 0.0), view.at(v + FACADE_MM, top), fill=PALETTE["existing"].hex, weight=THIN, colour=INK)
    for z in levels[1:]:
        canvas.rectangle(view.at(0.0, z - SLAB_MM), view.at(depth, z), fill=fill, weight=THIN, colour=INK)
    canvas.rectangle(view.at(0.0, 0.0), view.at(depth, top), weight=BOLD, colour=INK)
    ground = at[1]
    for x0, x1 in ((at[0] - 9.0, at[0]), (view.at(depth, 0.0)[0], view.at(depth, 0.0)[0] + 9.0)):
        draw_material(canvas, (x0, ground), (x1, ground + 2.0), hatch_of("grond"))
        canvas.line((x0, ground), (x1, ground), weight=BOLD)
    ys = [view.at(0.0, z)[1] for z in levels]
    right = view.at(depth, 0.0)[0] + 13.0
    draw_upright_chain(canvas, ys, right, [f"{b - a:.0f}" for a, b in pairwise(levels)])
    draw_upright_chain(canvas, [ys[0], ys[-1]], right + STEP_MM + 3.0, [f"{top:.0f}"])
    if plinth > 0.0:
        x, y = view.at(depth / 2.0, plinth / 2.0)
        canvas.label([Candidate((x, y), word("plinth", lang))], 2.0, colour=INK)
    canvas.text((at[0], view.at(0.0, top)[1] - 3.5), f"{word('family_section', lang)} 1:{SCALE}", TEXT_MM, bold=True)


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
    """Return the family's bays in plan, and the cross section of a block of its most storeys."""
    depth = _nominal(family.depth_m, 10.0) * 1000.0 / SCALE
    high = (family.plinth.height_m + round(family.storeys.max) * _nominal(family.storey_height_m, 2.8)) * 1000.0 / SCALE
    plan = sum(bay.width_mm for bay in _shown(family)) / SCALE
    notes = _notes(family, lang)
    base = TOP_MM + max(depth, high)
    foot = base + 2.0 * STEP_MM + 7.0
    section = LEFT_MM + plan + BETWEEN_MM
    canvas = Canvas(section + depth + 26.0, foot + 3.8 * len(notes), ink="currentColor")
    _plan(canvas, family, View(LEFT_MM, base, 1.0 / SCALE), lang)
    _section(canvas, family, (section, base), lang)
    for row, text in enumerate(notes):
        canvas.text((LEFT_MM, foot + row * 3.8), text, TEXT_MM)
    return canvas


def family_svg(family: BuildingFamily, lang: Lang = "nl") -> str:
    """Return the drawing of a building family as SVG that stands in a page and takes its colour of text."""
    return draw_family(family, lang).inline(f"{family.id}: {family.name.in_language(lang)}")
