"""The wished mix of dwelling types: as near as the roof allows, then the largest objective.

A layout that is the best of all and meets the wish as it is stays. Else a whole-number programme finds the best layout that meets it
(mix_exact). Where its graph would be too large, prices on the types steer the strip programme (Lagrangian passes); between two
passes every point along the roof is tried at which the one can stop and the other go on, which reaches the shares in between that
prices alone cannot.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from configurator.layout.column import Column
from configurator.layout.menu import Menu
from configurator.layout.mix_exact import exact_mix
from configurator.layout.scheme import Solution
from configurator.layout.strip import Strip, chain_in

MAX_PASSES = 20
KEPT = 8
"""Candidates that go into the second round of joining."""
PER_MILLION = 1_000_000

Row = tuple[Column, ...]
Candidate = tuple[Row, ...]
"""The columns of every strip."""


@dataclass(frozen=True, slots=True)
class MixResult:
    """The layout nearest to the wish, and by how much it misses: the largest difference of a share, in millionths."""

    solution: Solution
    shares: Mapping[str, float]
    deviation_ppm: int


def wished_shares(options: Options, concept: Concept) -> dict[str, float]:
    """Return the wished shares, scaled to a sum of 1 over the types with a positive wish; empty without a wish."""
    known = {t.id for t in concept.dwelling_types}
    wish = {t: share for t, share in sorted(options.mix.items()) if share > 0.0 and t in known}
    total = sum(wish.values())
    return {t: share / total for t, share in wish.items()}


def _counts(candidate: Candidate) -> Counter[str]:
    return Counter(level.offer.type_id for row in candidate for column in row for level in column.levels if level.offer.begins)


def deviation_ppm(counts: Mapping[str, int], wish: Mapping[str, float]) -> int:
    """Return the largest difference between a share and its wish, in millionths; without dwellings it is a million."""
    total = sum(counts.values())
    if total == 0:
        return PER_MILLION
    return max(round(abs(counts.get(t, 0) / total - wish.get(t, 0.0)) * PER_MILLION) for t in {*wish, *counts})


def misfit_ppm(counts: Mapping[str, int], wish: Mapping[str, float]) -> int:
    """Return by how much the counts miss the wish beyond rounding, as a share in millionths.

    A count that is less than one dwelling from its wish is as near as whole dwellings come: giving up homes to hit a share exactly
    would serve nobody.
    """
    total = sum(counts.values())
    if total == 0:
        return PER_MILLION
    beyond = max(abs(counts.get(t, 0) - wish.get(t, 0.0) * total) - 1.0 for t in {*wish, *counts})
    return max(0, math.ceil(beyond / total * PER_MILLION))


def _rank(candidate: Candidate, wish: Mapping[str, float]) -> tuple[int, int, int]:
    counts = _counts(candidate)
    plain = sum(c.weight for row in candidate for c in row)
    return misfit_ppm(counts, wish), -plain, deviation_ppm(counts, wish)


def _joined(first: Candidate, then: Candidate, joint_mm: int) -> list[Candidate]:
    """Return every layout that follows one candidate up to some point and the other from there on."""
    found: list[Candidate] = []
    for i, (row, other) in enumerate(zip(first, then, strict=True)):
        for kept in range(len(row) + 1):
            end = row[kept - 1].s1 + joint_mm if kept else -PER_MILLION * PER_MILLION
            follow = tuple(c for c in other if c.s0 >= end)
            found.append((*first[:i], (*row[:kept], *follow), *then[i + 1 :]))
    return found


def _priced_pass(solution: Solution, options: Options, prices: Mapping[str, int]) -> Candidate:
    menu = Menu(solution.menu.concept, options, prices, solution.menu.rooms)
    rows = solution.ground.rows(menu)
    priced = [chain_in(solution.ground, menu, s.window, s.space, s.pin, rows) for s in solution.strips]
    return tuple(tuple(_without_price(c, prices) for c in row) for row in priced)


def _without_price(column: Column, prices: Mapping[str, int]) -> Column:
    levels = tuple(
        replace(level, offer=replace(level.offer, weight=level.offer.weight - prices.get(level.offer.type_id, 0)))
        for level in column.levels
    )
    return replace(column, levels=levels)


def _passes(solution: Solution, options: Options, wish: Mapping[str, float]) -> list[Candidate]:
    """Return the candidates of the priced passes: the plain one, each wished type at any price, then steps towards the wish."""
    plain: Candidate = tuple(s.columns for s in solution.strips)
    typical = max(1, solution.weight // max(1, solution.dwellings))
    found = [plain, *(_priced_pass(solution, options, {t: 20 * typical}) for t in wish)]
    prices = dict.fromkeys(wish, 0)
    for turn in range(1, MAX_PASSES - len(found) + 1):
        counts = _counts(found[-1] if turn > 1 else plain)
        total = max(1, sum(counts.values()))
        for t, share in wish.items():
            prices[t] += int(typical * (share - counts.get(t, 0) / total) / turn**0.5)
        lowest = min(prices.values())
        found.append(_priced_pass(solution, options, {t: price - lowest for t, price in prices.items()}))
    return found


def towards_mix(solution: Solution, options: Options, concept: Concept) -> MixResult:
    """Return the layout with the same strips whose dwelling types come nearest to the wished shares."""
    wish = wished_shares(options, concept)
    final: Candidate = tuple(s.columns for s in solution.strips)
    if misfit_ppm(_counts(final), wish) > 0:
        final = exact_mix(solution, options, wish) or _priced(solution, options, wish)
    strips = tuple(Strip(s.window, s.axis, s.space, s.pin, row) for s, row in zip(solution.strips, final, strict=True))
    counts = _counts(final)
    total = max(1, sum(counts.values()))
    shares = {t: counts.get(t, 0) / total for t in wish}
    return MixResult(Solution(solution.ground, solution.menu, strips), shares, deviation_ppm(counts, wish))


def _priced(solution: Solution, options: Options, wish: Mapping[str, float]) -> Candidate:
    """Return the layout nearest to the wish among those that the priced passes and their joins reach."""
    joint = solution.ground.between_mm

    def best(candidates: Sequence[Candidate], keep: int) -> list[Candidate]:
        # The order of equals follows from the order of the passes, so the result does not depend on any hash.
        return sorted(dict.fromkeys(candidates), key=lambda c: _rank(c, wish))[:keep]

    passes = list(dict.fromkeys(_passes(solution, options, wish)))
    once = [c for a in passes for b in passes for c in _joined(a, b, joint)]
    kept = best([*passes, *once], KEPT)
    twice = [c for a in kept for b in passes for pair in ((a, b), (b, a)) for c in _joined(*pair, joint)]
    return best([*kept, *twice], 1)[0]
