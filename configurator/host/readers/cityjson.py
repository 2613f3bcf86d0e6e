"""CityJSON 1.0 to 2.0, CityJSONSeq, and the answer of the 3DBAG API, as one list of features with vertices in metres.

The forms differ in small things (source: CityJSON specifications 1.0.3 to 2.0.2 and files of 3DBAG of 2021 to 2024): 1.0 has `lod`
as a number and may leave `transform` out; a sequence has its transform on the first line and vertices on every other one; the API
puts the transform into `metadata`; extensions add members that start with `+`, which are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from catalogue.documents.loading import parse_json, read_text
from catalogue.errors import OptopError, Phrase, UnreadableInput
from configurator.host.building import FloatArray
from configurator.host.readers.content import Content, Json
from configurator.host.rings import looks_like_degrees, looks_like_rd

VERSIONS = ("1.0", "1.1", "2.0")
RD_CODES = ("7415", "28992")
MAX_COORDINATE_M = 1e7
"""No position in RD or NAP is larger."""

MAX_HEADER_BYTES = 200_000
"""A metadata file without buildings is small; larger neighbours are not opened to look for one."""


@dataclass(frozen=True, slots=True)
class CityFeature:
    """Objects that share a vertex list, metres, shape (n, 3)."""

    objects: Mapping[str, Mapping[str, Any]]
    vertices_m: FloatArray


@dataclass(frozen=True, slots=True)
class CityModel:
    """All features of a file, and what its header says about them."""

    where: str
    features: tuple[CityFeature, ...]
    title: str
    version: str


def _member(value: Mapping[str, Any], name: str, kind: type) -> Json:
    """Return a member when it has the right type, else None."""
    found = value.get(name)
    return found if isinstance(found, kind) else None


def _positions(value: Json) -> Json:
    """Return vertices as lists of numbers; some answers of the API hold each vertex as one text, `"x y z"`."""
    return [item.split() if isinstance(item, str) else item for item in value] if isinstance(value, list) else value


def _vertices_m(value: Mapping[str, Any], transform: Mapping[str, Any] | None, where: str) -> FloatArray:
    """Return the vertices of a feature in metres. Raises UnreadableInput when they are no list of three finite numbers each."""
    try:
        scale = np.asarray(transform["scale"] if transform else (1.0, 1.0, 1.0), dtype=np.float64)
        shift = np.asarray(transform["translate"] if transform else (0.0, 0.0, 0.0), dtype=np.float64)
        vertices = np.asarray(_positions(value["vertices"]), dtype=np.float64)
        if vertices.size and (vertices.ndim != 2 or vertices.shape[1] != 3):  # noqa: PLR2004 - rows of x, y and z
            raise ValueError("a vertex is three numbers")
        with np.errstate(over="ignore", invalid="ignore"):
            vertices = vertices.reshape(-1, 3) * scale.reshape(3) + shift.reshape(3)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise UnreadableInput("cityjson-vertices-broken", where=where) from None
    if not np.isfinite(vertices).all() or (vertices.size and float(np.abs(vertices).max()) > MAX_COORDINATE_M):
        raise UnreadableInput("cityjson-vertex-far", where=where, most_m=MAX_COORDINATE_M)
    return vertices


def _feature(value: object, transform: Mapping[str, Any] | None, where: str) -> CityFeature:
    """Return one feature, or the whole of a file that has its objects together."""
    objects = _member(value, "CityObjects", dict) if isinstance(value, dict) else None
    if not isinstance(value, dict) or objects is None or not all(isinstance(item, dict) for item in objects.values()):
        raise UnreadableInput("cityjson-no-objects", where=where)
    own = _member(value, "transform", dict) if value.get("type") == "CityJSONFeature" else None
    return CityFeature(objects=objects, vertices_m=_vertices_m(value, own or transform, where))


def _reference_system(header: Mapping[str, Any]) -> str | None:
    metadata = _member(header, "metadata", dict) or {}
    named = metadata.get("referenceSystem") or header.get("referenceSystem")
    return named if isinstance(named, str) else None


def _check_crs(header: Mapping[str, Any], given: str | None, where: str) -> None:
    """Refuse a file that is not in RD, or does not say what it is in."""
    named = _reference_system(header) or given
    if named is None:
        raise UnreadableInput("cityjson-no-crs", where=where)
    if not any(named.rstrip("/").endswith(code) for code in RD_CODES):
        raise UnreadableInput("cityjson-other-crs", where=where, crs=named)


def _check_version(header: Mapping[str, Any], where: str) -> str:
    version = str(header.get("version", ""))
    if not version.startswith(VERSIONS):
        raise UnreadableInput("cityjson-version", where=where, version=version or Phrase("without-a-version"))
    return version


def _title(header: Mapping[str, Any]) -> str:
    """Return how the file names its data set: title and release."""
    metadata = _member(header, "metadata", dict) or {}
    extended = _member(header, "+metadata-extended", dict) or {}
    title = metadata.get("title") or metadata.get("datasetTitle") or metadata.get("citymodelIdentifier") or extended.get("fileIdentifier")
    return " ".join(str(part) for part in (title or metadata.get("identifier", ""), metadata.get("version", "")) if part)


def _header_beside(path: Path) -> dict[str, Any]:
    """Return the metadata file that a lone feature lies beside: the one small CityJSON file without buildings in its folder.

    Tools that cut a tile into features write the transform once, into a file of its own.
    """
    found: list[dict[str, Any]] = []
    for neighbour in sorted(path.parent.glob("*.json")):
        if neighbour == path or neighbour.stat().st_size > MAX_HEADER_BYTES:
            continue
        try:
            value = parse_json(read_text(neighbour, MAX_HEADER_BYTES), neighbour.name)
        except OptopError:
            continue
        if isinstance(value, dict) and value.get("type") == "CityJSON" and value.get("CityObjects") == {} and "transform" in value:
            found.append(value)
    if len(found) != 1:
        raise UnreadableInput("cityjson-feature-alone", file=path.name, count=len(found))
    return found[0]


def _api_header(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the header of an API answer; the 3DBAG API only answers in EPSG:7415."""
    metadata = _member(value, "metadata", dict) or {}
    inner = _member(metadata, "metadata", dict) or {}
    return {"version": "2.0", **metadata, "metadata": {"referenceSystem": "EPSG:7415", "title": "3DBAG API", **inner}}


