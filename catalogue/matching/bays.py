"""Does a module stand with both edges on two bearing lines?"""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.documents.concept import Concept


@dataclass(frozen=True, slots=True)
class BayFit:
    """How a concept's modules fit between two bearing lines.

    `width_mm` is the outer width that fits, or None. `gap_mm` is what is wrong when nothing fits: negative is how much the narrowest
    module is too wide, positive how much of the bay the widest one leaves open beyond the permitted eccentricity.
    """

    width_mm: int | None
    gap_mm: int


def fit_in_bay(concept: Concept, bay_mm: int, widths_mm: tuple[int, ...] | None = None) -> BayFit:
    """Return the widest module that stands in a bay of this width with both bearing edges within the permitted eccentricity.

    The module is centred between the two axes; half a joint stays free on either side, so that its neighbour can stand on the same wall.
    """
    module, limit_mm = concept.module, concept.support.max_eccentricity_mm
    widths = widths_mm or module.width_mm.values()
    room_mm = bay_mm - module.joint_mm
    fitting = [width for width in widths if width <= room_mm]
    if not fitting:
        return BayFit(width_mm=None, gap_mm=room_mm - min(widths))
    width = max(fitting)
    beyond_mm = bay_mm - width - 2 * limit_mm
    return BayFit(width_mm=width, gap_mm=0) if beyond_mm <= 0 else BayFit(width_mm=None, gap_mm=bay_mm - width)
