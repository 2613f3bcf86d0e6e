"""Outlines from GeoParquet 1.x (needs pyarrow, the extra `optop[geo]`)."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry import Polygon

from catalogue.documents.building import Building
from catalogue.errors import UnreadableInput
from configurator.host.readers.content import BuildingSummary, Choice, Content
from configurator.host.readers.outline_building import list_outlines, outlines_standing, read_outline
from configurator.host.readers.outlines import Outline, OutlineFile, coordinate_system, unique
from configurator.host.readers.pand import slug
from configurator.host.readers.surroundings import Standing

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000


def is_geoparquet(content: Content) -> bool:
    """Return whether a file is Parquet."""
    return content.magic == "parquet"


def _table(content: Content) -> Any:  # noqa: ANN401 - a table of a library without types
    if importlib.util.find_spec("pyarrow") is None:
        raise UnreadableInput("geoparquet-needs-pyarrow", where=content.where)
    import pyarrow as pa
    from pyarrow import parquet

    size = content.path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableInput("geoparquet-too-large", where=content.where, size_mb=size / 1000000.0, most_mb=MAX_BYTES / 1000000.0)
    try:
        return parquet.read_table(content.path)
    except (pa.ArrowException, OSError):
        raise UnreadableInput("geoparquet-broken", where=content.where) from None


def _system(geo: dict[str, Any], column: str, choice: Choice, where: str) -> str:
    """Return the name of the coordinate system; GeoParquet without one is longitude and latitude."""
    crs = geo["columns"][column].get("crs")
    identifier = crs.get("id", {}) if isinstance(crs, dict) else {}
    named = f"{identifier.get('authority')}:{identifier.get('code')}" if identifier else "OGC:CRS84"
    if isinstance(crs, dict) and not identifier and choice.crs is None:
        raise UnreadableInput("geoparquet-no-crs", where=where)
    return choice.crs or named


def _file(content: Content, choice: Choice) -> OutlineFile:
    """Return every polygon of a file and its coordinate system. Raises UnreadableInput."""
    table = _table(content)
    try:
        geo = json.loads((table.schema.metadata or {})[b"geo"])
        column = geo["primary_column"]
        system = _system(geo, column, choice, content.where)
        rows = table.to_pylist() if table.num_rows <= MAX_ROWS else []
        shapes = [None if row[column] is None else shapely.from_wkb(row[column]) for row in rows]
    except (KeyError, TypeError, AttributeError, ValueError, shapely.errors.ShapelyError):
        raise UnreadableInput("geoparquet-no-geometry", where=content.where) from None
    if table.num_rows > MAX_ROWS:
        raise UnreadableInput("geoparquet-rows", where=content.where, count=table.num_rows, most=MAX_ROWS)
    found = []
    for number, (row, shape) in enumerate(zip(rows, shapes, strict=True), 1):
        parts = [] if shape is None else [part for part in shapely.get_parts(shapely.force_2d(shape)) if isinstance(part, Polygon)]
        if len(parts) != 1:
            raise UnreadableInput("geoparquet-parts", where=content.where, number=number, count=len(parts))
        rings = tuple(
            tuple((float(x), float(y)) for x, y in shapely.get_coordinates(ring)) for ring in (parts[0].exterior, *parts[0].interiors)
        )
        properties = {str(name): value for name, value in row.items() if name != column}
        name = properties.get("identificatie") or properties.get("id") or f"building-{number}"
        found.append(Outline(slug(str(name)), rings, properties))
    if not found:
        raise UnreadableInput("geoparquet-empty", where=content.where)
    return OutlineFile(content.where, "geoparquet", "GeoParquet file", coordinate_system(system, content.where), unique(found))


def read_geoparquet(content: Content, choice: Choice) -> Building:
    """Read one building of a GeoParquet file. Raises UnreadableInput, IncompleteRequest or NotFound."""
    return read_outline(_file(content, choice), choice)


def list_geoparquet(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every outline, or of the one that is named."""
    return list_outlines(_file(content, choice), choice)


def geoparquet_standing(content: Content, choice: Choice) -> Iterator[Standing]:
    """Yield every outline of a GeoParquet file as it stands there."""
    return outlines_standing(_file(content, choice))
