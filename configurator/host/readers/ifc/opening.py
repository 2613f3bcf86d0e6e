"""Opening an IFC that nobody vouches for: cheap checks of the bytes, the parser's own complaints, cycles, numbers out of bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue.errors import UnreadableInput
from configurator.host.readers.content import Content

if TYPE_CHECKING:
    import ifcopenshell

MAX_IFC_BYTES = 100_000_000
MAX_ENTITIES = 2_000_000
HEAD = b"ISO-10303-21;"
TAIL = b"END-ISO-10303-21;"
_TAIL_BYTES = 400
_SCHEMAS = ("IFC2X3", "IFC4", "IFC4X1", "IFC4X2", "IFC4X3", "IFC4X3_ADD1", "IFC4X3_ADD2", "IFC4X3_TC1")


def is_ifc(content: Content) -> bool:
    """Return whether a file is an IFC in STEP form."""
    return content.magic == "ifc"


def looks_like_ifc(head: bytes) -> bool:
    """Return whether the first bytes of a file are those of a STEP file."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(HEAD[:-1])


def check_bytes(path: Path) -> None:
    """Refuse a file that is too large, not STEP, or cut off, before any parser sees it. Raises UnreadableInput."""
    size = path.stat().st_size
    if size > MAX_IFC_BYTES:
        raise UnreadableInput("ifc-too-large", file=path.name, size_mb=size / 1000000.0, most_mb=MAX_IFC_BYTES / 1000000.0)
    with path.open("rb") as file:
        head = file.read(_TAIL_BYTES)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
    if not looks_like_ifc(head):
        raise UnreadableInput("ifc-head", file=path.name, head=HEAD.decode())
    if TAIL[:-1] not in tail:
        raise UnreadableInput("ifc-cut-off", file=path.name, tail=TAIL.decode())


def _complaints(log: str) -> list[str]:
    """Return the errors and warnings of a parser's log."""
    return [line for line in log.splitlines() if "[error]" in line.lower() or "[warning]" in line.lower()]


def _superiors(item: Any) -> Iterator[Any]:  # noqa: ANN401 - an entity of a foreign library
    """Yield what an entity hangs on: the placement above a placement, the whole above a part."""
    if item.is_a("IfcLocalPlacement"):
        above = item.PlacementRelTo
        if above is not None and above.is_a("IfcObjectPlacement"):
            yield above
    elif item.is_a("IfcObjectDefinition"):
        for relation in getattr(item, "Decomposes", ()) or ():
            if relation.RelatingObject is not None:
                yield relation.RelatingObject


def has_cycle(items: Iterable[Any]) -> bool:
    """Return whether anything hangs on itself, directly or through others. Without recursion: a cycle crashes the geometry kernel."""
    settled: set[int] = set()
    for item in items:
        path: set[int] = set()
        queue = [item]
        while queue:
            current = queue.pop()
            if current.id() in settled:
                continue
            if current.id() in path:
                return True
            path.add(current.id())
            queue.extend(_superiors(current))
        settled |= path
    return False


def _check_cycles(model: ifcopenshell.file, where: str) -> None:
    mapped = [item for item in model.by_type("IfcMappedItem") if _maps_itself(item)]
    if mapped or has_cycle(model.by_type("IfcLocalPlacement")) or has_cycle(model.by_type("IfcObjectDefinition")):
        raise UnreadableInput("ifc-cycle", where=where)


def _maps_itself(item: Any) -> bool:  # noqa: ANN401 - an entity of a foreign library
    """Return whether a mapped item is drawn inside its own source."""
    seen: set[int] = set()
    queue = [item]
    while queue:
        current = queue.pop()
        source = getattr(current, "MappingSource", None)
        shape = getattr(source, "MappedRepresentation", None)
        for part in getattr(shape, "Items", None) or ():
            if part.id() == item.id():
                return True
            if part.is_a("IfcMappedItem") and part.id() not in seen:
                seen.add(part.id())
                queue.append(part)
    return False


def parse_model(path: Path) -> tuple[ifcopenshell.file, list[str]]:
    """Open an IFC and return it with what the parser complains about, or refuse it in one sentence.

    Raises:
        UnreadableInput: not an IFC, cut off, another schema, too large, something that hangs on itself.
    """
    import ifcopenshell

    library: Any = ifcopenshell
    check_bytes(path)
    library.get_log()
    try:
        model: ifcopenshell.file = library.open(str(path))
    except (OSError, RuntimeError, ValueError, ifcopenshell.Error) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise UnreadableInput("ifc-broken", file=path.name, cause=reason.rstrip(". ")) from None
    if model.schema_identifier not in _SCHEMAS:
        raise UnreadableInput("ifc-schema", file=path.name, schema=model.schema_identifier)
    complaints = [line.split("] ")[-1][:100] for line in _complaints(library.get_log())]
    if sum(1 for _ in zip(range(MAX_ENTITIES + 1), model, strict=False)) > MAX_ENTITIES:
        raise UnreadableInput("ifc-entities", file=path.name, most=MAX_ENTITIES)
    _check_cycles(model, path.name)
    return model, complaints


def open_model(path: Path) -> ifcopenshell.file:
    """Open an IFC for reading; what `parse_model` refuses, and any complaint of the parser, is one sentence (UnreadableInput)."""
    model, complaints = parse_model(path)
    if complaints:
        raise UnreadableInput("ifc-damaged", file=path.name, count=len(complaints), cause=complaints[0])
    return model
