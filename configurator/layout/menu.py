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
from catalogue.documents.concept import Concept, DwellingType
from catalogue.documents.document import remembered
from catalogue.documents.options import Options

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
class Offer:
    """One dwelling that can stand in a slot."""

    type_id: str
    length_mm: int
    usable_mm2: int
    weight: int


@dataclass(frozen=True, slots=True)
class Offers:
    """The best dwelling for every depth: `best[i]` is the best with a length of at most `lengths[i]`."""

    lengths: tuple[int, ...]
    best: tuple[Offer, ...]
    areas_mm2: tuple[int, ...]
    """Usable area of the dwelling with each length."""

    def within(self, depth_mm: int) -> Offer | None:
        """Return the best dwelling whose modules are no longer than `depth_mm`, or None."""
        i = bisect.bisect_right(self.lengths, depth_mm) - 1
        return self.best[i] if i >= 0 else None


def _area_range_mm2(dwelling: DwellingType) -> tuple[float, float]:
    most = dwelling.max_usable_area_m2
    return dwelling.min_usable_area_m2 * MM2_PER_M2, math.inf if most is None else most * MM2_PER_M2


class Menu:
    """The dwellings of one concept under the options; types with a wished share of 0 are left out.

    `bonus` is added to the weight of each dwelling of a type, which steers the mix.
    """

    def __init__(self, concept: Concept, options: Options, bonus: Mapping[str, int] | None = None) -> None:
        self.concept = concept
        self.objective: Objective = options.objective
        self.bonus = dict(bonus or {})
        module = concept.module
        self.widths = module.width_mm.values() if options.module_width_mm is None else (options.module_width_mm,)
        self.lengths = module.length_mm.values() if options.module_length_mm is None else (options.module_length_mm,)
        self.types: tuple[DwellingType, ...] = tuple(t for t in concept.dwelling_types if options.mix.get(t.id, 1.0) > 0.0)
        self.joint_mm = module.joint_mm
        self.factor = concept.usable_area_factor.value or 0.0
        self._size = module_size(concept, self.widths[0], self.lengths[0], topmost=True)
        self._along = tuple(max(0.0, length - 2.0 * self._size.end_wall_mm) for length in self.lengths)
        self._closed: dict[int, int] = {}
        self._offers: dict[tuple[int, ...], Offers] = {}

    @property
    def counts(self) -> tuple[int, ...]:
        """Numbers of modules that a dwelling may have, ascending."""
        return tuple(sorted({t.modules for t in self.types}))

    def span_mm(self, widths: tuple[int, ...]) -> int:
        """Return the outer width of a dwelling on a free grid: its modules and the joints between them."""
        return sum(widths) + self.joint_mm * (len(widths) - 1)

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

    def offers(self, widths: tuple[int, ...]) -> Offers:
        """Return the dwellings that modules of these widths, side by side, can make."""
        if widths not in self._offers:
            self._offers[widths] = self._make(widths)
        return self._offers[widths]

    def _make(self, widths: tuple[int, ...]) -> Offers:
        lengths: list[int] = []
        best: list[Offer] = []
        areas: list[int] = []
        across = self._usable_mm(widths)
        types = [(t, *_area_range_mm2(t)) for t in self.types if t.modules == len(widths)]
        for length, along in zip(self.lengths, self._along, strict=True):
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

    def fitting(self, modules: int, usable_mm2: int) -> tuple[DwellingType, ...]:
        """Return the dwelling types of so many modules whose area range holds this usable area."""
        ranges = ((t, *_area_range_mm2(t)) for t in self.types if t.modules == modules)
        return tuple(t for t, least, most in ranges if least <= usable_mm2 <= most)

    def _offer(self, dwelling: DwellingType, length: int, usable: int) -> Offer:
        return Offer(dwelling.id, length, usable, weight_of(self.objective, usable) + self.bonus.get(dwelling.id, 0))


MenuKey = tuple[Objective, int | None, int | None, frozenset[str]]
MOST_MENUS = 64
"""Menus kept for one concept; the options have few combinations that matter to a menu."""


@remembered
def _menus(concept: Concept) -> dict[MenuKey, Menu]:
    """Return the menus made of a concept so far: what a concept offers belongs to no roof."""
    del concept
    return {}


def menu_of(concept: Concept, options: Options) -> Menu:
    """Return the menu of a concept under the options, the same one every time."""
    left_out = frozenset(t.id for t in concept.dwelling_types if options.mix.get(t.id, 1.0) == 0.0)
    key = (options.objective, options.module_width_mm, options.module_length_mm, left_out)
    known = _menus(concept)
    if key not in known:
        if len(known) >= MOST_MENUS:
            known.clear()
        known[key] = Menu(concept, options)
    return known[key]
