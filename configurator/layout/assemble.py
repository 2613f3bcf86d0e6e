"""From solved strips to placed modules, dwellings, galleries and cores, with their ids."""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalogue.documents.concept import Concept, Side
from catalogue.documents.identifiers import bay_slot, core_id, dwelling_id, gallery_id, module_id, position_slot
from catalogue.documents.options import Options
from configurator.host.building import BearingLine, HostBay, HostBuilding
from configurator.layout.column import Column, Level
from configurator.layout.menu import OpenSide
from configurator.layout.placement import (
    BEARING_EDGES,
    EdgeSupport,
    PlacedAccess,
    PlacedDwelling,
    PlacedModule,
    Quarter,
    Rectangle,
    Terrace,
)
from configurator.layout.region import box, usable_regions
from configurator.layout.scheme import Solution
from configurator.layout.strip import Strip, lines_under, space_in
from configurator.layout.terraces import OpenRoof, terraces_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def strip_name(index: int) -> str:
    """Return the name of a strip by its place, from 0: a to z, then aa, ab and on."""
    name = ""
    while index >= 0:
        index, letter = divmod(index, len(LETTERS))
        name, index = LETTERS[letter] + name, index - 1
    return name


@dataclass(frozen=True, slots=True)
class Placed:
    """Everything that stands on the roof, sorted by id."""

    modules: tuple[PlacedModule, ...]
    dwellings: tuple[PlacedDwelling, ...]
    access: tuple[PlacedAccess, ...]


@dataclass(frozen=True, slots=True)
class _Site:
    """What the modules of one strip have in common."""

    host: HostBuilding
    concept: Concept
    solution: Solution
    strip: Strip
    letter: str
    lines: tuple[BearingLine, ...]
    roof_z_mm: int
    """Underside of the lowest modules above peil."""
    bay_numbers: Mapping[str, int]
    """By the id of the bay's left line."""
    open_roof: OpenRoof
    """The roof that nothing stands on."""

    @property
    def quarter(self) -> Quarter:
        """The turn of every module in the strip: its x axis points away from the gallery, else to higher v."""
        high = self.strip.pin.to == "high"
        if self.strip.axis == "u":
            return 3 if high else 1
        return 2 if high else 0

    @property
    def high_side(self) -> OpenSide:
        """The side of a module that faces the higher position along the strip (placement.Quarter)."""
        return "long_a" if self.quarter in (1, 2) else "long_b"

    @property
    def low_side(self) -> OpenSide:
        """The side of a module that faces the lower position along the strip."""
        return "long_b" if self.high_side == "long_a" else "long_a"

    def rectangle(self, s0: int, t0: int, s1: int, t1: int) -> Rectangle:
        """Turn strip axes into u and v."""
        return Rectangle(s0, t0, s1, t1) if self.strip.axis == "u" else Rectangle(t0, s0, t1, s1)

    def storey(self, level: int) -> int:
        """Return the number of a new storey, counted on from the host's."""
        return self.host.storeys_existing + level

    def z_mm(self, level: int) -> int:
        """Return the underside of the modules of a new storey."""
        return self.roof_z_mm + level * self.concept.module.height_mm

    def supports(self, column: Column, i: int, level: Level) -> tuple[EdgeSupport, ...]:
        """Return the lines under the bearing edges of a module: both, the outer one where several share a bay, none on a transfer grid."""
        if not self.solution.ground.scheme.carried.on_lines:
            return ()
        edges = (column.starts[i], column.starts[i] + column.widths[i])
        nearest = [_nearest_line(self.lines, edge, level) for edge in edges]
        reach = self.solution.ground.max_eccentricity_mm
        found = zip(nearest, edges, BEARING_EDGES, strict=True)
        return tuple(EdgeSupport(line.id, at - line.u_mm, edge) for line, at, edge in found if abs(at - line.u_mm) <= reach)

    def slot(self, column: Column, i: int) -> str:
        """Return the slot of a module: its first bay wall-on-wall, else its position along the strip."""
        if not self.solution.ground.scheme.carried.on_lines:
            return position_slot(column.starts[i] - self.strip.origin_mm)
        bays = [self._bay(column.levels[0], start) for start in column.starts[: i + 1]]
        return bay_slot(bays[i], bays[:i].count(bays[i]))

    def _bay(self, lowest: Level, start: int) -> int:
        """Return the number of the bay in which a module begins, from the lines that run under all of it."""
        past = bisect.bisect_right(self.lines, start + self.solution.ground.max_eccentricity_mm, key=lambda line: line.u_mm)
        at = next(i for i in range(past - 1, -1, -1) if _runs_under(self.lines[i], lowest))
        return self.bay_numbers.get(self.lines[at].id, at + 1)


