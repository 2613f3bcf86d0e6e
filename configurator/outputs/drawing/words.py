"""The few words on a drawing, in the two languages of the product."""

from __future__ import annotations

from typing import Literal

from configurator.outputs.ifc.naming import storey_name

Lang = Literal["nl", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "plan": ("plattegrond optopping", "plan of rooftop extension"),
    "picture": ("beeld", "picture"),
    "scale": ("schaal", "scale"),
    "gallery": ("galerij", "gallery"),
    "stair": ("trap", "stair"),
    "building": ("gebouw", "building"),
    "concept": ("concept", "concept"),
    "wing": ("vleugel", "wing"),
    "differs": ("verschilt per vleugel", "differs by wing"),
    "support": ("oplegging", "support"),
    "result": ("resultaat", "result"),
    "homes": ("woningen", "homes"),
    "modules": ("modules", "modules"),
    "usable": ("gebruiksoppervlakte (kengetal)", "usable area (by factor)"),
    "indicative": ("INDICATIEF – geen grondslag voor uitvoering", "INDICATIVE – not for construction"),
    "assumed": ("dragende wanden AANGENOMEN", "bearing walls ASSUMED"),
    "family": ("familie", "family"),
    "odds": ("kans", "odds"),
    "empty": ("Leeg gebleven, en waarom", "Left empty, and why"),
    "nothing_empty": ("Geen stroken leeg gebleven.", "No stretches were left empty."),
    "more_in_drawing": ("De overige redenen staan in plattegrond.svg.", "The other reasons stand in plattegrond.svg."),
    "lowest_storeys": ("Onderste nieuwe bouwlaag van elke vleugel", "Lowest new storey of every wing"),
    "highest_storeys": ("Bovenste nieuwe bouwlaag van elke vleugel", "Highest new storey of every wing"),
    "terrace": ("terras", "terrace"),
    "try": ("Probeer", "Try"),
    "short": ("tekort", "short by"),
    "north": ("N", "N"),
    "no_location": ("geen ligging: noorden onbekend", "no location: north unknown"),
    "wall_on_wall": ("wand op wand", "wall on wall"),
    "transfer_grid": ("raster (tussenlaag)", "transfer grid"),
    "floor": ("vloer", "floor"),
    "roof": ("dakvlak", "roof level"),
    "nothing": ("Geen modules geplaatst", "No modules placed"),
    "digest": ("kenmerk", "digest"),
    "section": ("Doorsnede", "Section"),
    "top": ("bovenkant optopping", "top of the extension"),
    "ground": ("maaiveld", "ground level"),
    "ground_unknown": ("maaiveld onbekend: getekend op peil", "ground level unknown: drawn at peil"),
    "takedown": ("Lastafdracht lijn", "Load take-down of line"),
    "supports": ("Opleggingen", "Supports"),
    "foundation": ("fundering", "foundation"),
    "band": ("klasse", "band"),
    "part_existing_g": ("bestaand, permanent", "existing, permanent"),
    "part_existing_q": ("bestaand, veranderlijk", "existing, imposed"),
    "part_modules": ("modules", "modules"),
    "part_connector": ("tussenlaag", "connector"),
    "part_access": ("galerij, trap", "gallery, stair"),
    "part_roof_extras": ("groendak, zonnepanelen", "green roof, solar panels"),
    "part_lift": ("liftschacht", "lift shaft"),
    "part_added_q": ("erbij, veranderlijk", "added, imposed"),
    "horizontal_section": ("horizontale doorsnede", "horizontal section"),
    "vertical_section": ("verticale doorsnede", "vertical section"),
    "inside": ("binnen", "inside"),
    "outside_floor": ("onder: tussenlaag of module", "below: connector or module"),
    "outside_ceiling": ("boven: volgende module", "above: next module"),
    "outside_roof": ("buiten", "outside"),
    "outside_long_wall": ("buurmodule of buiten", "next module or outside"),
    "outside_end_wall": ("buiten", "outside"),
    "outside_partition": ("andere kamer", "other room"),
    "of_mass": ("biobased (massa)", "biobased (mass)"),
    "fire_minutes": ("min brandwerend", "min fire resistance"),
    "element_floor": ("vloer", "floor"),
    "element_ceiling": ("plafond onder een volgende laag", "ceiling under a next storey"),
    "element_roof": ("dak", "roof"),
    "element_long_wall": ("lange wand", "long wall"),
    "element_end_wall": ("kopwand", "end wall"),
    "element_partition": ("binnenwand", "partition"),
    "module": ("module", "module"),
    "own_sizes": ("naar de maten van het concept", "by the concept's own sizes"),
    "module_plan": ("Plattegrond", "Plan"),
    "module_section": ("Doorsnede", "Section"),
    "clear": ("vrij", "clear"),
    "open_long_side": (
        "Lange zijde mag tot {share} % open naar de buurmodule.",
        "Long side may be open to the next module for up to {share} %.",
    ),
    "hoist": ("hijsgewicht", "hoist weight"),
    "bay_dwelling": ("woning", "home"),
    "bay_stair": ("portiek", "stair"),
    "family_plan": ("Beukmaten", "Bays"),
    "family_section": ("Doorsnede", "Section"),
    "depth": ("diepte", "depth"),
    "storeys": ("lagen", "storeys"),
    "plinth": ("onderbouw", "plinth"),
    "repeats": ("herhaalt zich", "repeats"),
    "bays_from_to": ("beuken", "bays"),
    "nominal": (
        "Nominale maten van de familie: een aanname tot het gebouw is ingemeten.",
        "Nominal sizes of the family: assumed until the building is measured.",
    ),
    "columns": ("draagt op kolommen: beuken zijn stramienmaten", "stands on columns: bays are grid sizes"),
    "facade_bearing": ("gevels dragen, wanden op beukmaat stabiliseren", "facades bear, walls on the bay lines stabilise"),
    "part_removed": ("aftrek (ballast)", "credit (ballast)"),
}


def word(key: str, lang: Lang) -> str:
    """Return a word of the drawing."""
    return WORDS[key][1 if lang == "en" else 0]


def decimals(value: float, places: int, lang: Lang) -> str:
    """Return a number with a decimal comma in Dutch and a point in English."""
    text = f"{value:.{places}f}"
    return text if lang == "en" else text.replace(".", ",")


def level_name(index: int, lang: Lang) -> str:
    """Return the name of a storey."""
    return storey_name(index) if lang == "nl" else f"{index:02d} " + ("ground floor" if index == 0 else f"storey {index}")
