"""Cards of concepts that are not laid out on a roof yet: homes against an end wall, homes in the plinth.

Nothing is computed here. The existing block has the nominal sizes of a family; what is new has the concept's own sizes, as large as the
block leaves room for within the concept's range, and its own openings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

import numpy as np

from catalogue.documents.concept import Concept, Intervention, SizeRange
from catalogue.documents.family import BuildingFamily
from configurator.layout.placement import PlacedModule, Quarter, Rectangle
from configurator.outputs.drawing.words import Lang, word
from configurator.outputs.palette import GREY, PALETTE
from configurator.outputs.picture.blocks import Block, Mark
from configurator.outputs.picture.build import module_block
from configurator.outputs.picture.card import SHOWN_STOREYS, CardScene
from configurator.outputs.picture.units import facade_tint, unit_blocks
from configurator.parts.model import ModuleOccurrence, ModuleType
from configurator.parts.module import module_type_of
from configurator.parts.placing import place_modules

STREET_SIDE: Quarter = 3
"""A module that lies across the building with `end_b`, the garden side of its home, towards the viewer."""
END_LENGTH_MM, PLINTH_LENGTH_MM = 9_500.0, 15_700.0
"""Most length of the existing block that is drawn beside a stack of homes, and over a plinth."""
FOUNDATION_MM, FOOTING_MM = 800.0, 300.0
"""Depth of a foundation of its own under the ground, and how far it reaches beyond the homes on it: a drawing convention."""
WALL_MM, DEPTH_M, STOREY_M = 200.0, 10.0, 2.8
"""Of a family that does not say how thick its walls, how deep or how high a storey is."""
SLAB_MM = 200.0
GAP_MM = 50.0
TOP_LIFT_MM = 1_200.0
OUT_MM = 2_400.0
"""How far a kit hangs in front of its place in the plinth."""
POCHE, LIT = "#5b5347", "#f6dc92"


def largest_within(sizes: SizeRange, room_mm: float) -> int:
    """Return the largest size of a range that fits a length; the smallest one where none does."""
    return max((size for size in sizes.values() if size <= room_mm), default=sizes.min)


def _axes(family: BuildingFamily, most_mm: float) -> list[float]:
    """Return the bearing lines of as many bays as are drawn, one at least."""
    bays = [bay.width_mm for bay in family.bays.sequence.bays]
    lines = [0.0, *accumulate(bays * 12 if family.bays.sequence.repeat else bays)]
    return [u for u in lines if u <= max(most_mm, lines[1])]


def _depth_mm(family: BuildingFamily) -> float:
    return (DEPTH_M if family.depth_m.value is None else family.depth_m.value) * 1000.0


def _storey_mm(family: BuildingFamily) -> float:
    return (STOREY_M if family.storey_height_m.value is None else family.storey_height_m.value) * 1000.0


def _rectangle(u0: float, v0: float, u1: float, v1: float) -> np.ndarray:
    return np.array([(u0, v0), (u1, v0), (u1, v1), (u0, v1)])


def _mass(family: BuildingFamily, axes: Sequence[float], levels_mm: Sequence[float], colour: str) -> Iterator[Block]:
    """Yield the existing block between levels, with the heads of its bearing walls on the front."""
    depth = _depth_mm(family)
    half = (family.structure.wall_thickness_mm.value or WALL_MM) / 2.0
    for low, high in pairwise(levels_mm):
        marks = []
        if family.bearing_system == "cross":
            for u in axes:
                left, right = max(u - half, 0.0), min(u + half, axes[-1])
                corners = np.array([(left, 0.0, low), (right, 0.0, low), (right, 0.0, high), (left, 0.0, high)])
                marks.append(Mark(corners, (0.0, -1.0), GREY, 0.85))
        yield Block(_rectangle(0.0, 0.0, axes[-1], depth), (True,) * 4, low, high, colour, colour, 1.0, tuple(marks))


def _home(concept: Concept, number: int, place: Rectangle, z_mm: float, *, topmost: bool) -> tuple[ModuleOccurrence, ModuleType]:
    module = PlacedModule(
        id=f"s{number:02d}/a/m01",
        dwelling_id=f"s{number:02d}/a/d01",
        storey=number,
        strip="a",
        footprint=place,
        quarter=STREET_SIDE,
        z_mm=round(z_mm),
        height_mm=concept.module.height_mm,
        topmost=topmost,
        access_side=None,
        open_sides=(),
        supports=(),
    )
    (placed,) = place_modules((module,))
    return placed, module_type_of(concept, module, concept.access.permitted[0])


def _name(concept: Concept, family: BuildingFamily, lang: Lang) -> str:
    return f"{concept.name.in_language(lang)}: {family.name.in_language(lang)}, {word('own_sizes', lang)}"


def end_extension_scene(concept: Concept, family: BuildingFamily, lang: Lang = "nl") -> CardScene:
    """Return homes stacked against the end wall of a family's block, on their own foundation; the highest one hangs above its place."""
    axes, depth, storey = _axes(family, END_LENGTH_MM), _depth_mm(family), _storey_mm(family)
    ground, count = -family.plinth.height_m * 1000.0, max(1, round(family.storeys.min))
    levels = [*([ground] if ground < 0.0 else []), *(storey * n for n in range(count + 1))]
    blocks = list(_mass(family, axes, levels, PALETTE["existing"].hex))
    length = largest_within(concept.module.length_mm, depth)
    width = concept.module.width_mm.values()[len(concept.module.width_mm.values()) // 2]
    u0, v0 = round(axes[-1] + GAP_MM), round(max(depth - length, 0.0) / 2.0)
    place = Rectangle(u0, v0, u0 + width, v0 + length)
    footing = _rectangle(u0, v0 - FOOTING_MM, u0 + width + FOOTING_MM, v0 + length + FOOTING_MM)
    concrete = PALETTE["concrete_new"].hex
    blocks.append(Block(footing, (True,) * 4, ground - FOUNDATION_MM, ground, concrete, concrete))
    if ground < 0.0:
        blocks.append(Block(_rectangle(u0, v0, u0 + width, v0 + length), (True,) * 4, ground, 0.0, concrete, concrete))
    number = min(concept.max_storeys, max(1, round(storey * count / concept.module.height_mm)))
    for n in range(number):
        top = n == number - 1
        home = _home(concept, n, place, n * concept.module.height_mm, topmost=top)
        if top and number > 1:
            blocks += unit_blocks(concept, *home, TOP_LIFT_MM)
        else:
            blocks.append(module_block(*home, facade_tint(concept)))
    return CardScene(tuple(blocks), _name(concept, family, lang), ground_mm=ground)


def plinth_conversion_scene(concept: Concept, family: BuildingFamily, lang: Lang = "nl") -> CardScene:
    """Return a family's block with homes in its plinth, cut off above; the kit of the last bay hangs in front of its place."""
    axes, depth, storey = _axes(family, PLINTH_LENGTH_MM), _depth_mm(family), _storey_mm(family)
    half = (family.structure.wall_thickness_mm.value or WALL_MM) / 2.0
    high = concept.module.height_mm + SLAB_MM
    length = min(largest_within(concept.module.length_mm, depth - SLAB_MM), round(depth))
    grey, roof = PALETTE["existing"].hex, PALETTE["existing_roof"].hex
    blocks = [Block(_rectangle(0.0, length, axes[-1], depth), (True,) * 4, 0.0, high, grey, grey)]
    blocks += [Block(_rectangle(u - half, 0.0, u + half, float(length)), (True,) * 4, 0.0, high, grey, roof) for u in axes]
    for number, (left, right) in enumerate(pairwise(axes)):
        room = right - left - 2.0 * half
        if concept.module.width_mm.min > room:
            continue
        width = largest_within(concept.module.width_mm, room)
        u0 = round((left + right - width) / 2.0)
        home = _home(concept, number, Rectangle(u0, 0, u0 + width, length), 0.0, topmost=True)
        if right == axes[-1]:
            placed, made = home
            blocks += [_moved(_lit(block)) for block in unit_blocks(concept, placed, made, 0.0)]
        else:
            blocks.append(_lit(module_block(*home, facade_tint(concept))))
    upper = [high, high + storey, high + SHOWN_STOREYS * storey]
    blocks += _mass(family, axes, upper, grey)
    blocks += _cut_walls(axes, depth, half, upper[-1])
    return CardScene(tuple(blocks), _name(concept, family, lang), ground_mm=0.0)


def _moved(block: Block) -> Block:
    """Move a block out of the facade, towards the viewer."""
    out = np.array([0.0, -OUT_MM, 0.0])
    marks = tuple(replace(mark, corners_mm=mark.corners_mm + out) for mark in block.marks)
    return replace(block, plan_mm=block.plan_mm + out[:2], marks=marks)


def _lit(block: Block) -> Block:
    """Return a block with light behind its windows."""
    glass = PALETTE["glass"].hex
    return replace(block, marks=tuple(replace(mark, colour=LIT) if mark.colour == glass else mark for mark in block.marks))


def _cut_walls(axes: Sequence[float], depth: float, half: float, z_mm: float) -> Iterator[Block]:
    """Yield the walls where the block is cut off above: dark on the cut, as in a plan."""
    for u in axes:
        left, right = max(u - half, 0.0), min(u + half, axes[-1])
        yield Block(_rectangle(left, 2.0 * half, right, depth - 2.0 * half), (True,) * 4, z_mm, z_mm + 20.0, POCHE, POCHE)
    for v0, v1 in ((0.0, 2.0 * half), (depth - 2.0 * half, depth)):
        yield Block(_rectangle(0.0, v0, axes[-1], v1), (True,) * 4, z_mm, z_mm + 20.0, POCHE, POCHE)


def module_scene(concept: Concept, lang: Lang = "nl") -> CardScene:
    """Return a module alone, for a concept that no family's block has room for."""
    sizes = concept.module.length_mm, concept.module.width_mm
    length, width = (size.values()[len(size.values()) // 2] for size in sizes)
    home = _home(concept, 0, Rectangle(0, 0, width, length), 0.0, topmost=True)
    return CardScene(tuple(unit_blocks(concept, *home, 0.0)), f"{concept.name.in_language(lang)}: {word('module', lang)}", ground_mm=0.0)


INTERVENTION_SCENES: dict[Intervention, Callable[[Concept, BuildingFamily, Lang], CardScene]] = {
    "end_extension": end_extension_scene,
    "plinth_conversion": plinth_conversion_scene,
}
"""What is drawn without being laid out, by what a concept does first."""
