"""Outlines from a GeoPackage: any layer of polygons, and the 3DBAG pair `pand` and `lod22_2d` with its roof parts.

Read with sqlite3 alone: a GeoPackage geometry is a small header before well-known binary (OGC 12-128r19, 2.1.3).
"""

from __future__ import annotations

import math
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

from catalogue.documents.building import Building, Site
from catalogue.documents.evidence import Source
from catalogue.errors import UnreadableInput
from configurator.host.readers.attributes import ground_nap_m, part_height_nap_m, part_slope_deg, year_built
from configurator.host.readers.content import BuildingSummary, Choice, Content
from configurator.host.readers.further import further_levels, level_obstacles, level_roof
from configurator.host.readers.geojson import Outline, building_of_outline, chosen_outline, coordinate_system, summary_of
from configurator.host.readers.levels import obstacles_on, roof_levels
from configurator.host.readers.pand import chosen_level, slug
from configurator.host.readers.surfaces import Face

MAX_BYTES = 200_000_000
MAX_ROWS = 200_000
_FIXED_HEADER = 8
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_KEYS = ("identificatie", "pand_fid", "fid")
_RD = 28992


def is_geopackage(content: Content) -> bool:
    """Return whether a file is a GeoPackage."""
    return content.magic == "gpkg"


def _geometry(blob: object, where: str) -> shapely.Geometry:
    """Return the geometry in a GeoPackage blob. Raises UnreadableInput when it is none."""
    try:
        if not isinstance(blob, bytes) or blob[:2] != b"GP":
            raise ValueError("no GeoPackage geometry")
        kind = (blob[3] >> 1) & 0b111
        return shapely.force_2d(shapely.from_wkb(blob[_FIXED_HEADER + _ENVELOPE_BYTES[kind] :]))
    except (ValueError, IndexError, struct.error, shapely.errors.ShapelyError):
        raise UnreadableInput(f"{where} has a geometry that is damaged; export it again.") from None


