"""Room rules that geometry alone can fail: what no floor plan inside a dwelling's walls could still meet."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.documents.assumptions import RoomRules

MM2_PER_M2 = 1_000_000


@dataclass(frozen=True, slots=True)
class RoomFailure:
    """A rule that a dwelling cannot meet, and by how much."""

    rule: str
    measured: float
    needed: float
    unit: str

    @property
    def margin_mm(self) -> float | None:
        """What a width falls short, negative; None for an area."""
        return round((self.measured - self.needed) * 1000.0) if self.unit == "m" else None


def failing_room(rules: RoomRules, narrowest_mm: float, main_mm: float, inner_length_mm: float, usable_mm2: int) -> RoomFailure | None:
    """Return the first rule that fails; these are necessary conditions, so meeting them all is no proof of a good plan.

    Args:
        rules: The thresholds.
        narrowest_mm: Clear width of the narrowest module.
        main_mm: Clear width of the widest room: one module, or modules that open to each other.
        inner_length_mm: Clear length between the end walls.
        usable_mm2: Usable area of the dwelling on one storey.
    """
    checks = (
        ("R-03", main_mm / 1000.0, rules.main_room_width_m, "m"),
        ("R-03", main_mm * inner_length_mm / MM2_PER_M2, rules.main_room_area_m2, "m2"),
        ("R-04", narrowest_mm / 1000.0, rules.least_room_width_m, "m"),
        ("R-02", usable_mm2 / MM2_PER_M2 - rules.sanitary_area_m2, rules.habitable_area_m2, "m2"),
    )
    return next((RoomFailure(rule, measured, needed, unit) for rule, measured, needed, unit in checks if measured < needed), None)
