"""Where the parts of the writer put what they write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from configurator.outputs.ifc.catalogue import Classification, Materials
from configurator.outputs.ifc.project import Place
from configurator.outputs.ifc.properties import Properties
from configurator.outputs.ifc.shapes import Shapes
from configurator.outputs.ifc.store import Entity, Store


@dataclass(slots=True)
class Sinks:
    """The open file and everything that is collected for it."""

    store: Store
    shapes: Shapes
    properties: Properties
    materials: Materials
    classification: Classification
    places: dict[int, Place]
    _contained: dict[int, list[Entity]] = field(default_factory=dict)

    def contain(self, storey: int, products: Iterable[Entity]) -> None:
        """List products under a storey."""
        self._contained.setdefault(storey, []).extend(products)

    def write_containment(self) -> None:
        """Write one containment relation for each storey."""
        for storey, products in sorted(self._contained.items()):
            place = self.places[storey]
            key = (f"s{storey:02d}", "contains")
            self.store.relate("IfcRelContainedInSpatialStructure", key, ("RelatingStructure", place.entity), ("RelatedElements", products))
