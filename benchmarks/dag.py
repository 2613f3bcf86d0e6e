"""The strip programme against a whole-number programme on the same dwelling positions: scipy's HiGHS, as set packing.

The programme knows positions and values only, no order and no flow: of all dwellings over one stretch of the strip at most one stands.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from configurator.host.building import HostBuilding
from configurator.layout.column import Column
from configurator.layout.grid import templates
from configurator.layout.menu import menu_of
from configurator.layout.placement import Scheme
from configurator.layout.scheme import ground_of, solve
from configurator.layout.strip import arcs_of


def _most_mm2(columns: list[Column], joint_mm: int) -> int:
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not columns:
        return 0
    ends = sorted({e for c in columns for e in (c.s0, c.s1 + joint_mm)})
    cover = np.array([[c.s0 < b and c.s1 + joint_mm > a for c in columns] for a, b in pairwise(ends)], dtype=np.float64)
    worth = np.array([sum(level.offer.usable_mm2 for level in c.levels) for c in columns]) / 1e6
    found = milp(
        -worth,
        integrality=np.ones(len(columns)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(cover, -np.inf, 1.0)],
        options={"mip_rel_gap": 0.0},
    )
    return round(-float(found.fun) * 1e6)


def dag_optimum(host: HostBuilding, concept: Concept, options: Options) -> tuple[int, int, int]:
    """Return usable area in mm2 on the transfer grid along a gallery by the engine and by the programme, and the number of steps.

    The programme has the engine's strips and every dwelling position on them; it does not cut the roof anew.
    """
    wanted = options.model_copy(update={"objective": "usable_area"})
    menu = menu_of(concept, wanted)
    ground = ground_of(host, concept, wanted, menu, Scheme("transfer_grid", "gallery", None, True), 1)
    solution = solve(host, wanted, menu, ground)
    rows = templates(menu, ground.widths)
    found = [[arc.column for arcs in arcs_of(ground, menu, strip, rows) for arc in arcs] for strip in solution.strips]
    best = sum(_most_mm2(columns, ground.between_mm) for columns in found)
    return solution.usable_mm2, best, sum(map(len, found))
