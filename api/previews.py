"""What the live view asks for, and what it gets: the same engine and the same figures as every other way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from api.bodies import Body
from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.options import Options
from catalogue.errors import BrokenRule
from catalogue.resolve import DEFAULT_ASSUMPTIONS
from configurator.host.overlay import overlay
from configurator.host.rings import check_building
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.picture import picture_svg
from configurator.outputs.svg import plan_screen_svg, section_screen_svg

Lang = Literal["nl", "en"]
Drawn = Literal["plan", "section", "picture"]
Drawing = Literal["none"] | Drawn


class AskedPreview(Body):
    """A configuration as the live view asks for it."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        frozen=True,
        json_schema_extra={"examples": [{"building_id": "demo-portiek-1966", "concept": "A3", "facts": {"roof.ballast": "gravel"}}]},
    )

    building: Building | None = None
    """The building itself; or else its id."""
    building_id: str | None = Field(default=None, max_length=80)
    """A building that is shipped, or that your organisation keeps."""
    facts: dict[str, Any] = Field(default_factory=dict, max_length=100)
    """What the user knows on top, by dotted field names of the building document (`roof.ballast`)."""
    concept: str = Field(min_length=1, max_length=120)
    """`ID` or `ID@VERSION`."""
    options: Options = Options()
    assumptions: str = Field(default=DEFAULT_ASSUMPTIONS, max_length=120)
    lang: Lang = "nl"
    drawing: Drawing = "none"
    """Also the drawing that is on the screen, as SVG: it takes about as long as the configuration itself."""
    storey: int | None = Field(default=None, ge=0, le=60)
    """Which storey the plan shows; null is all."""

    @model_validator(mode="after")
    def _one_building(self) -> Self:
        if (self.building is None) == (self.building_id is None):
            raise BrokenRule("preview-building")
        return self


@dataclass(frozen=True, slots=True)
class PreviewAsk:
    """What one configuration follows from, for the pool: every document as JSON."""

    building: bytes
    """With what the user knows on top."""
    concept: bytes
    options: bytes
    assumptions: str


def preview_ask(building: Building, concept: bytes, asked: AskedPreview) -> PreviewAsk:
    """Return what the pool is asked. Raises OptopError for facts that a building cannot have."""
    known = overlay(building, asked.facts) if asked.facts else building
    check_building(known, f"Building {known.id!r}")
    return PreviewAsk(canonical_bytes(known), concept, canonical_bytes(asked.options), asked.assumptions)


def drawing_of(bundle: ResultBundle, drawing: Drawn, storey: int | None) -> str:
    """Return a drawing as SVG for a page: without the XML declaration; a storey that is not there is all of them."""
    storeys = {index for wing in bundle.all_wings for index in wing.layout.storeys()}
    drawn = {
        "plan": lambda: plan_screen_svg(bundle, bundle.lang, storey if storey in storeys else None),
        "section": lambda: section_screen_svg(bundle, bundle.lang),
        "picture": lambda: picture_svg(bundle, bundle.lang),
    }[drawing]()
    text = drawn.decode("utf-8")
    return text.partition("?>")[2].strip() if text.startswith("<?xml") else text.strip()
