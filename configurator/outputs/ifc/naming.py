"""Names and codes the way a Dutch BIM manager expects them: storeys, NL-SfB, materials.

Sources: BIM basis ILS v2 (digiGO) 3.1, 3.3, 3.6; NL-SfB table 1 (BNA, elements); NAA.K.T. material names (BIM Loket).
"""

from __future__ import annotations

import re
from typing import Literal

from configurator.parts.model import Element, ElementKind, Part, PartKind

NL_SFB_EDITION = "2005"

Contents = Literal["all", "existing", "new"]
"""What a file holds: everything, the existing block alone (a reference for others), or the new building alone."""
PART_OF_FILE: dict[Contents, str] = {"all": "Optopping", "existing": "Bestaand", "new": "Nieuwbouw"}

MODULE_CODE = "28.31"
PART_CODES: dict[PartKind, str] = {
    "floor": "23.21",
    "ceiling": "23.21",
    "roof": "27.21",
    "long_wall": "22.21",
    "end_wall": "21.21",
    "partition": "22.11",
    "window": "31.21",
    "door": "31.31",
    "glazed_door": "31.31",
}
EXTERNAL_LONG_WALL_CODE = "21.21"
INNER_DOOR_CODE = "32.31"
ELEMENT_CODES: dict[ElementKind, str] = {
    "existing_floor": "23.21",
    "existing_roof": "27.21",
    "existing_wall": "22.21",
    "existing_facade": "21.11",
    "obstacle": "27.21",
    "bearer": "28.11",
    "beam": "28.11",
    "gallery": "23.23",
    "railing": "34.12",
    "core_wall": "21.21",
    "core_landing": "23.24",
    "core_roof": "27.21",
    "core_flight": "24.11",
    "internal_stair": "24.11",
    "lift_shaft": "22.21",
    "lift_roof": "27.21",
    "lift_car": "66.11",
}
CODE_NAMES = {
    "21.11": "buitenwanden; niet constructief",
    "21.21": "buitenwanden; constructief",
    "22.11": "binnenwanden; niet constructief",
    "22.21": "binnenwanden; constructief",
    "23.21": "vloeren; constructief, vrijdragend",
    "23.23": "vloeren; constructief, galerijen",
    "23.24": "vloeren; constructief, bordessen",
    "24.11": "trappen en hellingen; trappen, rechte steektrappen",
    "27.21": "daken; constructief",
    "28.11": "hoofddraagconstructies; kolommen en liggers",
    "28.31": "hoofddraagconstructies; ruimte-eenheden",
    "31.21": "buitenwandopeningen; gevuld met ramen",
    "31.31": "buitenwandopeningen; gevuld met deuren",
    "32.31": "binnenwandopeningen; gevuld met deuren",
    "34.12": "balustrades en leuningen; buitenbalustrades",
    "66.11": "transport; liften, elektrische liften",
    "90.10": "terrein; grondvoorzieningen",
}

PART_NAMES: dict[PartKind, str] = {
    "floor": "Modulevloer",
    "ceiling": "Moduleplafond",
    "roof": "Moduledak",
    "long_wall": "Dragende zijwand",
    "end_wall": "Kopgevel module",
    "partition": "Wand natte cel",
    "window": "Raam",
    "door": "Deur",
    "glazed_door": "Glasdeur",
}
ELEMENT_NAMES: dict[ElementKind, str] = {
    "existing_floor": "Bestaande vloer",
    "existing_roof": "Bestaande dakvloer",
    "existing_wall": "Bestaande dragende wand",
    "existing_facade": "Bestaande gevel",
    "obstacle": "Dakopstand",
    "bearer": "Oplegbalk tussenlaag",
    "beam": "Rasterligger tussenlaag",
    "gallery": "Galerijvloer",
    "railing": "Balustrade galerij",
    "core_wall": "Trappenhuiswand",
    "core_landing": "Bordes trappenhuis",
    "core_roof": "Dak trappenhuis",
    "core_flight": "Trap trappenhuis",
    "internal_stair": "Trap in de woning",
    "lift_shaft": "Liftschacht",
    "lift_roof": "Dak liftschacht",
    "lift_car": "Lift",
}
ELEMENT_MATERIALS: dict[ElementKind, str] = {
    "existing_floor": "steenachtig_onbekend_vloer",
    "existing_roof": "steenachtig_onbekend_dakvloer",
    "existing_wall": "steenachtig_onbekend_wand",
    "existing_facade": "steenachtig_onbekend_gevel",
    "obstacle": "onbekend_onbekend_dakopstand",
    "gallery": "beton_prefab_galerijvloer",
    "railing": "staal_verzinkt_balustrade",
    "core_wall": "hout_CLT_trappenhuiswand",
    "core_landing": "hout_CLT_bordes",
    "core_roof": "hout_CLT_dak",
    "core_flight": "hout_CLT_trap",
    "internal_stair": "hout_gelamineerd_trap",
    "lift_shaft": "hout_CLT_liftschacht",
    "lift_roof": "hout_CLT_dak",
    "lift_car": "staal_onbekend_lift",
}
"""Materials of what no document names; indicative, in the NAA.K.T. form."""
PART_MATERIALS: dict[PartKind, str] = {
    "partition": "gips_vezelplaat_binnenwand",
    "window": "hout_gelamineerd_kozijn",
    "door": "hout_gelamineerd_deur",
    "glazed_door": "hout_gelamineerd_pui",
}

_ONES = (
    "", "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende",
    "elfde", "twaalfde", "dertiende", "veertiende", "vijftiende", "zestiende", "zeventiende", "achttiende", "negentiende",
)  # fmt: skip
_STEMS = ("", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TENS = {2: "twintigste", 3: "dertigste", 4: "veertigste"}


def dutch_ordinal(number: int) -> str:
    """Return the ordinal of 1 to 49 in Dutch, without diaeresis: published checks compare plain letters."""
    if number < len(_ONES):
        return _ONES[number]
    ten, one = divmod(number, 10)
    if one == 0:
        return _TENS[ten]
    return f"{_STEMS[one]}en{_TENS[ten]}"


def storey_name(index: int) -> str:
    """Return the name of a storey: `00 begane grond`, `04 vierde verdieping`."""
    return "00 begane grond" if index == 0 else f"{index:02d} {dutch_ordinal(index)} verdieping"


def element_name(element: Element) -> str:
    """Return the name of an element; what is assumed says so."""
    name = ELEMENT_NAMES[element.kind]
    if element.kind == "existing_wall":
        name = f"{name} {element.subject}"
    elif element.kind == "obstacle":
        name = f"{name} {element.subject} ({element.obstacle_kind})"
    return f"{name} AANGENOMEN" if element.assumed else name


def building_key(host_id: str) -> str:
    """Return the building's part of a file name: letters, digits and single hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", host_id).strip("-") or "gebouw"


def file_name(host_id: str, contents: Contents = "all") -> str:
    """Return the file name in the form `<Bouwwerk>_<Discipline>_<Onderdeel>.ifc` (BIM basis ILS 3.1)."""
    return f"{building_key(host_id)}_BWK_{PART_OF_FILE[contents]}.ifc"


def part_code(part: Part, *, external: bool) -> str:
    """Return the NL-SfB code of a part: a long wall at the end of a row is an outer wall, a door inside a dwelling an inner one."""
    if part.kind == "long_wall" and external:
        return EXTERNAL_LONG_WALL_CODE
    if part.kind == "door" and part.side is None:
        return INNER_DOOR_CODE
    return PART_CODES[part.kind]
