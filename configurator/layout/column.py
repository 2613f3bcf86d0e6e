"""One dwelling position, stacked: how deep it is and where it stands across the strip on each storey, from the lowest up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from configurator.layout.menu import Offers
from configurator.layout.space import Run, Runs, Space, shared
from configurator.layout.stacks import Offer, Stacking

PinTo = Literal["low", "high", "centre"]


@dataclass(frozen=True, slots=True)
class Pin:
    """Where dwellings stand across a strip: against a gallery at the low or high side, or in the middle of what is free.

    `bands` has the outer edge of the gallery on each storey (its low t at the low side, its high t at the high side); `depth_mm` is
    what the gallery takes from the roof, 0 when it cantilevers. A centred pin has no bands.
    """

    to: PinTo
    bands: tuple[int, ...] = ()
    depth_mm: int = 0


CENTRED = Pin("centre")


@dataclass(frozen=True, slots=True)
class Level:
    """The dwelling of one position on one storey: where its modules begin across the strip, and what it is."""

    t0: int
    offer: Offer

    @property
    def t1(self) -> int:
        """Where its modules end across the strip."""
        return self.t0 + self.offer.length_mm


@dataclass(frozen=True, slots=True)
class Column:
    """One dwelling position along the strip with all its storeys: each module at `starts[i]`, `widths[i]` wide."""

    starts: tuple[int, ...]
    widths: tuple[int, ...]
    levels: tuple[Level, ...]
    behind: int = 0
    """Modules one behind the other at the only start, lengthwise, where it is not 0: `widths` then has their length."""

    @property
    def modules(self) -> int:
        """Number of modules on each storey."""
        return self.behind or len(self.widths)

    @property
    def s0(self) -> int:
        """Where its first module begins along the strip."""
        return self.starts[0]

    @property
    def s1(self) -> int:
        """Where its last module ends along the strip."""
        return self.starts[-1] + self.widths[-1]

    @property
    def homes(self) -> int:
        """Number of its dwellings: storeys on which one is entered."""
        return sum(level.offer.begins for level in self.levels)

    @property
    def weight(self) -> int:
        """The weight of its dwellings on all storeys."""
        return sum(level.offer.weight for level in self.levels)

    @property
    def evenness(self) -> int:
        """Breaks ties: minus the sum of squared module counts, so that two homes of two modules come before one of three and one."""
        return -len(self.levels) * self.modules**2


def _against_gallery(runs: Runs, offers: Offers, pin: Pin, storey: int, within: Run | None) -> Level | None:
    """Place a dwelling against its gallery: gallery and modules lie in one free run, the modules also within `within`."""
    band = pin.bands[storey]
    run = next(((low, high) for low, high in runs if low <= band <= high), None)
    if run is None:
        return None
    low, high = (band + pin.depth_mm, run[1]) if pin.to == "low" else (run[0], band - pin.depth_mm)
    if within is not None:
        if pin.to == "low":
            high = min(high, within[1])
        else:
            low = max(low, within[0])
        if low < within[0] or high > within[1]:
            return None
    offer = offers.within(high - low)
    if offer is None:
        return None
    return Level(low if pin.to == "low" else high - offer.length_mm, offer)


def _up(space: Space, span: tuple[int, int], offers: Offers, pin: Pin, within: Run | None) -> tuple[Level, ...]:
    levels: list[Level] = []
    for storey in range(space.storeys):
        level = _against_gallery(space.window(storey, *span), offers, pin, storey, within)
        if level is None:
            break
        levels.append(level)
        within = (level.t0, level.t1)
    return tuple(levels)


def _deepest(runs: Runs) -> Run | None:
    return max(runs, key=lambda r: (r[1] - r[0], -r[0]), default=None)


def _centred(space: Space, span: tuple[int, int], offers: Offers, base: Run) -> tuple[Level, ...]:
    """Stack from one free run of the lowest storey, as nearly as possible around the middle of the highest storey's run.

    Around that middle a lower module covers as much of the run above it as its length can.
    """
    chain: list[Run] = [base]
    for storey in range(1, space.storeys):
        run = _deepest(shared(space.window(storey, *span), (chain[-1],)))
        if run is None or offers.within(run[1] - run[0]) is None:
            break
        chain.append(run)
    middle = sum(chain[-1]) // 2
    levels: list[Level] = []
    for run in chain:
        low, high = run if not levels else (max(run[0], levels[-1].t0), min(run[1], levels[-1].t1))
        offer = offers.within(high - low)
        if offer is None:
            break
        levels.append(Level(min(max(middle - offer.length_mm // 2, low), high - offer.length_mm), offer))
    return tuple(levels)


def _stacked(space: Space, span: tuple[int, int], stacking: Stacking, pin: Pin, within: Run | None) -> tuple[Level, ...]:
    """Stack dwellings of one and of two storeys by the stacking rules of the concept; the best pile over all free runs of the roof."""
    runs = space.window(0, *span) if within is None else shared(space.window(0, *span), (within,))
    if pin.to != "centre":
        runs = tuple(own for run in space.window(0, *span) if (own := _beside_band(run, pin, 0)) is not None)
        runs = runs if within is None else tuple(r for run in runs if (r := _cut(run, pin, within)) is not None)
    piles = []
    for base in runs:
        chain = [base]
        for storey in range(1, space.storeys):
            above = space.window(storey, *span)
            if pin.to == "centre":
                run = _deepest(shared(above, (chain[-1],)))
            else:
                run = next((own for r in above if (own := _beside_band(r, pin, storey)) is not None), None)
            if run is None or run[1] - run[0] < stacking.lengths[0]:
                break
            chain.append(run)
        middle = sum(chain[-1]) // 2
        weight, placed = stacking.best_pile(tuple(chain), pin.to, middle)
        piles.append((weight, tuple(Level(t0, offer) for t0, offer in placed)))
    return max(piles, key=lambda pile: pile[0], default=(0, ()))[1]


def _beside_band(run: Run, pin: Pin, storey: int) -> Run | None:
    """Return what a free run leaves beside the gallery of a storey; None where the gallery does not run through it."""
    band = pin.bands[storey]
    if not run[0] <= band <= run[1]:
        return None
    own = (band + pin.depth_mm, run[1]) if pin.to == "low" else (run[0], band - pin.depth_mm)
    return own if own[1] > own[0] else None


def _cut(run: Run, pin: Pin, within: Run) -> Run | None:
    """Keep a run within an extent, without leaving its gallery."""
    if pin.to == "low":
        return (run[0], min(run[1], within[1])) if run[0] >= within[0] and min(run[1], within[1]) > run[0] else None
    return (max(run[0], within[0]), run[1]) if run[1] <= within[1] and run[1] > max(run[0], within[0]) else None


def levels_on(space: Space, span: tuple[int, int], offers: Offers, pin: Pin, within: Run | None = None) -> tuple[Level, ...]:
    """Return the storeys of the best dwelling over the intervals `span` of a strip; empty when the lowest storey has none.

    A storey counts only on top of the one below, within whose footprint it stays.

    Args:
        space: The free space of the strip.
        span: First interval under the dwelling, and the one past the last.
        offers: What the modules can make, by depth.
        pin: Where dwellings stand across the strip.
        within: Where modules may stand across the strip in any case (the extent of the bearing lines), or None.
    """
    if not offers.lengths:
        return ()
    if offers.stacking is not None:
        return _stacked(space, span, offers.stacking, pin, within)
    if pin.to != "centre":
        return _up(space, span, offers, pin, within)
    runs = space.window(0, *span)
    if within is not None:
        runs = shared(runs, (within,))
    stacks = [stack for run in runs if (stack := _centred(space, span, offers, run))]
    return max(stacks, key=lambda levels: sum(level.offer.weight for level in levels), default=())
