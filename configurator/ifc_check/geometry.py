"""Bodies against what the file says of them: quantities, layers, closed solids, far from the origin, in their opening."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from configurator.ifc_check.solids import Solid, Solids, name_of, opening_solid
from configurator.ifc_check.verdicts import CheckResult, judged

if TYPE_CHECKING:
    import ifcopenshell

QUANTITY_SHARE = 1e-3
"""Largest difference between a stated and a drawn quantity, as a share of the drawn one."""
SMALL_M3 = 1e-5
LAYER_M = 1e-3
FAR_M = 5_000.0
"""Coordinates further from the zero-point lose millimetres in viewers that work in single precision (BIM basis ILS 3.2)."""
FILLING_M = 0.1
"""A frame may stick out of its opening this far along the wall."""
FILLING_DEPTH_M = 0.6
"""... and this far through it: sills, and frames in front of the wall."""


def _differs(stated: float, drawn: float) -> bool:
    return abs(stated - drawn) > max(QUANTITY_SHARE * abs(drawn), SMALL_M3)


def _stated(product: Any) -> dict[str, float]:  # noqa: ANN401 - an entity of a foreign library
    """Return the base quantities of a product, in the file's units."""
    import ifcopenshell.util.element

    sets: dict[str, dict[str, Any]] = ifcopenshell.util.element.get_psets(product, qtos_only=True)
    base = {name: values for name, values in sets.items() if "BaseQuantities" in name}
    return {key: float(v) for values in base.values() for key, v in values.items() if isinstance(v, int | float) and key != "id"}


def _scales(model: ifcopenshell.file) -> tuple[float, float, float]:
    """Return what one length, area and volume unit of the file is, in m, m2 and m3."""
    import ifcopenshell.util.unit

    length, area, volume = (ifcopenshell.util.unit.calculate_unit_scale(model, kind) for kind in ("LENGTHUNIT", "AREAUNIT", "VOLUMEUNIT"))
    return float(length), float(area), float(volume)


def _is_gross(stated_m3: float, solid: Solid) -> bool:
    """Return whether a volume without openings lies between the body and the box around it."""
    box_m3 = float(np.prod(solid.local.max(axis=0) - solid.local.min(axis=0)))
    slack = 1.0 + QUANTITY_SHARE
    return solid.volume_m3 / slack - SMALL_M3 <= stated_m3 <= box_m3 * slack + SMALL_M3


def check_quantities(model: ifcopenshell.file, solids: Solids) -> CheckResult:
    """Compare stated net volumes, or gross ones without openings, and the sizes of windows and doors, with the bodies."""
    length, area, volume = _scales(model)
    checked, wrong = 0, []
    for solid in solids.by_id.values():
        stated = _stated(solid.product)
        if "NetVolume" in stated and solid.is_closed:
            checked += 1
            if _differs(stated["NetVolume"] * volume, solid.volume_m3):
                wrong.append(f"{name_of(solid.product)}: NetVolume {stated['NetVolume'] * volume:.3f}, body {solid.volume_m3:.3f} m3")
            if not _is_gross(stated.get("GrossVolume", stated["NetVolume"]) * volume, solid):
                wrong.append(f"{name_of(solid.product)}: GrossVolume {stated['GrossVolume'] * volume:.3f} m3 is not between body and box")
        if solid.product.is_a("IfcSlab") and {"NetArea", "Width"} <= set(stated) and solid.is_closed:
            checked += 1
            if _differs(stated["NetArea"] * area * stated["Width"] * length, solid.volume_m3):
                wrong.append(f"{name_of(solid.product)}: NetArea x Width is not the volume {solid.volume_m3:.3f} m3")
        if solid.product.is_a() in ("IfcWindow", "IfcDoor") and {"Width", "Height", "Area"} <= set(stated):
            checked += 1
            if _differs(stated["Width"] * stated["Height"] * length**2, stated["Area"] * area):
                wrong.append(f"{name_of(solid.product)}: Width x Height is not the area {stated['Area'] * area:.3f} m2")
    return judged("GEO-QUANTITY", "geometry", checked, wrong)


