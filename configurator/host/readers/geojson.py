"""A roof outline from GeoJSON: in RD when the file or the caller says so, else longitude and latitude as RFC 7946 prescribes.

RD coordinates without a declared system are refused: other software reads them as degrees without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.documents.building import Building
from catalogue.errors import Phrase, UnreadableInput
from configurator.host.readers.content import BuildingSummary, Choice, Content, Json
from configurator.host.readers.outline_building import list_outlines, outlines_standing, read_outline
from configurator.host.readers.outlines import Outline, OutlineFile, System, coordinate_system, unique
from configurator.host.readers.pand import slug
from configurator.host.readers.surroundings import Standing

KINDS = ("FeatureCollection", "Feature", "Polygon", "MultiPolygon")


def is_geojson(content: Content) -> bool:
    """Return whether a file is GeoJSON with something that can be an outline."""
    return content.kind in KINDS


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


def _system(data: Mapping[str, Any], given: str | None, where: str) -> System:
    """Return the system that the file or the caller declares. Raises UnreadableInput when they contradict each other."""
    declared = _place_system(data) or _declared(data)
    in_file = None if declared is None else coordinate_system(declared, where)
    in_call = None if given is None else coordinate_system(given, where)
    if in_file and in_call and in_file != in_call:
        raise UnreadableInput("geojson-crs-twice", where=where, declared=declared, given=given)
    return in_call or in_file


def _ring(value: Json, where: str) -> tuple[tuple[float, float], ...]:
    """Return a ring as plan positions. Raises UnreadableInput when it is no list of positions."""
    if not isinstance(value, list) or any(not isinstance(p, list) or len(p) < 2 for p in value):  # noqa: PLR2004 - x and y
        raise UnreadableInput("geojson-ring", where=where)
    try:
        return tuple((float(p[0]), float(p[1])) for p in value)
    except (TypeError, ValueError, OverflowError):
        raise UnreadableInput("geojson-position", where=where) from None


def _outline(feature: Json, number: int, where: str) -> Outline:
    """Return the polygon of one feature or bare geometry. Raises UnreadableInput."""
    if not isinstance(feature, dict):
        raise UnreadableInput("geojson-feature", where=where)
    geometry = _geometry_of(feature) if feature.get("type") == "Feature" else feature
    properties = feature.get("properties") if isinstance(feature.get("properties"), dict) else {}
    properties = properties or {}
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    rings = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "MultiPolygon" and isinstance(rings, list):
        if len(rings) != 1:
            raise UnreadableInput("geojson-parts", where=where, number=number, count=len(rings))
        kind, rings = "Polygon", rings[0]
    if kind != "Polygon" or not isinstance(rings, list) or not rings:
        raise UnreadableInput("geojson-other-geometry", where=where, number=number, kind=kind or Phrase("empty"))
    name = properties.get("identificatie") or feature.get("id") or properties.get("id") or f"building-{number}"
    checked = tuple(_ring(ring, where) for ring in rings)
    has_heights = any(len(position) > 2 for ring in rings for position in ring)  # noqa: PLR2004 - x, y and z
    return Outline(slug(str(name)), checked, properties, has_heights)


def outlines(content: Content) -> tuple[Outline, ...]:
    """Return every polygon of a GeoJSON file. Raises UnreadableInput."""
    features = content.first.get("features") if content.kind == "FeatureCollection" else [content.first]
    if not isinstance(features, list) or not features:
        raise UnreadableInput("geojson-no-features", where=content.where)
    return tuple(_outline(feature, number, content.where) for number, feature in enumerate(features, 1))


def _file(content: Content, choice: Choice) -> OutlineFile:
    system = _system(content.first, choice.crs, content.where)
    return OutlineFile(content.where, "geojson", "GeoJSON file", system, unique(outlines(content)))


def read_geojson(content: Content, choice: Choice) -> Building:
    """Read one building from GeoJSON.

    Raises:
        UnreadableInput: no polygon, an undeclared or wrong coordinate system, a ring that is no proper outline.
        IncompleteRequest: several outlines and no building id.
        NotFound: no outline of that id, or a roof level other than 1.
    """
    return read_outline(_file(content, choice), choice)


def list_geojson(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every outline of a GeoJSON file, or of the one that is named."""
    return list_outlines(_file(content, choice), choice)


def geojson_standing(content: Content, choice: Choice) -> Iterator[Standing]:
    """Yield every outline of a GeoJSON file as it stands there."""
    return outlines_standing(_file(content, choice))
