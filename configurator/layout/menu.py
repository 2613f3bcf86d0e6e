"""What a concept offers to one slot of the roof: dwellings of modules side by side, as deep as the roof allows.

Sizes are whole millimetres, areas whole square millimetres. A weight is one integer that orders whole layouts lexicographically
by the objective: it is added up over dwellings, so no comparison ever involves a rounded float.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from catalogue.buildup import module_size
from catalogue.documents.assumptions import RoomRules
from catalogue.documents.concept import Concept, DwellingType
from catalogue.documents.document import remembered
from catalogue.documents.options import Options
from configurator.layout.arrangement import Arrangement, Lengthwise
from configurator.layout.rooms import RoomFailure, failing_room
from configurator.layout.stacks import Kind, Offer, Stacking

Objective = Literal["dwellings", "usable_area"]
OpenSide = Literal["long_a", "long_b"]

PER_MM2 = 10_000
"""Objective `usable_area`: a weight is usable area (mm2) x PER_MM2 + 1 a dwelling; fewer than PER_MM2 dwellings stand on a roof."""
PER_DWELLING = 10**11
"""Objective `dwellings`: a weight is PER_DWELLING a dwelling + usable area (mm2); no roof holds 100,000 m2."""
MM2_PER_M2 = 1_000_000


def weight_of(objective: Objective, usable_mm2: int) -> int:
    """Return the weight of one dwelling under an objective."""
    return usable_mm2 * PER_MM2 + 1 if objective == "usable_area" else PER_DWELLING + usable_mm2


@dataclass(frozen=True, slots=True)
class Offers:
    """The best dwelling for every depth: `best[i]` is the best with a length of at most `lengths[i]`."""

    lengths: tuple[int, ...]
    best: tuple[Offer, ...]
    areas_mm2: tuple[int, ...]
    """Usable area of the dwelling with each length."""
    stacking: Stacking | None = None
    """For a concept with dwellings of two storeys or stacking rules: what makes the piles. `best` then names what a storey may be."""

    def within(self, depth_mm: int) -> Offer | None:
        """Return the best dwelling whose modules are no longer than `depth_mm`, or None."""
        i = bisect.bisect_right(self.lengths, depth_mm) - 1
        return self.best[i] if i >= 0 else None


def _area_range_mm2(dwelling: DwellingType) -> tuple[float, float]:
    most = dwelling.max_usable_area_m2
    return dwelling.min_usable_area_m2 * MM2_PER_M2, math.inf if most is None else most * MM2_PER_M2


def _holds(dwelling: DwellingType, usable_mm2: int) -> bool:
    least, most = _area_range_mm2(dwelling)
    return least <= usable_mm2 <= most


def sizes_of(concept: Concept, options: Options) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the module widths and lengths that are made, brought to the site and asked for, ascending."""
    module, brought = concept.module, concept.transport
    widths = module.width_mm.values() if options.module_width_mm is None else (options.module_width_mm,)
    lengths = module.length_mm.values() if options.module_length_mm is None else (options.module_length_mm,)
    return tuple(w for w in widths if brought.carries(w, 1)), tuple(n for n in lengths if brought.carries(1, n))


