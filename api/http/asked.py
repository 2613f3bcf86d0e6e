"""What a computation is asked for over HTTP, and the inputs of the engine that it comes to."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from api.resolution import inputs_for, with_needed_family
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.documents.verification import Verification
from catalogue.resolve import DEFAULT_ASSUMPTIONS, resolve_assumptions
from configurator.configure import Inputs


class Asked(BaseModel):
    """What a configuration or match is asked for."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    building: Building
    options: Options = Options()
    assumptions: str = DEFAULT_ASSUMPTIONS
    project_key: str | None = None
    verification: Verification | None = None
    """Norm values as a named engineer read them."""


class AskedConfiguration(Asked):
    """One concept on one building."""

    concept: str
    """`ID` or `ID@VERSION`."""


class AskedMatch(Asked):
    """Several concepts on one building; none named is all."""

    concepts: list[str] = []


def inputs_of(asked: Asked, concept: Concept) -> Inputs:
    """Return the inputs of one configuration. Raises NotFound, InvalidDocument or IncompleteRequest."""
    building = with_needed_family(asked.building)
    return inputs_for(building, concept, asked.options, resolve_assumptions(asked.assumptions), asked.project_key, asked.verification)
