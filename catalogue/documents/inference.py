"""Rules by which a building family is inferred: declared weights, never code. A weight says how usual a fact is in a family."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from catalogue.documents.document import Document, Fraction, SemVer, Slug, VersionedDocument
from catalogue.documents.evidence import Source
from catalogue.documents.family import Range


class RangeRule(Document):
    """A number of the building against the family's own range: its weight inside, near and far from it."""

    id: Slug
    fact: Literal["year_built", "storeys", "depth_m"]
    tolerance: float = Field(ge=0.0)
    """How far outside the range is still near, in the fact's unit."""
    near: Fraction
    """Weight near the range; inside it is 1."""
    outside: Fraction
    source: str


class AccessRange(Document):
    """A usual range of a number for one kind of access."""

    usual: Range
    outside: Fraction
    """Weight outside the range; inside it is 1."""


class AccessRule(Document):
    """A number of the building against what is usual for the family's kind of access."""

    id: Slug
    fact: Literal["length_m", "dwellings_per_pand"]
    by_access: dict[str, AccessRange]
    """Kinds of access that are not named have weight 1."""
    source: str


class KindRule(Document):
    """What somebody calls the building (a register's type, the access that was seen) against the family's kind of access."""

    id: Slug
    fact: Literal["dwelling_type_existing", "access_existing"]
    weights: dict[str, dict[str, Fraction]]
    """By the building's kind, then by the family's access; access that is not named has weight `other`."""
    other: Fraction
    source: str


class FamilyRules(VersionedDocument):
    """All rules, and how likely a family is before anything is known of the building."""

    type: Literal["family_rules"] = "family_rules"
    schema_version: Literal[1] = 1
    """Version of this kind of document; a document of an older one is read as what it meant."""
    id: Slug
    version: SemVer
    sources: dict[str, Source]
    ranges: tuple[RangeRule, ...]
    by_access: tuple[AccessRule, ...]
    kinds: tuple[KindRule, ...]
    prior: dict[str, float] = Field(default_factory=dict)
    """Weight of a family before any rule; 1 for one that is not named."""
    unlisted: float = Field(gt=0.0)
    """Weight of all families that are not in the catalogue: the odds of the listed ones never add up to 1."""
    min_odds: Fraction
    """Below this nothing is inferred."""
    reported_odds: Fraction
    """Alternatives above this are named in the result."""