def _runs_under(line: BearingLine, level: Level) -> bool:
    return line.v0_mm <= level.t0 and line.v1_mm >= level.t1


def _nearest_line(lines: Sequence[BearingLine], edge_mm: int, level: Level) -> BearingLine:
    """Return the line nearest to a module's edge of those, ascending along u, that run under its whole length; by id among equals."""
    middle = bisect.bisect_left(lines, edge_mm, key=lambda line: line.u_mm)
    best: tuple[int, str, BearingLine] | None = None
    for side in (range(middle - 1, -1, -1), range(middle, len(lines))):
        for i in side:
            away = abs(lines[i].u_mm - edge_mm)
            if best is not None and away > best[0]:
                break
            if _runs_under(lines[i], level) and (best is None or (away, lines[i].id) < best[:2]):
                best = (away, lines[i].id, lines[i])
    if best is None:
        raise ValueError(f"no bearing line runs from {level.t0} to {level.t1} mm")
    return best[2]


def core_beside(solution: Solution, column: Column) -> tuple[HostBay, bool] | None:
    """Return the core that a dwelling stands beside, and whether it lies at the dwelling's low end; None without one."""
    reach = solution.ground.joint_mm + solution.ground.max_eccentricity_mm
    for bay in solution.ground.cores:
        if 0 <= column.s0 - bay.right.u_mm <= reach:
            return bay, True
        if 0 <= bay.left.u_mm - column.s1 <= reach:
            return bay, False
    return None


def _entrance(site: _Site, column: Column) -> tuple[int, Side]:
    """Return which module of a dwelling has the entrance, and at which of its sides."""
    beside = core_beside(site.solution, column)
    if beside is None:
        return 0, "end_a"
    return (0, site.low_side) if beside[1] else (len(column.widths) - 1, site.high_side)


def _homes(column: Column) -> Iterator[range]:
    """Give the storeys of each dwelling of a column, lowest first."""
    starts = [n for n, level in enumerate(column.levels) if level.offer.begins]
    for start, end in zip(starts, [*starts[1:], len(column.levels)], strict=True):
        yield range(start, end)


def _stair(site: _Site, column: Column, storeys: range) -> tuple[int, Rectangle] | None:
    """Return the module that holds the stair of a dwelling of two storeys, and the stair's plan; None for a dwelling of one.

    The flight lies in the middle of the upper storey's depth along a long wall that is closed and not entered through.
    """
    if len(storeys) == 1:
        return None
    menu, count = site.solution.menu, len(column.widths)
    flight, width = menu.stair_mm
    wall = math.ceil(menu.long_wall_mm)
    upper = column.levels[storeys[-1]]
    t0 = (upper.t0 + upper.t1 - flight) // 2
    opened, (entrance, side) = menu.open_sides(count, high_side=site.high_side), _entrance(site, column)
    closed = [(i, s) for i in range(count) for s in (site.low_side, site.high_side) if s not in opened[i] and (i, s) != (entrance, side)]
    module, at = closed[0] if closed else (0, site.low_side)
    low, high = column.starts[module] + wall, column.starts[module] + column.widths[module] - wall
    s0 = low if at == site.low_side else high - width
    return module, site.rectangle(s0, t0, s0 + width, t0 + flight)


def _modules(site: _Site, column: Column, storeys: range) -> Iterator[PlacedModule]:
    """Give the modules of one dwelling."""
    count = len(column.widths)
    opened = site.solution.menu.open_sides(count, high_side=site.high_side)
    entrance, side = _entrance(site, column)
    stair = _stair(site, column, storeys)
    dwelling = dwelling_id(site.storey(storeys[0]), site.letter, site.slot(column, 0))
    for i, n in itertools.product(range(count), storeys):
        level, slot = column.levels[n], site.slot(column, i)
        holds = stair is not None and stair[0] == i
        yield PlacedModule(
            id=module_id(site.storey(n), site.letter, slot),
            dwelling_id=dwelling,
            storey=site.storey(n),
            strip=site.letter,
            footprint=site.rectangle(column.starts[i], level.t0, column.starts[i] + column.widths[i], level.t1),
            quarter=site.quarter,
            z_mm=site.z_mm(n),
            height_mm=site.concept.module.height_mm,
            topmost=n == len(column.levels) - 1,
            access_side=side if i == entrance and n == storeys[0] else None,
            open_sides=opened[i],
            supports=site.supports(column, i, level),
            stair=stair[1] if stair is not None and holds else None,
            stair_goes=None if not holds else "up" if n == storeys[0] else "down",
        )


