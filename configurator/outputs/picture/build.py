"""From the model to blocks: modules with their windows, the existing block by storey with its bearing walls, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import LineString, Polygon

from catalogue.documents.concept import Side
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.palette import BAND_COLOURS, GREY, PALETTE
from configurator.outputs.picture.blocks import Block, Mark, block_plans
from configurator.parts.model import BuildingModel, Element, ElementKind, ModuleOccurrence, ModuleType, Part
from configurator.parts.placing import module_axis, side_direction
from configurator.parts.solids import FloatArray, Look, rectangle

EDGE_LINE = "#5b5347"
WALL_REACH_MM = 400.0
"""A bearing wall that ends this close behind a facade shows on it."""
PLAIN: dict[ElementKind, Look] = {
    "bearer": "bearer", "beam": "bearer", "gallery": "concrete_new", "railing": "railing", "core_wall": "concrete_new", "core_roof": "roof",
    "obstacle": "obstacle", "existing_roof": "existing_roof", "lift_shaft": "concrete_new", "lift_roof": "roof",
}  # fmt: skip
"""Elements that are painted as they are; the others are inside, or stand for the mass of the existing block."""


def _prism_plan(element: Element, number: int) -> Polygon:
    """Return the plan of an upright body in the local frame; a core is painted as a whole, its inside does not show."""
    prism = element.bodies[number].prism
    x, y, _ = prism.origin_mm
    holes = () if element.kind in ("core_wall", "lift_shaft") else prism.holes_mm
    return _turned(Polygon([(a + x, b + y) for a, b in prism.outer_mm], [[(a + x, b + y) for a, b in ring] for ring in holes]), element)


def _turned(area: Polygon, element: Element) -> Polygon:
    """Turn a plan from an element's own frame into that of the model."""
    c, s = element.axis
    turned: Polygon = affine_transform(area, [c, -s, s, c, element.origin_mm[0], element.origin_mm[1]])
    return turned


def _element_blocks(element: Element, look: Look, height_mm: float | None = None) -> Iterator[Block]:
    surface = PALETTE[look]
    for number, body in enumerate(element.bodies):
        prism = body.prism.moved(element.origin_mm)
        if prism.axis_z[2] <= 0.0:
            continue
        z0 = prism.origin_mm[2]
        for plan, shown in block_plans(_prism_plan(element, number)):
            depth = prism.depth_mm if height_mm is None else height_mm
            yield Block(plan, shown, z0, z0 + depth, surface.hex, surface.hex, surface.opacity)


def _on_face(part: Part, corners: tuple[tuple[float, float], ...], size_mm: tuple[float, float]) -> FloatArray:
    """Return (along, z) corners on the outer face of a part's side, in the module frame."""
    length, width = size_mm
    fixed = {"end_a": 0.0, "end_b": length, "long_a": 0.0, "long_b": width}[part.side or "end_a"]
    along_x = part.axis == "x"
    return np.array([(a, fixed, z) if along_x else (fixed, a, z) for a, z in corners])


def to_local(points: FloatArray, module: ModuleOccurrence) -> FloatArray:
    """Turn points from a module's own frame into that of the model; shape (n, 3)."""
    c, s = module_axis(module)
    turned: FloatArray = points @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]]) + np.asarray(module.origin_mm)
    return turned


def outward_of(side: Side, module: ModuleOccurrence) -> tuple[float, float]:
    """Return where a side of a module looks, as a direction in plan in the model's frame."""
    (u, v), (c, s) = side_direction(side, module.quarter), module.axis
    return (c * u - s * v, s * u + c * v)


def opening_mark(part: Part, module: ModuleOccurrence, made: ModuleType) -> Mark:
    """Return a window or door on the outer face of its side."""
    start = part.origin_mm[0] if part.axis == "x" else part.origin_mm[1]
    z = part.origin_mm[2]
    ends = ((start, z), (start + part.length_mm, z), (start + part.length_mm, z + part.height_mm), (start, z + part.height_mm))
    colour = PALETTE["door" if part.kind == "door" else "glass"].hex
    face = _on_face(part, ends, (float(made.size.length_mm), float(made.size.width_mm)))
    return Mark(to_local(face, module), outward_of(part.side or "end_a", module), colour, 1.0, PALETTE["frame"].hex)


def _module_marks(module: ModuleOccurrence, made: ModuleType) -> Iterator[Mark]:
    """Yield the openings of a module and, on top, the edge of its roof."""
    size = made.size
    plan = (float(size.length_mm), float(size.width_mm))
    for part in made.parts:
        if part.side is None:
            continue
        if part.kind in ("window", "door", "glazed_door"):
            yield opening_mark(part, module, made)
        elif made.topmost:
            low, high = size.height_mm - size.overhead_mm, float(size.height_mm)
            reach = plan[0] if part.axis == "x" else plan[1]
            ends = ((0.0, low), (reach, low), (reach, high), (0.0, high))
            yield Mark(to_local(_on_face(part, ends, plan), module), outward_of(part.side, module), PALETTE["roof"].hex)


