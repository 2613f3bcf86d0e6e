"""The id grammar: ids are paths of domain keys, never loop counters.

    s04            storey 4 (host storeys count from 0, new ones go on from there)
    w03            bearing line 3, counted along the local u axis from 1
    b03            bay 3, between bearing lines w03 and w04
    s04/a/m03      module on storey 4 in strip a, slot 03 (strips are a to z, then aa, ab ...)
    s04/a/d03      dwelling whose first module stands in slot 03 of strip a
    s04/a/g        gallery of strip a;   s04/a/g0123   its next part beyond an interruption, which serves slot 0123 first
    s04/b05/core   stair core in bay 5
    o2             obstacle 2 of the roof;   e1  edge 1 of the roof
    r2/s04/a/m03   the same on roof level 2 of a building with several;   r2.1/s04/a/m03   on the first wing of that level

Only a building with several wings has a wing in its ids (`r<level>`, or `r<level>.<wing>` where a level has several): a building of one
wing keeps its ids whatever optop learns to read.

A slot is the bay number where modules stand wall-on-wall (two digits), and the distance of the module's start along the strip in
decimetres where they stand on a transfer grid (four digits). Of several modules in one slot the second ends with `b`. A module's id
does not contain its dwelling: when an obstacle breaks up a dwelling, the modules beside it keep their ids.
"""

from __future__ import annotations

import re

ID_PATTERN = re.compile(
    r"^(r[A-Za-z0-9][A-Za-z0-9_.-]*/)?"
    r"(s\d{2}(/[a-z]{1,3}(/(m|d)\d{2,4}[b-z]?|/g(\d{2,4})?)?|/b\d{2}/core)?|w\d{2}|b\d{2}|o\d+|e\d+)$"
)


def storey_id(storey: int) -> str:
    """Return the id of a storey."""
    return f"s{storey:02d}"


def line_id(number: int) -> str:
    """Return the id of the `number`-th bearing line (from 1) along the local u axis."""
    return f"w{number:02d}"


def bay_id(number: int) -> str:
    """Return the id of the `number`-th bay (from 1)."""
    return f"b{number:02d}"


def bay_slot(bay: int, place: int = 0) -> str:
    """Return the slot key of a module that stands in a bay; of several in one bay the second (`place` 1) is `b`, the third `c`."""
    return f"{bay:02d}{chr(ord('a') + place) if place else ''}"


def position_slot(start_mm: float, place: int = 0) -> str:
    """Return the slot key of a module that starts this far along its strip; of several one behind the other the second is `b`."""
    return f"{round(start_mm / 100.0):04d}{chr(ord('a') + place) if place else ''}"


def module_id(storey: int, strip: str, slot: str) -> str:
    """Return the id of a module."""
    return f"{storey_id(storey)}/{strip}/m{slot}"


def dwelling_id(storey: int, strip: str, slot: str) -> str:
    """Return the id of a dwelling, keyed by the slot of its first module."""
    return f"{storey_id(storey)}/{strip}/d{slot}"


def gallery_id(storey: int, strip: str, slot: str = "") -> str:
    """Return the id of the gallery of a strip; a part beyond an interruption has the slot of the first module that it serves."""
    return f"{storey_id(storey)}/{strip}/g{slot}"


def core_id(storey: int, bay: int) -> str:
    """Return the id of a stair core that goes on upwards in a bay."""
    return f"{storey_id(storey)}/{bay_id(bay)}/core"


def wing_key(level: str, number: int | None = None) -> str:
    """Return the key of a wing: its roof level, and its number (from 1) on that level where there are several."""
    return f"r{level}" if number is None else f"r{level}.{number}"


def wing_path(key: str, name: str) -> str:
    """Return the id of something in a wing; the empty key is that of a building of one wing, whose ids have none."""
    return f"{key}/{name}" if key else name