def _dwelling(site: _Site, column: Column, storeys: range) -> PlacedDwelling:
    slots = [site.slot(column, i) for i in range(len(column.widths))]
    levels = [column.levels[n] for n in storeys]
    stair = _stair(site, column, storeys)
    storey = site.storey(storeys[0])
    return PlacedDwelling(
        id=dwelling_id(storey, site.letter, slots[0]),
        storey=storey,
        type_id=levels[0].offer.type_id,
        module_ids=tuple(module_id(site.storey(n), site.letter, slot) for n in storeys for slot in slots),
        usable_area_m2=sum(level.offer.usable_mm2 for level in levels) / 1e6,
        gross_floor_area_m2=sum((column.s1 - column.s0) * level.offer.length_mm for level in levels) / 1e6,
        usable_by_storey_m2=tuple(level.offer.usable_mm2 / 1e6 for level in levels) if len(levels) > 1 else (),
        stair=None if stair is None else stair[1],
        terraces=tuple(
            Terrace(site.storey(n), site.rectangle(column.s0, low, column.s1, high))
            for n in storeys
            for low, high in terraces_of(column, n, site.strip.pin.to, site.open_roof)
        ),
    )


def _entered(column: Column, storey: int) -> bool:
    """Return whether a dwelling of a column is entered on a new storey, counted from 0."""
    return len(column.levels) > storey and column.levels[storey].offer.begins


def _passes(site: _Site, before: Column, after: Column, level: int, band: tuple[int, int]) -> bool:
    """Return whether the gallery can run on between two dwellings: free roof below it inside the roof, and no other roof outside it."""
    if after.s0 <= before.s1:
        return True
    if site.solution.ground.gallery_depth_mm > 0:
        runs = site.strip.space.free(level, before.s1, after.s0)
        return any(low <= band[0] and band[1] <= high for low, high in runs)
    between = site.rectangle(before.s1, band[0], after.s0, band[1])
    elsewhere = site.solution.ground.bare[level].difference(site.strip.window)
    return bool(elsewhere.intersection(box(between.u0_mm, between.v0_mm, between.u1_mm, between.v1_mm)).area == 0.0)


def _sections(site: _Site, columns: list[Column], level: int, band: tuple[int, int]) -> list[list[Column]]:
    """Split the dwellings of a storey where the gallery between two of them is interrupted."""
    sections = [[columns[0]]]
    for before, after in pairwise(columns):
        if _passes(site, before, after, level, band):
            sections[-1].append(after)
        else:
            sections.append([after])
    return sections


def _galleries(site: _Site) -> Iterator[PlacedAccess]:
    pin, ground = site.strip.pin, site.solution.ground
    if pin.to == "centre":
        return
    inside = ground.gallery_depth_mm > 0
    for n in range(site.strip.space.storeys):
        served = [c for c in site.strip.columns if _entered(c, n)]
        if not served:
            continue
        inward = (pin.to == "low") == inside
        low = pin.bands[n] if inward else pin.bands[n] - ground.gallery_width_mm
        band = (low, low + ground.gallery_width_mm)
        for i, part in enumerate(_sections(site, served, n, band)):
            yield PlacedAccess(
                id=gallery_id(site.storey(n), site.letter, site.slot(part[0], 0) if i else ""),
                kind="gallery",
                storey=site.storey(n),
                footprint=site.rectangle(part[0].s0, band[0], part[-1].s1, band[1]),
                z_mm=site.z_mm(n),
                inside_roof=inside,
            )


