"""One configuration as a screen shows it. Pure: the same bundle gives the same view; rounded to the tenth of a millimetre."""

from __future__ import annotations

import math
from typing import Literal, TypedDict

from catalogue.documents.concept import Concept
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.live.findings import LiveFinding, live_findings
from configurator.outputs.live.loads import LiveLoad, live_loads
from configurator.outputs.live.scene import LiveType, LiveWing, live_types, live_wing
from configurator.results.disclaimer import DISCLAIMERS

Figure = int | float | str | None


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
    knowledge: dict[str, int]
    family: str | None
    family_odds: float | None
    wings: list[LiveWing]
    types: dict[str, LiveType]
    dwellings: list[LiveDwelling]
    loads: list[LiveLoad]
    findings: list[LiveFinding]
    disclaimer: str


def live_concept(concept: Concept, lang: Literal["nl", "en"]) -> LiveConcept:
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


def _summary(bundle: ResultBundle) -> dict[str, Figure]:
    figures = {**bundle.configuration.summary.model_dump(mode="json"), **bundle.configuration.impact.model_dump(mode="json")}
    return {name: value for name, value in figures.items() if value is None or isinstance(value, int | float | str)}


def _building_name(bundle: ResultBundle) -> str:
    """Return what a person calls the building, in the language of the bundle; its id where it has no name."""
    building = bundle.configuration.request.building
    return building.id if building.name is None else building.name.in_language(bundle.lang)


def live_view(bundle: ResultBundle) -> LiveView:
    """Return the view of a configuration in the language of the bundle."""
    configuration, lang = bundle.configuration, bundle.lang
    wings = [live_wing(bundle, wing) for wing in bundle.all_wings]
    types = live_types(bundle.concept, [wing.layout for wing in bundle.all_wings])
    frame, layout = bundle.host.frame, configuration.layout
    return LiveView(
        digest=configuration.digest,
        building=_building_name(bundle),
        north_deg=None if frame.crs is None else round(90.0 - configuration.host.rotation_deg, 4),
        frame=LiveFrame(origin_m=frame.origin_m, rotation_deg=round(math.degrees(frame.rotation_rad), 6)),
        concept=live_concept(bundle.concept, lang),
        chosen=LiveChoice(
            support=layout.support,
            access=layout.access,
            gallery_side=layout.gallery_side,
            module_widths_mm=sorted({round(module.width_m * 1000.0) for module in configuration.modules}),
        ),
        summary=_summary(bundle),
        knowledge=configuration.summary.knowledge.model_dump(),
        family=configuration.conditional_on.family,
        family_odds=configuration.conditional_on.odds,
        wings=wings,
        types=types,
        dwellings=[
            LiveDwelling(id=d.id, type=d.type, storey=d.storey, usable_area_m2=d.usable_area_m2, modules=list(d.modules))
            for d in configuration.dwellings
        ],
        loads=live_loads(configuration.loads.lines),
        findings=live_findings(configuration.findings, wings, {name: made["size_m"] for name, made in types.items()}, lang),
        disclaimer=DISCLAIMERS.in_language(lang),
    )
