"""A roof outline from GeoJSON: in RD when the file or the caller says so, else longitude and latitude as RFC 7946 prescribes.

RD coordinates without a declared system are refused: other software reads them as degrees without a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from pyproj import Transformer

from catalogue.documents.building import Building, Roof, Site
from catalogue.documents.evidence import Fact, Source
from catalogue.documents.finding import Finding, finding
from catalogue.errors import IncompleteRequest, NotFound, UnreadableInput
from configurator.host.overlay import known_fields, overlay
from configurator.host.readers.attributes import ground_nap_m, pand_id, year_built
from configurator.host.readers.content import BuildingSummary, Choice, Content, Json
from configurator.host.readers.pand import IDS_SHOWN, slug
from configurator.host.rings import LAT_DEG, LON_DEG, MAX_RING_VERTICES, Ring, checked_polygon, inside, looks_like_rd, polygon_document

KINDS = ("FeatureCollection", "Feature", "Polygon", "MultiPolygon")
SYSTEMS: dict[str, Literal["rd", "degrees"]] = {"28992": "rd", "7415": "rd", "4326": "degrees", "4258": "degrees", "CRS84": "degrees"}
"""Coordinate systems that are read, by the end of their name."""

CONVERSION_ERROR_M = 0.2
"""Largest error of the conversion from degrees without the RDNAPTRANS2018 grid, metres, over the whole country."""

WGS84_TO_RD = "WGS84 to RD without the RDNAPTRANS grid: up to 0.2 m off"

NOT_FROM_PROPERTIES = (
    "id",
    "name",
    "type",
    "schema_version",
    "sources",
    "site",
    "roof",
    "structure",
    "obstacles",
    "edges",
    "bearing_lines",
)
"""Fields that a GeoJSON property of the same name would not mean."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One polygon of a file with its properties; rings as in the file."""

    id: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    properties: Mapping[str, Any]
    has_heights: bool = False
    """True when positions carry a third number; heights beside degrees are ellipsoidal, some 43 m above NAP."""


def is_geojson(content: Content) -> bool:
    """Return whether a file is GeoJSON with something that can be an outline."""
    return content.kind in KINDS


def coordinate_system(name: str, where: str) -> Literal["rd", "degrees"]:
    """Return what a coordinate system's name stands for. Raises UnreadableInput for one that is not read."""
    code = re.split(r"[:/#]", name.strip().rstrip("/"))[-1].upper()
    if code not in SYSTEMS:
        raise UnreadableInput(f"{where} is in {name[:60]!r}, which is not read; give EPSG:28992 (RD) or EPSG:4326 (longitude, latitude).")
    return SYSTEMS[code]


def _declared(data: Mapping[str, Any]) -> str | None:
    """Return the name in a `crs` member, or None."""
    member = data.get("crs")
    if not isinstance(member, dict):
        return None
    properties = member.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else None


def _place_system(data: Mapping[str, Any]) -> str | None:
    """Return the system of the `place` members of JSON-FG (OGC 21-045), or None for plain GeoJSON."""
    features = data.get("features")
    first = features[0] if isinstance(features, list) and features else data
    placed = isinstance(first, dict) and isinstance(first.get("place"), dict)
    name = data.get("coordRefSys") or (first.get("coordRefSys") if isinstance(first, dict) else None)
    return name if placed and isinstance(name, str) else None


def _geometry_of(feature: Mapping[str, Any]) -> Json:
    """Return the polygon of a feature: JSON-FG's `place` (the base of a prism) wins over the geometry in degrees."""
    place = feature.get("place")
    if isinstance(place, dict):
        return place.get("base") if place.get("type") == "Prism" else place
    return feature.get("geometry")


def _system(data: Mapping[str, Any], given: str | None, where: str) -> Literal["rd", "degrees"] | None:
    """Return the system that the file or the caller declares. Raises UnreadableInput when they contradict each other."""
    declared = _place_system(data) or _declared(data)
    in_file = None if declared is None else coordinate_system(declared, where)
    in_call = None if given is None else coordinate_system(given, where)
    if in_file and in_call and in_file != in_call:
        raise UnreadableInput(f"{where} declares {declared}, but {given} was asked for; leave one of them out.")
    return in_call or in_file


