"""How fast the load estimate is: 100,000 buildings through gravity and wind, one real roof, and 100,000 beam cases on ten spans."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.configure import configure, make_inputs
from configurator.loads.beam import beam_reactions
from configurator.loads.estimate import estimate_loads
from configurator.loads.norm_tables import partial_factors
from configurator.loads.screening import WallSample, wall_ratios

BUILDINGS = 100_000
GOALS = {"buildings_100k_s": 2.0, "one_roof_s": 0.02}
"""Most seconds. One roof is meant to take about 5 ms; four times that is the limit, for slower machines."""


def random_walls(count: int, seed: int = 20261122) -> WallSample:
    """Return plausible walls of as many buildings, the same every time."""
    rng = np.random.default_rng(seed)
    tributary, floors = rng.uniform(2.4, 7.2, count), rng.integers(2, 8, count)
    height = 2.8 * floors + rng.uniform(0.0, 1.2, count)
    area = rng.integers(0, 3, count)
    open_land = rng.random(count) < 0.3  # noqa: PLR2004 - a share of buildings, nothing else
    return WallSample(
        g_existing_kn_per_m=floors * (tributary * rng.uniform(3.5, 6.5, count) + 12.0) + tributary * 5.0,
        g_added_kn_per_m=tributary * rng.uniform(2.0, 8.0, count),
        q_floor_kn_per_m=1.75 * tributary,
        floors_existing=floors,
        floors_added=rng.integers(1, 3, count),
        tributary_m=tributary,
        wall_length_m=rng.uniform(8.0, 13.0, count),
        block_length_m=rng.uniform(20.0, 120.0, count),
        height_existing_m=height,
        height_new_m=height + rng.uniform(3.0, 6.5, count),
        v_b_m_per_s=np.array([29.5, 27.0, 24.5])[area],
        z0_m=np.where(open_land, 0.2, 0.5),
        z_min_m=np.where(open_land, 4.0, 7.0),
    )


def _best(work: Callable[[], object], times: int) -> float:
    """Return the least of several runs: what the machine can do when nothing else asks for it."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def measure() -> dict[str, float]:
    """Measure the suite, seconds."""
    walls, factors = random_walls(BUILDINGS), partial_factors("verbouw", 2)
    building, concept, assumptions = resolve_building("demo-portiek-1966"), resolve_concept("A3"), resolve_assumptions()
    options = Options.model_validate({"access": "gallery", "storeys_added": 1})
    computed = configure(make_inputs("bench", building, concept, options, assumptions, resolve_family("F05")))
    axes, rng = np.arange(11) * 5.4, np.random.default_rng(1)
    start = rng.uniform(0.0, 50.0, BUILDINGS)
    return {
        "buildings_100k_s": _best(lambda: wall_ratios(walls, factors, 0.4), 3),
        "one_roof_s": _best(lambda: estimate_loads(computed.host, concept, computed.layout, options, assumptions), 10),
        "beams_100k_s": _best(lambda: beam_reactions(axes, start, start + 2.0, np.ones(BUILDINGS)), 2),
    }


def report() -> None:
    """Print each figure beside its goal."""
    for name, seconds in measure().items():
        goal = f"   goal {GOALS[name] * 1e3:.0f} ms" if name in GOALS else ""
        print(f"  {name:28s} {seconds * 1e3:9.2f} ms{goal}")