def check_layers(model: ifcopenshell.file, solids: Solids) -> CheckResult:
    """Compare the sum of the material layers with the thickness of the body in its own frame."""
    import ifcopenshell.util.element

    scale = _scales(model)[0]
    checked, wrong = 0, []
    for solid in solids.by_id.values():
        material: Any = ifcopenshell.util.element.get_material(solid.product, should_skip_usage=True)
        if material is None or not material.is_a("IfcMaterialLayerSet"):
            continue
        checked += 1
        total = sum(layer.LayerThickness for layer in material.MaterialLayers) * scale
        extents = solid.local.max(axis=0) - solid.local.min(axis=0)
        if float(np.abs(extents - total).min()) > LAYER_M:
            wrong.append(f"{name_of(solid.product)}: layers {total:.4f} m, body {' x '.join(f'{e:.4f}' for e in extents)} m")
    return judged("GEO-LAYERS", "geometry", checked, wrong)


def check_closed(_model: ifcopenshell.file, solids: Solids) -> CheckResult:
    """Look for bodies with a hole in their skin, turned inside out, or that the kernel could not make."""
    wrong = [f"{name_of(s.product)}: not closed" for s in solids.by_id.values() if not s.is_closed]
    wrong += [f"{name_of(s.product)}: volume {s.volume_m3:.4f} m3" for s in solids.by_id.values() if s.is_closed and s.volume_m3 <= 0.0]
    wrong += [f"{name_of(p)}: no body could be made" for p in solids.without]
    return judged("GEO-CLOSED", "geometry", len(solids.by_id) + len(solids.without), wrong)


def check_origin(_model: ifcopenshell.file, solids: Solids) -> CheckResult:
    """Look for bodies far from the file's zero-point."""
    wrong = []
    for solid in solids.by_id.values():
        distance = float(np.abs(solid.world).max())
        if distance > FAR_M:
            wrong.append(f"{name_of(solid.product)}: {distance / 1000.0:.1f} km from the zero-point")
    return judged("GEO-ORIGIN", "geometry", len(solids.by_id), wrong)


def _out_of_opening(filling: Solid, opening: Solid) -> float:
    """Return how far a filling sticks out of its opening beyond what is allowed, metres; in the opening's own frame."""
    inverse = np.linalg.inv(opening.matrix)
    points = filling.world @ inverse[:3, :3].T + inverse[:3, 3]
    low, high = opening.local.min(axis=0), opening.local.max(axis=0)
    allowed = np.full(3, FILLING_M)
    allowed[int(np.argmin(high - low))] = FILLING_DEPTH_M
    outside = np.maximum(low - points.min(axis=0), points.max(axis=0) - high) - allowed
    return float(outside.max())


def _fillings(model: ifcopenshell.file) -> Iterator[Any]:
    for ifc_class in ("IfcWindow", "IfcDoor"):
        yield from model.by_type(ifc_class)


def check_fillings(model: ifcopenshell.file, solids: Solids) -> CheckResult:
    """Look for windows and doors that fill no opening, or that stand beside the one that they fill."""
    checked, wrong = 0, []
    for product in _fillings(model):
        relations = product.FillsVoids
        if not relations:
            checked += 1
            wrong.append(f"{name_of(product)}: fills no opening")
            continue
        filling, opening = solids.of(product), opening_solid(model, relations[0].RelatingOpeningElement)
        if filling is None or opening is None:
            continue
        checked += 1
        outside = _out_of_opening(filling, opening)
        if outside > 0.0:
            wrong.append(f"{name_of(product)}: {outside + FILLING_M:.2f} m out of its opening")
    return judged("GEO-FILLING", "geometry", checked, wrong)
