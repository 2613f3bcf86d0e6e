"""Time of one configuration beside the naive grid's, by stage and output; how it grows with the roof; twelve concepts on one roof.

Times are process CPU time. Only the ratios say something about the code: both sides of each are measured in one run.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from benchmarks.peers import naive
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.configure import Computed, Inputs, configure, lay_out_wing, make_inputs
from configurator.fit.matching import match_concepts, prepare_host
from configurator.host.compile import compile_host
from configurator.host.wings import compile_wings
from configurator.layout.engine import lay_out
from configurator.layout.region import box
from configurator.loads.estimate import estimate_loads
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.writers import WRITERS

T = TypeVar("T")
DEPTH_M = 10.5
SIZES = ((54.2, 2), (135.2, 2), (216.2, 2), (675.2, 4))
"""Lengths, metres, and new storeys of the slabs: about 24, 60, 100 and 600 modules."""
DOUBLING_M = (54.2, 108.2, 216.2, 432.2, 864.2)
CONCEPTS = 12
GOAL_NAIVE, GOAL_CONCEPTS, GOAL_DOUBLING = 10.0, 3.0, 2.2
REPEATS, COLD_REPEATS = 5, 3
FAMILY = "F05"
"""Of the slabs."""


def slab(length_m: float) -> Building:
    """Return a gallery block of family F05's bays, four storeys, DEPTH_M deep."""
    ring = [[0.0, 0.0], [length_m, 0.0], [length_m, DEPTH_M], [0.0, DEPTH_M]]
    return Building.model_validate(
        {"id": f"slab-{length_m:.0f}", "roof": {"polygon": {"outer": ring}}, "family": FAMILY, "storeys_existing": 4}
    )


def inputs_of(length_m: float, storeys: int = 2, concept: Concept | None = None) -> Inputs:
    """Return a request for boxes along a gallery on a slab."""
    options = Options.model_validate({"access": "gallery", "storeys_added": storeys})
    own = concept or resolve_concept("A3")
    own = own.model_copy(update={"max_storeys": max(storeys, own.max_storeys)})
    return make_inputs("bench", slab(length_m), own, options, resolve_assumptions(), resolve_family(FAMILY))


def best_of(job: Callable[[], T]) -> tuple[float, T]:
    """Return the shortest time in milliseconds of a few runs, and the result."""
    times = []
    for _ in range(REPEATS):
        started = time.process_time()
        result = job()
        times.append((time.process_time() - started) * 1e3)
    return min(times), result


def stages(inputs: Inputs) -> tuple[dict[str, float], Computed]:
    """Return milliseconds by stage, without outputs."""
    request = inputs.request
    figures: dict[str, float] = {}
    figures["host"], host = best_of(lambda: compile_host(request.building, inputs.family, inputs.assumptions))
    figures["layout"], layout = best_of(lambda: lay_out(host, inputs.concept, request.options, inputs.assumptions))
    figures["loads"], _ = best_of(lambda: estimate_loads(host, inputs.concept, layout, request.options, inputs.assumptions))
    figures["configure"], computed = best_of(lambda: configure(inputs))
    figures["as JSON"], _ = best_of(lambda: _sent(inputs))
    figures["as document"], _ = best_of(lambda: configure(inputs).configuration)
    return figures, computed


def _sent(inputs: Inputs) -> bytes:
    """Return what a service sends."""
    return configure(inputs).result.json_bytes()


def beside_naive() -> None:
    """Print the stages of each slab, and the whole as a multiple of the naive grid's time on the same roof.

    The same slab is computed again and again: what is kept of a roof by value (its regions and spaces) is found once.
    """
    for length_m, storeys in SIZES:
        figures, computed = stages(inputs_of(length_m, storeys))
        peer, _ = best_of(lambda length_m=length_m: naive(box(0, 0, length_m * 1000.0, DEPTH_M * 1000.0)))  # type: ignore[misc]
        parts = "  ".join(f"{name} {milliseconds:.1f}" for name, milliseconds in figures.items())
        modules, rows = computed.configuration.summary.modules, len(computed.configuration.loads.lines)
        ratio, read = figures["as JSON"] / peer, figures["as document"] / peer
        print(f"{modules:4d} modules, {rows:5d} load rows: {parts} ms")
        print(f"     naive grid {peer:.1f} ms: as JSON x{ratio:.1f}, as document x{read:.1f} (goal {GOAL_NAIVE:.0f})")


def alone(job: Callable[[], int]) -> tuple[float, int]:
    """Return milliseconds and result of a job in a child process, which forgets what it learnt of the roof.

    The child knows what this process knows: the modules that are loaded, and what belongs to a concept and to no roof.
    """
    forking = multiprocessing.get_context("fork")
    ours, theirs = forking.Pipe(duplex=False)

    def run() -> None:
        started = time.process_time()
        found = job()
        theirs.send(((time.process_time() - started) * 1e3, found))

    child = forking.Process(target=run)
    child.start()
    measured: tuple[float, int] = ours.recv()
    child.join()
    return measured


