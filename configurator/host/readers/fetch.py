"""One pand, or a box of panden, from an address that answers as the 3DBAG API does. Off unless the settings name an address.

A pand is fetched with what stands around it, for a pand is usually one stairwell of a longer roof. Answers come in pages, each with a
transform of its own; only the query of a link to the next page is followed, never another address.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np

from catalogue.documents.building import Building
from catalogue.documents.loading import parse_json
from catalogue.errors import IncompleteRequest, NotFound, Phrase, Said, UnreadableInput
from configurator.host.readers.cityjson import city_model
from configurator.host.readers.content import MAX_GEOMETRY_BYTES, Choice, Content, Json
from configurator.host.readers.pand import read_cityjson
from configurator.host.rings import looks_like_rd

SETTING = "OPTOP_3DBAG_API"
"""Name of the setting with the address, for example `https://api.3dbag.nl`."""

TIMEOUT_S = 20.0
MAX_BOX_M = 500.0
PAGE = 100
"""Panden in a page; the service allows no more."""

MAX_PAGES = 20
AROUND_M = 100.0
"""A pand's neighbours are looked for within this distance of it."""

Box = tuple[float, float, float, float]
"""Low x, low y, high x, high y; RD metres."""

_ITEMS = "/collections/pand/items"
_PAND = re.compile(r"^(?:NL\.IMBAG\.Pand\.)?(\d{16})$")
_NOT_FOUND = 404
_CORNERS = 4


def pand_digits(text: str) -> str | None:
    """Return the 16 digits when a text is the id of a BAG pand, with or without its prefix."""
    found = _PAND.match(text)
    return found.group(1) if found else None


def box_of(text: str) -> Box:
    """Return the box in a text `x0,y0,x1,y1`. Raises UnreadableInput when it is none."""
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        values = ()
    if len(values) != _CORNERS:
        raise UnreadableInput("box-malformed", text=text[:60])
    return values[0], values[1], values[2], values[3]


def _checked(address: str | None, what: Said) -> str:
    """Return the address without its last slash. Raises IncompleteRequest when fetching is off, UnreadableInput for another scheme."""
    if not address:
        raise IncompleteRequest(
            "fetch-off",
            what=what,
            setting=SETTING,
            pointers=("/building",),
        )
    if not address.startswith(("https://", "http://")):
        raise UnreadableInput("fetch-address", setting=SETTING, address=address[:60])
    return address.rstrip("/")


def _page(address: str, path: str, what: Said) -> Json:
    """Return one answer of the service. Raises NotFound or UnreadableInput."""
    try:
        with urllib.request.urlopen(address + path, timeout=TIMEOUT_S) as response:  # noqa: S310 - the scheme is checked
            data: bytes = response.read(MAX_GEOMETRY_BYTES + 1)
    except urllib.error.HTTPError as error:
        status = error.code
        error.close()
        if status == _NOT_FOUND:
            raise NotFound("pand-unknown", what=what, address=address, pointers=("/building",)) from None
        raise UnreadableInput("fetch-refused", address=address, status=status, what=what) from None
    except (OSError, ValueError):
        raise UnreadableInput("fetch-unreachable", address=address, what=what) from None
    if len(data) > MAX_GEOMETRY_BYTES:
        raise UnreadableInput("fetch-too-large", address=address, most_mb=MAX_GEOMETRY_BYTES / 1000000.0, what=what)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableInput("fetch-no-text", address=address, what=what) from None
    answer = parse_json(text, Phrase("answer-of", {"address": address}))
    if not isinstance(answer, dict):
        raise UnreadableInput("fetch-no-panden", address=address, what=what)
    return answer


def _next_query(page: Json) -> str | None:
    """Return the query of the link to the next page, or None on the last one."""
    links = page.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            return urllib.parse.urlsplit(link["href"]).query or None
    return None


def _count(page: Json, name: str) -> int | None:
    value = page.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _box_pages(box_m: Box, address: str, what: Said) -> tuple[Any, ...]:
    """Return every page of the panden in a box. Raises UnreadableInput when there are too many, or the answer is cut off."""
    x0, y0, x1, y1 = box_m
    query: str | None = f"bbox={x0:.2f},{y0:.2f},{x1:.2f},{y1:.2f}&limit={PAGE}"
    pages: list[Any] = []
    while query is not None:
        if len(pages) >= MAX_PAGES:
            raise UnreadableInput("box-many-panden", what=what, most=MAX_PAGES * PAGE)
        pages.append(_page(address, f"{_ITEMS}?{query}", what))
        query = _next_query(pages[-1])
    received = sum(len(page["features"]) for page in pages if isinstance(page.get("features"), list))
    matched = _count(pages[0], "numberMatched")
    if matched is not None and matched > received:
        raise UnreadableInput("fetch-cut-off", address=address, received=received, matched=matched, what=what)
    return tuple(pages)


def fetch_box(box_m: Box, address: str | None) -> Content:
    """Return the panden in a box of RD metres (low x, low y, high x, high y), at most 500 m wide.

    Raises:
        IncompleteRequest: fetching is off.
        UnreadableInput: no box in the Netherlands, no network, an answer that is none, or only a part of what is there.
    """
    x0, y0, x1, y1 = box_m
    if not looks_like_rd([(x0, y0), (x1, y1)]) or not (0.0 < x1 - x0 <= MAX_BOX_M and 0.0 < y1 - y0 <= MAX_BOX_M):
        raise UnreadableInput("box-too-large", box=f"{x0:g},{y0:g},{x1:g},{y1:g}", most_m=MAX_BOX_M)
    what = Phrase("the-box", {"box": f"{x0:g},{y0:g},{x1:g},{y1:g}"})
    return Content(Path(str(what)), _box_pages(box_m, _checked(address, what), what))


def _around(page: Json, identifier: str) -> Box:
    """Return the box around a pand in which its neighbours stand."""
    vertices = [feature.vertices_m for feature in city_model(Content(Path(identifier), (page,))).features]
    plan = np.concatenate(vertices)[:, :2]
    middle, reach = (plan.min(axis=0) + plan.max(axis=0)) / 2.0, np.ptp(plan, axis=0) / 2.0 + AROUND_M
    (x0, y0), (x1, y1) = middle - np.minimum(reach, MAX_BOX_M / 2.0), middle + np.minimum(reach, MAX_BOX_M / 2.0)
    return float(x0), float(y0), float(x1), float(y1)


def fetch_pand(identifier: str, address: str | None, choice: Choice | None = None) -> Building:
    """Return one pand from the service, with the adjoining panden of equal height unless the choice is to leave them out.

    Args:
        identifier: BAG pand id, with or without prefix.
        address: address of the service; None is off.
        choice: which roof level is built on, and whether its neighbours count.

    Raises what `fetch_box` and `read_cityjson` raise, and NotFound for an id that is none or is unknown there.
    """
    digits = pand_digits(identifier)
    if digits is None:
        raise NotFound("pand-id-malformed", identifier=identifier, pointers=("/building",))
    wanted, found = choice or Choice(), _checked(address, identifier)
    page = _page(found, f"{_ITEMS}/NL.IMBAG.Pand.{digits}", identifier)
    around = () if wanted.row == "alone" else _box_pages(_around(page, identifier), found, f"the surroundings of {identifier}")
    chosen = Choice(digits, None, wanted.roof_level, wanted.joined_ids, wanted.row)
    return read_cityjson(Content(Path(identifier), (page, *around)), chosen)