class Menu:
    """The dwellings of one concept under the options; types with a wished share of 0 are left out.

    `bonus` is added to the weight of each dwelling of a type, which steers the mix.
    """

    def __init__(self, concept: Concept, options: Options, bonus: Mapping[str, int] | None = None, rooms: RoomRules | None = None) -> None:
        self.concept, self.options = concept, options
        self.rooms = rooms if options.room_rules == "gate" else None
        self.objective: Objective = options.objective
        self.bonus = dict(bonus or {})
        module = concept.module
        self.widths, self.lengths = sizes_of(concept, options)
        self.types: tuple[DwellingType, ...] = tuple(t for t in concept.dwelling_types if options.mix.get(t.id, 1.0) > 0.0)
        self.joint_mm = module.joint_mm
        self.factor = concept.usable_area_factor.value or 0.0
        self._size = module_size(concept, self.widths[0], self.lengths[0], topmost=True)
        self._along = tuple(max(0.0, length - 2.0 * self._size.end_wall_mm) for length in self.lengths)
        self.stacks = any(t.storeys > 1 or t.stands_on for t in self.types)
        self.lengthwise = options.module_orientation == "mixed" and may_lie_lengthwise(self)
        self._closed: dict[int, int] = {}
        self._inside: dict[tuple[int, ...], tuple[float, float]] = {}
        self._offers: dict[Arrangement, Offers] = {}

    @property
    def counts(self) -> tuple[int, ...]:
        """Numbers of modules that a dwelling may have, ascending."""
        return tuple(sorted({t.modules for t in self.types}))

    def span_mm(self, row: Arrangement) -> int:
        """Return what a dwelling takes along its row on a free grid: its modules and the joints between them."""
        return row.length_mm if isinstance(row, Lengthwise) else sum(row) + self.joint_mm * (len(row) - 1)

    def usable_mm2(self, widths: tuple[int, ...], length_mm: int) -> int:
        """Return the usable area of a dwelling: the factor x the clear area of its modules, rounded to whole mm2."""
        return round(self._usable_mm(widths) * max(0.0, length_mm - 2.0 * self._size.end_wall_mm))

    def _usable_mm(self, widths: tuple[int, ...]) -> float:
        """Return the usable area of a dwelling per millimetre of clear length."""
        count = len(widths)
        if count not in self._closed:
            self._closed[count] = 2 * count - sum(len(sides) for sides in self.open_sides(count))
        return self.factor * max(0.0, sum(widths) - self._closed[count] * self._size.long_wall_mm)

    def open_sides(self, count: int, *, high_side: OpenSide = "long_a") -> tuple[tuple[OpenSide, ...], ...]:
        """Return, for each module of a dwelling from low to high, the sides that stand open to the next module.

        `high_side` is the side of a module that faces the higher position along the strip.
        """
        low_side: OpenSide = "long_b" if high_side == "long_a" else "long_a"
        allowed = self.concept.module.open_sides
        return tuple(
            tuple(sorted(s for s, inside in ((low_side, i > 0), (high_side, i < count - 1)) if inside and s in allowed))
            for i in range(count)
        )

    def offers(self, row: Arrangement) -> Offers:
        """Return the dwellings that modules in an arrangement can make, by how deep they are across the row."""
        if row not in self._offers:
            self._offers[row] = self._make_lengthwise(row) if isinstance(row, Lengthwise) else self._make(row)
        return self._offers[row]

    def _make_lengthwise(self, row: Lengthwise) -> Offers:
        """Make the best dwelling of lengthwise modules; those behind the first are reached through open long sides."""
        widths, length = row.widths, row.length_mm
        inside = sum(len(sides) for sides in self.open_sides(row.count))
        if inside < 2 * (row.count - 1) or self.failing_room(widths, length) is not None:
            return Offers((), (), ())
        usable = self.usable_mm2(widths, length)
        types = [t for t in self.types if t.modules == row.count and _holds(t, usable)]
        deep = row.deep_mm(self.joint_mm)
        best = max((self._offer(t, deep, usable) for t in types), key=lambda o: o.weight, default=None)
        return Offers((), (), ()) if best is None else Offers((deep,), (best,), (usable,))

    def _make(self, widths: tuple[int, ...]) -> Offers:
        lengths: list[int] = []
        best: list[Offer] = []
        areas: list[int] = []
        across = self._usable_mm(widths)
        if self.stacks:
            return self._make_stacks(widths)
        types = [(t, *_area_range_mm2(t)) for t in self.types if t.modules == len(widths)]
        for length, along in zip(self.lengths, self._along, strict=True):
            if self.failing_room(widths, length) is not None:
                continue
            usable = round(across * along)
            found = [self._offer(t, length, usable) for t, least, most in types if least <= usable <= most]
            if found:
                lengths.append(length)
                best.append(max(found, key=lambda o: o.weight))
                areas.append(usable)
        for i in range(1, len(best)):
            if best[i - 1].weight > best[i].weight:
                best[i] = best[i - 1]
        return Offers(tuple(lengths), tuple(best), tuple(areas))

    def _make_stacks(self, widths: tuple[int, ...]) -> Offers:
        across = self._usable_mm(widths)
        tallest = max((t.storeys for t in self.types if t.modules == len(widths)), default=1)
        made = [
            (n, round(across * a)) for n, a in zip(self.lengths, self._along, strict=True) if self.failing_room(widths, n, tallest) is None
        ]
        kinds = tuple(self._kind(t) for t in self.types if t.modules == len(widths))
        stacking = Stacking(kinds, tuple(n for n, _ in made), tuple(a for _, a in made))
        found = [(n, a, k) for n, a in made for k in kinds if stacking.may_be(k, n)]
        best = {n: (a, Offer(k.dwelling.id, n, a, k.weight(a))) for n, a, k in reversed(found)}
        lengths = tuple(sorted(best))
        return Offers(lengths, tuple(best[n][1] for n in lengths), tuple(best[n][0] for n in lengths), stacking)

    def _kind(self, dwelling: DwellingType) -> Kind:
        plain = weight_of(self.objective, 0) + self.bonus.get(dwelling.id, 0)
        per_mm2 = weight_of(self.objective, 1) - weight_of(self.objective, 0)
        flight, width = self.stair_mm if dwelling.storeys > 1 else (0, 0)
        shortest = math.ceil(flight + 2 * width + 2.0 * self._size.end_wall_mm) if dwelling.storeys > 1 else 0
        return Kind(dwelling, flight * width, shortest, plain, per_mm2)

    @property
    def long_wall_mm(self) -> float:
        """Thickness of a module's long wall."""
        return self._size.long_wall_mm

    @property
    def stair_mm(self) -> tuple[int, int]:
        """Plan length and width of the stair inside a dwelling of two storeys; it has a landing as long as it is wide at either end."""
        stair = self.concept.internal_stair
        return (0, 0) if stair is None else (stair.flight_mm(self.concept.module.height_mm), stair.width_mm)

    def dwelling_mm2(self, dwelling: DwellingType, widths: tuple[int, ...], length_mm: int) -> int:
        """Return the usable area of a dwelling of a type with modules of one length on all its storeys, its stair opening taken off."""
        flight, width = self.stair_mm
        return dwelling.storeys * self.usable_mm2(widths, length_mm) - (dwelling.storeys - 1) * flight * width

    def failing_room(self, widths: tuple[int, ...], length_mm: int, storeys: int = 1) -> RoomFailure | None:
        """Return the first room rule that a dwelling of these modules cannot meet; None when all can be met, or none are asked for."""
        if self.rooms is None:
            return None
        narrowest_mm, main_mm = self._inside_mm(widths)
        usable = storeys * self.usable_mm2(widths, length_mm)
        return failing_room(self.rooms, narrowest_mm, main_mm, length_mm - 2.0 * self._size.end_wall_mm, usable)

    def _inside_mm(self, widths: tuple[int, ...]) -> tuple[float, float]:
        """Return the least width inside a module of a dwelling, and that of its widest room: of modules that stand open together."""
        if widths not in self._inside:
            wall, opening = self._size.long_wall_mm, self.open_sides(len(widths))
            inner = [w - wall * (2 - len(sides)) for w, sides in zip(widths, opening, strict=True)]
            opened = [w for w, sides in zip(inner, opening, strict=True) if sides]
            self._inside[widths] = min(inner), max(*inner, sum(opened) if len(opened) > 1 else 0.0, 0.0)
        return self._inside[widths]

    def failing_rooms(self, widths: tuple[int, ...], depth_mm: int) -> RoomFailure | None:
        """Return the rule that the dwelling type nearest to it fails over a depth, when every type fails one; else None."""
        fitting = [length for length in self.lengths if length <= depth_mm]
        if not fitting or not widths or not self.types:
            return None
        found = [self.failing_room((max(widths),) * t.modules, max(fitting), t.storeys) for t in self.types]
        failed = [f for f in found if f is not None]
        return max(failed, key=lambda f: f.measured / f.needed) if len(failed) == len(found) else None

    def makes(self, dwelling: DwellingType, widths: tuple[int, ...], length_mm: int) -> bool:
        """Return whether modules of these widths and one length can be a dwelling of a type."""
        least, most = _area_range_mm2(dwelling)
        return (
            least <= self.dwelling_mm2(dwelling, widths, length_mm) <= most
            and self.failing_room(widths, length_mm, dwelling.storeys) is None
        )

    def flattened(self, types: tuple[DwellingType, ...]) -> Menu:
        """Return the menu with other dwelling types, none of which stack."""
        return Menu(self.concept.model_copy(update={"dwelling_types": types}), self.options, self.bonus, self.rooms)

    def _offer(self, dwelling: DwellingType, length: int, usable: int) -> Offer:
        return Offer(dwelling.id, length, usable, weight_of(self.objective, usable) + self.bonus.get(dwelling.id, 0))


