"""Continuous beams on rigid or spring supports, many at once: exact reactions of Euler beams with one stiffness over their length."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from configurator.host.building import FloatArray

_POINT_M = 1e-6
"""A load that is shorter is a point."""
_ON_ELEMENT = 4
"""Degrees of freedom of one element: deflection and rotation at either end."""


def beam_reactions(
    axes_m: npt.ArrayLike,
    u0_m: npt.ArrayLike,
    u1_m: npt.ArrayLike,
    load_kn: npt.ArrayLike,
    spring_kn_per_m: npt.ArrayLike | None = None,
    ei_knm2: float = 1.0,
) -> FloatArray:
    """Return the reaction of every support, upward positive for a load that presses, kN: shape (k, n).

    `axes_m` (n,) is ascending with n >= 2: the supports of one beam that runs through over all of them and cantilevers beyond the outer
    ones. Each of the k cases is one load of `load_kn` (k,), even over [u0, u1] (k,) or a point where these are equal. Supports are rigid,
    or springs of `spring_kn_per_m` (n,) > 0 (a wall: EA/h), against the bending stiffness `ei_knm2` > 0, which does not matter on rigid
    ones. Each row sums to its load. Raises ValueError for fewer than 2 supports.
    """
    x = np.asarray(axes_m, dtype=np.float64)
    if x.size < 2:  # noqa: PLR2004 - a beam needs two supports
        raise ValueError(f"a beam needs at least 2 supports, not {x.size}")
    lo, hi, total = (np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in (u0_m, u1_m, load_kn))
    first = min(float(lo.min(initial=x[0])), 2.0 * x[0] - x[1])
    last = max(float(hi.max(initial=x[-1])), 2.0 * x[-1] - x[-2])
    nodes = np.concatenate([[first], x, [last]])
    stiffness = ei_knm2 * _beam_matrix(np.diff(nodes))
    forces = total[:, np.newaxis] * _nodal_shares(nodes, lo, hi)
    supports = 2 * np.arange(1, nodes.size - 1)
    if spring_kn_per_m is not None:
        spring = np.broadcast_to(np.asarray(spring_kn_per_m, dtype=np.float64), x.shape)
        stiffness[supports, supports] += spring
        return np.asarray(np.linalg.solve(stiffness, forces.T)[supports].T * spring)
    free = np.setdiff1d(np.arange(2 * nodes.size), supports)
    moved = np.linalg.solve(stiffness[np.ix_(free, free)], forces[:, free].T)
    return np.asarray(forces[:, supports] - (stiffness[np.ix_(supports, free)] @ moved).T)


def _beam_matrix(lengths: FloatArray) -> FloatArray:
    """Return the stiffness of beams in a row for EI = 1: deflection and rotation of each node."""
    twelve, length = np.full_like(lengths, 12.0), lengths
    rows = (
        (twelve, 6.0 * length, -twelve, 6.0 * length),
        (6.0 * length, 4.0 * length**2, -6.0 * length, 2.0 * length**2),
        (-twelve, -6.0 * length, twelve, -6.0 * length),
        (6.0 * length, 2.0 * length**2, -6.0 * length, 4.0 * length**2),
    )
    elements = np.moveaxis(np.array(rows), -1, 0) / length[:, np.newaxis, np.newaxis] ** 3
    matrix = np.zeros((2 * (lengths.size + 1), 2 * (lengths.size + 1)))
    for index, element in enumerate(elements):
        at = slice(2 * index, 2 * index + _ON_ELEMENT)
        matrix[at, at] += element
    return matrix


def _nodal_shares(nodes: FloatArray, lo: FloatArray, hi: FloatArray) -> FloatArray:
    """Return the nodal forces of unit loads over [lo, hi]: the shape functions of the beam averaged over the load, shape (k, 2m)."""
    length = np.diff(nodes)
    whole = (hi - lo)[:, np.newaxis]
    is_point = whole <= _POINT_M
    start = np.clip((lo[:, np.newaxis] - nodes[:-1]) / length, 0.0, 1.0)
    end = np.clip((hi[:, np.newaxis] - nodes[:-1]) / length, 0.0, 1.0)
    last = np.arange(length.size) == length.size - 1
    here = (lo[:, np.newaxis] >= nodes[:-1]) & ((lo[:, np.newaxis] < nodes[1:]) | (last & (lo[:, np.newaxis] <= nodes[1:])))
    spread = (_primitive(end) - _primitive(start)) * (length / np.where(is_point, 1.0, whole))
    element = np.where(is_point, np.where(here, _shapes(start), 0.0), spread)
    element[1::2] *= length
    shares = np.zeros((lo.size, 2 * nodes.size))
    for degree in range(_ON_ELEMENT):
        shares[:, degree : degree + 2 * length.size : 2] += element[degree]
    return shares


def _shapes(s: FloatArray) -> FloatArray:
    """Return the cubic shape functions at s in [0, 1], those of rotations per unit of length: shape (4, ...)."""
    return np.stack([1.0 - 3.0 * s**2 + 2.0 * s**3, s - 2.0 * s**2 + s**3, 3.0 * s**2 - 2.0 * s**3, s**3 - s**2])


def _primitive(s: FloatArray) -> FloatArray:
    """Return the integrals of the shape functions from 0 to s: shape (4, ...)."""
    return np.stack([s - s**3 + s**4 / 2.0, s**2 / 2.0 - 2.0 * s**3 / 3.0 + s**4 / 4.0, s**3 - s**4 / 2.0, s**4 / 4.0 - s**3 / 3.0])
