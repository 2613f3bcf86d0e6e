"""The request: all that a configuration is a function of, besides the engine version."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from catalogue.documents.assumptions import AssumptionsRef
from catalogue.documents.building import Building
from catalogue.documents.concept import ConceptRef
from catalogue.documents.document import Document, Fraction
from catalogue.documents.family import FamilyRef
from catalogue.documents.options import Options
from catalogue.documents.verification import Verification

ProjectKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,119}$")]


LEAST_ODDS = 0.1
"""Families whose odds are not above this are left out of the envelope of the loads."""


class FamilyCandidate(Document):
    """One family that the building may belong to."""

    family: FamilyRef
    odds: Fraction
    """Probability of the family, 0 to 1."""


class ConfigurationRequest(Document):
    """The truth of a configuration. Geometry, loads, findings, IFC and GLB are derived from it and never edited."""

    type: Literal["configuration_request"] = "configuration_request"
    schema_version: Literal[1] = 1
    """Version of this kind of document; a document of an older one is read as what it meant."""
    project_key: ProjectKey
    """Names the project; IFC GlobalIds hang on it, so two projects never share an id."""
    building: Building
    concept: ConceptRef
    options: Options
    assumptions: AssumptionsRef
    family: FamilyRef | None
    """The family that fills in what is not known of the building; null when nothing has to be filled in."""
    verification: Verification | None = None
    """What a named engineer read in the norms; raises the rows that agree to verified."""
    family_candidates: tuple[FamilyCandidate, ...] = ()
    """Families that the building may belong to, where its family was inferred; the loads show the envelope over them."""
