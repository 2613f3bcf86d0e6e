"""Evidence: a number that matters travels with where it comes from and how sure it is."""

from __future__ import annotations

import datetime as dt
from typing import Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from catalogue.documents.document import Digest, Document, is_none, twin
from catalogue.errors import BrokenRule

Basis = Literal["declared", "calculated", "tested", "certified", "observed", "assumed"]
"""How a value came to be: said by its owner, computed, tested, certified, seen or measured on the spot, or assumed by optop."""

Status = Literal["verified", "unverified"]
"""`verified`: compared with its source, or with an independent publication that prints the value. Everything else is `unverified`."""

Unit = Literal[
    "-",
    "mm",
    "m",
    "m2",
    "m3",
    "kg",
    "kg/m2",
    "kg/m3",
    "kN",
    "kN/m",
    "kN/m2",
    "t",
    "EUR",
    "EUR/m2",
    "W/m2K",
    "m2K/W",
    "dB",
    "min",
    "day",
    "kg CO2-eq/m2",
    "EUR/m2/year",
    "kg CO2-eq/kg",
    "kWh/m2/year",
    "year",
]
"""The units that a quantity may carry."""


class Source(Document):
    """A thing that a value can be traced to: a norm and clause, a paper, a register, a data sheet."""

    title: str
    """What it is, recognisable for a professional."""
    title_nl: str | None = Field(default=None, min_length=1, exclude_if=is_none)
    """The title in Dutch; without it the title is the same in both languages."""
    reference: str = ""
    """Clause, page, address or register number."""
    reference_nl: str | None = Field(default=None, min_length=1, exclude_if=is_none)
    """The reference in Dutch; without it the reference is the same in both languages."""
    date: dt.date | None = None
    """When it was published or consulted."""
    attachment: Digest | None = None
    """The source itself, by digest, where its maker handed it in."""

    def title_in(self, lang: str) -> str:
        """Return the title in `lang` (`nl` or `en`)."""
        return self.title if lang == "en" or self.title_nl is None else self.title_nl

    def reference_in(self, lang: str) -> str:
        """Return the reference in `lang` (`nl` or `en`)."""
        return self.reference if lang == "en" or self.reference_nl is None else self.reference_nl


class Evidence(Document):
    """Where a group of values comes from that are no quantities of their own: sizes, ranges, choices."""

    basis: Basis
    """How the values came to be."""
    source: str = Field(min_length=1)
    """Id of one of the document's sources, or several joined by `;`."""
    status: Status = "unverified"
    """Whether somebody compared them with their source."""


class Interval(Document):
    """A low, nominal and high value of one quantity, without its evidence."""

    low: float
    """Lower end of the plausible interval."""
    nominal: float
    """Value to compute with."""
    high: float
    """Upper end of the plausible interval."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.nominal <= self.high:
            raise BrokenRule("interval-reversed", low=self.low, nominal=self.nominal, high=self.high)
        return self

    @classmethod
    def exact(cls, value: float) -> Interval:
        """Return an interval without width."""
        return cls(low=value, nominal=value, high=value)

    def __add__(self, other: Interval) -> Interval:
        """Add end by end: low to low, high to high."""
        return twin(self, {"low": self.low + other.low, "nominal": self.nominal + other.nominal, "high": self.high + other.high})

    def scaled(self, factor: float) -> Interval:
        """Multiply by a factor that is not negative."""
        if factor < 0.0:
            raise ValueError(f"an interval is scaled by a factor >= 0, not {factor}")
        return twin(self, {"low": self.low * factor, "nominal": self.nominal * factor, "high": self.high * factor})


class Quantity(Document):
    """A value with unit, interval, basis, source and status. `value: null` means unknown; missing is never zero."""

    value: float | None
    """Nominal value; null is unknown."""
    unit: Unit
    """Unit of value, low and high."""
    low: float | None = None
    """Lower end of the plausible interval; null is equal to the value."""
    high: float | None = None
    """Upper end of the plausible interval; null is equal to the value."""
    basis: Basis
    """How the value came to be."""
    source: str = Field(min_length=1)
    """Id of one of the document's sources, or a full reference."""
    status: Status = "unverified"
    """Whether somebody compared it with its source."""
    date: dt.date | None = None
    """Date of the value."""
    valid_until: dt.date | None = None
    """Last day on which the value may be used without renewal."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.value is None:
            if self.low is not None or self.high is not None:
                raise BrokenRule("unknown-with-bounds")
        elif not (self.low if self.low is not None else self.value) <= self.value <= (self.high if self.high is not None else self.value):
            raise BrokenRule("value-outside-bounds", low=self.low, value=self.value, high=self.high)
        return self

    def interval(self) -> Interval | None:
        """Return low, nominal and high with gaps filled by the value, or None when it is unknown."""
        if self.value is None:
            return None
        return Interval(
            low=self.value if self.low is None else self.low, nominal=self.value, high=self.value if self.high is None else self.high
        )


T = TypeVar("T")


class Fact(Document, Generic[T]):
    """Something that is known of a building, with its evidence.

    A bare value in a document (`storeys_existing: 4`) is read as declared by the document's author, unverified.
    """

    value: T
    """What is known; where it is a number, in the unit that ends the name of the field that holds it."""
    low: float | None = None
    """Lower end of the plausible interval of a number."""
    high: float | None = None
    """Upper end of the plausible interval of a number."""
    basis: Basis = "declared"
    source: str = "user"
    """Id of one of the document's sources, a reader (`3dbag`), `user`, or a family id."""
    status: Status = "unverified"
    date: dt.date | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_value(cls, data: object) -> object:
        if isinstance(data, Fact) or (isinstance(data, dict) and "value" in data):
            return data
        return {"value": data}
