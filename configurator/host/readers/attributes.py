"""Attributes of buildings under the names that releases and cities gave them, read without regard to case.

Sources: 3DBAG attribute lists of v21.09.8, v2024.04.20, v2024.12.16 and the specification of v2025.09.03; the municipal models of
Rotterdam and Den Haag.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ALIASES: dict[str, tuple[str, ...]] = {
    "pand_id": ("identificatie", "bag_id", "pand_id", "pandid", "bagpandid"),
    "year_built": ("oorspronkelijkbouwjaar", "oorspronkelijk_bouwjaar", "bouwjaar", "yearofconstruction", "year_built"),
    "ground_nap_m": ("b3_h_maaiveld", "h_maaiveld", "terrainheight", "ground_nap_m"),
    "eaves_nap_m": ("absoluteeavesheight", "absoluteeaves"),
    "eaves_above_ground_m": ("relativeeavesheight", "relativeeaves"),
    "roof_nap_m": ("roof_level_nap_m", "level_nap_m", "dakhoogte_nap_m", "dakhoogte_nap", "dakniveau_nap"),
    "roof_above_ground_m": ("height_above_ground_m", "dakhoogte_m", "dakhoogte", "hoogte_dak", "bouwhoogte", "goothoogte"),
    "dwellings": ("dwellings_existing", "aantal_woningen", "woningen", "aantal_verblijfsobjecten"),
    "uses": ("gebruiksdoel", "gebruiksdoelen"),
    "dwelling_type": ("dwelling_type_existing", "pand_gebouwtype", "gebouwtype", "gebouwsubtype", "woningtype"),
    "part_height_nap_m": ("b3_h_50p", "b3_h_dak_50p", "h_dak_50p", "b3_h_70p", "b3_h_dak_70p", "h_dak_70p"),
    "part_slope_deg": ("b3_hellingshoek", "hellingshoek"),
    "cloud_source": ("b3_pw_bron", "pw_bron"),
    "cloud_date": ("b3_pw_datum", "pw_datum"),
}
"""Names by what they mean; the first that is there and filled in is taken."""

DWELLING_TYPES: dict[str, tuple[str, ...]] = {
    "portiek": ("portiek",),
    "gallery": ("galerij", "gallery"),
    "maisonnette": ("maisonnette", "maisonette"),
    "flat": ("flatwoning", "flat", "appartement", "apartment"),
}
"""Types of dwellings by how registers' words for them begin (EP-Online `Pand_gebouwtype`)."""

ACCESS_KINDS: dict[str, tuple[str, ...]] = {
    "stair": ("portiek", "trappenhuis", "stair"),
    "gallery": ("galerij", "gallery"),
    "corridor": ("corridor", "binnengang"),
    "none": ("grondgebonden", "eigen voordeur", "eigen opgang", "eengezins"),
}
"""Ways to reach a dwelling by how people's words for them begin."""

TITLE_3DBAG = "3DBAG by tudelft3d and 3DGI (CC BY 4.0)"
TITLE_3DBAG_NL = "3DBAG van tudelft3d en 3DGI (CC BY 4.0)"

UNKNOWN_YEARS = (1005, 9999)
"""What registers write when nobody knows the year."""

YEARS = (1000, 2100)
MAX_DWELLINGS = 5_000
HEIGHTS_M = (-20.0, 400.0)
"""Heights above NAP that can be in the Netherlands."""

PAND_ID = re.compile(r"(\d{16})")


@dataclass(frozen=True, slots=True)
class Named:
    """A value with the attribute that it was found in."""

    value: float
    attribute: str


def _found(attributes: Mapping[str, Any], meaning: str) -> tuple[str, Any] | None:
    """Return name and value of the first alias that is filled in."""
    by_lower = {str(name).lower(): (str(name), value) for name, value in attributes.items()}
    hits = (by_lower[alias] for alias in ALIASES[meaning] if alias in by_lower)
    return next(((name, value) for name, value in hits if value is not None and value != ""), None)


