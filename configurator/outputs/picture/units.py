"""A module off its place, so that a picture shows how a concept is made: a box in one piece, a kit as its panels.

What faces inwards in the row shows its thickest layer, the one that bears: studs or ribs at the distance that follows from
their share of that layer, solid timber, straw. The drawing convention is that of the build-ups at 1:10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from catalogue.documents.concept import BuildUp, Concept, Side, System
from configurator.outputs.drawing.buildup import STUD_MM, filling_of
from configurator.outputs.drawing.hatch import UNKNOWN_TINT, hatch_of
from configurator.outputs.palette import PALETTE
from configurator.outputs.picture.blocks import Block, Mark
from configurator.outputs.picture.build import EDGE_LINE, module_block, opening_mark, outward_of, to_local
from configurator.parts.model import ModuleOccurrence, ModuleType, Part
from configurator.parts.solids import FloatArray

KITS: frozenset[System] = frozenset({"timber_frame_panel", "clt_panel", "rib_panel", "straw_panel", "plinth_kit"})
"""Systems that come to the roof as panels; any other comes as a box."""
APART_MM = 450.0
"""How far panels of a kit, and modules of a pair, stand apart in the picture."""
FRAMING_TINT = "#a9763d"
"""Framing members where a whole wall of them is seen from afar: darker than in a build-up, where there is room for their hatch."""
DEEPER = 1.5
"""How much further than in a build-up the tint of a bearing layer lies from grey."""
LONG_SIDES: tuple[Side, Side] = ("long_a", "long_b")
Corner = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Core:
    """The layer that bears."""

    tint: str
    """Of what fills it, or lies between its framing."""
    step_mm: float | None
    """Distance of the framing; None for a solid layer."""


def core_of(build_up: BuildUp) -> Core:
    """Return the thickest layer of a build-up as it is painted."""
    layer = max(build_up.layers, key=lambda one: one.thickness_mm)
    framing, rest = filling_of(layer)
    tint = UNKNOWN_TINT if rest is None else hatch_of(rest.material).tint
    return Core(_deeper(tint), None if framing is None else STUD_MM / framing.volume_fraction)


def _deeper(colour: str) -> str:
    """Return a tint with more colour in it: what tells straw from timber close by is too pale on a whole wall."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    top = max(parts)
    return "#" + "".join(f"{max(0, round(top - DEEPER * (top - part))):02x}" for part in parts)


def facade_tint(concept: Concept) -> str:
    """Return the colour of the outermost layer of a concept's facade."""
    end_wall = concept.module.end_wall
    if end_wall is None:
        return PALETTE["facade"].hex
    outer = concept.build_ups[end_wall].layers[-1]
    return hatch_of(max(outer.constituents, key=lambda one: one.volume_fraction).material).tint


def unit_blocks(concept: Concept, module: ModuleOccurrence, made: ModuleType, lift_mm: float) -> list[Block]:
    """Return a module that hangs above its place: in one piece, or as the panels of a kit."""
    up = replace(module, origin_mm=(module.origin_mm[0], module.origin_mm[1], module.origin_mm[2] + lift_mm))
    return list(_panels(concept, up, made)) if concept.system in KITS else [_box(concept, up, made)]


def _box(concept: Concept, module: ModuleOccurrence, made: ModuleType) -> Block:
    whole, size = module_block(module, made, facade_tint(concept)), made.size
    marks: list[Mark] = []
    for key, y in zip(LONG_SIDES, (0.0, float(size.width_mm)), strict=True):
        outward = outward_of(key, module)
        for low, high, build_up in (
            (0.0, size.floor_mm, concept.module.floor),
            (size.floor_mm, size.height_mm - size.overhead_mm, concept.module.long_wall),
        ):
            corners = ((0.0, y, low), (float(size.length_mm), y, low), (float(size.length_mm), y, high), (0.0, y, high))
            marks += _core_marks(core_of(concept.build_ups[build_up]), corners, module, outward)
    return replace(whole, marks=(*marks, *whole.marks))


def _core_marks(
    core: Core, corners: tuple[Corner, Corner, Corner, Corner], module: ModuleOccurrence, outward: tuple[float, float]
) -> Iterator[Mark]:
    """Yield a bearing layer on a face: low corners first, then the high ones back again."""
    a, b, _, d = (np.array(corner) for corner in corners)
    yield Mark(to_local(np.array(corners), module), outward, core.tint, 1.0, EDGE_LINE)
    length = float(np.linalg.norm(b - a))
    if core.step_mm is None or core.step_mm >= length:
        return
    along = (b - a) / length
    place = STUD_MM / 2.0
    while place + STUD_MM <= length:
        foot, head = (start + along * place for start in (a, d))
        stud = np.array([foot, foot + along * STUD_MM, head + along * STUD_MM, head])
        yield Mark(to_local(stud, module), outward, FRAMING_TINT)
        place += core.step_mm


