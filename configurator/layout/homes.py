"""The dwellings of one position along a strip, storey by storey, and the modules that they are made of."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from catalogue.documents.concept import Side
from catalogue.documents.identifiers import dwelling_id, module_id
from configurator.layout.column import Column
from configurator.layout.placement import PlacedDwelling, PlacedModule, Rectangle, Terrace
from configurator.layout.site import Site, core_beside
from configurator.layout.terraces import terraces_of


def _entrance(site: Site, column: Column) -> tuple[int, Side]:
    """Return which module of a dwelling has the entrance, and at which of its sides."""
    beside, last = core_beside(site.solution, column), column.modules - 1
    if column.behind:
        at_gallery = last if site.strip.pin.to == "high" else 0
        return (at_gallery, "long_a") if beside is None else (0, "end_a" if beside[1] else "end_b")
    if beside is None:
        return 0, "end_a"
    low_side, high_side = site.sides(column)
    return (0, low_side) if beside[1] else (last, high_side)


def homes_of(column: Column) -> Iterator[range]:
    """Give the storeys of each dwelling of a column, lowest first."""
    starts = [n for n, level in enumerate(column.levels) if level.offer.begins]
    for start, end in zip(starts, [*starts[1:], len(column.levels)], strict=True):
        yield range(start, end)


def _stair(site: Site, column: Column, storeys: range) -> tuple[int, Rectangle] | None:
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
    low_side, high_side = site.sides(column)
    opened, (entrance, side) = menu.open_sides(count, high_side=high_side), _entrance(site, column)
    closed = [(i, s) for i in range(count) for s in (low_side, high_side) if s not in opened[i] and (i, s) != (entrance, side)]
    module, at = closed[0] if closed else (0, low_side)
    low, high = column.starts[module] + wall, column.starts[module] + column.widths[module] - wall
    s0 = low if at == low_side else high - width
    return module, site.rectangle(s0, t0, s0 + width, t0 + flight)


def modules_of(site: Site, column: Column, storeys: range, slots: Sequence[str]) -> Iterator[PlacedModule]:
    """Give the modules of one dwelling; `slots` are those of its column."""
    count, quarter = column.modules, site.quarter(column)
    opened = site.solution.menu.open_sides(count, high_side=site.sides(column)[1])
    entrance, side = _entrance(site, column)
    stair = _stair(site, column, storeys)
    dwelling = dwelling_id(site.storey(storeys[0]), site.letter, slots[0])
    for i, n in itertools.product(range(count), storeys):
        level = column.levels[n]
        holds = stair is not None and stair[0] == i
        yield PlacedModule(
            id=module_id(site.storey(n), site.letter, slots[i]),
            dwelling_id=dwelling,
            storey=site.storey(n),
            strip=site.letter,
            footprint=site.footprint(column, i, level),
            quarter=quarter,
            z_mm=site.z_mm(n),
            height_mm=site.concept.module.height_mm,
            topmost=n == len(column.levels) - 1,
            access_side=side if i == entrance and n == storeys[0] else None,
            open_sides=opened[i],
            supports=site.supports(column, i, level),
            orientation="lengthwise" if column.behind else "across",
            stair=stair[1] if stair is not None and holds else None,
            stair_goes=None if not holds else "up" if n == storeys[0] else "down",
        )


def dwelling_of(site: Site, column: Column, storeys: range, slots: Sequence[str]) -> PlacedDwelling:
    """Return one dwelling of a column with these slots."""
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