def _number(attributes: Mapping[str, Any], meaning: str) -> Named | None:
    """Return a finite number, also when it is written as text."""
    hit = _found(attributes, meaning)
    if hit is None or isinstance(hit[1], bool):
        return None
    try:
        value = float(hit[1])
    except (TypeError, ValueError, OverflowError):
        return None
    return Named(value, hit[0]) if math.isfinite(value) else None


def year_built(attributes: Mapping[str, Any]) -> int | None:
    """Return the year of construction, or None when it is missing or a register's mark for unknown."""
    found = _number(attributes, "year_built")
    if found is None or int(found.value) in UNKNOWN_YEARS or not YEARS[0] <= found.value <= YEARS[1]:
        return None
    return int(found.value)


def ground_nap_m(attributes: Mapping[str, Any]) -> Named | None:
    """Return ground level above NAP and the attribute it comes from: itself, or absolute less relative eaves height."""
    found = _number(attributes, "ground_nap_m")
    if found is None:
        top, height = _number(attributes, "eaves_nap_m"), _number(attributes, "eaves_above_ground_m")
        found = Named(top.value - height.value, f"{top.attribute} - {height.attribute}") if top and height else None
    return found if found is not None and HEIGHTS_M[0] <= found.value <= HEIGHTS_M[1] else None


def _height(attributes: Mapping[str, Any], meaning: str) -> float | None:
    found = _number(attributes, meaning)
    return found.value if found is not None and HEIGHTS_M[0] <= found.value <= HEIGHTS_M[1] else None


def roof_nap_m(attributes: Mapping[str, Any]) -> float | None:
    """Return the height of the roof surface above NAP that somebody wrote down for an outline, metres."""
    return _height(attributes, "roof_nap_m")


def roof_above_ground_m(attributes: Mapping[str, Any]) -> float | None:
    """Return the height of the roof surface above ground that somebody wrote down for an outline, metres."""
    found = _height(attributes, "roof_above_ground_m")
    return found if found is not None and found > 0.0 else None


def dwellings(attributes: Mapping[str, Any]) -> int | None:
    """Return the number of dwellings: as written down, or the addresses of a pand that is only lived in."""
    found = _number(attributes, "dwellings")
    uses = _found(attributes, "uses")
    only_homes = uses is None or str(uses[1]).strip().lower() == "woonfunctie"
    counts_addresses = found is not None and found.attribute.lower() == "aantal_verblijfsobjecten"
    if found is None or found.value != int(found.value) or not 0 <= found.value <= MAX_DWELLINGS or (counts_addresses and not only_homes):
        return None
    return int(found.value)


def kind_of(text: str, kinds: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return which of some kinds a word stands for, by how it begins; None for another word."""
    word = text.strip().lower()
    return next((kind for kind, starts in kinds.items() if word == kind or word.startswith(starts)), None)


def dwelling_type(attributes: Mapping[str, Any]) -> str | None:
    """Return the type of the dwellings in a register such as EP-Online, in optop's words."""
    hit = _found(attributes, "dwelling_type")
    return None if hit is None else kind_of(str(hit[1]), DWELLING_TYPES)


def part_height_nap_m(attributes: Mapping[str, Any]) -> float | None:
    """Return the median height of one roof part above NAP, metres."""
    return _height(attributes, "part_height_nap_m")


def part_slope_deg(attributes: Mapping[str, Any]) -> float:
    """Return the slope of one roof part, degrees; 0 when nobody says."""
    found = _number(attributes, "part_slope_deg")
    return 0.0 if found is None else min(90.0, abs(found.value))


def pand_id(attributes: Mapping[str, Any], object_id: str) -> str | None:
    """Return the 16 digits of the BAG pand (text: leading zeros count), from the attributes or else the object's id."""
    hit = _found(attributes, "pand_id")
    for text in (str(hit[1]) if hit else "", object_id):
        digits = PAND_ID.search(text)
        if digits:
            return digits.group(1)
    return None


def point_cloud(attributes: Mapping[str, Any]) -> str:
    """Return which height survey a model was made from, as text; empty when nobody says."""
    parts = (_found(attributes, "cloud_source"), _found(attributes, "cloud_date"))
    return " ".join(str(part[1]) for part in parts if part)
