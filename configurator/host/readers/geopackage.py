"""Outlines from a GeoPackage: any layer of polygons, and the 3DBAG pair `pand` and `lod22_2d` with its roof parts.

Read with sqlite3 alone: a GeoPackage geometry is a small header before well-known binary (OGC 12-128r19, 2.1.3).
"""

from __future__ import annotations

import itertools
import math
import sqlite3
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

from catalogue.documents.building import Building, Site
from catalogue.documents.evidence import Source
from catalogue.documents.loading import check_file
from catalogue.errors import Phrase, Said, UnreadableInput
from configurator.host.readers.attributes import (
    TITLE_3DBAG,
    TITLE_3DBAG_NL,
    ground_nap_m,
    pand_id,
    part_height_nap_m,
    part_slope_deg,
    year_built,
)
from configurator.host.readers.content import BuildingSummary, Choice, Content
from configurator.host.readers.further import further_levels
from configurator.host.readers.levels import roof_levels
from configurator.host.readers.outline_building import list_outlines, outline_building, outlines_standing, read_outline
from configurator.host.readers.outlines import Outline, OutlineFile, boxes_of, chosen_outline, coordinate_system, unique
from configurator.host.readers.pand import chosen_level, slug
from configurator.host.readers.row_choice import Neighbour, bag_ids_of, chosen_row, roof_of, year_of
from configurator.host.readers.rows import Member, Shape
from configurator.host.readers.surfaces import Face
from configurator.host.readers.surroundings import Standing

MAX_BYTES = 200_000_000
MAX_ROWS = 200_000
MAX_VALUE_BYTES = 20_000_000
"""One geometry or text of a row; far larger than any building's."""

STEPS_AT_ONCE, MAX_STEPS = 1_000_000, 150
"""A view may compute for ever: after this many times this many steps of the database it is stopped."""

PARTS_LAYER = "lod22_2d"
"""The layer of 3DBAG with the roof parts of its panden in plan."""

_FIXED_HEADER = 8
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_KEYS = ("identificatie", "pand_fid", "fid")


def is_geopackage(content: Content) -> bool:
    """Return whether a file is a GeoPackage."""
    return content.magic == "gpkg"


def _geometry(blob: object, where: Said) -> shapely.Geometry:
    """Return the geometry in a GeoPackage blob. Raises UnreadableInput when it is none."""
    try:
        if not isinstance(blob, bytes) or blob[:2] != b"GP":
            raise ValueError("no GeoPackage geometry")
        kind = (blob[3] >> 1) & 0b111
        return shapely.force_2d(shapely.from_wkb(blob[_FIXED_HEADER + _ENVELOPE_BYTES[kind] :]))
    except (ValueError, IndexError, struct.error, shapely.errors.ShapelyError):
        raise UnreadableInput("geopackage-geometry-broken", where=where) from None


