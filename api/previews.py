"""What the live view asks for, and what it gets: the same engine and the same figures as every other way in."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.outputs import bundle_of
from api.resolution import inputs_for, with_needed_family
from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.errors import IncompleteRequest
from catalogue.resolve import DEFAULT_ASSUMPTIONS, resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import Computed, configure
from configurator.host.overlay import overlay
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.live import live_view
from configurator.outputs.picture import picture_svg
from configurator.outputs.svg import plan_svg, section_svg

FindBuilding = Callable[[str], Building]
FindConcept = Callable[[str], Concept]
Lang = Literal["nl", "en"]
Drawing = Literal["none", "plan", "section", "picture"]


class AskedPreview(BaseModel):
    """A configuration as the live view asks for it."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    building: Building | None = None
    """The building itself; or else its id."""
    building_id: str | None = Field(default=None, max_length=80)
    """A building that is shipped or stored."""
    facts: dict[str, Any] = Field(default_factory=dict, max_length=100)
    """What the user knows on top, by dotted field names of the building document (`roof.ballast`)."""
    concept: str = Field(max_length=200)
    """`ID` or `ID@VERSION`."""
    options: Options = Options()
    assumptions: str = DEFAULT_ASSUMPTIONS
    lang: Lang = "nl"
    drawing: Drawing = "none"
    """Also the drawing that is on the screen, as SVG: it takes about as long as the configuration itself."""
    storey: int | None = Field(default=None, ge=0, le=60)
    """Which storey the plan shows; null is all."""

    @model_validator(mode="after")
    def _one_building(self) -> Self:
        if (self.building is None) == (self.building_id is None):
            raise ValueError("give either building or building_id")
        return self


def asked_building(asked: AskedPreview, find: FindBuilding = resolve_building) -> Building:
    """Return the building with the user's facts on top, and a family where one is needed. Raises OptopError."""
    if asked.building is not None:
        base = asked.building
    elif asked.building_id is not None:
        base = find(asked.building_id)
    else:
        raise IncompleteRequest("Give a building or the id of one.", pointers=("/building",))
    return with_needed_family(overlay(base, asked.facts) if asked.facts else base)


class RecentResults:
    """The last configurations that were computed: a slider that goes back answers at once, and a drawing needs no second computation."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._held: OrderedDict[bytes, Computed] = OrderedDict()
        self._lock = Lock()

    def computed(self, asked: AskedPreview, find_building: FindBuilding, find_concept: FindConcept) -> Computed:
        """Return the configuration that is asked for. Raises OptopError."""
        building, concept = asked_building(asked, find_building), find_concept(asked.concept)
        inputs = inputs_for(building, concept, asked.options, resolve_assumptions(asked.assumptions), None)
        key = canonical_bytes(inputs.request)
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                return held
        made = configure(inputs)
        with self._lock:
            self._held[key] = made
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made


RECENT = RecentResults(24)
"""Of this process."""


def computed_preview(
    asked: AskedPreview, find_building: FindBuilding = resolve_building, find_concept: FindConcept = resolve_concept
) -> Computed:
    """Return the configuration that is asked for, from the recent ones where it is among them. Raises OptopError."""
    return RECENT.computed(asked, find_building, find_concept)


def drawing_of(bundle: ResultBundle, drawing: Drawing, storey: int | None) -> str | None:
    """Return a drawing as SVG for a page: without the XML declaration; a storey that is not there is all of them."""
    if drawing == "none":
        return None
    storeys = {index for wing in bundle.all_wings for index in wing.layout.storeys()}
    drawn = {
        "plan": lambda: plan_svg(bundle, bundle.lang, storey if storey in storeys else None),
        "section": lambda: section_svg(bundle, bundle.lang),
        "picture": lambda: picture_svg(bundle, bundle.lang),
    }[drawing]()
    text = drawn.decode("utf-8")
    return text.partition("?>")[2].strip() if text.startswith("<?xml") else text.strip()


def preview_bytes(computed: Computed, asked: AskedPreview) -> bytes:
    """Return the answer as compact JSON in UTF-8."""
    bundle = bundle_of(computed, asked.lang)
    answer = {**live_view(bundle), "drawing": drawing_of(bundle, asked.drawing, asked.storey)}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
