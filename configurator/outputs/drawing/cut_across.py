"""An upright cut through the model, across the building: what the plane meets, as polygons in v and z, in the host's local frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from shapely.geometry import LineString, Polygon, box

from configurator.parts.model import BuildingModel, ModuleOccurrence
from configurator.parts.placing import QUARTER_AXES
from configurator.parts.solids import FloatArray, Look, Prism, Vector

ALONG = 0.5
"""Axes are parallel to the frame: a component beyond this is the whole of it."""
REACH_MM = 1e7
MIN_PIECE_MM = 1.0


@dataclass(frozen=True, slots=True)
class CutPiece:
    """One piece of a solid that the plane meets; the polygon's coordinates are (v, z) in millimetres."""

    owner: str
    """Id of the module or element that it belongs to."""
    look: Look
    polygon: Polygon


def _turn(quarter: int) -> FloatArray:
    c, s = QUARTER_AXES[quarter]  # type: ignore[index]  # the caller's quarters are 0 to 3
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


def _pieces(prism: Prism, turn: FloatArray, origin_mm: FloatArray, u_mm: float) -> Iterator[Polygon]:
    """Cut one prism, placed by a turn and an origin, with the plane u = u_mm."""
    start = np.asarray(prism.origin_mm) @ turn + origin_mm
    x, y, z = (np.asarray(axis, dtype=np.float64) @ turn for axis in (prism.axis_x, prism.axis_y, prism.axis_z))
    if abs(z[0]) > ALONG:
        along = (u_mm - start[0]) / z[0]
        if 0.0 <= along < prism.depth_mm:
            rings = [[tuple((start + a * x + b * y)[1:]) for a, b in ring] for ring in (prism.outer_mm, *prism.holes_mm)]
            yield Polygon(rings[0], rings[1:])
        return
    first = abs(x[0]) > ALONG
    at = (u_mm - start[0]) / (x[0] if first else y[0])
    probe = LineString([(at, -REACH_MM), (at, REACH_MM)] if first else [(-REACH_MM, at), (REACH_MM, at)])
    hit = prism.polygon.intersection(probe)
    for piece in getattr(hit, "geoms", (hit,)):
        if isinstance(piece, LineString) and piece.length > MIN_PIECE_MM:
            corners = np.array([start + a * x + b * y + h * z for a, b in piece.coords for h in (0.0, prism.depth_mm)])
            yield box(*corners[:, 1:].min(axis=0), *corners[:, 1:].max(axis=0))


def _module_pieces(model: BuildingModel, module: ModuleOccurrence, u_mm: float) -> Iterator[CutPiece]:
    turn, origin = _turn(module.quarter), np.asarray(module.origin_mm)
    for part in model.type_of(module).parts:
        place = np.asarray(part.origin_mm) @ turn + origin
        for body in part.bodies:
            for polygon in _pieces(body.prism, turn, place, u_mm):
                yield CutPiece(module.id, body.look, polygon)


def cut_across(model: BuildingModel, u_mm: float) -> tuple[CutPiece, ...]:
    """Return what the plane u = `u_mm` meets: elements first, modules after them, each in the order of the model."""
    found = []
    still = _turn(0)
    for element in model.elements:
        for body in element.bodies:
            found += [CutPiece(element.id, body.look, p) for p in _pieces(body.prism, still, np.asarray(element.origin_mm), u_mm)]
    for module in model.modules:
        if module.footprint.u0_mm <= u_mm <= module.footprint.u1_mm:
            found += list(_module_pieces(model, module, u_mm))
    return tuple(found)


def telling_place_mm(model: BuildingModel) -> float:
    """Return the u of a cut that tells most: through a window of the module whose middle lies nearest to that of the new storeys.

    Without modules it is the middle of the existing block.
    """
    if not model.modules:
        boxes = [body.prism.moved(e.origin_mm).bounds_mm() for e in model.elements for body in e.bodies]
        return (min(low[0] for low, _ in boxes) + max(high[0] for _, high in boxes)) / 2.0
    middle = sum(_middle_mm(m) for m in model.modules) / len(model.modules)
    module = min(model.modules, key=lambda m: (abs(_middle_mm(m) - middle), m.id))
    windows = sorted(_window_places_mm(model, module), key=lambda u: (abs(u - _middle_mm(module)), u))
    return windows[0] if windows else _middle_mm(module)


def _middle_mm(module: ModuleOccurrence) -> float:
    return (module.footprint.u0_mm + module.footprint.u1_mm) / 2.0


def _window_places_mm(model: BuildingModel, module: ModuleOccurrence) -> Iterator[float]:
    """Give the u of the middle of every window of a module whose wall the cut would cross."""
    turn = _turn(module.quarter)
    for part in model.type_of(module).parts:
        if part.kind not in ("window", "glazed_door"):
            continue
        along: Vector = (1.0, 0.0, 0.0) if part.axis == "x" else (0.0, 1.0, 0.0)
        middle = np.asarray(part.origin_mm) + np.asarray(along) * part.length_mm / 2.0
        if abs((np.asarray(along) @ turn)[0]) > ALONG:
            yield float((middle @ turn + np.asarray(module.origin_mm))[0])
