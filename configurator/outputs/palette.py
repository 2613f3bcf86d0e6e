"""One palette for every writer, so that a picture from any of them is recognisably the same building."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.parts.solids import Look


@dataclass(frozen=True, slots=True)
class Surface:
    """Colour of a surface: sRGB 0-255, opacity and roughness 0-1."""

    red: int
    green: int
    blue: int
    opacity: float = 1.0
    roughness: float = 0.9
    """Matte is 1."""
    name_nl: str = ""

    @property
    def hex(self) -> str:
        """The colour as `#rrggbb`."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


PALETTE: dict[Look, Surface] = {
    "facade": Surface(0xD9, 0xB3, 0x82, name_nl="houten gevel"),
    "party_wall": Surface(0xCF, 0xA6, 0x74, name_nl="houten zijwand"),
    "floor": Surface(0xC9, 0xA8, 0x7C, name_nl="vloer"),
    "ceiling": Surface(0xEF, 0xE6, 0xD6, name_nl="plafond"),
    "roof": Surface(0x6B, 0x6F, 0x68, name_nl="dakbedekking"),
    "frame": Surface(0x3B, 0x42, 0x40, roughness=0.7, name_nl="kozijn"),
    "door": Surface(0x0B, 0x6E, 0x4F, roughness=0.6, name_nl="deur"),
    "glass": Surface(0x9F, 0xC4, 0xD6, opacity=0.4, roughness=0.1, name_nl="glas"),
    "bearer": Surface(0x8A, 0x6A, 0x45, name_nl="tussenlaag"),
    "concrete_new": Surface(0xD8, 0xD8, 0xD2, name_nl="ontsluiting"),
    "railing": Surface(0x55, 0x5F, 0x5B, opacity=0.5, roughness=0.6, name_nl="balustrade"),
    "partition": Surface(0xF3, 0xEE, 0xE4, name_nl="binnenwand"),
    "existing": Surface(0xC6, 0xC1, 0xB8, name_nl="bestaand"),
    "existing_facade": Surface(0xB9, 0xB4, 0xAB, opacity=0.55, name_nl="bestaande gevel"),
    "existing_roof": Surface(0x9C, 0x97, 0x8E, name_nl="bestaand dak"),
    "existing_assumed": Surface(0xCF, 0x8E, 0x72, name_nl="bestaand, aangenomen"),
    "obstacle": Surface(0x3E, 0x3C, 0x3A, name_nl="dakopstand"),
    "space": Surface(0x8F, 0xB8, 0xA6, opacity=0.15, name_nl="woning"),
}
"""Timber for everything new, warm grey for what exists, rust for what is assumed to exist.

Of the existing block only the facade is translucent: floors and walls behind it show faintly and the same from every side. Viewers sort
what they see through by its middle, so that glass behind glass comes out differently left and right.
"""
EDGE = Surface(0x5B, 0x53, 0x47, name_nl="rand")
"""Lines along the edges of bodies."""

DWELLING_TINTS: tuple[str, ...] = ("#ecd9c0", "#cedbd3", "#c7d2db", "#e1ccc2", "#dcd9c4", "#d4cad3")
"""Fills in plan by dwelling type, in the order of the concept: the colours of the model, half as strong."""

INK = "#17211b"
GREY = "#8d887f"
PAPER = "#ffffff"
ACCENT = "#0b6e4f"
RUST = "#a4502f"
EMPTY_TINT = "#f4f2ee"
HATCH_LINE = "#b9b4ab"
"""Lines over what stays empty: quiet, since most of it is meant to."""
CUT_TIMBER = "#c79f66"
"""What is cut of a wooden wall in plan, inside its outline."""

BAND_COLOURS: dict[str, str] = {"A": "#d9b36c", "B": "#c9933f", "C": "#b06f2a", "D": "#8a4420", "E": "#5f1d10"}
"""Load bands from light sand to deep rust: one ramp in lightness, so that nobody needs to tell red from green. Always with the letter."""


def _surface(colour: str) -> Surface:
    return Surface(int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


BAND_SURFACES: dict[str, Surface] = {band: _surface(colour) for band, colour in BAND_COLOURS.items()}
"""The same colours as surfaces, opaque."""
