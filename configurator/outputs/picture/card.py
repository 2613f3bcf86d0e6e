"""The picture on a concept's card: one camera and one scale for every concept, and the existing block cut off below its upper storeys.

One module hangs above its place, as a box in one piece or as the panels of a kit, so that the picture shows what the concept is made of and
what it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from shapely.geometry import MultiPoint

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import FONT, number
from configurator.outputs.drawing.words import Lang, word
from configurator.outputs.picture.blocks import Block, Mark
from configurator.outputs.picture.build import blocks_around, module_block
from configurator.outputs.picture.order import painting_order
from configurator.outputs.picture.paint import View, boxes_on, faces, ground_and_shadow, person, polygon, street_view
from configurator.outputs.picture.units import APART_MM, facade_tint, unit_blocks
from configurator.parts.model import BuildingModel, ModuleOccurrence
from configurator.parts.solids import FloatArray

CARD_WIDTH_PX, CARD_HEIGHT_PX, CARD_MARGIN_PX = 1400.0, 1060.0, 20.0
PX_PER_M = 60.0
"""Scale of every card; a concept that would not fit at it is drawn as large as fits."""
SHOWN_STOREYS = 1.5
"""Storeys of the existing block that are left below the roof."""
LIFT_MM = 2_000.0
CUT_PX = 5.0
CARD_GROUND_REACH_MM = 1_900.0
FIGURE_SHARE, FIGURE_OUT_MM = 0.12, 1_500.0
"""Where the figure stands: along the front, and out of it."""
FIGURE_TONE = "#6b6f68"
GROUND_TONE, SHADE_TONE = ("#8d887f", 0.16), ("#8d887f", 0.22)
"""Ground and shadow, with their opacity: they stand on light paper and on dark."""


@dataclass(frozen=True, slots=True)
class CardScene:
    """What is painted on a card."""

    blocks: tuple[Block, ...]
    name: str
    """What the picture shows, for who does not see it."""
    cut_mm: float | None = None
    """Height at which the block is cut off below."""
    ground_mm: float | None = None
    """Height of the ground, where it is in the picture."""


def card_scene(bundle: ResultBundle, lang: Lang = "nl") -> CardScene:
    """Return a configured block cut off below its upper storeys, one of its modules off its place."""
    host, model = bundle.host, bundle.model
    cut = host.roof_z_mm - SHOWN_STOREYS * host.storeys[-1].height_mm
    blocks = [low for block in blocks_around(model, {}) if (low := cut_below(block, cut)) is not None]
    types, lifted = {t.id: t for t in model.module_types}, lifted_modules(model)
    facade = facade_tint(bundle.concept)
    for module in model.modules:
        made = types[module.type_id]
        if module.id in lifted:
            blocks += unit_blocks(bundle.concept, module, made, LIFT_MM + lifted.index(module.id) * 2.0 * APART_MM)
        else:
            blocks.append(module_block(module, made, facade))
    return CardScene(tuple(blocks), f"{bundle.concept.name.in_language(lang)}: {model.name}", cut_mm=cut)


def lifted_modules(model: BuildingModel) -> tuple[str, ...]:
    """Return the ids of the modules that hang above their place, from below: the last one along the front, with what stands on it."""
    if not model.modules:
        return ()

    def place(module: ModuleOccurrence) -> tuple[int, int]:
        return (-module.footprint.u1_mm, module.footprint.v0_mm)

    lowest = min(module.storey for module in model.modules)
    last = min((m for m in model.modules if m.storey == lowest), key=lambda m: (place(m), m.id))
    stack = sorted((m for m in model.modules if m.footprint == last.footprint), key=lambda m: m.storey)
    return tuple(module.id for module in stack)


def cut_below(block: Block, cut_mm: float) -> Block | None:
    """Return what is left of a block above a level; None of one that lies below it."""
    if block.z1_mm <= cut_mm:
        return None
    if block.z0_mm >= cut_mm:
        return block
    return replace(block, z0_mm=cut_mm, marks=tuple(_marks_above(block.marks, cut_mm)))


def _marks_above(marks: Sequence[Mark], cut_mm: float) -> Iterator[Mark]:
    for mark in marks:
        if float(mark.corners_mm[:, 2].max()) > cut_mm:
            corners = mark.corners_mm.copy()
            corners[:, 2] = np.maximum(corners[:, 2], cut_mm)
            yield replace(mark, corners_mm=corners)


def _fitted(view: View, points_mm: FloatArray) -> View:
    """Return the view in which all points stand in the middle of the card, on its lower margin."""
    flat = view.at(points_mm)
    low, high = flat.min(axis=0), flat.max(axis=0)
    room = np.array([CARD_WIDTH_PX, CARD_HEIGHT_PX]) - 2.0 * CARD_MARGIN_PX
    scale = min(PX_PER_M / 1000.0, *(float(r / max(h - a, 1.0)) for r, h, a in zip(room, high, low, strict=True)))
    x = (CARD_WIDTH_PX - float(high[0] + low[0]) * scale) / 2.0
    return View(view.right, view.up, view.towards, scale, (x, CARD_HEIGHT_PX - CARD_MARGIN_PX - float(high[1]) * scale))


def _cut_line(blocks: Sequence[Block], cut_mm: float, view: View) -> Iterator[str]:
    """Yield the edges along which the block is cut off, as far as they are seen."""
    for block in (b for b in blocks if abs(b.z0_mm - cut_mm) < 1.0):
        for i, start in enumerate(block.plan_mm):
            end = block.plan_mm[(i + 1) % len(block.plan_mm)]
            along = end - start
            if block.edges_shown[i] and float(np.array([along[1], -along[0]]) @ view.towards[:2]) > 0.0:
                (x0, y0), (x1, y1) = view.at(np.array([(*start, cut_mm), (*end, cut_mm)]))
                ends = f'x1="{number(float(x0))}" y1="{number(float(y0))}" x2="{number(float(x1))}" y2="{number(float(y1))}"'
                yield f'<line {ends} stroke="#5b5347" stroke-width="{number(CUT_PX)}" stroke-linecap="round"/>'


def _ground(scene: CardScene, points_mm: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the ground and the shadow on it; empty for a block that is cut off above the ground."""
    if scene.ground_mm is None:
        return np.zeros((0, 3)), np.zeros((0, 3))
    outline = MultiPoint(points_mm[:, :2]).convex_hull
    return ground_and_shadow(outline, scene.ground_mm, float(points_mm[:, 2].max()) - scene.ground_mm, CARD_GROUND_REACH_MM)