def _ring(value: Json, where: str) -> tuple[tuple[float, float], ...]:
    """Return a ring as plan positions. Raises UnreadableInput when it is no list of positions."""
    if not isinstance(value, list) or any(not isinstance(p, list) or len(p) < 2 for p in value):  # noqa: PLR2004 - x and y
        raise UnreadableInput(f"{where} has a ring that is no list of positions [x, y]; export it again.")
    try:
        return tuple((float(p[0]), float(p[1])) for p in value)
    except (TypeError, ValueError, OverflowError):
        raise UnreadableInput(f"{where} has a position that is no pair of numbers; export it again.") from None


def _outline(feature: Json, number: int, where: str) -> Outline:
    """Return the polygon of one feature or bare geometry. Raises UnreadableInput."""
    if not isinstance(feature, dict):
        raise UnreadableInput(f"{where} has a feature that is no object; export it again.")
    geometry = _geometry_of(feature) if feature.get("type") == "Feature" else feature
    properties = feature.get("properties") if isinstance(feature.get("properties"), dict) else {}
    properties = properties or {}
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    rings = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "MultiPolygon" and isinstance(rings, list):
        if len(rings) != 1:
            raise UnreadableInput(f"{where}, feature {number}, has {len(rings)} separate parts; give one polygon for each building.")
        kind, rings = "Polygon", rings[0]
    if kind != "Polygon" or not isinstance(rings, list) or not rings:
        raise UnreadableInput(f"{where}, feature {number}, is {kind or 'empty'}; a roof outline is a Polygon with coordinates.")
    name = properties.get("identificatie") or feature.get("id") or properties.get("id") or f"building-{number}"
    checked = tuple(_ring(ring, where) for ring in rings)
    has_heights = any(len(position) > 2 for ring in rings for position in ring)  # noqa: PLR2004 - x, y and z
    return Outline(slug(str(name)), checked, properties, has_heights)


def outlines(content: Content) -> tuple[Outline, ...]:
    """Return every polygon of a GeoJSON file. Raises UnreadableInput."""
    features = content.first.get("features") if content.kind == "FeatureCollection" else [content.first]
    if not isinstance(features, list) or not features:
        raise UnreadableInput(f"{content.where} has no features; give at least one polygon.")
    return tuple(_outline(feature, number, content.where) for number, feature in enumerate(features, 1))


@cache
def _to_rd() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)


def _ring_to_rd(ring: Ring) -> tuple[tuple[float, float], ...]:
    """Return longitudes and latitudes as RD metres, whole millimetres."""
    lon, lat = np.asarray(ring, dtype=np.float64).T
    x, y = _to_rd().transform(lon, lat)
    return tuple((round(float(a), 3), round(float(b), 3)) for a, b in zip(x, y, strict=True))


def _check_degrees(ring: Ring, where: str, *, declared: bool) -> None:
    """Refuse positions that are not longitude and latitude in the Netherlands, each mistake in its own words."""
    if all(inside(x, LON_DEG) and inside(y, LAT_DEG) for x, y in ring):
        return
    x, y = ring[0]
    if declared:
        advice = "check the coordinate system"
    elif looks_like_rd(ring):
        advice = "they look like RD, so declare it (crs EPSG:28992); without a declaration GeoJSON is longitude and latitude"
    elif all(inside(a, LAT_DEG) and inside(b, LON_DEG) for a, b in ring):
        advice = "they look like latitude first; GeoJSON has longitude first"
    else:
        advice = "give longitude and latitude, or RD with its declaration (crs EPSG:28992)"
    raise UnreadableInput(
        f"{where} has positions such as ({x:.6g}, {y:.6g}) that are no longitude and latitude in the Netherlands; {advice}."
    )


def _rd_rings(outline: Outline, system: Literal["rd", "degrees"] | None, where: str) -> Sequence[Ring]:
    """Return the rings in RD metres. Raises UnreadableInput when they are not what they are declared to be."""
    if any(len(ring) - 1 > MAX_RING_VERTICES for ring in outline.rings):
        longest = max(len(ring) - 1 for ring in outline.rings)
        raise UnreadableInput(f"{where} has {longest} vertices; at most {MAX_RING_VERTICES} are read, so simplify it first.")
    if system == "rd":
        return outline.rings
    for ring in outline.rings:
        _check_degrees(ring, where, declared=system == "degrees")
    return [_ring_to_rd(ring) for ring in outline.rings]


