"""The loads of every bearing line, level by level: what a load diagram draws. kN/m; ratios are fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from configurator.loads.columns import NamedRows


class LiveLevel(TypedDict):
    """The stretch of one line at one level that grows most."""

    level: str
    """`foundation`, or the storey at whose wall foot it is (`s00` ...)."""
    existing_kn_per_m: float
    """G + alpha_n Q before."""
    new_kn_per_m: float
    """G + alpha_n Q after."""
    p10: float
    p50: float
    p90: float
    """Relative increase of G + alpha_n Q."""
    band: str
    row: int
    """Where the stretch stands in the configuration: `/loads/lines/{row}`."""


class LiveLoad(TypedDict):
    """One bearing line over its levels, the foundation first."""

    id: str
    band: str
    """Worst band over the levels."""
    levels: list[LiveLevel]


def _level(row: Mapping[str, Any], number: int) -> LiveLevel:
    return LiveLevel(
        level=row["level"],
        existing_kn_per_m=float(row["n_existing_kn_per_m"]),
        new_kn_per_m=float(row["n_new_kn_per_m"]),
        p10=float(row["r_n_p10"]),
        p50=float(row["r_n_p50"]),
        p90=float(row["r_n_p90"]),
        band=row["band"],
        row=number,
    )


def live_loads(lines: NamedRows) -> list[LiveLoad]:
    """Return the lines in the order of their ids; of each level the stretch with the largest P50, the first one where they are equal."""
    kinds: Sequence[Any] = lines.kinds.values
    worst: dict[str, dict[str, tuple[Mapping[str, Any], int]]] = {}
    for number, (kind, line_id) in enumerate(lines.rows):
        row = kinds[kind]
        levels = worst.setdefault(line_id, {})
        held = levels.get(row["level"])
        if held is None or row["r_n_p50"] > held[0]["r_n_p50"]:
            levels[row["level"]] = (row, number)
    return [
        LiveLoad(
            id=line_id,
            band=next(iter(levels.values()))[0]["line_band"],
            levels=[_level(*levels[name]) for name in sorted(levels, key=lambda name: (name != "foundation", name))],
        )
        for line_id, levels in sorted(worst.items())
    ]