def module_block(module: ModuleOccurrence, made: ModuleType, facade: str = PALETTE["facade"].hex) -> Block:
    """Return a module as one block with its openings; `facade` is the colour of its sides."""
    z, length, width = module.origin_mm[2], float(made.size.length_mm), float(made.size.width_mm)
    corners = np.array([(0.0, 0.0, 0.0), (length, 0.0, 0.0), (length, width, 0.0), (0.0, width, 0.0)])
    plan = to_local(corners, module)[:, :2]
    top = PALETTE["roof" if made.topmost else "ceiling"].hex
    return Block(plan, (True,) * 4, z, z + made.size.height_mm, facade, top, 1.0, tuple(_module_marks(module, made)))


def _wall_marks(edges: FloatArray, shown: tuple[bool, ...], walls: list[Element], bands: Mapping[str, str]) -> Iterator[Mark]:
    """Yield a strip for every bearing wall that ends behind an edge of the existing block, in the colour of its band."""
    for i, start in enumerate(edges):
        end = edges[(i + 1) % len(edges)]
        if not shown[i]:
            continue
        line, direction = LineString([start, end]), end - start
        normal = np.array([direction[1], -direction[0]]) / max(float(np.linalg.norm(direction)), 1.0)
        for wall in walls:
            z = wall.origin_mm[2]
            plan = _turned(rectangle((0.0, -WALL_REACH_MM), (wall.width_mm, wall.length_mm + WALL_REACH_MM)), wall)
            hit = shapely.get_coordinates(line.intersection(plan))
            if len(hit) != 2 or float(np.linalg.norm(hit[1] - hit[0])) > 2.0 * wall.width_mm:  # noqa: PLR2004 - a piece of the edge
                continue
            (x0, y0), (x1, y1) = hit
            top = z + wall.height_mm
            corners = np.array([(x0, y0, z), (x1, y1, z), (x1, y1, top), (x0, y0, top)])
            colour = BAND_COLOURS.get(bands.get(wall.subject, ""), GREY)
            yield Mark(corners, (float(normal[0]), float(normal[1])), colour, 0.85)


def _existing(model: BuildingModel, bands: Mapping[str, str]) -> Iterator[Block]:
    """Yield the existing block by storey: each floor's outline up to the next floor, or to the roof, over the same plan."""
    plates = [e for e in model.elements if e.kind in ("existing_floor", "existing_roof")]
    walls = [e for e in model.elements if e.kind == "existing_wall"]
    colour = PALETTE["existing"].hex
    for plate in (e for e in plates if e.kind == "existing_floor"):
        outline = _prism_plan(plate, 0)
        own = [e for e in plates if e.wing == plate.wing and e.origin_mm[2] > plate.origin_mm[2]]  # a wing beside it only touches
        above = [e.origin_mm[2] for e in own if _prism_plan(e, 0).intersects(outline)]
        z0, z1 = plate.origin_mm[2], min(above, default=plate.origin_mm[2] + plate.height_mm)
        storey = [w for w in walls if z0 <= w.origin_mm[2] < z1]
        for number in range(len(plate.bodies)):
            for plan, shown in block_plans(_prism_plan(plate, number)):
                marks = tuple(_wall_marks(plan, shown, storey, bands))
                yield Block(plan, shown, z0, z1, colour, colour, 1.0, marks)


def _plinth(model: BuildingModel) -> Iterator[Block]:
    """Yield the plinth below the lowest floor, where there is one."""
    skirts = [e for e in model.elements if e.id.startswith("plinth/") or "/plinth/" in e.id]
    floors = [e for e in model.elements if e.kind == "existing_floor"]
    for skirt in (e for e in skirts if e.kind == "existing_facade"):
        ground = skirt.origin_mm[2]
        edge = _prism_plan(skirt, 0)
        beside = [f for f in floors if f.storey == skirt.storey and _prism_plan(f, 0).intersects(edge)]  # of several wings, its own
        over = max(beside, key=lambda f: _prism_plan(f, 0).intersection(edge).area, default=None)
        if over is not None:
            for plan, shown in block_plans(_prism_plan(over, 0)):
                yield Block(plan, shown, ground, over.origin_mm[2], PALETTE["existing_roof"].hex, PALETTE["existing_roof"].hex)


def blocks_around(model: BuildingModel, bands: Mapping[str, str]) -> list[Block]:
    """Return everything but the modules, in the order of the model; `bands` colours the ends of the bearing walls, by line."""
    blocks = [*_plinth(model), *_existing(model, bands)]
    for element in model.elements:
        look = PLAIN.get(element.kind)
        if look is not None and element.status != "demolish":
            blocks.extend(_element_blocks(element, look))
    return blocks


def picture_blocks(bundle: ResultBundle) -> list[Block]:
    """Return the blocks of a configuration, in the order of the model."""
    model = bundle.model
    types = {t.id: t for t in model.module_types}
    blocks = blocks_around(model, {row.id: row.line_band for row in bundle.configuration.loads.lines})
    blocks.extend(module_block(module, types[module.type_id]) for module in model.modules)
    return blocks
