"""The formats that a building is read from. One registry, in the order in which a file is recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from catalogue.documents.building import Building
from catalogue.documents.loading import validated
from catalogue.errors import Phrase, UnreadableInput
from configurator.host.readers.cityjson import is_cityjson
from configurator.host.readers.content import BuildingSummary, Choice, Content, RowChoice, read_content
from configurator.host.readers.document import is_document, list_document, read_document_building
from configurator.host.readers.dxf import is_dxf, list_dxf, read_dxf
from configurator.host.readers.geojson import geojson_standing, is_geojson, list_geojson, read_geojson
from configurator.host.readers.geopackage import geopackage_standing, is_geopackage, list_geopackage, read_geopackage
from configurator.host.readers.geoparquet import geoparquet_standing, is_geoparquet, list_geoparquet, read_geoparquet
from configurator.host.readers.ifc.opening import is_ifc
from configurator.host.readers.ifc.reading import list_ifc, read_ifc
from configurator.host.readers.isolation import run_isolated
from configurator.host.readers.pand import cityjson_standing, list_cityjson, read_cityjson
from configurator.host.readers.portfolio_table import is_table
from configurator.host.readers.surroundings import Mass, Standing, masses_around
from configurator.host.rings import check_building, checked_polygon


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is recognised, read and listed."""

    title: str
    recognises: Callable[[Content], bool]
    read: Callable[[Content, Choice], Building]
    summaries: Callable[[Content, Choice], tuple[BuildingSummary, ...]]
    standing: Callable[[Content, Choice], Iterable[Standing]] | None = None
    """Its buildings as they stand there; None of a kind of file that holds one building and nothing around it."""
    rows: bool = False
    """Whether its buildings can be taken together as one row."""
    isolated: bool = False
    """Whether it is parsed in a child process with limits: its library may crash, hang or swell on a file that is made to do so."""


FORMATS: dict[str, Format] = {
    "ifc": Format("IFC", is_ifc, read_ifc, list_ifc, isolated=True),
    "geopackage": Format("GeoPackage", is_geopackage, read_geopackage, list_geopackage, geopackage_standing, rows=True, isolated=True),
    "geoparquet": Format("GeoParquet", is_geoparquet, read_geoparquet, list_geoparquet, geoparquet_standing, rows=True, isolated=True),
    "dxf": Format("DXF", is_dxf, read_dxf, list_dxf, isolated=True),
    "building": Format("building document", is_document, read_document_building, list_document),
    "cityjson": Format("CityJSON", is_cityjson, read_cityjson, list_cityjson, cityjson_standing, rows=True),
    "geojson": Format("GeoJSON", is_geojson, read_geojson, list_geojson, geojson_standing, rows=True),
}
"""Every format by its id."""


def _format_of(content: Content) -> Format:
    """Return the format of a parsed file. Raises UnreadableInput when it is none of them."""
    found = next((entry for entry in FORMATS.values() if entry.recognises(content)), None)
    if found is None:
        said = Phrase("says-it-is", {"kind": content.kind[:40]}) if content.kind else Phrase("says-nothing")
        known = ", ".join(entry.title for entry in FORMATS.values())
        raise UnreadableInput("file-no-building", where=content.where, what=said, known=known)
    return found


def _content(source: Path | Content) -> Content:
    if isinstance(source, Content):
        return source
    if is_table(source):
        raise UnreadableInput("table-without-roof", file=source)
    return read_content(source)


def read_building(
    source: Path | Content,
    building_id: str | None = None,
    *,
    crs: str | None = None,
    roof_level: str | None = None,
    joined_ids: tuple[str, ...] = (),
    row: RowChoice = "auto",
) -> Building:
    """Read one building from a file, or from an answer that was fetched.

    Args:
        source: building document (YAML or JSON), GeoJSON, CityJSON 1.0-2.0, CityJSONSeq or an answer of the 3DBAG API, at most 50 MB;
            IFC2X3 to IFC4X3 (STEP) of at most 100 MB.
        building_id: which building, where the file holds several; a BAG pand may go by its 16 digits.
        crs: the file's coordinate system, where it names none (`EPSG:28992`, `EPSG:7415`, `EPSG:4326`).
        roof_level: which roof level, `1` (the largest) when left out.
        joined_ids: further buildings whose adjoining roofs are taken together with it.
        row: `auto` takes adjoining panden of equal height together, `alone` does not.

    Returns:
        The building document, plan positions in RD metres (in a frame of its own when a document has no `site.crs`).

    Raises:
        UnreadableInput: the file is not what it claims to be.
        InvalidDocument: a document breaks its schema.
        IncompleteRequest: several buildings and no id; the sentence names some.
        NotFound: no building or roof level of that name.
    """
    content = _content(source)
    found = _format_of(content)
    if joined_ids and not found.rows:
        together = ", ".join(entry.title for entry in FORMATS.values() if entry.rows)
        raise UnreadableInput("row-not-in-format", where=content.where, formats=together, format=found.title)
    choice = Choice(building_id, crs, roof_level, joined_ids, row)
    if not found.isolated:
        return found.read(content, choice)
    building = validated(Building, run_isolated(_read_in_child, content, choice, where=content.where), content.where)
    check_building(building, content.where)
    return building


def list_buildings(source: Path | Content, building_id: str | None = None, *, crs: str | None = None) -> tuple[BuildingSummary, ...]:
    """Return a summary of every building in a file, in its order, or of the one that is named. Raises what `read_building` raises."""
    content = _content(source)
    found, choice = _format_of(content), Choice(building_id, crs)
    if not found.isolated:
        return found.summaries(content, choice)
    return tuple(BuildingSummary(**entry) for entry in run_isolated(_list_in_child, content, choice, where=content.where))


def _read_in_child(content: Content, choice: Choice) -> dict[str, Any]:
    """Return the building document of one building as JSON values. Raises OptopError."""
    return _format_of(content).read(content, choice).model_dump(mode="json")


def _list_in_child(content: Content, choice: Choice) -> list[dict[str, Any]]:
    """Return a summary of every building as JSON values. Raises OptopError."""
    return [asdict(entry) for entry in _format_of(content).summaries(content, choice)]


def surroundings(source: Path | Content, building: Building, within_m: float, *, crs: str | None = None) -> tuple[Mass, ...]:
    """Return what stands near a building in the file that it was read from, the nearest first; nothing where the file holds no more.

    Args:
        source: the file.
        building: a building that was read from it.
        within_m: how far around its roof.
        crs: the file's coordinate system, where it names none.

    Raises:
        UnreadableInput: the file is not what it claims to be.
    """
    content = _content(source)
    found, choice = _format_of(content), Choice(crs=crs)
    if found.standing is None or within_m <= 0.0:
        return ()
    if not found.isolated:
        return _around(content, choice, building, within_m)
    return tuple(Mass(**entry) for entry in run_isolated(_around_in_child, content, choice, building, within_m, where=content.where))


def _around(content: Content, choice: Choice, building: Building, within_m: float) -> tuple[Mass, ...]:
    standing, roof = _format_of(content).standing, building.roof.polygon
    outline = checked_polygon(roof.outer, roof.holes, f"Roof of building {building.id}", crs=building.site.crs)
    return () if standing is None else masses_around(standing(content, choice), outline, within_m)


def _around_in_child(content: Content, choice: Choice, building: Building, within_m: float) -> list[dict[str, Any]]:
    return [asdict(mass) for mass in _around(content, choice, building, within_m)]
