"""Materials where they are cut: a tint and a pattern of fine lines, clipped to an upright rectangle of paper."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from shapely.geometry import LineString, box

from catalogue.documents.document import Document
from configurator.outputs.drawing.canvas import THIN, At, Canvas
from configurator.outputs.palette import INK

HatchName = Literal["crossed", "lamellas", "chips", "zigzag", "grain", "straw", "waves", "dots", "granules", "dense", "none"]
Line = list[At]
UNKNOWN_TINT = "#dcdad5"
FINE_MM = 0.09
"""Weight of hatching: below a dimension line, so that layers stand before their pattern."""
SMALL_MM = 0.9
"""A rectangle lower than this on paper has its tint alone."""


class MaterialHatch(Document):
    """How materials with one of these words in their name are drawn."""

    words: tuple[str, ...]
    """Words of a NAA.K.T. name, which joins them with underscores."""
    not_words: tuple[str, ...] = ()
    """Words that keep a material out."""
    hatch: HatchName
    tint: str
    """Fill, `#rrggbb`."""
    framing: bool = False
    """Members at intervals in a layer, with something else between them."""


UNKNOWN = MaterialHatch(words=(), hatch="none", tint=UNKNOWN_TINT)
"""For a material that no entry names."""


@cache
def hatches() -> tuple[MaterialHatch, ...]:
    """Return every entry of the list, in its order."""
    text = resources.files("configurator.outputs").joinpath("data", "hatches.yaml").read_text(encoding="utf-8")
    return tuple(MaterialHatch.model_validate(entry) for entry in yaml.safe_load(text))


def hatch_of(material: str) -> MaterialHatch:
    """Return how a material is drawn, by its NAA.K.T. name."""
    words = set(material.split("_"))
    return next((entry for entry in hatches() if words & set(entry.words) and not words & set(entry.not_words)), UNKNOWN)


def _steps(low: float, high: float, step: float) -> Iterator[float]:
    count = math.ceil((high - low) / step)
    yield from (low + (i + 0.5) * step for i in range(count))


def _crossed(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    yield [(x0, y0), (x1, y1)]
    yield [(x0, y1), (x1, y0)]


def _lamellas(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    """Boards in layers: lines along, and in every second layer the end grain of its boards."""
    count = max(1, round((y1 - y0) / 3.0)) | 1
    thick = (y1 - y0) / count
    for layer in range(count):
        y = y0 + layer * thick
        if layer:
            yield [(x0, y), (x1, y)]
        if layer % 2:
            yield from ([(x, y), (x + thick * 0.5, y + thick)] for x in _steps(x0, x1, 3.0))


def _chips(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    for row, y in enumerate(_steps(y0, y1, 0.7)):
        yield from ([(x, y), (x + 1.4, y)] for x in _steps(x0 - (row % 2) * 1.1, x1, 2.2))


def _grain(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    yield from ([(x, y1), (x + (y1 - y0) * 0.6, y0)] for x in _steps(x0 - (y1 - y0), x1, 1.5))


def _dense(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    yield from ([(x, y1), (x + (y1 - y0), y0)] for x in _steps(x0 - (y1 - y0), x1, 0.8))


def _zigzag(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    step = max(1.2, (y1 - y0) * 0.5)
    count = math.ceil((x1 - x0) / step) + 1
    yield [(x0 + i * step, y0 if i % 2 else y1) for i in range(count)]


def _waves(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    """The sign for soft insulation: one loop line over the whole thickness."""
    height = y1 - y0
    pitch = min(max(height * 0.42, 1.6), 7.0)
    count = math.ceil((x1 - x0) / pitch * 24.0)
    middle, swing = (y0 + y1) / 2.0, height * 0.46
    yield [
        (x0 + pitch * (i / 24.0 + 0.16 * math.sin(4.0 * math.pi * i / 24.0)), middle + swing * math.sin(2.0 * math.pi * i / 24.0))
        for i in range(count + 1)
    ]


def _straw(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    for row, y in enumerate(_steps(y0, y1, 1.5)):
        tilt = (0.5, -0.35, 0.15)[row % 3]
        yield from ([(x, y), (x + 2.6, y + tilt)] for x in _steps(x0 - (row % 3) * 1.3, x1, 3.9))


def _dots(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    for row, y in enumerate(_steps(y0, y1, 0.75)):
        yield from ([(x, y), (x + 0.12, y)] for x in _steps(x0 - (row % 2) * 0.8, x1, 1.6))


def _granules(x0: float, y0: float, x1: float, y1: float) -> Iterator[Line]:
    for row, y in enumerate(_steps(y0, y1, 1.4)):
        for x in _steps(x0 - (row % 2) * 0.9, x1, 1.8):
            yield [(x, y - 0.35), (x + 0.4, y), (x, y + 0.35), (x - 0.4, y), (x, y - 0.35)]


PATTERNS: dict[HatchName, Callable[[float, float, float, float], Iterator[Line]]] = {
    "crossed": _crossed,
    "lamellas": _lamellas,
    "chips": _chips,
    "zigzag": _zigzag,
    "grain": _grain,
    "straw": _straw,
    "waves": _waves,
    "dots": _dots,
    "granules": _granules,
    "dense": _dense,
    "none": lambda *_: iter(()),
}
"""Pattern by name: the rectangle's low and high x and y on paper give lines that may reach beyond it."""


def draw_material(canvas: Canvas, a: At, b: At, hatch: MaterialHatch) -> None:
    """Draw an upright rectangle of a material between two corners: tint, pattern inside, thin outline."""
    x0, x1, y0, y1 = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
    canvas.rectangle(a, b, fill=hatch.tint, weight=0.0)
    if y1 - y0 >= SMALL_MM:
        area = box(x0, y0, x1, y1)
        hits = [LineString(line).intersection(area) for line in PATTERNS[hatch.hatch](x0, y0, x1, y1)]
        pieces = [piece for hit in hits for piece in getattr(hit, "geoms", (hit,)) if isinstance(piece, LineString)]
        canvas.strokes([list(piece.coords) for piece in pieces], FINE_MM, INK)
    canvas.rectangle(a, b, weight=THIN, colour=INK)
