"""One configuration as a screen shows it. Pure: the same configuration gives the same view; rounded to the tenth of a millimetre."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from pydantic import TypeAdapter

from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.finding import Finding
from configurator.configure import Computed
from configurator.outputs.live.findings import LiveFinding, live_findings
from configurator.outputs.live.loads import LiveLoad, live_loads
from configurator.outputs.live.scene import LiveType, LiveWing, live_types, live_wing
from configurator.results.disclaimer import DISCLAIMERS

Lang = Literal["nl", "en"]
Figure = int | float | str | None
_FINDINGS = TypeAdapter(tuple[Finding, ...])


class LiveDwelling(TypedDict):
    """One home."""

    id: str
    type: str
    storey: int
    usable_area_m2: float
    modules: list[str]


class LiveWidth(TypedDict):
    """Outer widths that a concept's modules come in, millimetres."""

    min_mm: int
    max_mm: int
    step_mm: int


class LiveConcept(TypedDict):
    """What can be chosen of a concept."""

    id: str
    version: str
    name: str
    max_storeys: int
    supports: list[str]
    accesses: list[str]
    width: LiveWidth
    dwelling_types: dict[str, str]
    """Name by id."""


class LiveChoice(TypedDict):
    """What the engine chose where it was left to it."""

    support: str | None
    access: str | None
    gallery_side: str | None
    module_widths_mm: list[int]


class LiveOffered(TypedDict):
    """What the concept says of cost and carbon for what is placed, as in the impact of the configuration; None is unknown."""

    concept_cost: dict[str, Any] | None
    embodied_carbon: dict[str, Any] | None
    stored_carbon: dict[str, Any] | None


class LiveFrame(TypedDict):
    """Where the frame of the first wing lies in the coordinates of the building document."""

    origin_m: tuple[float, float]
    rotation_deg: float
    """From the world x axis to the u axis, counter-clockwise."""


class LiveView(TypedDict):
    """Everything of one configuration that is on the screen at once."""

    digest: str
    building: str
    north_deg: float | None
    """North against the u axis of the first wing, counter-clockwise; None without a location."""
    frame: LiveFrame
    concept: LiveConcept
    chosen: LiveChoice
    summary: dict[str, Figure]
    """The figures of the summary and of the impact that are numbers or words; None is unknown."""
    offered: LiveOffered
    knowledge: dict[str, int]
    family: str | None
    family_odds: float | None
    wings: list[LiveWing]
    types: dict[str, LiveType]
    dwellings: list[LiveDwelling]
    loads: list[LiveLoad]
    findings: list[LiveFinding]
    disclaimer: str


def live_concept(concept: Concept, lang: Lang) -> LiveConcept:
    """Return what can be chosen of a concept."""
    width = concept.module.width_mm
    return LiveConcept(
        id=concept.id,
        version=concept.version,
        name=concept.name.in_language(lang),
        max_storeys=concept.max_storeys,
        supports=list(concept.support.permitted),
        accesses=list(concept.access.permitted),
        width=LiveWidth(min_mm=width.min, max_mm=width.max, step_mm=width.step),
        dwelling_types={item.id: item.name.in_language(lang) for item in concept.dwelling_types},
    )


def _summary(values: Mapping[str, Any]) -> dict[str, Figure]:
    figures = {**values["summary"], **values["impact"]}
    return {name: value for name, value in figures.items() if value is None or isinstance(value, int | float | str)}


def _offered(impact: Mapping[str, Any]) -> LiveOffered:
    return LiveOffered(
        concept_cost=impact["concept_cost"], embodied_carbon=impact["embodied_carbon"], stored_carbon=impact["stored_carbon"]
    )


def _building_name(building: Building, lang: Lang) -> str:
    """Return what a person calls the building; its id where it has no name."""
    return building.id if building.name is None else building.name.in_language(lang)


def live_view(made: Computed, lang: Lang) -> LiveView:
    """Return the view of a configuration in a language.

    It is read from the plain values that were published: to validate them anew, row by row, would cost more than the view.
    """
    values, building = made.result.values, made.inputs.request.building
    wings = [live_wing(made, wing) for wing in made.wings]
    types = live_types(made.inputs.concept, [wing.layout for wing in made.wings])
    layout, family = values["layout"], values["conditional_on"]
    return LiveView(
        digest=made.result.digest,
        building=_building_name(building, lang),
        north_deg=None if made.host.frame.crs is None else round(90.0 - values["host"]["rotation_deg"], 4),
        frame=LiveFrame(origin_m=made.host.frame.origin_m, rotation_deg=round(math.degrees(made.host.frame.rotation_rad), 6)),
        concept=live_concept(made.inputs.concept, lang),
        chosen=LiveChoice(
            support=layout["support"],
            access=layout["access"],
            gallery_side=layout["gallery_side"],
            module_widths_mm=sorted({module.width_mm for wing in made.wings for module in wing.layout.modules}),
        ),
        summary=_summary(values),
        offered=_offered(values["impact"]),
        knowledge=values["summary"]["knowledge"],
        family=family["family"],
        family_odds=family["odds"],
        wings=wings,
        types=types,
        dwellings=[
            LiveDwelling(id=d["id"], type=d["type"], storey=d["storey"], usable_area_m2=float(d["usable_area_m2"]), modules=d["modules"])
            for d in values["dwellings"]
        ],
        loads=live_loads(made.result.lines),
        findings=live_findings(_FINDINGS.validate_python(values["findings"]), wings, {n: t["size_m"] for n, t in types.items()}, lang),
        disclaimer=DISCLAIMERS.in_language(lang),
    )
