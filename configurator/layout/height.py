"""How many new storeys the permitted building height leaves room for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.documents.concept import Concept
from catalogue.documents.finding import Finding, finding
from catalogue.documents.options import Options
from configurator.host.building import HostBuilding
from configurator.layout.placement import Stretch
from configurator.layout.scheme import Solution
from configurator.layout.ways import SupportId

NO_LIMIT = 99


@dataclass(frozen=True, slots=True)
class HeightLimit:
    """Storeys that fit under the permitted height, and what each number of storeys would come to."""

    storeys: int
    """NO_LIMIT without a limit, or without a ground level to measure from."""
    most_mm: int | None
    """Permitted height above ground."""
    base_mm: int | None
    """Underside of the new modules above ground; None when the ground level is unknown."""
    storey_mm: int

    def margin_mm(self, storeys: int) -> int:
        """Return what is left under the permitted height with so many new storeys, negative when it is too high."""
        return 0 if self.most_mm is None or self.base_mm is None else self.most_mm - self.base_mm - storeys * self.storey_mm

    def findings(self, asked: int) -> Iterator[Finding]:
        """Give what the limit has to say about a number of storeys."""
        if self.most_mm is None:
            return
        if self.base_mm is None:
            yield finding("LAY-HEIGHT-UNKNOWN", most_m=self.most_mm / 1000.0)
        elif asked > self.storeys:
            margin = self.margin_mm(asked)
            yield finding(
                "LAY-HEIGHT-LIMIT",
                margin_mm=margin,
                fix={"storeys_added": self.storeys},
                asked=asked,
                height_m=(self.most_mm - margin) / 1000.0,
                most_m=self.most_mm / 1000.0,
                storeys=self.storeys,
            )


def height_limit(host: HostBuilding, concept: Concept, support: SupportId) -> HeightLimit:
    """Return how many storeys fit under the host's permitted height, measured from the ground, with one way of support."""
    connector = concept.support.connector(support)
    base = None if host.ground_z_mm is None else host.roof_z_mm - host.ground_z_mm + (connector.height_mm if connector else 0)
    most = None if host.max_height_m is None else round(host.max_height_m * 1000.0)
    if base is None or most is None:
        return HeightLimit(NO_LIMIT, most, base, concept.module.height_mm)
    return HeightLimit(max(0, (most - base) // concept.module.height_mm), most, base, concept.module.height_mm)


def above_limit(host: HostBuilding, concept: Concept, options: Options, solution: Solution) -> tuple[Stretch, ...]:
    """Return one stretch for each storey that was asked for and lies above the permitted height."""
    limit = height_limit(host, concept, solution.ground.scheme.support)
    low_u, low_v, high_u, high_v = (round(x) for x in host.roof_outline_mm.bounds)
    stretches = []
    for storey in range(limit.storeys, options.storeys_added):
        margin = limit.margin_mm(storey + 1)
        number = host.storeys_existing + storey
        reason = finding("LAY-HEIGHT-STRETCH", margin_mm=margin, fix={"storeys_added": limit.storeys}, storey=number, missing_mm=-margin)
        stretches.append(Stretch(number, low_u, high_u, low_v, high_v, reason))
    return tuple(stretches)
