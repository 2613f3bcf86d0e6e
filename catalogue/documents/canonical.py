"""One canonical form for documents: RFC 8785 JSON, SHA-256 digests, and rounding by the unit in a field's name."""

from __future__ import annotations

import hashlib

import rfc8785
from pydantic import BaseModel, JsonValue

DECIMALS_BY_SUFFIX: dict[str, int] = {
    "_kn_per_m2": 4,
    "_kn_per_m": 4,
    "_knm": 3,
    "_kn": 4,
    "_kg_per_m2": 3,
    "_kg": 1,
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


def decimals_of(name: str) -> int:
    """Return how many decimals a field of this name keeps in a published result."""
    return next((DECIMALS_BY_SUFFIX[s] for s in _SUFFIXES if name.endswith(s)), DEFAULT_DECIMALS)


def rounded(value: JsonValue, name: str = "") -> JsonValue:
    """Round every float in a JSON-like value once, by the unit in its field's name; -0.0 becomes 0.0."""
    if isinstance(value, float):
        return round(value, decimals_of(name)) + 0.0
    if isinstance(value, dict):
        return {key: rounded(item, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item, name) for item in value]
    return value


def canonical_bytes(document: BaseModel | dict[str, JsonValue]) -> bytes:
    """Return the RFC 8785 canonical JSON of a document: the bytes that are stored and digested."""
    payload = document.model_dump(mode="json") if isinstance(document, BaseModel) else document
    return rfc8785.dumps(payload)


def digest_of(document: BaseModel | dict[str, JsonValue]) -> str:
    """Return `sha256:<hex>` of a document's canonical form."""
    return "sha256:" + hashlib.sha256(canonical_bytes(document)).hexdigest()
