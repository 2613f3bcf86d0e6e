"""What every picture is painted with: a parallel projection, colours in the sun, faces of blocks, ground and shadow, a figure for scale."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import affinity
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from configurator.outputs.drawing.canvas import number
from configurator.outputs.palette import INK
from configurator.outputs.picture.blocks import Block, Mark
from configurator.outputs.picture.build import EDGE_LINE
from configurator.parts.solids import FloatArray

AZIMUTH_DEG, ELEVATION_DEG = -58.0, 24.0
"""From a street corner: the long side with the lowest v in sight, the end with the highest u beside it."""
LIGHT = np.array([-0.35, -0.55, 0.76])
SHADOW = (0.55, 0.30)
"""Where the shadow of one metre of height falls, metres along u and v."""
GROUND, SHADE = "#f4f1ec", "#e3ddd2"
PERSON_MM = 1750.0
GROUND_REACH_MM = 7_000.0
"""How far the ground goes on around what stands on it."""
LINE_PX = 0.7


@dataclass(frozen=True, slots=True)
class View:
    """A parallel projection; points become pixels once `scale` and `shift` are known."""

    right: FloatArray
    up: FloatArray
    towards: FloatArray
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)

    def at(self, points_mm: FloatArray) -> FloatArray:
        """Return pixels, x to the right and y down; shape (n, 2)."""
        points = np.asarray(points_mm, dtype=np.float64)
        return np.column_stack([points @ self.right * self.scale + self.shift[0], -(points @ self.up) * self.scale + self.shift[1]])


def street_view() -> View:
    """Return the view from the street corner, not yet fitted to a picture."""
    a, e = math.radians(AZIMUTH_DEG), math.radians(ELEVATION_DEG)
    return View(
        right=np.array([-math.sin(a), math.cos(a), 0.0]),
        up=np.array([-math.sin(e) * math.cos(a), -math.sin(e) * math.sin(a), math.cos(e)]),
        towards=np.array([math.cos(e) * math.cos(a), math.cos(e) * math.sin(a), math.sin(e)]),
    )


def shaded(colour: str, normal: Sequence[float]) -> str:
    """Return a colour as the sun shows it on a face: the top full, the sides darker the more they turn away."""
    cosine = float(np.dot(np.asarray(normal), LIGHT)) / float(np.linalg.norm(LIGHT))
    factor = 0.74 + 0.26 * max(0.0, min(1.0, cosine / 0.76))
    return "#" + "".join(f"{round(int(colour[i : i + 2], 16) * factor):02x}" for i in (1, 3, 5))


def _path(points: FloatArray) -> str:
    return "M" + "L".join(f"{number(float(x))} {number(float(y))}" for x, y in points) + "Z"


def polygon(points: FloatArray, fill: str, opacity: float = 1.0, line: str = "", width: float = LINE_PX) -> str:
    """Return a flat polygon of the picture, with an outline where `line` has a colour."""
    attributes = f' fill-opacity="{number(opacity)}"' if opacity < 1.0 else ""
    if line:
        attributes += f' stroke="{line}" stroke-width="{number(width)}" stroke-linejoin="round"'
    return f'<path d="{_path(points)}" fill="{fill}"{attributes}/>'


def faces(block: Block, view: View) -> Iterable[str]:
    """Yield what is seen of one block: its side faces, what is on them, its top."""
    count = len(block.plan_mm)
    for i in range(count):
        start, end = block.plan_mm[i], block.plan_mm[(i + 1) % count]
        along = end - start
        normal = np.array([along[1], -along[0], 0.0]) / max(float(np.linalg.norm(along)), 1e-9)
        if not block.edges_shown[i] or float(normal @ view.towards) <= 0.0:
            continue
        face = np.array([(*start, block.z0_mm), (*end, block.z0_mm), (*end, block.z1_mm), (*start, block.z1_mm)])
        yield polygon(view.at(face), shaded(block.colour, normal.tolist()), block.opacity, EDGE_LINE)
    yield from (_mark(mark, view) for mark in block.marks if mark.normal[0] * view.towards[0] + mark.normal[1] * view.towards[1] > 0.0)
    top = np.column_stack([block.plan_mm, np.full(count, block.z1_mm)])
    line = EDGE_LINE if all(block.edges_shown) else ""
    yield polygon(view.at(top), shaded(block.top_colour, (0.0, 0.0, 1.0)), block.opacity, line)


def _mark(mark: Mark, view: View) -> str:
    return polygon(view.at(mark.corners_mm), shaded(mark.colour, (*mark.normal, 0.0)), mark.opacity, mark.line, 1.1)


def boxes_on(blocks: Sequence[Block], view: View) -> FloatArray:
    """Return what each block covers of the picture: low x, low y, high x, high y; shape (n, 4)."""
    flat = [view.at(block.corners_mm()) for block in blocks]
    return np.array([(*f.min(axis=0), *f.max(axis=0)) for f in flat])


def ground_and_shadow(
    outline: BaseGeometry, ground_mm: float, height_mm: float, reach_mm: float = GROUND_REACH_MM
) -> tuple[FloatArray, FloatArray]:
    """Return the ground that fades around the building, and the shadow on it; shape (n, 3)."""
    disc = outline.convex_hull.buffer(reach_mm, quad_segs=8)
    moved = affinity.translate(outline, SHADOW[0] * height_mm, SHADOW[1] * height_mm)
    shade = outline.union(moved).convex_hull.intersection(disc)

    def lifted(area: BaseGeometry) -> FloatArray:
        ring = np.asarray(area.exterior.coords)[:-1] if isinstance(area, Polygon) else np.zeros((0, 2))
        return np.column_stack([ring[:, :2], np.full(len(ring), ground_mm)])

    return lifted(disc), lifted(shade)


def person(view: View, foot_mm: FloatArray, colour: str = INK) -> list[str]:
    """Return a figure of 1.75 m, for scale."""
    (x, y), (_, head) = view.at(np.array([foot_mm, foot_mm + np.array([0.0, 0.0, PERSON_MM])]))
    tall = y - head
    w = tall * 0.13
    body = np.array([(x - w, y), (x - w * 1.25, head + tall * 0.24), (x + w * 1.25, head + tall * 0.24), (x + w, y)])
    return [polygon(body, colour), f'<circle cx="{number(x)}" cy="{number(head + tall * 0.1)}" r="{number(tall * 0.1)}" fill="{colour}"/>']
