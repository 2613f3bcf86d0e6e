"""The address of the page Configure holds the whole configuration; here it is read. The script writes it (`src/configure/address.ts`).

building=ID                        a building that is shipped or stored, or
length=60&depth=10.5               a rectangular roof, metres, or
roof=0,0;60,0;60,10.5;0,10.5       a drawn roof, metres, or
doc=...                            a building document: JSON, raw deflate, base64url
around=...                         what stands around it, for the picture alone: packed as `doc` is; it is not computed with
family=F05&storeys_existing=4&ballast=gravel&fact.PATH=VALUE      what is known on top
concept=A3 or A3@1.0.0
storeys_added=2&gallery.side=low&setback_edge_mm.e1=500 ...       options by their paths, as on the command line
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from api.page.texts import Lang
from api.previews import AskedPreview
from catalogue.documents.options import Options
from catalogue.errors import InvalidDocument, UnreadableInput
from catalogue.errors.validation import problem_phrase

DEFAULT_BUILDING = "demo-portiek-1966"
DEFAULT_CONCEPT = "A3"
FACTS = {"family": "family", "storeys_existing": "storeys_existing", "ballast": "roof.ballast"}
"""Facts with a short name of their own."""
SOURCES = ("building", "length", "depth", "roof", "doc")
AROUND = "around"
"""What stands around the building, which only the script reads."""
DRAWN = {"id": "drawn", "name": {"nl": "getekend dak", "en": "drawn roof"}}
"""Id and name of a building that is drawn or given by measures; the script says the same."""
MAX_DOCUMENT_BYTES = 400_000
"""A packed document may not unfold to more."""


@dataclass(frozen=True, slots=True)
class Address:
    """What an address asks for, and what of it could not be understood."""

    asked: AskedPreview
    values: Mapping[str, str]
    """The parameters as they stand in the address, for the form."""
    problem: str = ""


def packed(document: Mapping[str, Any]) -> str:
    """Return a building document as it stands in an address."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.urlsafe_b64encode(squeezer.compress(text) + squeezer.flush()).decode("ascii").rstrip("=")


def unpacked(text: str) -> dict[str, Any]:
    """Return the building document in an address. Raises UnreadableInput."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, MAX_DOCUMENT_BYTES + 1)
        if len(content) > MAX_DOCUMENT_BYTES:
            raise UnreadableInput("address-too-large", pointers=("/doc",))
        document = json.loads(content)
    except (ValueError, binascii.Error, zlib.error, RecursionError) as error:
        raise UnreadableInput("address-broken", pointers=("/doc",)) from error
    if not isinstance(document, dict):
        raise UnreadableInput("address-no-building", pointers=("/doc",))
    return document


def _points(text: str) -> list[list[float]]:
    try:
        points = [[float(number) for number in pair.split(",")] for pair in text.split(";")]
    except ValueError:
        points = []
    if len(points) < 3 or any(len(point) != 2 for point in points):  # noqa: PLR2004 - a polygon, in the plane
        raise InvalidDocument("address-roof", pointers=("/roof",))
    return points


def _rectangle(values: Mapping[str, str]) -> list[list[float]]:
    try:
        length, depth = float(values["length"]), float(values["depth"])
    except (KeyError, ValueError):
        raise InvalidDocument("address-measures", pointers=("/length", "/depth")) from None
    return [[0.0, 0.0], [length, 0.0], [length, depth], [0.0, depth]]


def _source(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the building or the id of one."""
    if "doc" in values:
        return {"building": unpacked(values["doc"])}
    if "roof" in values or "length" in values or "depth" in values:
        outer = _points(values["roof"]) if "roof" in values else _rectangle(values)
        return {"building": {**DRAWN, "roof": {"polygon": {"outer": outer}}}}
    return {"building_id": values.get("building", DEFAULT_BUILDING)}


def _options(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the options as a tree; a path that no option has is refused later, by the options themselves."""
    tree: dict[str, Any] = {}
    for path, value in values.items():
        node, *deeper = path.split(".", 1)
        if not deeper:
            tree[node] = value
        elif isinstance(tree.setdefault(node, {}), dict):
            tree[node][deeper[0]] = value
    return tree


def building_part(values: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of an address that say which building it is about and what is known of it."""
    named = {name: value.strip() for name, value in values.items() if name in (*SOURCES, *FACTS) or name.startswith("fact.")}
    return {name: value for name, value in named.items() if value}


def asked_by(values: Mapping[str, str], lang: Lang) -> AskedPreview:
    """Return what an address asks for. Raises UnreadableInput or InvalidDocument for what cannot be understood."""
    facts: dict[str, Any] = {FACTS[name]: value for name, value in values.items() if name in FACTS and value}
    facts |= {name.removeprefix("fact."): value for name, value in values.items() if name.startswith("fact.")}
    if "storeys_existing" in facts and facts["storeys_existing"].isdecimal():
        facts["storeys_existing"] = int(facts["storeys_existing"])
    taken = {*SOURCES, *FACTS, AROUND, "concept"}
    options = {name: value for name, value in values.items() if name not in taken and not name.startswith("fact.") and value}
    asked = {**_source(values), "facts": facts, "concept": values.get("concept") or DEFAULT_CONCEPT, "options": _options(options)}
    try:
        return AskedPreview.model_validate({**asked, "lang": lang})
    except ValidationError as error:
        raise _refused(error) from None


def _refused(error: ValidationError) -> InvalidDocument:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return InvalidDocument("address-part", where=where, problem=problem_phrase(first), pointers=("/" + where.replace(".", "/"),))


def read_address(values: Mapping[str, str], lang: Lang) -> Address:
    """Return what an address asks for; where it cannot be understood, the same building and concept without options, and why."""
    given = {name: value.strip() for name, value in values.items() if value.strip()}
    try:
        return Address(asked_by(given, lang), given)
    except (InvalidDocument, UnreadableInput) as error:
        plain = AskedPreview(building_id=DEFAULT_BUILDING, concept=DEFAULT_CONCEPT, options=Options(), lang=lang)
        return Address(plain, {}, error.sentence(lang))