def _cores(site: _Site, options: Options) -> Iterator[PlacedAccess]:
    if not site.solution.ground.cores:
        return
    tops = ((c, max((n + 1 for n in range(len(c.levels)) if _entered(c, n)), default=0)) for c in site.strip.columns)
    touched = [(beside[0], top) for c, top in tops if (beside := core_beside(site.solution, c)) is not None]
    storeys = site.strip.space.storeys
    whole = space_in(usable_regions(site.host, options, storeys, ()), site.strip.window, "u")
    for bay in sorted({bay for bay, _ in touched}, key=lambda b: b.number):
        for n in range(max(levels for b, levels in touched if b is bay)):
            free = whole.free(n, bay.left.u_mm, bay.right.u_mm)
            low, high = max(free, key=lambda r: r[1] - r[0], default=(bay.left.v0_mm, bay.left.v1_mm))
            yield PlacedAccess(
                id=core_id(site.storey(n), bay.number),
                kind="core",
                storey=site.storey(n),
                footprint=Rectangle(bay.left.u_mm, low, bay.right.u_mm, high),
                z_mm=site.z_mm(n),
                inside_roof=True,
            )


def _by_id(items: Iterable[PlacedAccess]) -> tuple[PlacedAccess, ...]:
    """Sort by id; a core that serves two strips is one core over both."""
    found: dict[str, PlacedAccess] = {}
    for item in items:
        known = found.get(item.id)
        if known is not None:
            a, b = known.footprint, item.footprint
            whole = Rectangle(min(a.u0_mm, b.u0_mm), min(a.v0_mm, b.v0_mm), max(a.u1_mm, b.u1_mm), max(a.v1_mm, b.v1_mm))
            item = PlacedAccess(item.id, item.kind, item.storey, whole, item.z_mm, item.inside_roof)  # noqa: PLW2901
        found[item.id] = item
    return tuple(found[key] for key in sorted(found))


def _one_corridor(items: Iterable[PlacedAccess]) -> tuple[PlacedAccess, ...]:
    """Make one element of what the rows on both sides of a corridor have of it."""
    found: list[PlacedAccess] = []
    for item in items:
        f = item.footprint
        other = next((o for o in found if o.storey == item.storey and _same_band(o.footprint, f)), None)
        if other is None:
            found.append(item)
            continue
        o = other.footprint
        whole = Rectangle(min(o.u0_mm, f.u0_mm), min(o.v0_mm, f.v0_mm), max(o.u1_mm, f.u1_mm), max(o.v1_mm, f.v1_mm))
        found[found.index(other)] = PlacedAccess(other.id, other.kind, other.storey, whole, other.z_mm, other.inside_roof)
    return tuple(found)


def _same_band(one: Rectangle, two: Rectangle) -> bool:
    """Return whether two stretches of corridor lie in line and meet."""
    along_u = one.v0_mm == two.v0_mm and one.v1_mm == two.v1_mm and one.u0_mm <= two.u1_mm and two.u0_mm <= one.u1_mm
    along_v = one.u0_mm == two.u0_mm and one.u1_mm == two.u1_mm and one.v0_mm <= two.v1_mm and two.v0_mm <= one.v1_mm
    return along_u or along_v


def connector_height_mm(solution: Solution, concept: Concept) -> int:
    """Return the height of the connector of the scheme's support."""
    connector = concept.support.connector(solution.ground.scheme.support)
    return 0 if connector is None else connector.height_mm


def assembled(host: HostBuilding, concept: Concept, options: Options, solution: Solution) -> Placed:
    """Return the placed modules, dwellings and access elements of a solution, each sorted by id."""
    modules: list[PlacedModule] = []
    dwellings: list[PlacedDwelling] = []
    access: list[PlacedAccess] = []
    z_mm = host.roof_z_mm + connector_height_mm(solution, concept)
    bay_numbers = {bay.left.id: bay.number for bay in reversed(host.bays)}
    for number, strip in enumerate(solution.strips):
        under, roof = lines_under(solution.ground, strip.window), OpenRoof(host, strip)
        site = _Site(host, concept, solution, strip, strip_name(number), under, z_mm, bay_numbers, roof)
        for column in strip.columns:
            for storeys in _homes(column):
                modules.extend(_modules(site, column, storeys))
                dwellings.append(_dwelling(site, column, storeys))
        access.extend((*_galleries(site), *_cores(site, options)))
    return Placed(
        modules=tuple(sorted(modules, key=lambda m: m.id)),
        dwellings=tuple(sorted(dwellings, key=lambda d: d.id)),
        access=_one_corridor(_by_id(access)) if solution.ground.scheme.reached.passage == "between" else _by_id(access),
    )
