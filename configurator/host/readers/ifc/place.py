"""Where a model stands: its declared map conversion, or positions that are RD themselves, each only when it is plausible."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from configurator.host.building import FloatArray
from configurator.host.rings import MAX_LOCAL_M, looks_like_rd

if TYPE_CHECKING:
    import ifcopenshell

RD_NAMES = ("28992", "7415", "RD", "AMERSFOORT")
MAX_PROJECTION = 0.01
"""The scale of a map projection lies this near 1; in RD it is 0.9999 to 1.0002."""

_MILLI = 0.001


@dataclass(frozen=True, slots=True)
class Placing:
    """How model positions (metres) become world positions (metres)."""

    kind: str
    """`map_conversion`, `in_rd`, or `local`."""
    shift_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rotation_rad: float = 0.0
    scaled: bool = False
    """True when the declared shift is only plausible in millimetres."""
    scale: float = 1.0
    """Map metres in a metre of the model, in plan; heights are not scaled."""
    odd_scale: float | None = None
    """A declared scale that fits neither the units nor a map projection, and was not used."""
    refused: str = ""
    """What was declared and is not plausible; empty otherwise."""

    @property
    def is_rd(self) -> bool:
        """Whether world positions are RD and NAP."""
        return self.kind != "local"

    def placed(self, points_m: FloatArray) -> FloatArray:
        """Return positions, shape (..., 3), in the world."""
        c, s = math.cos(self.rotation_rad), math.sin(self.rotation_rad)
        k = self.scale
        turned = points_m @ np.array([[k * c, k * s, 0.0], [-k * s, k * c, 0.0], [0.0, 0.0, 1.0]])
        world: FloatArray = turned + np.asarray(self.shift_m)
        return world


def _number(value: object) -> float:
    """Return a number, 0 for anything else."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0


def _conversions(model: ifcopenshell.file) -> list[Any]:
    try:
        return list(model.by_type("IfcMapConversion"))
    except RuntimeError:
        return []


def _map_unit_m(target: Any) -> float:  # noqa: ANN401 - an entity of a foreign library
    """Return the length of a map unit in metres; 1 when none is declared."""
    unit = getattr(target, "MapUnit", None)
    return _MILLI if unit is not None and getattr(unit, "Prefix", None) == "MILLI" else 1.0


def _rotation_rad(conversion: Any) -> float:  # noqa: ANN401 - an entity of a foreign library
    """Return the angle from map east to the model's x axis; 0 when the axis has no direction."""
    abscissa, ordinate = _number(conversion.XAxisAbscissa), _number(conversion.XAxisOrdinate)
    return math.atan2(ordinate, abscissa) if abscissa or ordinate else 0.0


def _scale(conversion: Any, map_unit_m: float, unit_m: float) -> tuple[float, float | None]:  # noqa: ANN401 - an entity of a foreign library
    """Return the scale in plan, and a declared one that was not used.

    The scale turns model units into map units (0.001 from millimetres to metres). Many authors leave it out, or leave it 1, whatever
    their units; then only what is left of it, a map projection's factor near 1, counts.
    """
    declared = _number(getattr(conversion, "Scale", None)) or 1.0
    factors = (declared * map_unit_m / unit_m, declared)
    usable = next((factor for factor in factors if abs(factor - 1.0) <= MAX_PROJECTION), None)
    return (1.0, declared) if usable is None else (usable, None)


def _declared(conversion: Any, middle_m: FloatArray, unit_m: float) -> Placing:  # noqa: ANN401 - an entity of a foreign library
    """Return the placing that a map conversion declares, tried in metres and in millimetres."""
    target = conversion.TargetCRS
    name = str(getattr(target, "Name", "") or "")
    easting, northing, height = (_number(v) for v in (conversion.Eastings, conversion.Northings, conversion.OrthogonalHeight))
    rotation = _rotation_rad(conversion)
    if not any(known in name.upper() for known in RD_NAMES):
        return Placing("local", refused=f"{name or '?'} ({easting:.6g}, {northing:.6g})")
    declared = _map_unit_m(target)
    scale, odd = _scale(conversion, declared, unit_m)
    for unit in (declared, _MILLI if declared == 1.0 else 1.0):
        shift = (easting * unit, northing * unit, height * unit)
        placing = Placing("map_conversion", shift, rotation, scaled=unit != declared, scale=scale, odd_scale=odd)
        x, y, _ = placing.placed(middle_m)
        if looks_like_rd([(float(x), float(y))]):
            return placing
    return Placing("local", refused=f"{name} ({easting:.6g}, {northing:.6g})")


def placing_of(model: ifcopenshell.file, corners_m: FloatArray, unit_m: float) -> Placing:
    """Return where a model stands.

    Args:
        model: the file; IFC2X3 has no map conversion.
        corners_m: positions of its triangles in model metres, shape (n, 3, 3).
        unit_m: metres in a length unit of the model.

    Returns:
        The declared map conversion when it lands in the Netherlands in RD (as declared, else in millimetres); the model's own
        positions when they do; else a local frame, moved to the model's low corner when the model lies far from its own origin.
    """
    middle = np.median(corners_m.reshape(-1, 3), axis=0)
    refused = ""
    for conversion in _conversions(model)[:1]:
        placing = _declared(conversion, middle, unit_m)
        if placing.is_rd:
            return placing
        refused = placing.refused
    if looks_like_rd([(float(middle[0]), float(middle[1]))]):
        return Placing("in_rd", refused=refused)
    far = float(np.abs(corners_m[:, :, :2]).max()) > MAX_LOCAL_M / 2.0
    low = np.floor(corners_m.min(axis=(0, 1)))
    return Placing("local", (-float(low[0]), -float(low[1]), 0.0) if far else (0.0, 0.0, 0.0), refused=refused)
