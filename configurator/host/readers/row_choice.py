"""Which panden of a file are built on as one: the row that is found, the panden that the user joins, or the one pand alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.documents.building import Obstacle, Roof, RoofSlope
from catalogue.documents.evidence import Basis, Fact
from catalogue.documents.finding import Finding, finding
from catalogue.errors import UnreadableInput
from configurator.host.readers.content import Choice
from configurator.host.readers.levels import Level, buildable_plan, obstacles_on, valid_plan
from configurator.host.readers.rows import EQUAL_HEIGHT_M, MIN_MEMBER_M2, Box, Member, Row, Shape, adjoining, joined
from configurator.host.rings import polygon_document


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One pand of a file as a row sees it."""

    id: str
    bag_id: str | None
    year: int | None
    box: Box | None
    """Bounding box in plan; None without a usable shape."""
    shape: Callable[[], Shape | None]
    """Gives levels and faces; None without a usable shape. Only asked of near panden."""


Street = Mapping[str, Neighbour]
"""Every pand of a file by its id."""


def found_row(start: Member, street: Street) -> tuple[Member, ...]:
    """Return the panden of the row that a pand stands in, itself first. A neighbour whose shape is broken is left out."""
    boxes = {name: pand.box for name, pand in street.items() if pand.box is not None}
    return adjoining(start, boxes, lambda name: street[name].shape())


def _asked_row(start: Member, asked: Sequence[Neighbour], where: str) -> tuple[Member, ...]:
    """Return the panden that the user joins, each with its level nearest in height. Raises UnreadableInput when they do not adjoin."""
    members = [start]
    for pand in asked:
        if pand.id in {member.id for member in members}:
            continue
        shape = pand.shape()
        if shape is None:
            raise UnreadableInput("row-no-roof", where=where, building=pand.id)
        levels, faces = shape
        large = (level for level in levels if level.area_m2 >= MIN_MEMBER_M2)
        level = min(large, key=lambda one: abs(one.z_m - start.level.z_m), default=levels[0])
        if abs(level.z_m - start.level.z_m) > EQUAL_HEIGHT_M:
            raise UnreadableInput(
                "row-heights-differ",
                where=where,
                first=start.id,
                second=pand.id,
                difference_m=abs(level.z_m - start.level.z_m),
                most_m=EQUAL_HEIGHT_M,
            )
        members.append(Member(pand.id, level, faces))
    if not joined(members)[1]:
        names = ", ".join(member.id for member in members)
        raise UnreadableInput("row-not-adjoining", where=where, names=names)
    return tuple(members)


def chosen_row(start: Member, street: Street, find: Callable[[str], str], choice: Choice, where: str) -> tuple[Row, list[Finding]]:
    """Return the row that is built on, and what there is to say about it.

    Args:
        start: the pand that was asked for.
        street: every pand of the file.
        find: gives the id in `street` of a pand that the user names; raises NotFound.
        choice: which panden are joined, or whether the pand stands alone.
        where: the file's name, for sentences.

    Raises:
        UnreadableInput: panden to join that do not adjoin, or are not equally high.
    """
    asked = [street[find(name)] for name in choice.joined_ids]
    members = _asked_row(start, asked, where) if asked else found_row(start, street)
    if choice.row == "alone" and not asked:
        others = [member.id for member in members[1:]]
        said = [finding("READ-ROW-SPLIT", subjects=("/roof",), count=len(others), panden=", ".join(others))] if others else []
        return Row((start,), start.level), said
    level, _ = joined(members)
    if len(members) == 1:
        return Row(members, level), []
    names = tuple(member.id for member in members)
    merged = finding("READ-ROW-MERGED", subjects=names, count=len(names), tolerance_m=EQUAL_HEIGHT_M, panden=", ".join(names))
    return Row(members, level), [merged]


def bag_ids_of(row: Row, street: Street) -> tuple[str, ...]:
    """Return the BAG ids of the panden of a row, the one that was asked for first."""
    return tuple(bag for member in row.members if (bag := street[member.id].bag_id) is not None)


def year_of(row: Row, street: Street, source: str, basis: Basis) -> Fact[int] | None:
    """Return the year in which most of a row's panden were built (the oldest when years are equally common), with first and last."""
    years = sorted(year for member in row.members if (year := street[member.id].year) is not None)
    if not years:
        return None
    value = max(years, key=lambda year: (years.count(year), -year))
    low, high = (float(years[0]), float(years[-1])) if years[0] != years[-1] else (None, None)
    return Fact[int](value=value, low=low, high=high, basis=basis, source=source)


def roof_of(row: Row, level_id: str, source: str) -> tuple[Roof, tuple[Obstacle, ...]]:
    """Return the roof of a row whose heights were surveyed, and what stands on it, as parts of a building document."""
    level: Level = row.level
    on_top = obstacles_on(level, row.faces)
    low, high = round(min(level.low_m, level.z_m), 3), round(max(level.high_m, level.z_m), 3)
    roof = Roof(
        polygon=polygon_document(valid_plan(buildable_plan(level, on_top))),
        level_id=level_id,
        level_nap_m=Fact[float](value=round(level.z_m, 3), low=low, high=high, basis="observed", source=source),
        slope=RoofSlope(slope_deg=round(level.slope_deg, 3), fall_m=round(level.fall_m, 3)),
    )
    obstacles = tuple(
        Obstacle(polygon=polygon_document(valid_plan(item.plan_m)), height_m=round(max(item.height_m, 0.0), 3), source=source)
        for item in on_top
    )
    return roof, obstacles
