"""Other walls that a building may have where nobody has seen them: what the family's range of bays allows beside its nominal sequence.

No source gives odds for them, so none are claimed: the nominal sequence is the one that the family calls usual, the others are the ends
of its range and other ways to lay the same bays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalogue.documents.building import Bay, BaySequence, Building
from catalogue.documents.document import LocalText
from catalogue.documents.family import BuildingFamily
from configurator.host.bearing import walls_of
from configurator.host.building import HostBuilding

NARROWEST = LocalText(nl="smalste beuken", en="narrowest bays")
WIDEST = LocalText(nl="breedste beuken", en="widest bays")
STRETCHED = LocalText(nl="beuken gelijk verdeeld", en="bays stretched evenly")
OTHER_END = LocalText(nl="vanaf de andere kopgevel", en="from the other end")


@dataclass(frozen=True, slots=True)
class OtherWalls:
    """The same host with other walls."""

    name: LocalText
    host: HostBuilding


def other_walls(host: HostBuilding, building: Building, family: BuildingFamily | None) -> Iterator[OtherWalls]:
    """Give the host with every other plausible sequence of bays, the ends of the family's range first; none where walls or bays are known.

    Args:
        host: The host with the family's nominal walls.
        building: The document that it was compiled from.
        family: Its family, or None.
    """
    known = building.bearing_lines is not None or building.bay_sequence is not None
    if known or family is None or not host.bearing_lines:
        return
    seen = [_axes(host)]
    for name, sequence in _sequences(family):
        lines, bays = walls_of(sequence, family, host.roof_outline_mm)
        other = replace(host, bearing_lines=lines, bays=bays)
        if lines and _axes(other) not in seen:
            seen.append(_axes(other))
            yield OtherWalls(name, other)


def _axes(host: HostBuilding) -> Sequence[tuple[int, str]]:
    return [*((bay.left.u_mm, bay.use) for bay in host.bays), (host.bearing_lines[-1].u_mm, "")]


def _sequences(family: BuildingFamily) -> Iterator[tuple[LocalText, BaySequence]]:
    nominal, widths = family.bays.sequence, family.bays.range_mm
    yield NARROWEST, _with_bays(nominal, widths.min)
    yield WIDEST, _with_bays(nominal, widths.max)
    yield STRETCHED, nominal.model_copy(update={"remainder": "stretch"})
    yield OTHER_END, nominal.model_copy(update={"anchor": "start" if nominal.anchor == "end" else "end"})


def _with_bays(sequence: BaySequence, width_mm: float) -> BaySequence:
    """Return a sequence with all its bays for dwellings this wide; those of stairs keep their width."""
    bays = tuple(Bay(width_mm=width_mm if bay.use == "dwelling" else bay.width_mm, use=bay.use) for bay in sequence.bays)
    return sequence.model_copy(update={"bays": bays})