def may_lie_lengthwise(menu: Menu) -> bool:
    """Return whether the concept makes modules that lie lengthwise, and flats of them: stairs and piles are made of modules across."""
    return "lengthwise" in menu.concept.module.orientations and not menu.stacks


MenuKey = tuple[Objective, str, str, int | None, int | None, frozenset[str], RoomRules | None]
MOST_MENUS = 64
"""Menus kept for one concept; the options have few combinations that matter to a menu."""


@remembered
def _menus(concept: Concept) -> dict[MenuKey, Menu]:
    """Return the menus made of a concept so far: what a concept offers belongs to no roof."""
    del concept
    return {}


def menu_of(concept: Concept, options: Options, rooms: RoomRules | None = None) -> Menu:
    """Return the menu of a concept under the options and room rules, the same one every time."""
    left_out = frozenset(t.id for t in concept.dwelling_types if options.mix.get(t.id, 1.0) == 0.0)
    sizes = (options.module_width_mm, options.module_length_mm)
    way = (options.objective, options.module_orientation, options.effort if options.module_orientation == "mixed" else "")
    key = (*way, *sizes, left_out, rooms if options.room_rules == "gate" else None)
    known = _menus(concept)
    if key not in known:
        if len(known) >= MOST_MENUS:
            known.clear()
        known[key] = Menu(concept, options, rooms=rooms)
    return known[key]
