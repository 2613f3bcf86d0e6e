"""Wind areas, terrains, and the wind area of a place, read from `data/wind.yaml` and `data/municipalities.yaml`."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import Field

from configurator.loads.norm_tables import FormulaRow, NormRow

WindArea = Literal["I", "II", "III"]
Terrain = Literal["coast", "open", "built_up"]


class WindAreaRow(NormRow):
    """Fundamental basic wind velocity of one wind area."""

    area: WindArea
    v_b0_m_per_s: float = Field(gt=0.0)


class TerrainRow(NormRow):
    """Roughness of one terrain."""

    terrain: Terrain
    category: Literal["0", "II", "III"]
    z0_m: float = Field(gt=0.0)
    z_min_m: float = Field(gt=0.0)


def _read(name: str) -> dict[str, Any]:
    text = resources.files("configurator.loads").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@cache
def wind_area_rows() -> tuple[WindAreaRow, ...]:
    """Return the wind areas, windiest first."""
    return tuple(WindAreaRow.model_validate(entry) for entry in _read("wind")["areas"])


@cache
def terrain_rows() -> tuple[TerrainRow, ...]:
    """Return the terrains, smoothest first."""
    return tuple(TerrainRow.model_validate(entry) for entry in _read("wind")["terrains"])


@cache
def place_row() -> FormulaRow:
    """Return the row that tells where the list of places comes from."""
    return FormulaRow.model_validate(_read("municipalities")["norm"])


def wind_area_row(area: WindArea) -> WindAreaRow:
    """Return the row of a wind area. Raises KeyError for an unknown one."""
    return {row.area: row for row in wind_area_rows()}[area]


def terrain_row(terrain: Terrain) -> TerrainRow:
    """Return the row of a terrain: coast (category 0), open (II) or built_up (III). Raises KeyError for an unknown one."""
    return {row.terrain: row for row in terrain_rows()}[terrain]


def wind_area_of(municipality: str | None, province: str | None = None) -> WindArea | None:
    """Return the wind area of a place, NEN-EN 1991-1-4 NB fig. NB.1: by municipality, else by province; None when neither is in the list.

    A province alone gives the windiest area that it has: I for Noord-Holland and for Friesland, which has islands.
    """
    areas, provinces = _places()
    found = areas.get(_plain(municipality)) if municipality else None
    if found is None and province:
        found = provinces.get(_plain(province))
        if found is not None and municipality is None and _plain(province) in _WITH_AREA_I:
            return "I"
    return found


_WITH_AREA_I = frozenset({"noord-holland", "friesland", "fryslan"})


def _plain(name: str) -> str:
    """Return a name without case, accents and an addition between brackets, except for the two places called Bergen."""
    text = unicodedata.normalize("NFKD", name.casefold().replace(".", "").strip())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text if text.startswith("bergen (") else text.partition(" (")[0]


@cache
def _places() -> tuple[dict[str, WindArea], dict[str, WindArea]]:
    data = _read("municipalities")
    areas: dict[str, WindArea] = {}
    for area, names in data["municipalities"].items():
        areas.update({_plain(name): area for name in names})
    areas.update({_plain(name): "I" for name in data["area_I"]})
    return areas, {_plain(name): area for name, area in data["provinces"].items()}
