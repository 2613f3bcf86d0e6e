"""A roof outline from a DXF drawing: closed polylines in model space, with the unit that the drawing declares."""

from __future__ import annotations

import importlib.util
from typing import Any

import numpy as np
from shapely.geometry import Polygon as Plan

from catalogue.documents.building import Building, Roof, Site
from catalogue.documents.evidence import Source
from catalogue.errors import IncompleteRequest, NotFound, Phrase, UnreadableInput
from configurator.host.readers.content import BuildingSummary, Choice, Content
from configurator.host.readers.outline_building import summary_of
from configurator.host.readers.outlines import coordinate_system
from configurator.host.readers.pand import IDS_SHOWN, slug
from configurator.host.rings import MAX_LOCAL_M, MAX_RING_VERTICES, checked_polygon, looks_like_rd, polygon_document

MAX_BYTES = 50_000_000
METRES = {4: 0.001, 5: 0.01, 6: 1.0}
"""Metres in a drawing unit, by the code of `$INSUNITS` (millimetres, centimetres, metres)."""

FLATTEN_M = 0.01
_TRIANGLE = 3
Rings = tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


def is_dxf(content: Content) -> bool:
    """Return whether a file is a DXF drawing."""
    return content.magic == "dxf"


def _drawing(content: Content) -> Any:  # noqa: ANN401 - a document of a foreign library
    if importlib.util.find_spec("ezdxf") is None:
        raise UnreadableInput("dxf-needs-ezdxf", where=content.where)
    import ezdxf

    library: Any = ezdxf
    size = content.path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableInput("dxf-too-large", where=content.where, size_mb=size / 1000000.0, most_mb=MAX_BYTES / 1000000.0)
    try:
        return library.readfile(content.path)
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, library.DXFError):
        raise UnreadableInput("dxf-broken", where=content.where) from None


def _scale(drawing: Any, where: str) -> float:  # noqa: ANN401 - a document of a foreign library
    code = int(drawing.header.get("$INSUNITS", 0))
    if code not in METRES:
        raise UnreadableInput("dxf-no-unit", where=where, setting=code)
    return METRES[code]


def outlines(content: Content) -> Rings:
    """Return the closed polylines of a drawing in metres, the largest first, named by layer and number. Raises UnreadableInput."""
    drawing = _drawing(content)
    scale = _scale(drawing, content.where)
    import ezdxf.path

    library: Any = ezdxf.path
    found: list[tuple[float, str, tuple[tuple[float, float], ...]]] = []
    for number, item in enumerate(drawing.modelspace().query("LWPOLYLINE POLYLINE"), 1):
        closed = bool(getattr(item, "closed", False)) or bool(getattr(item, "is_closed", False))
        if not closed:
            continue
        points = np.array([(p.x, p.y) for p in library.make_path(item).flattening(FLATTEN_M / scale)]) * scale
        ring = tuple((round(float(x), 4), round(float(y), 4)) for x, y in points)
        if _TRIANGLE <= len(ring) <= MAX_RING_VERTICES + 1:
            found.append((-Plan(ring).area, slug(f"{item.dxf.layer}-{number}"), ring))
    if not found:
        raise UnreadableInput("dxf-no-polyline", where=content.where)
    return tuple((name, ring) for _, name, ring in sorted(found))


def _building(name: str, ring: tuple[tuple[float, float], ...], content: Content, choice: Choice) -> Building:
    """Return the building document of one polyline: in RD when its positions are, or the caller says so, else in its own frame."""
    declared = None if choice.crs is None else coordinate_system(choice.crs, content.where)
    if declared == "degrees":
        raise UnreadableInput("dxf-degrees", where=content.where)
    in_rd = declared == "rd" or looks_like_rd(ring)
    if not in_rd and max(abs(value) for point in ring for value in point) > MAX_LOCAL_M:
        raise UnreadableInput("dxf-far-from-origin", where=content.where, most_km=MAX_LOCAL_M / 1000)
    crs = "EPSG:28992" if in_rd else None
    polygon = checked_polygon(ring, (), Phrase("polyline-of-file", {"where": content.where, "name": name}), crs=crs)
    return Building(
        id=name,
        sources={"dxf": _source(content.where, name)},
        site=Site(crs="EPSG:28992") if in_rd else Site(),
        roof=Roof(polygon=polygon_document(polygon)),
    )


def _source(where: str, name: str) -> Source:
    return Source(
        title="DXF drawing",
        title_nl="DXF-tekening",
        reference=f"{where}, closed polyline {name}",
        reference_nl=f"{where}, gesloten polylijn {name}",
    )


def _chosen(found: Rings, wanted: str | None, where: str) -> tuple[str, tuple[tuple[float, float], ...]]:
    some = ", ".join(name for name, _ in found[:IDS_SHOWN])
    if wanted is None and len(found) > 1:
        raise IncompleteRequest("dxf-several", where=where, count=len(found), some=some, pointers=("/building",))
    chosen = next((one for one in found if wanted in (None, one[0])), None)
    if chosen is None:
        raise NotFound("dxf-no-such-polyline", where=where, wanted=wanted, some=some, pointers=("/building",))
    return chosen


def read_dxf(content: Content, choice: Choice) -> Building:
    """Read one outline of a drawing. Raises UnreadableInput, IncompleteRequest or NotFound."""
    return _building(*_chosen(outlines(content), choice.building_id, content.where), content, choice)


def list_dxf(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every closed polyline, or of the one that is named."""
    found = outlines(content)
    if choice.building_id is not None:
        found = (_chosen(found, choice.building_id, content.where),)
    return tuple(summary_of(_building(name, ring, content, choice)) for name, ring in found)