def _rows(database: sqlite3.Connection, table: str, where: Said) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table with the names of its columns in lower case. Raises UnreadableInput when there are too many."""
    quoted = '"' + table.replace('"', '""') + '"'
    cursor = database.execute(f"SELECT * FROM {quoted} LIMIT {MAX_ROWS + 1}")  # noqa: S608 - the name is quoted and comes from the file itself
    names = [str(column[0]).lower() for column in cursor.description]
    for number, row in enumerate(cursor):
        if number >= MAX_ROWS:
            raise UnreadableInput("geopackage-rows", where=where, most=MAX_ROWS)
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


def _outline(row: Mapping[str, Any], column: str, number: int, where: Said) -> Outline | None:
    """Return the outline in a row; None for a row without a polygon."""
    parts = _polygons(_geometry(row[column], where)) if row.get(column) is not None else []
    if not parts:
        return None
    if len(parts) > 1:
        raise UnreadableInput("geopackage-parts", where=where, number=number, count=len(parts))
    properties = {name: value for name, value in row.items() if name != column and not isinstance(value, bytes)}
    name = properties.get("identificatie") or properties.get("id") or properties.get("fid") or f"building-{number}"
    rings = [tuple((float(x), float(y)) for x, y in shapely.get_coordinates(ring)) for ring in (parts[0].exterior, *parts[0].interiors)]
    return Outline(slug(str(name)), tuple(rings), properties)


@dataclass(frozen=True, slots=True)
class Package:
    """The outlines of a GeoPackage, and the roof parts of 3DBAG by the key that they share with a pand; empty without that layer."""

    file: OutlineFile
    key: str
    parts: Mapping[object, Sequence[Mapping[str, Any]]]
    part_column: str

    def faces(self, outline: Outline) -> tuple[Face, ...]:
        """Return the roof parts of a pand as faces; parts without a height or with a broken plan are left out."""
        faces = []
        for row in self.parts.get(outline.properties.get(self.key), ()):
            height, slope = part_height_nap_m(row), part_slope_deg(row)
            parts = _polygons(_geometry(row[self.part_column], self.file.where)) if height is not None else []
            if height is None or not parts or not all(part.is_valid for part in parts):
                continue
            plan = parts[0] if len(parts) == 1 else MultiPolygon(parts)
            fall = math.tan(math.radians(min(slope, 80.0))) * math.sqrt(plan.area) / 2.0
            faces.append(Face(plan, height, height - fall, height + fall, slope))
        return tuple(faces)


def _outlines(database: sqlite3.Connection, layers: Mapping[str, tuple[str, int]], where: str) -> tuple[tuple[Outline, ...], int]:
    """Return the outlines of the layer `pand`, else of the first layer with polygons, and its coordinate system."""
    for name in sorted(layers, key=lambda name: (name.lower() != "pand", name)):
        column, srs = layers[name]
        layer = Phrase("layer-of-file", {"where": where, "layer": name})
        found = [_outline(row, column, number, layer) for number, row in enumerate(_rows(database, name, layer), 1)]
        outlines = unique([one for one in found if one is not None])
        if outlines:
            return outlines, srs
    raise UnreadableInput("geopackage-no-polygons", where=where)


def _parts(
    database: sqlite3.Connection, layers: Mapping[str, tuple[str, int]], outlines: Sequence[Outline], where: str
) -> tuple[str, dict[object, list[dict[str, Any]]], str]:
    """Return the key that panden and roof parts share, the roof parts of every pand, and their geometry column."""
    layer = next(((name, column) for name, (column, _) in layers.items() if name.lower() == PARTS_LAYER), None)
    rows = [] if layer is None else list(_rows(database, layer[0], Phrase("layer-of-file", {"where": where, "layer": layer[0]})))
    key = next((key for key in _KEYS if rows and key in rows[0] and key in outlines[0].properties), "")
    grouped: dict[object, list[dict[str, Any]]] = {}
    for row in rows if key else ():
        grouped.setdefault(row[key], []).append(row)
    return key, grouped, "" if layer is None else layer[1]


def _package(content: Content, choice: Choice) -> Package:
    """Return what a GeoPackage holds. Raises UnreadableInput."""
    check_file(content.path, MAX_BYTES)
    try:
        with closing(sqlite3.connect(f"{content.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
            steps = itertools.count()
            database.set_progress_handler(lambda: int(next(steps) > MAX_STEPS), STEPS_AT_ONCE)
            layers = _layers(database)
            outlines, srs = _outlines(database, layers, content.where)
            key, parts, column = _parts(database, layers, outlines, content.where)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, ValueError, TypeError):
        raise UnreadableInput("geopackage-broken", where=content.where) from None
    system = coordinate_system(choice.crs or f"EPSG:{srs}", content.where)
    return Package(OutlineFile(content.where, "geopackage", "GeoPackage", system, outlines), key, parts, column)


def _street(package: Package) -> dict[str, Neighbour]:
    """Return every pand as a row sees it: with the levels of its roof parts."""
    boxes = boxes_of(package.file)

    def neighbour(outline: Outline) -> Neighbour:
        def shape() -> Shape | None:
            faces = package.faces(outline)
            return (roof_levels(faces), faces) if faces else None

        bag = pand_id(outline.properties, outline.id)
        return Neighbour(outline.id, bag, year_built(outline.properties), boxes.get(outline.id), shape)

    return {outline.id: neighbour(outline) for outline in package.file.outlines}


def _surveyed(package: Package, outline: Outline, faces: tuple[Face, ...], choice: Choice) -> Building:
    """Return the building with the chosen level of its roof parts, and of the adjoining panden of equal height."""
    where, street = package.file.where, _street(package)
    levels = roof_levels(faces)
    level_id, level = chosen_level(levels, choice.roof_level, outline.id)
    start = Member(outline.id, level, faces)
    row, said = chosen_row(start, street, lambda name: chosen_outline(package.file, name).id, choice, where)
    roof, obstacles = roof_of(row, level_id, "3dbag")
    alone = outline_building(package.file, outline, Choice(outline.id, choice.crs, row="alone"))
    ground = alone.ground_nap_m
    source = {
        "3dbag": Source(
            title=TITLE_3DBAG,
            title_nl=TITLE_3DBAG_NL,
            reference=f"{where}, layers pand and {PARTS_LAYER}",
            reference_nl=f"{where}, lagen pand en {PARTS_LAYER}",
        )
    }
    changes = {
        "roof": roof,
        "further_levels": () if choice.roof_level else further_levels(levels, faces, level_id, "3dbag"),
        "obstacles": obstacles,
        "site": Site(crs="EPSG:7415"),
        "sources": {**alone.sources, **source},
        "year_built": year_of(row, street, "3dbag", "observed"),
        "ground_nap_m": None if ground is None else ground.model_copy(update={"source": "3dbag", "basis": "observed"}),
        "bag_ids": bag_ids_of(row, street),
        "dwellings_existing": alone.dwellings_existing if len(row.members) == 1 else None,
        "findings": (*said, *alone.findings),
    }
    return alone.model_copy(update=changes)


def read_geopackage(content: Content, choice: Choice) -> Building:
    """Read one building of a GeoPackage; with the layers of 3DBAG its roof levels and obstacles too, and the row that it stands in.

    Raises:
        UnreadableInput: no GeoPackage, no polygons, another coordinate system, a ring that is no proper outline.
        IncompleteRequest: several outlines and no building id.
        NotFound: no outline or roof level of that name.
    """
    package = _package(content, choice)
    outline = chosen_outline(package.file, choice.building_id)
    faces = package.faces(outline)
    return _surveyed(package, outline, faces, choice) if faces else read_outline(package.file, choice)


def list_geopackage(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every outline of a GeoPackage, or of the one that is named: of its largest roof level where it has one."""
    package = _package(content, choice)
    by_id = {outline.id: outline for outline in package.file.outlines}
    return tuple(_summary(package, by_id[entry.id], entry) for entry in list_outlines(package.file, choice))


def _summary(package: Package, outline: Outline, entry: BuildingSummary) -> BuildingSummary:
    """Return the summary of an outline with the levels of its roof parts, where it has any."""
    faces = package.faces(outline)
    if not faces:
        return entry
    levels, ground = roof_levels(faces), ground_nap_m(outline.properties)
    height = None if ground is None else round(levels[0].z_m - ground.value, 2)
    return BuildingSummary(outline.id, entry.year_built, sum(level.flat for level in levels), round(levels[0].area_m2, 1), height)


def geopackage_standing(content: Content, choice: Choice) -> Iterator[Standing]:
    """Yield every outline of a GeoPackage as it stands there, with the roof parts of 3DBAG where it has them."""
    package = _package(content, choice)
    plain = {one.id: one for one in package.file.outlines if not package.faces(one)}
    yield from outlines_standing(replace(package.file, outlines=tuple(plain.values())))
    street = _street(package)
    for outline in package.file.outlines:
        box = street[outline.id].box
        if outline.id not in plain and box is not None:
            yield Standing(box, street[outline.id].shape, partial(_ground_m, outline))


def _ground_m(outline: Outline) -> float | None:
    ground = ground_nap_m(outline.properties)
    return None if ground is None else ground.value
