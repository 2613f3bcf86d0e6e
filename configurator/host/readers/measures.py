"""A building from measures alone: a rectangular roof in a frame of its own, without a location."""

from __future__ import annotations

from catalogue.documents.building import Building, Polygon, Roof
from catalogue.documents.evidence import Fact, Source
from catalogue.errors import InvalidDocument
from configurator.host.rings import MAX_EXTENT_M


def _checked_m(value: float, name: str, low: float, high: float) -> float:
    """Return a length in metres, or refuse it. NaN fails every comparison."""
    if not low < value <= high:
        raise InvalidDocument("measure-outside", name=name, value_m=value, low_m=low, high_m=high, pointers=(f"/{name}",))
    return float(value)


def building_from_measures(
    length_m: float, depth_m: float, *, building_id: str = "building", height_above_ground_m: float | None = None
) -> Building:
    """Return the building document of a rectangular roof.

    Args:
        length_m: length along the building, metres.
        depth_m: depth across it, metres.
        building_id: its id.
        height_above_ground_m: height of the roof above ground, metres, when known.

    Raises:
        InvalidDocument: a measure that no building has.
    """
    length, depth = _checked_m(length_m, "length_m", 1.0, MAX_EXTENT_M), _checked_m(depth_m, "depth_m", 1.0, MAX_EXTENT_M)
    height = None if height_above_ground_m is None else _checked_m(height_above_ground_m, "height_above_ground_m", 0.0, 400.0)
    return Building(
        id=building_id,
        sources={"measures": Source(title="Measures that were given", title_nl="Opgegeven maten", reference=f"{length:g} x {depth:g} m")},
        roof=Roof(
            polygon=Polygon(outer=((0.0, 0.0), (length, 0.0), (length, depth), (0.0, depth))),
            height_above_ground_m=None if height is None else Fact[float](value=height),
        ),
    )
