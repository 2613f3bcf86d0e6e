"""The content of a file before anybody knows what it is: size checked, parsed once, line by line where it has a document a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from catalogue.documents.loading import parse_json, parse_yaml, read_text
from catalogue.errors import UnreadableInput

MAX_GEOMETRY_BYTES = 50_000_000
"""A national tile is a few megabytes; larger files are work for a job, not for one building."""

Json: TypeAlias = Any
"""A parsed value of a foreign file; nothing is known of it until it is checked where it is used."""

YAML_SUFFIXES = (".yaml", ".yml")
FOREIGN_SUFFIXES = {
    ".ifc": "IFC is not read yet",
    ".gpkg": "a GeoPackage is not read here",
    ".gml": "CityGML is not read",
    ".zip": "archives are not unpacked",
    ".gz": "archives are not unpacked",
}
"""What people may try, and why it does not work."""


@dataclass(frozen=True, slots=True)
class Content:
    """A parsed file: one JSON or YAML value, or the values of its lines."""

    path: Path
    values: tuple[Json, ...]

    @property
    def where(self) -> str:
        """The file's name, as sentences show it."""
        return self.path.name

    @property
    def first(self) -> Json:
        """The only value, or the first line's."""
        return self.values[0]

    @property
    def kind(self) -> str:
        """The `type` member of the first value, or an empty string."""
        kind = self.first.get("type") if isinstance(self.first, dict) else None
        return kind if isinstance(kind, str) else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the caller chose in a file: which building, which roof level, and the coordinate system it has."""

    building_id: str | None = None
    crs: str | None = None
    roof_level: str | None = None


@dataclass(frozen=True, slots=True)
class BuildingSummary:
    """One building of a file, for a person who has to choose. Areas in m2, heights in metres above ground; None is unknown."""

    id: str
    year_built: int | None
    flat_levels: int
    area_m2: float | None
    """Area of its largest roof level."""
    height_m: float | None
    """Height of that level above ground."""


def _is_lines(text: str) -> bool:
    """Return whether a text has a JSON object on each of its lines, and more than one line."""
    first, _, rest = text.lstrip().partition("\n")
    return first.startswith("{") and first.rstrip().endswith("}") and rest.lstrip().startswith("{")


def _line_values(text: str, where: str) -> Iterator[Json]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield parse_json(line, f"{where}, line {number},")


def read_content(path: Path) -> Content:
    """Read and parse a file of at most 50 MB. Raises UnreadableInput with one sentence when it is not what it claims to be."""
    if path.suffix.lower() in FOREIGN_SUFFIXES:
        raise UnreadableInput(
            f"{path.name}: {FOREIGN_SUFFIXES[path.suffix.lower()]}; give a building document, GeoJSON, CityJSON, or measures."
        )
    text = read_text(path, MAX_GEOMETRY_BYTES)
    if not text.strip():
        raise UnreadableInput(f"{path.name} is empty; give a building document, GeoJSON or CityJSON.")
    if path.suffix.lower() in YAML_SUFFIXES:
        return Content(path, (parse_yaml(text, path.name),))
    if _is_lines(text):
        return Content(path, tuple(_line_values(text, path.name)))
    return Content(path, (parse_json(text, path.name),))
