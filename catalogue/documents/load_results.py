"""What a load estimate says beside its lines and reactions: wind, uncertainty, families, ties, snow, and the norms that it used."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from catalogue.documents.assumptions import Level, ReferencePeriod
from catalogue.documents.building import FamilyCandidate
from catalogue.documents.concept import Support
from catalogue.documents.document import Document, Fraction, is_none

Band = Literal["A", "B", "C", "D", "E"]
"""Load band: A to E by the relative increase of a line's load, a convention of optop."""


class Stability(Document):
    """Wind on the whole block before and after, per m of facade; the longitudinal direction is never invented."""

    height_m: float | None
    """Top of the new roof above ground."""
    base_shear_ratio: float | None
    """New over existing, wind on the facade."""
    base_moment_ratio: float | None
    longitudinal: Literal["unknown"] = "unknown"
    """What carries the wind on the gable is unknown unless an engineer says so; only the ratios of the action are given."""
    height_existing_m: float | None = None
    wind_area: Literal["I", "II", "III"] | None = None
    terrain: Literal["coast", "open", "built_up"] | None = None
    wind_assumed: bool | None = None
    """True when the wind area or the terrain was not known."""
    peak_pressure_existing_kn_per_m2: float | None = None
    peak_pressure_new_kn_per_m2: float | None = None
    base_shear_existing_kn_per_m: float | None = None
    base_shear_new_kn_per_m: float | None = None
    base_moment_existing_knm_per_m: float | None = None
    base_moment_new_knm_per_m: float | None = None
    longitudinal_shear_ratio: float | None = None
    """New over existing, wind on the gable: the action, not what carries it."""
    longitudinal_moment_ratio: float | None = None
    pressure_low_ratio: float | None = None
    """Lowest peak pressure that an unknown wind area or terrain leaves possible, over the one that is used; 1 where both are known."""
    pressure_high_ratio: float | None = None
    """The same, highest."""


class InputContribution(Document):
    """How much one input adds to the uncertainty of the governing line: measure the largest first."""

    input: str
    variance_share: Fraction
    unsafe_side: Literal["too_high", "too_low"] | None = None
    """On which side of the truth an estimate of this input makes the result too favourable."""


class FamilyEstimate(Document):
    """What the estimate would be if the building belonged to another family."""

    family: str
    odds: Fraction
    """Probability of the family, 0 to 1."""
    worst_r_n_p10: float
    """Tenth percentile of the relative increase `r_n` of the line where it is largest."""
    worst_r_n_p50: float
    """Median of the relative increase `r_n` of the line where it is largest."""
    worst_r_n_p90: float
    """Ninetieth percentile of the relative increase `r_n` of the line where it is largest."""
    worst_r_n_p50_foundation: float
    """The same median at the foundation."""
    worst_band: Band
    same_walls: bool | None = None
    """Whether walls and heights, and so the layout, would be those of this result; then only the weights differ."""
    support: Support | None = None
    """How the modules would stand."""
    dwellings: int | None = None
    """Dwellings that would be placed."""


class FamilyEnvelope(Document):
    """The estimate over all families with more than 10 % odds; lowest P10 to highest P90."""

    families: tuple[FamilyEstimate, ...]
    worst_r_n_p10: float
    """Lowest tenth percentile among the families, a ratio."""
    worst_r_n_p90: float
    """Highest ninetieth percentile among the families, a ratio."""
    worst_band: Band
    without_figures: tuple[FamilyCandidate, ...] = ()
    """Families with more than 10 % odds with which nothing can be placed, or no load can be given: not in the envelope."""


class TieForces(Document):
    """Tie forces that NEN-EN 1991-1-7 annex A requires: required values, never checks."""

    class_before: Literal["2a", "2b", "3"]
    class_after: Literal["2a", "2b", "3"]
    horizontal_before_kn_per_m: float
    horizontal_after_kn_per_m: float
    vertical_after_kn_per_m: float | None
    """Null where the class does not ask for vertical ties."""


class DriftZone(Document):
    """Snow that drifts on the part of the existing roof that stays beside the new storey."""

    side: Literal["low_u", "high_u", "low_v", "high_v"]
    width_m: float
    """Existing roof that stays on this side."""
    length_m: float
    mu_w: float
    """Snow shape coefficient for wind, mu_w of NEN-EN 1991-1-3 5.3.6, at the new storey."""
    load_kn_per_m2: float
    """At the new storey; it goes down to the edge load over the width or the length."""
    edge_load_kn_per_m2: float
    wing: str | None = Field(default=None, exclude_if=is_none)
    """The wing that it is beside; left out where the building is one wing."""


class LoadBasisUsed(Document):
    """What the existing parts are compared at, before and after. New parts are new build at 50 years."""

    level_existing: Level
    consequence_class: Literal[1, 2, 3]
    """Consequence class of NEN-EN 1990: CC1, CC2 or CC3."""
    reference_period_years: ReferencePeriod
    imposed_factor: float
    """Imposed load over that of 50 years."""
    wind_velocity_factor: float
    """Basic wind velocity over that of 50 years."""
    factors: str
    """Row of the norm tables with the partial factors."""


class NormCheck(Document):
    """What a named engineer said of one norm row."""

    row: str
    outcome: Literal["agrees", "differs", "other_edition", "open"]
    """`open`: not looked up yet."""
    by: str
    date: str
    detail: str
    """What differs, theirs / ours; empty where nothing does."""