def _conversion_notes(outline: Outline) -> tuple[Finding, ...]:
    """Return what converting from degrees did: a known error in plan, and heights that were left out because they are not NAP."""
    shifted = finding("READ-COORDINATES-SHIFTED", subjects=("/roof/polygon",), error_m=CONVERSION_ERROR_M)
    return (shifted, finding("READ-HEIGHT-ELLIPSOIDAL", subjects=("/roof",))) if outline.has_heights else (shifted,)


def building_of_outline(outline: Outline, system: Literal["rd", "degrees"] | None, where: str) -> Building:
    """Return the building document of one outline; properties with the name of a building field are facts that the file declares."""
    name = f"{where}: outline {outline.id}"
    rings = _rd_rings(outline, system, name)
    polygon = checked_polygon(rings[0], rings[1:], name, crs="EPSG:28992")
    year, ground, bag = year_built(outline.properties), ground_nap_m(outline.properties), pand_id(outline.properties, outline.id)
    reference = where if system == "rd" else f"{where}; {WGS84_TO_RD}"
    building = Building(
        id=outline.id,
        sources={"geojson": Source(title="GeoJSON file", reference=reference)},
        site=Site(crs="EPSG:28992"),
        roof=Roof(polygon=polygon_document(polygon)),
        year_built=None if year is None else Fact[int](value=year, source="geojson"),
        ground_nap_m=None if ground is None else Fact[float](value=round(ground.value, 3), source="geojson"),
        bag_ids=() if bag is None else (bag,),
        findings=() if system == "rd" else _conversion_notes(outline),
    )
    fields = [name for name in known_fields() if name not in NOT_FROM_PROPERTIES and "." not in name]
    facts = {name: outline.properties[name] for name in fields if outline.properties.get(name) is not None}
    return overlay(building, facts, source="geojson") if facts else building


def chosen_outline(found: tuple[Outline, ...], building_id: str | None, where: str) -> Outline:
    """Return the outline that is meant. Raises IncompleteRequest or NotFound."""
    some = ", ".join(outline.id for outline in found[:IDS_SHOWN])
    if building_id is None and len(found) > 1:
        raise IncompleteRequest(
            f"{where} holds {len(found)} outlines; say which one (building id), for example {some}.", pointers=("/building",)
        )
    if building_id is None:
        return found[0]
    for outline in found:
        if building_id in (outline.id, pand_id(outline.properties, outline.id)):
            return outline
    raise NotFound(f"{where} has no outline {building_id!r}; it holds {len(found)}, for example {some}.", pointers=("/building",))


def read_geojson(content: Content, choice: Choice) -> Building:
    """Read one building from GeoJSON.

    Raises:
        UnreadableInput: no polygon, an undeclared or wrong coordinate system, a ring that is no proper outline.
        IncompleteRequest: several outlines and no building id.
        NotFound: no outline of that id, or a roof level other than 1.
    """
    system = _system(content.first, choice.crs, content.where)
    outline = chosen_outline(outlines(content), choice.building_id, content.where)
    if choice.roof_level not in (None, "1"):
        raise NotFound(f"{content.where} has one roof level, 1, not {choice.roof_level!r}.", pointers=("/roof/level_id",))
    return building_of_outline(outline, system, content.where)


def list_geojson(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every outline of a GeoJSON file, or of the one that is named."""
    system = _system(content.first, choice.crs, content.where)
    found = outlines(content)
    if choice.building_id is not None:
        found = (chosen_outline(found, choice.building_id, content.where),)
    return tuple(summary_of(building_of_outline(outline, system, content.where)) for outline in found)


def summary_of(building: Building) -> BuildingSummary:
    """Return the summary of a building document."""
    roof, crs = building.roof, building.site.crs
    area = checked_polygon(roof.polygon.outer, roof.polygon.holes, f"Roof of building {building.id}", crs=crs).area
    height = None if roof.height_above_ground_m is None else roof.height_above_ground_m.value
    if height is None and roof.level_nap_m is not None and building.ground_nap_m is not None:
        height = round(roof.level_nap_m.value - building.ground_nap_m.value, 2)
    year = None if building.year_built is None else building.year_built.value
    return BuildingSummary(building.id, year, 1, round(area, 1), height)