def cold(job: Callable[[], int]) -> tuple[float, int]:
    """Return the shortest time of a few runs, each on a roof that its process has never seen, and the result."""
    return min(alone(job) for _ in range(COLD_REPEATS))


def matched_against_one() -> None:
    """Print the time of a match of the shipped concepts as a multiple of the whole configuration of one, on a roof never seen.

    A match compiles the roof once and lays out and weighs what its demands do not rule out.
    """
    concepts = [resolve_concept(f"A{number}") for number in range(1, CONCEPTS + 1)]
    family, assumptions, options = resolve_family(FAMILY), resolve_assumptions(), Options()
    for name, roof in (("slab of 54 m", slab(54.2)), ("demo block", resolve_building("demo-portiek-1966"))):
        one = concept_jobs(roof, options)["configure"]

        def every(roof: Building = roof) -> int:
            return len(match_concepts(prepare_host(roof, family, options, assumptions), concepts))

        each = [cold(partial(one, concept)) for concept in concepts]
        alone_ms = statistics.median(milliseconds for milliseconds, modules in each if modules)
        total_ms, _ = cold(every)
        ratio = f"x{total_ms / alone_ms:.1f} (goal {GOAL_CONCEPTS:.0f})"
        print(f"match of {CONCEPTS} on the {name}: {total_ms:.1f} ms; one whole configuration {alone_ms:.1f} ms: {ratio}")


def concept_jobs(roof: Building, options: Options) -> dict[str, Callable[[Concept], int]]:
    """Return what is timed for a concept on a roof, both from the building document on; each returns the number of modules placed."""
    family, assumptions = (
        resolve_family(FAMILY if roof.family is None or roof.family.value is None else roof.family.value),
        resolve_assumptions(),
    )

    def layout(concept: Concept) -> int:
        wings = compile_wings(roof, family, assumptions)
        return sum(len(lay_out_wing(wing, concept, options, assumptions)[1].modules) for wing in wings)

    def whole(concept: Concept) -> int:
        return configure(make_inputs("bench", roof, concept, options, assumptions, family)).configuration.summary.modules

    return {"layout": layout, "configure": whole}


def twelve_concepts() -> None:
    """Print the time of the twelve shipped concepts on one roof as a multiple of one's on that roof, both on a roof never seen.

    "One" is the median over the concepts that fit, each alone; the twelve together count those that do not fit as well.
    """
    concepts = [resolve_concept(f"A{number}") for number in range(1, CONCEPTS + 1)]
    options = Options.model_validate({"storeys_added": 1})
    for elsewhere in concept_jobs(slab(60.0), options).values():
        for concept in concepts:  # what belongs to a concept alone is known beforehand
            elsewhere(concept)
    for name, roof in (("slab of 54 m", slab(54.2)), ("demo block", resolve_building("demo-portiek-1966"))):
        for stage, job in concept_jobs(roof, options).items():
            each = [cold(partial(job, concept)) for concept in concepts]
            fitting = [milliseconds for milliseconds, modules in each if modules]
            every, _ = cold(lambda job=job: sum(map(job, concepts)))  # type: ignore[misc]
            one = statistics.median(fitting)
            print(
                f"{CONCEPTS} concepts ({len(fitting)} fit) on the {name}, {stage}: {every:.1f} ms; one {one:.1f} ms: x{every / one:.1f} "
                f"(goal {GOAL_CONCEPTS:.0f}); each alone, added up: x{sum(milliseconds for milliseconds, _ in each) / one:.1f}"
            )


def doubling() -> None:
    """Print how the time of a whole configuration grows when a slab is twice as long."""
    before = None
    for length_m in DOUBLING_M:
        inputs = inputs_of(length_m)
        now, _ = best_of(lambda inputs=inputs: configure(inputs))  # type: ignore[misc]
        growth = "" if before is None else f": x{now / before:.2f} for twice the length (goal {GOAL_DOUBLING})"
        print(f"{length_m:6.1f} m {now:8.1f} ms{growth}")
        before = now


def outputs() -> None:
    """Print the time of every output on the slab of about 100 modules."""
    computed = configure(inputs_of(216.2))
    for name, files in WRITERS.items():
        milliseconds = 0.0
        for _, content in files:
            bundle = ResultBundle("bench", computed.host, computed.inputs.concept, computed.layout, computed.configuration)
            milliseconds += best_of(lambda content=content, bundle=bundle: content(bundle))[0]  # type: ignore[misc]
        print(f"  {name:10s} {milliseconds:8.1f} ms")


def report() -> None:
    """Print everything."""
    beside_naive()
    twelve_concepts()
    matched_against_one()
    doubling()
    outputs()