def _check_place(features: tuple[CityFeature, ...], where: str) -> None:
    """Refuse a model whose middle does not lie in the Netherlands in RD."""
    vertices = next((feature.vertices_m for feature in features if len(feature.vertices_m)), None)
    if vertices is None:
        raise UnreadableInput("cityjson-no-vertices", where=where)
    middle = (float(np.median(vertices[:, 0])), float(np.median(vertices[:, 1])))
    if not looks_like_rd([middle]):
        hint = Phrase("hint-degrees" if looks_like_degrees([middle]) else "hint-transform")
        raise UnreadableInput("cityjson-outside", where=where, x=middle[0], y=middle[1], hint=hint)


def _answered(page: Json) -> tuple[Json, ...] | None:
    """Return the features in an answer of the API, `{metadata, feature}` or `{metadata, features}`; None for anything else."""
    if not isinstance(page, dict) or not ("feature" in page or "features" in page):
        return None
    found = page.get("features", page.get("feature"))
    values = tuple(found) if isinstance(found, list) else (found,)
    about = _member(page, "metadata", dict) or {}
    ours = any(isinstance(value, dict) and "CityObjects" in value for value in values) or (not values and "transform" in about)
    return values if ours else None


def is_cityjson(content: Content) -> bool:
    """Return whether a file is CityJSON in one of its forms."""
    return content.kind in ("CityJSON", "CityJSONFeature") or _answered(content.first) is not None


def _pages(content: Content) -> list[tuple[Mapping[str, Any], tuple[Json, ...]]]:
    """Return header and features of a file, or of every page of an answer: each page has a transform of its own."""
    if content.kind == "CityJSON":
        own = (content.first,) if content.first.get("CityObjects") or not content.values[1:] else ()
        return [(content.first, (*own, *content.values[1:]))]
    if content.kind == "CityJSONFeature":
        return [(_header_beside(content.path), content.values)]
    return [(_api_header(page), _answered(page) or ()) for page in content.values]


def city_model(content: Content, crs: str | None = None) -> CityModel:
    """Return the features of a CityJSON file in metres.

    Args:
        content: the parsed file; several values of an API answer are its pages.
        crs: its coordinate system, when the file names none.

    Raises:
        UnreadableInput: another version or coordinate system, no features, broken vertices, a feature without its transform.
    """
    where, pages = content.where, _pages(content)
    features: list[CityFeature] = []
    for header, values in pages:
        _check_version(header, where)
        _check_crs(header, crs, where)
        transform = _member(header, "transform", dict)
        features.extend(_feature(value, transform, where) for value in values if value is not None)
    if not any(feature.objects for feature in features):
        raise UnreadableInput("cityjson-no-buildings", where=where)
    _check_place(tuple(features), where)
    header = pages[0][0]
    return CityModel(where=where, features=tuple(features), title=_title(header), version=_check_version(header, where))
