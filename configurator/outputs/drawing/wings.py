"""The plans of several wings on one sheet: each is drawn in its own frame and turned as it lies beside the first one."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import shapely
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from configurator.host.building import Frame, HostBuilding
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import Canvas, text_width_mm
from configurator.outputs.drawing.dimensions import BUBBLE_MM, draw_bubbles, draw_dimensions
from configurator.outputs.drawing.plan import StoreyPlan
from configurator.outputs.drawing.reasons import Reasons
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.words import Lang, word
from configurator.outputs.palette import ACCENT
from configurator.parts.model import StoreyLevel

Bounds = tuple[float, float, float, float]
PAD_MM = 12.0 + 4.0 * BUBBLE_MM
"""Room around the drawing of one wing, for bubbles and labels."""
_KEY_TEXT_MM = 3.0


def _seen_from(outline: Polygon, own: Frame, frame: Frame) -> Polygon:
    """Return an outline of one frame in another one, millimetres."""
    return shapely.transform(outline, lambda points: frame.to_local_mm(own.to_world_m(points)))


def sheet_bounds_mm(bundle: ResultBundle) -> Bounds:
    """Return the low and high corner of all roofs in the frame of the first wing, and of what hangs over them."""
    if not bundle.wings:
        low_u, low_v, high_u, high_v = bundle.host.roof_outline_mm.bounds
        return (low_u, low_v, high_u, high_v)
    frame = bundle.host.frame
    bounds = np.array([_seen_from(wing.host.roof_outline_mm, wing.host.frame, frame).bounds for wing in bundle.wings])
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _around(bundle: ResultBundle, host: HostBuilding) -> BaseGeometry:
    """Return the roofs of the other wings in the frame of one."""
    others = [_seen_from(w.host.roof_outline_mm, w.host.frame, host.frame) for w in bundle.wings if w.host is not host]
    return shapely.union_all(others)


def draw_wings(
    canvas: Canvas, bundle: ResultBundle, levels: Mapping[str, StoreyLevel | None], view: View, reasons: Reasons, lang: Lang
) -> None:
    """Draw a new storey of every wing, by the wing's key: with dimensions where the building is one wing, else turned as the wings lie."""
    if not bundle.wings:
        draw_bubbles(canvas, bundle.host, view)
        draw_dimensions(canvas, bundle.host, view)
        StoreyPlan(canvas, bundle, view, reasons, lang).draw(levels[""])
        return
    for key, alone in bundle.alone:
        _draw_wing(canvas, bundle, (key, alone), levels[key], view, reasons, lang)


def _draw_wing(
    canvas: Canvas,
    bundle: ResultBundle,
    wing: tuple[str, ResultBundle],
    level: StoreyLevel | None,
    view: View,
    reasons: Reasons,
    lang: Lang,
) -> None:
    key, alone = wing
    host = alone.host
    low_u, low_v, high_u, high_v = host.roof_outline_mm.bounds
    width, height = ((high - low) * view.scale + 2.0 * PAD_MM for low, high in ((low_u, high_u), (low_v, high_v)))
    sheet = Canvas(width, height, prefix=f"{key}/", ink=canvas.ink)
    own = View(PAD_MM - low_u * view.scale, height - PAD_MM + low_v * view.scale, view.scale)
    around = _around(bundle, host)
    index = None if level is None else level.index
    storey = next((s for s in alone.model.storeys if s.new and s.index == index), None)
    draw_bubbles(sheet, host, own, around)
    StoreyPlan(sheet, alone, own, reasons.of_wing(key), lang).draw(storey)
    _label(sheet, host, own, f"{word('wing', lang)} {key}", around)
    at = bundle.host.frame.to_local_mm([host.frame.origin_m])[0]
    turn = math.degrees(host.frame.rotation_rad - bundle.host.frame.rotation_rad)
    canvas.place(sheet, own.at(0.0, 0.0), view.at(float(at[0]), float(at[1])), turn)


def _label(sheet: Canvas, host: HostBuilding, view: View, text: str, around: BaseGeometry) -> None:
    """Write a wing's key beside its roof, at the first corner where no other wing is."""
    low_u, low_v, high_u, high_v = host.roof_outline_mm.bounds
    (left, bottom), (right, top) = view.at(low_u, low_v), view.at(high_u, high_v)
    wide = text_width_mm(text, _KEY_TEXT_MM, bold=True)
    above, below = top - 4.0 * BUBBLE_MM - 7.0, bottom + 10.0
    for x, y in ((left, above), (right - wide, above), (left, below), (right - wide, below)):
        (u0, v1), (u1, v0) = view.local_mm(x, y - _KEY_TEXT_MM), view.local_mm(x + wide, y)
        if not around.intersects(box(u0, v0, u1, v1)):
            sheet.text((x, y), text, _KEY_TEXT_MM, colour=ACCENT, bold=True)
            return
