"""One pand, or a box of panden, from an address that answers as the 3DBAG API does. Off unless the settings name an address."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path

from catalogue.documents.building import Building
from catalogue.documents.loading import parse_json
from catalogue.errors import IncompleteRequest, NotFound, UnreadableInput
from configurator.host.readers.content import MAX_GEOMETRY_BYTES, Choice, Content
from configurator.host.readers.pand import read_cityjson
from configurator.host.rings import looks_like_rd

SETTING = "OPTOP_3DBAG_API"
"""Name of the setting with the address, for example `https://api.3dbag.nl`."""

TIMEOUT_S = 20.0
MAX_BOX_M = 500.0
PAGE = 100
_PAND = re.compile(r"^(?:NL\.IMBAG\.Pand\.)?(\d{16})$")
_NOT_FOUND = 404


def pand_digits(text: str) -> str | None:
    """Return the 16 digits when a text is the id of a BAG pand, with or without its prefix."""
    found = _PAND.match(text)
    return found.group(1) if found else None


def _answer(address: str | None, path: str, what: str) -> Content:
    """Return an answer of the service. Raises IncompleteRequest when it is off, NotFound or UnreadableInput."""
    if not address:
        raise IncompleteRequest(
            f"{what} is no file, and fetching is off; set {SETTING} (for example https://api.3dbag.nl), or give the tile as a file.",
            pointers=("/building",),
        )
    if not address.startswith(("https://", "http://")):
        raise UnreadableInput(f"{SETTING} is {address[:60]!r}; give an address that starts with https://.")
    try:
        with urllib.request.urlopen(address.rstrip("/") + path, timeout=TIMEOUT_S) as response:  # noqa: S310 - the scheme is checked
            data: bytes = response.read(MAX_GEOMETRY_BYTES + 1)
    except urllib.error.HTTPError as error:
        status = error.code
        error.close()
        if status == _NOT_FOUND:
            raise NotFound(f"{what} is unknown at {address}; check the id.", pointers=("/building",)) from None
        raise UnreadableInput(f"{address} answered {status} for {what}; try again later, or download the tile.") from None
    except (OSError, ValueError):
        raise UnreadableInput(
            f"{address} cannot be reached for {what}; check the network, or download the tile and give the file."
        ) from None
    if len(data) > MAX_GEOMETRY_BYTES:
        raise UnreadableInput(f"{address} answers more than {MAX_GEOMETRY_BYTES / 1e6:.0f} MB for {what}; ask for less.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableInput(f"{address} answers no text for {what}; check the address.") from None
    return Content(Path(what), (parse_json(text, f"The answer of {address}"),))


def fetch_pand(identifier: str, address: str | None, choice: Choice | None = None) -> Building:
    """Return one pand from the service; alone, for a single answer knows no neighbours.

    Args:
        identifier: BAG pand id, with or without prefix.
        address: address of the service; None is off.
        choice: which roof level is built on.
    """
    digits = pand_digits(identifier)
    if digits is None:
        raise NotFound(f"{identifier!r} is no BAG pand; its id has 16 digits.", pointers=("/building",))
    content = _answer(address, f"/collections/pand/items/NL.IMBAG.Pand.{digits}", identifier)
    return read_cityjson(content, choice or Choice())


def fetch_box(box_m: tuple[float, float, float, float], address: str | None) -> Content:
    """Return the panden in a box of RD metres (low x, low y, high x, high y), at most 500 m wide and 100 panden."""
    x0, y0, x1, y1 = box_m
    if not looks_like_rd([(x0, y0), (x1, y1)]) or not (0.0 < x1 - x0 <= MAX_BOX_M and 0.0 < y1 - y0 <= MAX_BOX_M):
        raise UnreadableInput(f"The box {box_m} is no box of at most {MAX_BOX_M:g} m in RD; give low x, low y, high x, high y.")
    return _answer(address, f"/collections/pand/items?bbox={x0:g},{y0:g},{x1:g},{y1:g}&limit={PAGE}", "the box")
