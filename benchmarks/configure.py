"""Time of one configuration by stage, and of each output, on slabs of growing length; the ratio to the shortest shows how it grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from catalogue.documents.building import Building
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_concept, resolve_family
from configurator.configure import Computed, configure, make_inputs
from configurator.host.compile import compile_host
from configurator.layout.engine import lay_out
from configurator.loads.estimate import estimate_loads
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.writers import WRITERS

T = TypeVar("T")
LENGTHS_M = (54.2, 108.2, 216.2)
REPEATS = 3


def slab(length_m: float) -> Building:
    """Return a gallery block of family F05's bays, four storeys, 10.5 m deep."""
    ring = [[0.0, 0.0], [length_m, 0.0], [length_m, 10.5], [0.0, 10.5]]
    return Building.model_validate(
        {"id": f"slab-{length_m:.0f}", "roof": {"polygon": {"outer": ring}}, "family": "F05", "storeys_existing": 4}
    )


def best_of(job: Callable[[], T]) -> tuple[float, T]:
    """Return the shortest time in milliseconds of a few runs, and the result."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        result = job()
        times.append((time.perf_counter() - started) * 1e3)
    return min(times), result


def measure(length_m: float) -> tuple[dict[str, float], Computed]:
    """Return milliseconds by stage and output for one slab with wide boxes on two storeys along a gallery."""
    concept, family, assumptions = resolve_concept("A3"), resolve_family("F05"), resolve_assumptions()
    options = Options.model_validate({"access": "gallery", "storeys_added": 2})
    inputs = make_inputs("bench", slab(length_m), concept, options, assumptions, family)
    figures: dict[str, float] = {}
    figures["host"], host = best_of(lambda: compile_host(inputs.request.building, family, assumptions))
    figures["layout"], layout = best_of(lambda: lay_out(host, concept, options, assumptions))
    figures["loads"], _ = best_of(lambda: estimate_loads(host, concept, layout, options, assumptions))
    figures["configure"], computed = best_of(lambda: configure(inputs))
    for name, files in WRITERS.items():
        for _, content in files:
            bundle = ResultBundle("bench", computed.host, concept, computed.layout, computed.configuration)
            figures[name] = figures.get(name, 0.0) + best_of(lambda content=content, bundle=bundle: content(bundle))[0]  # type: ignore[misc]
    return figures, computed


def report() -> None:
    """Print the figures of each slab, and the growth from one length to the next."""
    previous: dict[str, float] | None = None
    for length_m in LENGTHS_M:
        figures, computed = measure(length_m)
        summary = computed.configuration.summary
        print(f"\n{length_m:.0f} m, {summary.modules} modules, {len(computed.configuration.loads.lines)} load rows")
        for name, milliseconds in figures.items():
            growth = "" if previous is None else f"   x{milliseconds / previous[name]:.2f} for twice the length"
            print(f"  {name:10s} {milliseconds:8.1f} ms{growth}")
        previous = figures
