"""One canonical form for documents: RFC 8785 JSON, SHA-256 digests, and rounding by the unit in a field's name."""

from __future__ import annotations

import hashlib
import operator
import re
from collections.abc import Iterator, Mapping
from functools import cache

import rfc8785
from pydantic import BaseModel, JsonValue
from pydantic_core import PydanticSerializationError, to_json

from catalogue.documents.document import VersionedDocument, remembered
from catalogue.errors import InvalidDocument

DECIMALS_BY_SUFFIX: dict[str, int] = {
    "_kn_per_m2": 4,
    "_kn_per_m": 4,
    "_knm": 3,
    "_kn": 4,
    "_kg_per_m2": 3,
    "_kg": 1,
    "_kg_co2": 1,
    "_mm": 1,
    "_m2": 3,
    "_m3": 4,
    "_m": 4,
    "_deg": 6,
    "_fraction": 6,
}
"""Decimals kept at the edge, by the unit that ends a field's name; the longest suffix wins."""

DEFAULT_DECIMALS = 6
"""Decimals of ratios and of every number whose name carries no unit."""

_SUFFIXES = sorted(DECIMALS_BY_SUFFIX, key=len, reverse=True)


@cache
def decimals_of(name: str) -> int:
    """Return how many decimals a field of this name keeps in a published result."""
    return next((DECIMALS_BY_SUFFIX[s] for s in _SUFFIXES if name.endswith(s)), DEFAULT_DECIMALS)


def rounded(value: JsonValue, name: str = "") -> JsonValue:
    """Round every float in a JSON-like value once, by the unit in its field's name; -0.0 becomes 0.0."""
    # Most values are leaves of a dict: they are dealt with in its loop, without a call of their own.
    if isinstance(value, dict):
        return {
            key: round(item, decimals_of(key)) + 0.0 if type(item) is float else rounded(item, key) if type(item) in _NESTED else item
            for key, item in value.items()
        }
    if isinstance(value, float):
        return round(value, decimals_of(name)) + 0.0
    if isinstance(value, list):
        return [rounded(item, name) for item in value]
    return value


_NESTED = (dict, list)
_KEPT = (str, bool, type(None))
LEAST_PLAIN, MOST_EXACT = 1e-4, 2**53
"""Between these the shortest decimal form of a broken number is that of ECMAScript, and a whole number is exact."""
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


class _NeedsCare(Exception):
    """The value holds something that the fast encoder writes otherwise than RFC 8785."""


def _plain_number(value: float) -> float:
    if not -MOST_EXACT < value < MOST_EXACT:  # NaN and infinity too
        raise _NeedsCare
    if value.is_integer():
        return int(value)
    if -LEAST_PLAIN < value < LEAST_PLAIN:
        raise _NeedsCare
    return value


def _plain(value: JsonValue) -> JsonValue:
    """Return a value with its keys in order and its whole numbers as such."""
    if isinstance(value, dict):
        return {
            key: _plain_number(item) if type(item) is float else item if type(item) in _KEPT else _plain(item)
            for key, item in sorted(value.items(), key=_key)
        }
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, _KEPT):
        return value
    return _plain_number(float(value)) if isinstance(value, float) else _exact(value)


_key = operator.itemgetter(0)


def _exact(value: JsonValue) -> JsonValue:
    if not isinstance(value, int) or not -MOST_EXACT < value < MOST_EXACT:
        raise _NeedsCare
    return value


def plain(value: JsonValue) -> JsonValue | None:
    """Return a value with its keys in order and whole numbers as integers; None where the fast encoder would not do for it."""
    try:
        return _plain(value)
    except _NeedsCare:
        return None


def _canonical(payload: JsonValue) -> bytes:
    """Encode with the fast encoder of pydantic where it gives the canonical bytes, else with the full one."""
    try:
        encoded = to_json(_plain(payload))
    except (_NeedsCare, PydanticSerializationError):
        return _with_care(payload)
    # Keys are ordered by UTF-16 units: beyond the basic plane that is another order than ours.
    return _with_care(payload) if not encoded.isascii() and _BEYOND_BMP.search(encoded.decode()) else encoded


def _with_care(payload: JsonValue) -> bytes:
    """Encode with the full encoder. Raises InvalidDocument for what has no canonical form."""
    try:
        return rfc8785.dumps(payload)
    except rfc8785.CanonicalizationError as error:
        reason = str(error)[:100]
        raise InvalidDocument("no-canonical-form", cause=reason) from None


def canonical_bytes(document: BaseModel | JsonValue) -> bytes:
    """Return the RFC 8785 canonical JSON of a document: the bytes that are stored and digested."""
    if isinstance(document, VersionedDocument):
        return _canonical(_without_defaults(document))
    return _canonical(document.model_dump(mode="json") if isinstance(document, BaseModel) else document)


def canonical_object(members: Mapping[str, bytes]) -> bytes:
    """Return the canonical JSON of an object from that of its members; names are plain identifiers."""
    return b"".join(_object_parts(members))


def _object_parts(members: Mapping[str, bytes]) -> Iterator[bytes]:
    opening = b"{"
    for name in sorted(members):
        yield b'%b"%b":' % (opening, name.encode("ascii"))
        yield members[name]
        opening = b","
    yield b"}" if members else b"{}"


def digest_of_object(members: Mapping[str, bytes]) -> str:
    """Return the digest of an object from the canonical JSON of its members, which are not joined for it: some are half a megabyte."""
    total = hashlib.sha256()
    for part in _object_parts(members):
        total.update(part)
    return "sha256:" + total.hexdigest()


def _without_defaults(document: VersionedDocument) -> dict[str, JsonValue]:
    """What a document says beyond its defaults; what kind it is, and by which schema, is always said."""
    kind = {name: getattr(document, name) for name in ("type", "schema_version") if name in type(document).model_fields}
    return kind | document.model_dump(mode="json", exclude_defaults=True)


def digest_of_bytes(content: bytes) -> str:
    """Return `sha256:<hex>` of canonical JSON."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


@remembered
def _digest_of_document(document: BaseModel) -> str:
    return digest_of_bytes(canonical_bytes(document))


def digest_of(document: BaseModel | dict[str, JsonValue]) -> str:
    """Return `sha256:<hex>` of a document's canonical form."""
    return _digest_of_document(document) if isinstance(document, BaseModel) else digest_of_bytes(canonical_bytes(document))
