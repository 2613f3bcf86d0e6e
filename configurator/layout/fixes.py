"""The smallest single change of the options that would remove the reason why a stretch stays empty, as a patch on the options.

None where no option can do it: then the roof, the walls or the concept would have to change.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from catalogue.documents.finding import Parameter
from configurator.host.building import HostObstacle
from configurator.layout.arrangement import Lengthwise
from configurator.layout.column import levels_on
from configurator.layout.gaps import Gap
from configurator.layout.grid import templates
from configurator.layout.menu import Menu, may_lie_lengthwise, menu_of
from configurator.layout.strip import Ground, Strip
from configurator.layout.ways import ACCESSES, SUPPORTS

Fix = dict[str, Parameter] | None


class Fixes:
    """What may be changed for one scheme of one concept."""

    def __init__(self, menu: Menu, ground: Ground) -> None:
        self._menu, self._concept, self._options, self._ground = menu, menu.concept, menu.options, ground

    def support(self) -> Fix:
        """Another support that the concept permits and that does not hang on where the walls are."""
        others = [w.id for w in SUPPORTS.values() if not w.on_lines and w.id != self._ground.scheme.support]
        return next((dict[str, Parameter](support=w) for w in others if w in self._concept.support.permitted), None)

    def on_walls(self) -> Fix:
        """Wall-on-wall, where the concept permits it: nothing has to be spanned."""
        others = [w.id for w in SUPPORTS.values() if w.on_lines and w.id != self._ground.scheme.support]
        return next((dict[str, Parameter](support=w) for w in others if w in self._concept.support.permitted), None)

    def without_cores(self) -> Fix:
        """Another access that needs no stair core beside every dwelling."""
        others = [w.id for w in ACCESSES.values() if not w.beside_cores and w.id != self._ground.scheme.access]
        return next((dict[str, Parameter](access=w) for w in others if w in self._concept.access.permitted), None)

    def depth(self, missing_mm: int, level: int) -> Fix:
        """More depth across a strip on a new storey: the gallery outside the roof, else a smaller set-back along the facades."""
        if missing_mm <= 0:
            return None
        if self._ground.scheme.reached.passage == "beside" and missing_mm <= self._ground.gallery_depth_mm:
            return {"gallery.inside_roof": False}
        back, step = self._options.setback_mm, self._options.storey_setback_mm
        half = math.ceil(missing_mm / 2)
        if back.facade - half >= back.parapet:
            return {"setback_mm.facade": back.facade - half}
        if level and step >= math.ceil(half / level):
            return {"storey_setback_mm": step - math.ceil(half / level)}
        return None

    def length(self, missing_mm: int) -> Fix:
        """More length at the end of a strip: a smaller set-back along the gable."""
        back = self._options.setback_mm
        return {"setback_mm.gable": back.gable - missing_mm} if 0 < missing_mm <= back.gable - back.parapet else None

    def around(self, obstacles: Iterable[HostObstacle], missing_mm: int) -> Fix:
        """Less clearance around the one obstacle that is in the way."""
        found = list(obstacles)
        if len(found) != 1 or not 0 < missing_mm <= found[0].clearance_mm:
            return None
        return {f"clearance_mm.{found[0].kind}": found[0].clearance_mm - missing_mm}

    def lengthwise(self, strip: Strip, gap: Gap) -> Fix:
        """Modules lengthwise, where a dwelling of them would stand in an empty stretch on the roof."""
        menu, scheme = self._menu, self._ground.scheme
        reached = scheme.reached.passage != "none" and strip.pin.to != "centre"
        if menu.lengthwise or scheme.carried.on_lines or not reached or gap.level or not may_lie_lengthwise(menu):
            return None
        mixed = menu_of(menu.concept, menu.options.model_copy(update={"module_orientation": "mixed"}), menu.rooms)
        rows = (row for row in templates(mixed, self._ground.widths) if isinstance(row, Lengthwise))
        return {"module_orientation": "mixed"} if any(_holds(strip, gap, mixed, row) for row in rows) else None

    def storeys(self, wanted: int | None) -> Fix:
        """Another number of storeys."""
        return None if wanted is None else {"storeys_added": wanted}


def _holds(strip: Strip, gap: Gap, menu: Menu, row: Lengthwise) -> bool:
    """Return whether a dwelling stands somewhere in an empty stretch, a joint from what stands beside it."""
    span, joint = menu.span_mm(row), menu.joint_mm
    low, high = gap.s0 + joint, gap.s1 - joint - span
    for start in {low, high, *(b for b in strip.space.breaks if low <= b <= high)}:
        under = strip.space.interval(start, start + span) if low <= start <= high else None
        if under is not None and levels_on(strip.space, under, menu.offers(row), strip.pin):
            return True
    return False