def _rows(database: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table with the names of its columns in lower case."""
    quoted = '"' + table.replace('"', '""') + '"'
    cursor = database.execute(f"SELECT * FROM {quoted} LIMIT {MAX_ROWS}")  # noqa: S608 - the name is quoted and comes from the file itself
    names = [str(column[0]).lower() for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _layers(database: sqlite3.Connection) -> dict[str, tuple[str, int]]:
    """Return geometry column and coordinate system of every layer of features."""
    found = database.execute(
        "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c JOIN gpkg_geometry_columns g USING (table_name)"
        " WHERE c.data_type = 'features' ORDER BY c.table_name"
    )
    return {str(table): (str(column).lower(), int(srs)) for table, column, srs in found}


def _polygons(geometry: shapely.Geometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and not part.is_empty]


def _outline(row: Mapping[str, Any], column: str, number: int, where: str) -> Outline | None:
    """Return the outline in a row; None for a row without a polygon."""
    parts = _polygons(_geometry(row[column], where)) if row.get(column) is not None else []
    if not parts:
        return None
    if len(parts) > 1:
        raise UnreadableInput(f"{where}, row {number}, has {len(parts)} separate parts; give one polygon for each building.")
    properties = {name: value for name, value in row.items() if name != column and not isinstance(value, bytes)}
    name = properties.get("identificatie") or properties.get("id") or properties.get("fid") or f"building-{number}"
    rings = [tuple((float(x), float(y)) for x, y in shapely.get_coordinates(ring)) for ring in (parts[0].exterior, *parts[0].interiors)]
    return Outline(slug(str(name)), tuple(rings), properties)


def _outlines(database: sqlite3.Connection, content: Content) -> tuple[tuple[Outline, ...], int]:
    """Return the outlines of the layer `pand`, else of the first layer with polygons, and its coordinate system."""
    layers = _layers(database)
    order = sorted(layers, key=lambda name: (name.lower() != "pand", name))
    for name in order:
        column, srs = layers[name]
        where = f"{content.where}, layer {name}"
        found = [_outline(row, column, number, where) for number, row in enumerate(_rows(database, name), 1)]
        outlines = tuple(one for one in found if one is not None)
        if outlines:
            return outlines, srs
    raise UnreadableInput(f"{content.where} has no layer with polygons; give outlines of buildings.")


def _faces(database: sqlite3.Connection, outline: Outline, where: str) -> tuple[Face, ...]:
    """Return the roof parts of a pand in `lod22_2d`; empty without that layer."""
    layer = next(((name, column) for name, (column, _) in _layers(database).items() if name.lower() == "lod22_2d"), None)
    if layer is None:
        return ()
    faces = []
    for row in _rows(database, layer[0]):
        key = next((key for key in _KEYS if key in row and key in outline.properties), None)
        height, slope = part_height_nap_m(row), part_slope_deg(row)
        if key is None or row[key] != outline.properties[key] or height is None:
            continue
        parts = _polygons(_geometry(row[layer[1]], where))
        if parts and all(part.is_valid for part in parts):
            plan = parts[0] if len(parts) == 1 else MultiPolygon(parts)
            fall = math.tan(math.radians(min(slope, 80.0))) * math.sqrt(plan.area) / 2.0
            faces.append(Face(plan, height, height - fall, height + fall, slope))
    return tuple(faces)


def _with_roof(building: Building, outline: Outline, faces: tuple[Face, ...], choice: Choice) -> Building:
    """Return the building with the chosen level of its roof parts instead of the outline on the ground."""
    levels = roof_levels(faces)
    level_id, level = chosen_level(levels, choice.roof_level, outline.id)
    on_top = obstacles_on(level, faces)
    roof, obstacles = level_roof(level, level_id, on_top, "3dbag"), level_obstacles(on_top, "3dbag")
    others = () if choice.roof_level else further_levels(levels, faces, level_id, "3dbag")
    source = {"3dbag": Source(title="3DBAG by tudelft3d and 3DGI (CC BY 4.0)", reference="layers pand and lod22_2d")}
    changes = {
        "roof": roof,
        "further_levels": others,
        "obstacles": obstacles,
        "site": Site(crs="EPSG:7415"),
        "sources": {**building.sources, **source},
    }
    return building.model_copy(update=changes)


def _opened(content: Content) -> sqlite3.Connection:
    size = content.path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableInput(f"{content.where} is {size / 1e6:.0f} MB; a GeoPackage of at most {MAX_BYTES / 1e6:.0f} MB is read.")
    return sqlite3.connect(f"{content.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _system(srs: int, choice: Choice, where: str) -> Any:  # noqa: ANN401 - the literal of `coordinate_system`
    return coordinate_system(choice.crs or f"EPSG:{srs}", where)


def read_geopackage(content: Content, choice: Choice) -> Building:
    """Read one building of a GeoPackage; with the layers of 3DBAG its roof levels and obstacles too.

    Raises:
        UnreadableInput: no GeoPackage, no polygons, another coordinate system, a ring that is no proper outline.
        IncompleteRequest: several outlines and no building id.
        NotFound: no outline or roof level of that name.
    """
    try:
        with closing(_opened(content)) as database:
            found, srs = _outlines(database, content)
            outline = chosen_outline(found, choice.building_id, content.where)
            faces = _faces(database, outline, content.where)
    except sqlite3.Error:
        raise UnreadableInput(f"{content.where} is no readable GeoPackage; export it again.") from None
    building = building_of_outline(outline, _system(srs, choice, content.where), content.where)
    return _with_roof(building, outline, faces, choice) if faces else building


def list_geopackage(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every outline of a GeoPackage, or of the one that is named."""
    try:
        with closing(_opened(content)) as database:
            found, srs = _outlines(database, content)
    except sqlite3.Error:
        raise UnreadableInput(f"{content.where} is no readable GeoPackage; export it again.") from None
    if choice.building_id is not None:
        found = (chosen_outline(found, choice.building_id, content.where),)
    system = _system(srs, choice, content.where)
    if len(found) == 1:
        return (summary_of(building_of_outline(found[0], system, content.where)),)
    return tuple(_summary(outline) for outline in found)


def _summary(outline: Outline) -> BuildingSummary:
    """Return the summary of one of many outlines: in metres its area, in degrees none."""
    ground = ground_nap_m(outline.properties)
    area = round(float(Polygon(outline.rings[0], outline.rings[1:]).area), 1)
    return BuildingSummary(outline.id, year_built(outline.properties), 1, area if ground is not None or area > 1.0 else None, None)
