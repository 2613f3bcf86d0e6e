"""How sure a height above ground is: verdicts near a threshold are intervals."""

from __future__ import annotations

from configurator.host.building import HostBuilding

MEASURED_HEIGHT_TOLERANCE_M = 0.10
"""Half-width of a height above ground when roof and ground level were both measured (3DBAG: AHN point cloud)."""
ASSUMED_HEIGHT_TOLERANCE_M = 0.50
"""Half-width when storey heights or the plinth are assumed: half the spread of plinths between none and half-sunk."""


def height_tolerance_m(host: HostBuilding) -> float:
    """Return the half-width of heights above ground of this host."""
    measured = {"/roof/level_nap_m", "/ground_nap_m"}
    known = {pointer for pointer, fact in host.facts.items() if not fact.assumed}
    plinth_known = "/plinth" in known and ("/storey_heights_m" in known or "/roof/level_nap_m" in known)
    return MEASURED_HEIGHT_TOLERANCE_M if measured <= known or plinth_known else ASSUMED_HEIGHT_TOLERANCE_M
