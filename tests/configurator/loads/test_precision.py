"""Whatever precision a formula is given, it computes in double: a load of a survey file may arrive as 32-bit numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from configurator.loads.beam import beam_reactions
from configurator.loads.norm import equilibrium, favourable, frequent, quasi_permanent
from configurator.loads.norm_robustness import internal_tie_kn_per_m, removal_area_m2
from configurator.loads.norm_snow import Drift, drift
from configurator.loads.norm_wind import friction_force_kn
from configurator.loads.path import lever_shares, post_shares

Array = npt.NDArray[np.floating[Any]]
As = Callable[[Array], Array]
SMALL: Array = np.array([0.1, 0.7, 1.3], dtype=np.float32)
LARGE: Array = np.array([4.1, 5.7, 9.3], dtype=np.float32)
DEEP: Array = np.array([60.1, 70.7, 90.3], dtype=np.float32)

FORMULAS: dict[str, Callable[[As], object]] = {
    "favourable, load": lambda a: favourable(a(SMALL), 0.3, 0.9, 1.5),
    "favourable, uplift": lambda a: favourable(0.3, a(SMALL), 0.9, 1.5),
    "equilibrium": lambda a: equilibrium(0.0, a(SMALL), [0.0], [0.0])[1],
    "frequent": lambda a: frequent(a(SMALL)[0], a(SMALL), a(SMALL), a(SMALL)),
    "quasi-permanent": lambda a: quasi_permanent(a(SMALL)[0], a(SMALL), a(SMALL)),
    "lever, axes": lambda a: lever_shares(a(LARGE), [5.0], [7.0]),
    "lever, loads": lambda a: lever_shares([0.0, 4.0, 9.0], a(SMALL), a(LARGE)),
    "posts along": lambda a: post_shares(a(SMALL), a(LARGE), 0.1, 4.0),
    "posts across": lambda a: post_shares(0.1, 4.0, a(SMALL), a(LARGE)),
    "friction": lambda a: friction_force_kn(a(SMALL), a(SMALL), a(LARGE), a(LARGE), a(DEEP)),
    "friction, pressure": lambda a: friction_force_kn(a(SMALL), 0.04, 10.0, 10.0, 60.0),
    "internal tie": lambda a: internal_tie_kn_per_m(5, a(LARGE), a(SMALL), a(LARGE)),
    "removal": lambda a: removal_area_m2(a(LARGE)),
    "drift": lambda a: drift(a(LARGE), a(SMALL), a(LARGE)),
    "drift, other snow": lambda a: drift(8.0, 2.0, 0.5, s_k_kn_per_m2=a(SMALL)),
    "beam on springs": lambda a: beam_reactions([0.0, 4.0, 9.0], [3.0], [3.0], [1.0], spring_kn_per_m=a(SMALL)),
    "beam on axes": lambda a: beam_reactions(a(LARGE), [5.0], [5.0], [1.0]),
    "beam loads": lambda a: beam_reactions([0.0, 4.0, 9.0], a(SMALL), a(LARGE), a(SMALL)),
}


def _numbers(result: object) -> list[npt.NDArray[Any]]:
    if isinstance(result, np.ndarray | np.floating):
        return [np.asarray(result)]
    if isinstance(result, tuple):
        return [np.asarray(part) for part in result]
    assert isinstance(result, Drift)
    return [np.asarray(getattr(result, field.name)) for field in fields(result)]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_computes_in_double_precision(name: str) -> None:
    given, widened = _numbers(FORMULAS[name](lambda x: x)), _numbers(FORMULAS[name](lambda x: x.astype(np.float64)))
    assert len(given) == len(widened) > 0
    for one, other in zip(given, widened, strict=True):
        assert one.dtype == other.dtype == np.float64
        np.testing.assert_array_equal(one, other)
