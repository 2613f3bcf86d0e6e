"""Do modules stand with their outer edges on two bearing lines? The one place where that is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.documents.concept import Concept


@dataclass(frozen=True, slots=True)
class BayFit:
    """How modules fit between two bearing lines.

    `width_mm` is the outer width of each module that fits, or None. `gap_mm` is what is wrong when nothing fits: negative is how much
    the narrowest modules are too wide, positive how much of the bay the widest ones leave open at both edges together.
    """

    width_mm: int | None
    gap_mm: int
    margin_mm: int
    """Permitted eccentricity minus the real one, or the clear width minus what is needed; negative when nothing fits."""


def bay_fit(clear_mm: int, widths_mm: Sequence[int], joint_mm: int, max_eccentricity_mm: int, modules: int = 1) -> BayFit:
    """Fit `modules` equal modules, a joint apart, between two axes `clear_mm` apart; the widest that fits.

    They are centred between the axes; half a joint stays free at either edge, so that a neighbour can stand on the same wall, and
    both outer edges lie within `max_eccentricity_mm` of their axis.
    """
    room_mm = clear_mm - modules * joint_mm
    fitting = [width for width in widths_mm if modules * width <= room_mm]
    if not fitting:
        lack = room_mm - modules * min(widths_mm)
        return BayFit(None, lack, lack)
    width = max(fitting)
    open_mm = clear_mm - modules * width - (modules - 1) * joint_mm
    margin = max_eccentricity_mm - (open_mm + 1) // 2
    return BayFit(width, 0, margin) if margin >= 0 else BayFit(None, open_mm, margin)


def best_bay_fit(concept: Concept, clear_mm: int, widths_mm: Sequence[int]) -> tuple[BayFit, int]:
    """Return the fit of as few modules as fit between two axes, up to what the concept puts in one bay, and their number.

    Where nothing fits it is the fit that misses by least, one module first.
    """
    module, limit_mm = concept.module, concept.support.max_eccentricity_mm
    fits = [
        (bay_fit(clear_mm, widths_mm, module.joint_mm, limit_mm, count), count)
        for count in range(1, concept.support.modules_in_bay(clear_mm) + 1)
    ]
    return next((f for f in fits if f[0].width_mm is not None), None) or max(fits, key=lambda f: f[0].margin_mm)


def fit_in_bay(concept: Concept, bay_mm: int, widths_mm: tuple[int, ...] | None = None) -> BayFit:
    """Return how a concept's modules stand in a bay of this width, several side by side where its connector spans the bay."""
    return best_bay_fit(concept, bay_mm, widths_mm or concept.module.width_mm.values())[0]
