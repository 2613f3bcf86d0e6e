"""The words for what a fact says, in the two languages of the product."""

from __future__ import annotations

from catalogue.documents.document import LocalText

TERMS: dict[str, LocalText] = {
    "none": LocalText(nl="geen", en="none"),
    "half_sunk": LocalText(nl="half verdiept", en="half sunk"),
    "full": LocalText(nl="volledig", en="full"),
    "cross": LocalText(nl="dwarswanden", en="cross walls"),
    "longitudinal": LocalText(nl="langswanden", en="longitudinal walls"),
    "two_way": LocalText(nl="in twee richtingen dragende vloeren", en="two-way slabs"),
    "frame": LocalText(nl="kolommen en liggers", en="columns and beams"),
    "sell": LocalText(nl="verkopen", en="sell"),
    "demolish": LocalText(nl="slopen", en="demolish"),
    "timber": LocalText(nl="hout", en="timber"),
    "stair_head": LocalText(nl="dakopbouw trappenhuis", en="stair head"),
    "lift_housing": LocalText(nl="liftopbouw", en="lift housing"),
    "shaft": LocalText(nl="schacht", en="shaft"),
    "chimney": LocalText(nl="schoorsteen", en="chimney"),
    "vent": LocalText(nl="ontluchting", en="vent"),
    "skylight": LocalText(nl="lichtkoepel", en="skylight"),
    "antenna": LocalText(nl="antenne", en="antenna"),
    "solar_panel": LocalText(nl="zonnepanelen", en="solar panels"),
    "plant": LocalText(nl="installatie", en="plant"),
    "unknown": LocalText(nl="onbekend", en="unknown"),
}
"""By the value that stands in a building document."""


def term(value: str) -> LocalText:
    """Return the words for a value; the value itself where it has none."""
    return TERMS.get(value, LocalText(nl=value, en=value))
