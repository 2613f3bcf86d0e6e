"""Outlines of buildings, whatever file they came from: which one is meant, and where it lies in RD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, TypeAlias

import numpy as np
from pyproj import Transformer
from shapely.geometry import Polygon

from catalogue.errors import IncompleteRequest, NotFound, Phrase, Said, UnreadableInput
from configurator.host.readers.attributes import pand_id
from configurator.host.readers.pand import IDS_SHOWN, slug
from configurator.host.readers.rows import Box
from configurator.host.rings import LAT_DEG, LON_DEG, MAX_RING_VERTICES, Ring, checked_polygon, inside, looks_like_rd

System: TypeAlias = Literal["rd", "degrees"] | None
"""What a file's positions are; None when nobody declares it, and then they are longitude and latitude (RFC 7946)."""

SYSTEMS: dict[str, Literal["rd", "degrees"]] = {"28992": "rd", "7415": "rd", "4326": "degrees", "4258": "degrees", "CRS84": "degrees"}
"""Coordinate systems that are read, by the end of their name."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One polygon of a file with its properties; rings as in the file."""

    id: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    properties: Mapping[str, Any]
    has_heights: bool = False
    """True when positions carry a third number; heights beside degrees are ellipsoidal, some 43 m above NAP."""


@dataclass(frozen=True, slots=True)
class OutlineFile:
    """Every outline of a file, and what its positions are."""

    where: str
    """The file's name."""
    source: str
    """Id of the source in a building document."""
    title: str
    """What kind of file it is."""
    system: System
    outlines: tuple[Outline, ...]


def coordinate_system(name: str, where: str) -> Literal["rd", "degrees"]:
    """Return what a coordinate system's name stands for. Raises UnreadableInput for one that is not read."""
    code = re.split(r"[:/#]", name.strip().rstrip("/"))[-1].upper()
    if code not in SYSTEMS:
        raise UnreadableInput("outline-crs", where=where, crs=name[:60])
    return SYSTEMS[code]


@cache
def _to_rd() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)


def _ring_to_rd(ring: Ring) -> tuple[tuple[float, float], ...]:
    """Return longitudes and latitudes as RD metres, whole millimetres."""
    lon, lat = np.asarray(ring, dtype=np.float64).T
    x, y = _to_rd().transform(lon, lat)
    return tuple((round(float(a), 3), round(float(b), 3)) for a, b in zip(x, y, strict=True))


def _check_degrees(ring: Ring, where: Said, *, declared: bool) -> None:
    """Refuse positions that are not longitude and latitude in the Netherlands, each mistake in its own words."""
    if all(inside(x, LON_DEG) and inside(y, LAT_DEG) for x, y in ring):
        return
    x, y = ring[0]
    if declared:
        advice = Phrase("hint-check-crs")
    elif looks_like_rd(ring):
        advice = Phrase("hint-looks-like-rd")
    elif all(inside(a, LAT_DEG) and inside(b, LON_DEG) for a, b in ring):
        advice = Phrase("hint-latitude-first")
    else:
        advice = Phrase("hint-degrees-or-rd")
    raise UnreadableInput("outline-not-degrees", where=where, x=x, y=y, advice=advice)


def _rd_rings(outline: Outline, system: System, where: Said) -> Sequence[Ring]:
    """Return the rings in RD metres. Raises UnreadableInput when they are not what they are declared to be."""
    if any(len(ring) - 1 > MAX_RING_VERTICES for ring in outline.rings):
        longest = max(len(ring) - 1 for ring in outline.rings)
        raise UnreadableInput("ring-too-long", where=where, count=longest, most=MAX_RING_VERTICES)
    if system == "rd":
        return outline.rings
    for ring in outline.rings:
        _check_degrees(ring, where, declared=system == "degrees")
    return [_ring_to_rd(ring) for ring in outline.rings]


def unique(found: Sequence[Outline]) -> tuple[Outline, ...]:
    """Return outlines under ids that are different from each other: those that share one are numbered, so that none hides another."""
    total, seen = Counter(outline.id for outline in found), Counter[str]()
    named: list[Outline] = []
    for outline in found:
        seen[outline.id] += 1
        name = outline.id if total[outline.id] == 1 else slug(f"{outline.id[:70]}-{seen[outline.id]}")
        named.append(replace(outline, id=name))
    return tuple(named)


def chosen_outline(file: OutlineFile, building_id: str | None) -> Outline:
    """Return the outline that is meant. Raises IncompleteRequest or NotFound."""
    where, found = file.where, file.outlines
    some = ", ".join(outline.id for outline in found[:IDS_SHOWN])
    if building_id is None and len(found) > 1:
        raise IncompleteRequest("outlines-several", where=where, count=len(found), some=some, pointers=("/building",))
    if building_id is None:
        return found[0]
    hits = [outline for outline in found if building_id in (outline.id, pand_id(outline.properties, outline.id))]
    if not hits:
        raise NotFound("outline-unknown", where=where, wanted=building_id, count=len(found), some=some, pointers=("/building",))
    if len(hits) > 1:
        names = ", ".join(outline.id for outline in hits[:IDS_SHOWN])
        raise IncompleteRequest("outlines-same-id", where=where, count=len(hits), wanted=building_id, names=names, pointers=("/building",))
    return hits[0]


def plan_of(outline: Outline, file: OutlineFile) -> Polygon:
    """Return an outline as a polygon in RD, metres. Raises UnreadableInput when it is no proper outline, or lies elsewhere."""
    name = Phrase("outline-of-file", {"where": file.where, "outline": outline.id})
    rings = _rd_rings(outline, file.system, name)
    return checked_polygon(rings[0], rings[1:], name, crs="EPSG:28992")


def boxes_of(file: OutlineFile) -> dict[str, Box]:
    """Return the bounding box of every outline in RD, metres; those without finite positions are left out."""
    rings = [outline.rings[0] for outline in file.outlines]
    points = np.asarray([point for ring in rings for point in ring], dtype=np.float64).reshape(-1, 2)
    if file.system != "rd":
        points = np.column_stack(_to_rd().transform(points[:, 0], points[:, 1]))
    ends = np.cumsum([len(ring) for ring in rings])
    found: dict[str, Box] = {}
    for outline, part in zip(file.outlines, np.split(points, ends[:-1]), strict=True):
        if len(part) and np.isfinite(part).all():
            (x0, y0), (x1, y1) = part.min(axis=0), part.max(axis=0)
            found[outline.id] = (float(x0), float(y0), float(x1), float(y1))
    return found