def _figure(scene: CardScene, points_mm: FloatArray, view: View) -> list[str]:
    """Return a figure on the ground, left of what hangs in front; nothing where there is no ground."""
    if scene.ground_mm is None:
        return []
    low, high = points_mm.min(axis=0), points_mm.max(axis=0)
    return person(view, np.array([low[0] + FIGURE_SHARE * (high[0] - low[0]), -FIGURE_OUT_MM, scene.ground_mm]), FIGURE_TONE)


def card_svg(scene: CardScene, lang: Lang = "nl") -> bytes:
    """Return a card's picture as SVG in UTF-8, without paper behind it; the same scene gives the same bytes."""
    points = np.vstack([block.corners_mm() for block in scene.blocks])
    ground, shade = _ground(scene, points)
    view = _fitted(street_view(), np.vstack([points, ground]))
    order = painting_order(scene.blocks, view.towards, boxes_on(scene.blocks, view))
    under = [polygon(view.at(area), *tone) for area, tone in ((ground, GROUND_TONE), (shade, SHADE_TONE)) if len(area)]
    over = _figure(scene, points, view)
    drawn = [*under, *(face for i in order for face in faces(scene.blocks[i], view)), *over]
    if scene.cut_mm is not None:
        drawn += _cut_line(scene.blocks, scene.cut_mm, view)
    box = f"0 0 {number(CARD_WIDTH_PX)} {number(CARD_HEIGHT_PX)}"
    size = f'width="{number(CARD_WIDTH_PX)}" height="{number(CARD_HEIGHT_PX)}" viewBox="{box}"'
    name = escape(f"{word('picture', lang)}: {scene.name}")
    head = f'<svg xmlns={quoteattr("http://www.w3.org/2000/svg")} {size} role="img" font-family={quoteattr(FONT)}><title>{name}</title>'
    return "\n".join([head, *drawn, "</svg>\n"]).encode("utf-8")
