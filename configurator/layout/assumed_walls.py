"""How the answer hangs on walls that nobody has seen: the same request on the other walls that the family allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.concept import Concept
from catalogue.documents.finding import Finding, finding
from catalogue.documents.options import Options
from configurator.host.plausible_walls import OtherWalls
from configurator.layout.engine import count_homes
from configurator.layout.placement import Layout, Scheme


def assumed_walls_remark(
    layout: Layout, others: Iterator[OtherWalls], concept: Concept, options: Options, assumptions: Assumptions
) -> Iterator[Finding]:
    """Say how many dwellings would stand on other plausible walls; nothing where the layout does not hang on the walls, and with `fast`.

    Args:
        layout: The layout on the walls that were chosen.
        others: The same host with other walls, the most telling first.
        concept: What is laid out.
        options: Its options; the other walls take two to three times the time of one answer, so `effort: thorough` asks for them.
        assumptions: The assumption set.
    """
    scheme = layout.scheme
    if options.effort == "fast" or scheme is None or not (scheme.carried.on_lines or scheme.reached.beside_cores):
        return
    tried = [(walls, *count_homes(walls.host, concept, options, assumptions)) for walls in others]
    if not tried:
        return
    chosen = len(layout.dwellings)
    counts = [chosen, *(homes for _, homes, _ in tried)]
    same = all(homes == chosen and other == scheme for _, homes, other in tried)
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


def _listed(tried: Sequence[tuple[OtherWalls, int, Scheme | None]], lang: str) -> str:
    return ", ".join(f"{walls.name.nl if lang == 'nl' else walls.name.en}: {homes}" for walls, homes, _ in tried)
