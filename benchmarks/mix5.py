"""Suite C, wished mix: five slabs, the exact whole-number programme beside the priced passes that take over on large graphs.

The loss is the usable area of the layout with the wish, as a share of that without; a wish is met to within one home of each type.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.hosts import concept_with, host_on
from benchmarks.instances import SIZES, Roof
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions
from configurator.layout import mix_exact
from configurator.layout.engine import lay_out
from configurator.layout.region import box

SLABS_M = ((40.0, 10.5), (54.0, 10.5), (63.0, 11.0), (72.0, 10.6), (90.0, 12.0))
LARGEST_LOSS = 0.01


@contextmanager
def only_priced_passes() -> Iterator[None]:
    """Leave every graph to the priced passes, as if it were too large for the exact programme."""
    kept = dict(mix_exact.MOST_ARCS)
    mix_exact.MOST_ARCS.update(dict.fromkeys(kept, -1))
    try:
        yield
    finally:
        mix_exact.MOST_ARCS.update(kept)


def slabs() -> tuple[Roof, ...]:
    """Return the five slabs."""
    return tuple(Roof(f"slab-{n}", box(0, 0, 1000 * length, 1000 * depth), (), 0, 0, 0.0) for n, (length, depth) in enumerate(SLABS_M))


def measure(roof: Roof, wish: dict[str, float]) -> tuple[float, dict[str, int], float]:
    """Return usable m2, homes by type, and seconds of processor time of one layout."""
    options = Options.model_validate({"support": "transfer_grid", "access": "gallery", "objective": "usable_area", "mix": wish})
    host, concept, assumptions = host_on(roof), concept_with(SIZES), resolve_assumptions()
    began = time.process_time()
    layout = lay_out(host, concept, options, assumptions)
    seconds = time.process_time() - began
    return sum(d.usable_area_m2 for d in layout.dwellings), dict(sorted(Counter(d.type_id for d in layout.dwellings).items())), seconds


def report() -> None:
    """Run the five slabs with equal shares of every type of the concept."""
    types = [t.id for t in concept_with(SIZES).dwelling_types]
    wish = dict.fromkeys(types, 1.0 / len(types))
    losses = []
    for roof in slabs():
        plain, _, _ = measure(roof, {})
        exact, homes, exact_s = measure(roof, wish)
        with only_priced_passes():
            priced, others, priced_s = measure(roof, wish)
        losses.append(1.0 - priced / exact if exact else 0.0)
        print(f"  {roof.name}: without a wish {plain:7.1f} m2, exact {exact:7.1f} {homes}, priced passes {priced:7.1f} {others}")
        print(f"    exact {1e3 * exact_s:.0f} ms, priced {1e3 * priced_s:.0f} ms, priced below exact by {losses[-1]:.2%}")
    print(f"  priced passes lose at most {max(losses):.2%} against the exact programme (goal: {LARGEST_LOSS:.0%})")