def _panels(concept: Concept, module: ModuleOccurrence, made: ModuleType) -> Iterator[Block]:
    size = made.size
    middle = np.array([size.length_mm / 2.0, size.width_mm / 2.0])
    for part in made.parts:
        if part.kind in ("floor", "ceiling", "roof"):
            yield _plate(concept, part, module, 0.0 if part.kind == "floor" else 2.0 * APART_MM)
        elif part.kind in ("long_wall", "end_wall"):
            yield from _wall(concept, part, module, made, middle)


def _block_of(low: FloatArray, high: FloatArray, module: ModuleOccurrence, colour: str, top: str, marks: tuple[Mark, ...]) -> Block:
    corners = np.array([(low[0], low[1], 0.0), (high[0], low[1], 0.0), (high[0], high[1], 0.0), (low[0], high[1], 0.0)])
    plan, z = to_local(corners, module)[:, :2], module.origin_mm[2]
    return Block(plan, (True,) * 4, z + float(low[2]), z + float(high[2]), colour, top, 1.0, marks)


def _plate(concept: Concept, part: Part, module: ModuleOccurrence, rise_mm: float) -> Block:
    core = core_of(concept.build_ups[part.build_up or concept.module.floor])
    low = np.array(part.origin_mm) + np.array([0.0, 0.0, rise_mm])
    high = low + np.array([part.length_mm, part.height_mm, part.thickness_mm])
    x, y = float(high[0]), float(high[1])
    z0, z1 = float(low[2]), float(high[2])
    edges: tuple[tuple[Side, tuple[float, float], tuple[float, float]], ...] = (
        ("end_a", (0.0, 0.0), (0.0, y)),
        ("end_b", (x, 0.0), (x, y)),
        ("long_a", (0.0, 0.0), (x, 0.0)),
        ("long_b", (0.0, y), (x, y)),
    )
    marks: list[Mark] = []
    for side, (ax, ay), (bx, by) in edges:
        corners = ((ax, ay, z0), (bx, by, z0), (bx, by, z1), (ax, ay, z1))
        seen = Core(core.tint, core.step_mm if side in LONG_SIDES else None)  # joists span between the bearing long walls
        marks += _core_marks(seen, corners, module, outward_of(side, module))
    top = PALETTE[part.bodies[0].look].hex
    return _block_of(low, high, module, core.tint, top, tuple(marks))


def _wall(concept: Concept, part: Part, module: ModuleOccurrence, made: ModuleType, middle: FloatArray) -> Iterator[Block]:
    """Yield a wall panel moved outwards, or each pier that an open side keeps, with its windows and doors."""
    build_up = concept.build_ups[part.build_up or concept.module.long_wall]
    core, upright = core_of(build_up), part.axis == "y"
    across = np.array([part.thickness_mm, part.length_mm] if upright else [part.length_mm, part.thickness_mm])
    centre = np.array(part.origin_mm[:2]) + across / 2.0
    away = np.sign(np.round(centre - middle)) * (np.array([1.0, 0.0]) if upright else np.array([0.0, 1.0])) * APART_MM
    shift = np.array([*away, APART_MM])
    colour = facade_tint(concept) if part.kind == "end_wall" else core.tint
    for body in part.bodies:
        a0, z0, a1, z1 = body.prism.polygon.bounds
        low = np.array(part.origin_mm) + shift + (np.array([0.0, a0, z0]) if upright else np.array([a0, 0.0, z0]))
        size = np.array([part.thickness_mm, a1 - a0, z1 - z0] if upright else [a1 - a0, part.thickness_mm, z1 - z0])
        marks = tuple(_wall_marks(part, core, low, low + size, module, made, shift))
        yield _block_of(low, low + size, module, colour, core.tint, marks)


def _wall_marks(
    part: Part, core: Core, low: FloatArray, high: FloatArray, module: ModuleOccurrence, made: ModuleType, shift: FloatArray
) -> Iterator[Mark]:
    if part.kind == "long_wall":
        for side, y in zip(LONG_SIDES, (float(low[1]), float(high[1])), strict=True):
            corners = ((low[0], y, low[2]), (high[0], y, low[2]), (high[0], y, high[2]), (low[0], y, high[2]))
            yield from _core_marks(core, corners, module, outward_of(side, module))
    moved = to_local(np.array([shift]), module)[0] - np.asarray(module.origin_mm)
    for filling in made.parts:
        if filling.side == part.side and filling.kind in ("window", "door", "glazed_door"):
            mark = opening_mark(filling, module, made)
            yield replace(mark, corners_mm=mark.corners_mm + moved)
