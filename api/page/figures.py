"""Numbers as a reader sees them: decimal comma in Dutch, a thin space between thousands, the unit apart, unknown as unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from api.page.texts import Lang, number_text
from catalogue.documents.evidence import Interval, Quantity

THIN_SPACE = "\u202f"
SIGNS = {
    "-": "",
    "m2": "m²",
    "m3": "m³",
    "kg/m2": "kg/m²",
    "kg/m3": "kg/m³",
    "kN/m2": "kN/m²",
    "EUR": "€",
    "EUR/m2": "€/m²",
    "EUR/m2/year": "€/m²·jr",
    "W/m2K": "W/m²K",
    "m2K/W": "m²K/W",
    "kg CO2-eq/m2": "kg CO₂-eq/m²",
    "kg CO2-eq/kg": "kg CO₂-eq/kg",
    "kWh/m2/year": "kWh/m²·jr",
}
"""How units are written for a reader; a unit that is not here is written as it is."""
WORDED_UNITS = ("day", "year", "EUR/m2/year", "kWh/m2/year")
"""Units that hold a word, and so differ between the languages: `units.<unit>` in the texts, with `/` as `_`."""
LARGE, MIDDLE = 100.0, 10.0
"""From `LARGE` on a figure has no decimals, from `MIDDLE` on one at most, below it two."""


ROUND_PERCENT = 20.0
"""From here on a percentage has no decimals: they would claim more than anybody knows."""
MILLION_EUR_CENTS = 100_000_000
TEN_TONNES_KG = 10_000.0


class Translate(Protocol):
    """Gives a text of the page by its key, its places filled in."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the text."""
        ...


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in words; `known` is false where nobody knows it, which a template shows as hatched."""

    text: str
    unit: str = ""
    spread: str = ""
    """Low to high, where they differ."""
    known: bool = True


UNKNOWN = Figure("", known=False)


def plain_number(value: float, lang: Lang) -> str:
    """Write a number with as many decimals as its size calls for, trailing zeros left out."""
    size = abs(value)
    places = 0 if size >= LARGE else 1 if size >= MIDDLE else 2
    while places and round(value, places) == round(value, places - 1):
        places -= 1
    return number_text(value, lang, places)


def unit_text(unit: str, t: Translate) -> str:
    """Write a unit."""
    return t(f"units.{unit.replace('/', '_')}") if unit in WORDED_UNITS else SIGNS.get(unit, unit)


def share_text(share: float, lang: Lang, decimals: int = 0) -> str:
    """Write a share as a percentage."""
    return f"{number_text(share * 100.0, lang, decimals)}{THIN_SPACE}%"


def increase_number(share: float, lang: Lang) -> str:
    """Write a relative increase in percent, with its sign and without the percent sign."""
    percent = share * 100.0
    return f"{'+' if percent >= 0.0 else ''}{number_text(percent, lang, 0 if abs(percent) >= ROUND_PERCENT else 1)}"


def increase_text(share: float, lang: Lang) -> str:
    """Write a relative increase as a percentage with its sign."""
    return f"{increase_number(share, lang)}{THIN_SPACE}%"


def spread_text(low: float, high: float, lang: Lang) -> str:
    """Write an interval, or nothing where it has no width."""
    return "" if low == high else f"{plain_number(low, lang)}–{plain_number(high, lang)}"


def figure(value: float | None, unit: str, lang: Lang, t: Translate) -> Figure:
    """Return one value with its unit."""
    return UNKNOWN if value is None else Figure(plain_number(value, lang), unit_text(unit, t))


def interval_figure(interval: Interval | None, unit: str, lang: Lang, t: Translate) -> Figure:
    """Return a nominal value with its unit and its interval."""
    if interval is None:
        return UNKNOWN
    return Figure(plain_number(interval.nominal, lang), unit_text(unit, t), spread_text(interval.low, interval.high, lang))


def quantity_figure(quantity: Quantity | None, lang: Lang, t: Translate) -> Figure:
    """Return a quantity of a document."""
    return UNKNOWN if quantity is None else interval_figure(quantity.interval(), quantity.unit, lang, t)


def range_text(ends: tuple[float, float], lang: Lang) -> str:
    """Write a range of sizes; one number where both ends are equal."""
    return spread_text(*ends, lang) or plain_number(ends[0], lang)


def band_text(low: float, high: float, places: int, lang: Lang) -> str:
    """Write both ends of an interval, or one where they are written alike."""
    return "–".join(dict.fromkeys(number_text(value, lang, places) for value in (low, high)))


def million_text(low_eur_cents: int, high_eur_cents: int, lang: Lang) -> str:
    """Write an interval of money in millions of euro: one decimal from a million on, two below it."""
    return band_text(low_eur_cents * 1e-8, high_eur_cents * 1e-8, 1 if high_eur_cents >= MILLION_EUR_CENTS else 2, lang)


def tonnes_text(low_kg: float, high_kg: float, lang: Lang) -> str:
    """Write an interval of mass in tonnes: whole ones from ten on, one decimal below."""
    return band_text(low_kg / 1000.0, high_kg / 1000.0, 0 if high_kg >= TEN_TONNES_KG else 1, lang)
