"""The content of a file before anybody knows what it is: size checked, parsed once, line by line where it has a document a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from catalogue.documents.loading import check_file, parse_json, parse_yaml, read_text
from catalogue.errors import Phrase, UnreadableInput

MAX_GEOMETRY_BYTES = 50_000_000
"""A national tile is a few megabytes; larger files are work for a job, not for one building."""

Json: TypeAlias = Any
"""A parsed value of a foreign file; nothing is known of it until it is checked where it is used."""

RowChoice: TypeAlias = Literal["auto", "alone"]
"""`auto`: adjoining panden of equal height are one roof. `alone`: the pand that was asked for, and nothing else."""

Whole = TypeVar("Whole")
"""What a reader makes of a whole file."""

YAML_SUFFIXES = (".yaml", ".yml")
FOREIGN_SUFFIXES = {
    ".ifczip": "foreign-archive",
    ".ifcxml": "foreign-ifcxml",
    ".dwg": "foreign-dwg",
    ".gml": "foreign-citygml",
    ".zip": "foreign-archive",
    ".gz": "foreign-archive",
}
"""What people may try, and the phrase that says why it does not work."""


BINARY_SUFFIXES = {".ifc": "ifc", ".gpkg": "gpkg", ".parquet": "parquet", ".geoparquet": "parquet", ".dxf": "dxf"}
"""Kinds of files that have a reader of their own, by suffix; the first bytes decide where they can."""

HEADS = {b"ISO-10303-21": "ifc", b"SQLite format 3": "gpkg", b"PAR1": "parquet"}
"""The same kinds by how a file starts."""

_HEAD_BYTES = 64


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Content:
    """A parsed file: one JSON or YAML value, or the values of its lines; nothing yet of a file that has a reader of its own.

    One content is itself and no other, so that what is made of all of it can be kept for as long as it is (`Kept`).
    """

    path: Path
    values: tuple[Json, ...]
    magic: str = ""
    """Kind of a file that is not parsed here (a value of `BINARY_SUFFIXES`); empty for text."""

    @property
    def where(self) -> str:
        """The file's name, as sentences show it."""
        return self.path.name

    @property
    def first(self) -> Json:
        """The only value, or the first line's; None of a file that is not parsed here."""
        return self.values[0] if self.values else None

    @property
    def kind(self) -> str:
        """The `type` member of the first value, or an empty string."""
        kind = self.first.get("type") if isinstance(self.first, dict) else None
        return kind if isinstance(kind, str) else ""


class Kept(Generic[Whole]):
    """What is made of a whole file, made once for all its buildings: kept while somebody holds the content, forgotten with it."""

    def __init__(self, make: Callable[[Content, str | None], Whole]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[Content, dict[str | None, Whole]] = WeakKeyDictionary()

    def of(self, content: Content, crs: str | None) -> Whole:
        """Return what is made of a content in a coordinate system that the caller gives. Raises what making it raises, every time."""
        made = self._made.setdefault(content, {})
        if crs not in made:
            made[crs] = self._make(content, crs)
        return made[crs]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the caller chose in a file: which building, which roof level, and the coordinate system it has."""

    building_id: str | None = None
    crs: str | None = None
    roof_level: str | None = None
    joined_ids: tuple[str, ...] = ()
    """Further buildings whose roofs are taken together with it, instead of the row that is found."""
    row: RowChoice = "auto"


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
            yield parse_json(line, Phrase("line-of-file", {"where": where, "number": number}))


def _magic(path: Path) -> str:
    """Return which kind of file this is that has a reader of its own, by its first bytes, else by its suffix; empty for text."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return ""
    by_head = next((kind for start, kind in HEADS.items() if head.startswith(start)), "")
    return by_head or BINARY_SUFFIXES.get(path.suffix.lower(), "")


def read_content(path: Path) -> Content:
    """Read and parse a file of at most 50 MB; files with a reader of their own are only recognised.

    Raises UnreadableInput with one sentence when it is not what it claims to be.
    """
    if path.suffix.lower() in FOREIGN_SUFFIXES:
        raise UnreadableInput("file-foreign", file=path.name, why=Phrase(FOREIGN_SUFFIXES[path.suffix.lower()]))
    check_file(path)
    magic = _magic(path)
    if magic:
        return Content(path, (), magic)
    text = read_text(path, MAX_GEOMETRY_BYTES)
    if not text.strip():
        raise UnreadableInput("file-empty", file=path.name)
    if path.suffix.lower() in YAML_SUFFIXES:
        return Content(path, (parse_yaml(text, path.name),))
    if _is_lines(text):
        return Content(path, tuple(_line_values(text, path.name)))
    return Content(path, (parse_json(text, path.name),))
