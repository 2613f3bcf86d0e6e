"""How the answer hangs on walls that nobody has seen: the same request on the other walls that the family allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.concept import Concept
from catalogue.documents.finding import Finding, finding
from catalogue.documents.options import Options
from configurator.host.plausible_walls import OtherWalls
from configurator.layout.engine import place
from configurator.layout.placement import Layout

MOST_TRIED = {"fast": 2, "thorough": 4}
"""Other sequences that are laid out: the ends of the family's range, and with thorough the other ways to lay the same bays."""


def assumed_walls_remark(
    layout: Layout, others: Iterator[OtherWalls], concept: Concept, options: Options, assumptions: Assumptions
) -> Iterator[Finding]:
    """Say how many dwellings would stand on other plausible walls; nothing where the layout does not hang on the walls.

    Args:
        layout: The layout on the walls that were chosen.
        others: The same host with other walls, the most telling first.
        concept: What is laid out.
        options: Its options; `effort` says how many other walls are tried.
        assumptions: The assumption set.
    """
    scheme = layout.scheme
    if scheme is None or not (scheme.carried.on_lines or scheme.reached.beside_cores):
        return
    tried = [(walls, place(walls.host, concept, options, assumptions)) for walls in islice(others, MOST_TRIED[options.effort])]
    if not tried:
        return
    chosen = len(layout.dwellings)
    counts = [chosen, *(len(other.dwellings) for _, other in tried)]
    same = all(len(other.dwellings) == chosen and other.scheme == scheme for _, other in tried)
    yield finding(
        "LAY-OTHER-WALLS-SAME" if same else "LAY-OTHER-WALLS-DIFFER",
        subjects=("/bearing_lines",),
        tried=len(tried),
        dwellings=chosen,
        least=min(counts),
        most=max(counts),
        others_nl=_listed(tried, "nl"),
        others_en=_listed(tried, "en"),
    )


def _listed(tried: Sequence[tuple[OtherWalls, Layout]], lang: str) -> str:
    return ", ".join(f"{walls.name.nl if lang == 'nl' else walls.name.en}: {len(other.dwellings)}" for walls, other in tried)
