"""A concept tried out: on the standard block of every building family, and on the buildings that a new version changes.

The same for the command line and for HTTP.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.resolution import inputs_for, standard_fits
from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.document import Document
from catalogue.documents.options import Options
from catalogue.matching.match import Match
from catalogue.matching.near_misses import NearMiss, near_misses
from catalogue.matching.ranking import Offer
from catalogue.publishing.diff import Bump, Change, diff_concepts
from configurator.fit.consequences import Consequence, consequences


class FamilyFit(Document):
    """A concept on the standard block of one building family."""

    family: str
    match: Match | None
    """Null where the family says too little to make a block of it."""
    offer: Offer | None
    """What the concept gives on that block."""


class FitReport(Document):
    """On which building families a concept fits, and how little its own figures would have to change to fit more."""

    concept: str
    """`ID@VERSION`."""
    families: tuple[FamilyFit, ...]
    near_misses: tuple[NearMiss, ...]


class DiffReport(Document):
    """What changed between two versions, whether the step of the number says so, and what it does to buildings."""

    old: str
    new: str
    """`ID@VERSION`."""
    changes: tuple[Change, ...]
    required_bump: Bump
    """The largest step that a change asks for."""
    actual_bump: Bump
    """The step from the old version number to the new one; `none` when it does not go up."""
    bump_is_enough: bool
    """False when the step is smaller than a change asks for."""
    consequences: tuple[Consequence, ...]
    """One for each building that was named, in that order."""


def fit_report(concept: Concept, assumptions: Assumptions) -> FitReport:
    """Match a concept on the standard block of every family."""
    found = standard_fits(concept, assumptions)
    fits = tuple(
        FamilyFit(family=family.id, match=None if one is None else one.match, offer=None if one is None else one.offer)
        for family, one in found
    )
    misses = near_misses((family.id, one.match) for family, one in found if one is not None)
    return FitReport(concept=f"{concept.id}@{concept.version}", families=fits, near_misses=misses)


def diff_report(old: Concept, new: Concept, buildings: Sequence[Building], options: Options, assumptions: Assumptions) -> DiffReport:
    """Compare two versions, and compute each building with the one and with the other.

    Raises InvalidDocument where there are buildings and the two are no versions of one concept.
    """
    found = diff_concepts(old, new)
    pinned = [inputs_for(building, old, options, assumptions, None) for building in buildings]
    return DiffReport(
        old=found.old,
        new=found.new,
        changes=found.changes,
        required_bump=found.required_bump,
        actual_bump=found.actual_bump,
        bump_is_enough=found.bump_is_enough,
        consequences=consequences(pinned, new),
    )
