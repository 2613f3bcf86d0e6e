"""What every writer gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Configuration
from configurator.host.building import FactOrigin, HostBuilding
from configurator.layout.placement import Layout, Rectangle
from configurator.parts.build import build_model
from configurator.parts.joining import joined_model
from configurator.parts.model import BuildingModel
from configurator.results.naming import names_of


@dataclass(frozen=True, slots=True)
class BundleWing:
    """One wing of a building that has several, with ids as if it were alone."""

    key: str
    """Starts the wing's ids in the configuration and in the model of all wings; empty where there is one."""
    host: HostBuilding
    layout: Layout
    shaft: Rectangle | None = None
    """Plan of a new lift shaft in the wing's frame, where the options ask for one and it has a place."""


@dataclass(frozen=True)
class ResultBundle:
    """One computed configuration with the working values that it was made from."""

    project_key: str
    """Names the project; ids in the files hang on it."""
    host: HostBuilding
    concept: Concept
    layout: Layout
    configuration: Configuration
    lang: Literal["nl", "en"] = "nl"
    """Language of what is drawn and tabled; an IFC is always Dutch, its readers are."""
    classification: str = "NL-SfB tabel 1"
    """Name of the classification system in an IFC; checkers compare it letter by letter, and practice differs."""
    wings: tuple[BundleWing, ...] = ()
    """Every wing of a building that has several; `host`, `layout` and `shaft` are those of the first."""
    shaft: Rectangle | None = None
    """Plan of a new lift shaft in the frame of `host`."""

    @property
    def all_wings(self) -> tuple[BundleWing, ...]:
        """Every wing, at least one."""
        return self.wings or (BundleWing("", self.host, self.layout, self.shaft),)

    def wing(self, key: str) -> BundleWing:
        """Return the wing of a key, the first one where none has it."""
        return next((wing for wing in self.all_wings if wing.key == key), self.all_wings[0])

    @cached_property
    def alone(self) -> tuple[tuple[str, ResultBundle], ...]:
        """Each wing by its key as a bundle of its own, in its own frame and without the key in its ids; this one where it is alone."""
        if not self.wings:
            return (("", self),)
        return tuple((w.key, replace(self, host=w.host, layout=w.layout, shaft=w.shaft, wings=())) for w in self.wings)

    @cached_property
    def model(self) -> BuildingModel:
        """The model of what is drawn of all wings, built once for all writers."""
        if not self.wings:
            return build_model(self.host, self.concept, self.layout, self.shaft)
        return joined_model([(key, bundle.model) for key, bundle in self.alone])

    @cached_property
    def facts(self) -> dict[str, FactOrigin]:
        """What the host was compiled from, by JSON pointer into the building document, over all wings."""
        found: dict[str, FactOrigin] = {}
        for wing in self.all_wings:
            names = names_of(wing.key, wing.host.level_id, self.configuration.request.building)
            for pointer, fact in wing.host.facts.items():
                found.setdefault(names.pointer(pointer), fact)
        return found

    @property
    def short_digest(self) -> str:
        """First eight hexadecimal digits of the configuration's digest, for title blocks."""
        return self.configuration.digest.removeprefix("sha256:")[:8]

    @property
    def building_name(self) -> str:
        """The building's name in the language of what is drawn, or its id."""
        name = self.configuration.request.building.name
        return self.host.name if name is None or self.lang == "nl" else name.en

    @property
    def concept_label(self) -> str:
        """The concept as `ID@VERSION`."""
        return f"{self.concept.id}@{self.concept.version}"
