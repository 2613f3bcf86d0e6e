"""What every writer gets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Configuration
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout
from configurator.parts.build import build_model
from configurator.parts.model import BuildingModel


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

    @cached_property
    def model(self) -> BuildingModel:
        """The model of what is drawn, built once for all writers."""
        return build_model(self.host, self.concept, self.layout)

    @property
    def short_digest(self) -> str:
        """First eight hexadecimal digits of the configuration's digest, for title blocks."""
        return self.configuration.digest.removeprefix("sha256:")[:8]

    @property
    def concept_label(self) -> str:
        """The concept as `ID@VERSION`."""
        return f"{self.concept.id}@{self.concept.version}"
