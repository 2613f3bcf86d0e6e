"""The book-keeping of a compilation: where each fact of the host came from, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from catalogue.documents.evidence import Basis, Fact, Interval, Quantity, Status
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import Finding
from catalogue.errors import InvalidDocument
from configurator.host.building import FactOrigin

T = TypeVar("T")

UNIT_BY_SUFFIX = {"_kn_per_m2": "kN/m2", "_mm": "mm", "_m2": "m2", "_m": "m", "_deg": "deg", "_share": "-"}
"""Unit of a fact by the end of its name, the longest first."""


def unit_of(pointer: str) -> str:
    """Return the unit that ends a pointer's last name, or `-`."""
    return next((unit for suffix, unit in UNIT_BY_SUFFIX.items() if pointer.endswith(suffix)), "-")


def family_source(family: BuildingFamily, source: str) -> str:
    """Return the source text of a value that a family filled in: the family's version and its own source."""
    return f"{family.id}@{family.version}: {source}"


def family_interval(quantity: Quantity, family: BuildingFamily, name: str) -> Interval:
    """Return a family's quantity as an interval. Raises ValueError when the family leaves it unknown: that family is not complete."""
    interval = quantity.interval()
    if interval is None:
        raise ValueError(f"family {family.id} leaves {name} unknown; a family has to give it")
    return interval


def fact_interval(fact: Fact[float], name: str) -> Interval:
    """Return a known weight as an interval: exact unless its low or high was given. Raises InvalidDocument below zero."""
    low = fact.value if fact.low is None else fact.low
    high = fact.value if fact.high is None else fact.high
    if min(low, fact.value) < 0.0:
        raise InvalidDocument("weight-negative", name=name, pointers=("/" + name.replace(".", "/"),))
    return Interval(low=min(low, fact.value), nominal=fact.value, high=max(high, fact.value))


@dataclass(slots=True)
class Ledger:
    """Collects origins and findings while a host is compiled; each step writes, only the last one reads."""

    facts: dict[str, FactOrigin] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def known(self, pointer: str, fact: Fact[T], value: object = None) -> T:
        """Write down a fact that the document carries (shown as `value` where the fact itself is no plain value) and return it."""
        self._write(pointer, fact.value if value is None else value, fact.basis, fact.source, fact.status, assumed=fact.basis == "assumed")
        return fact.value

    def assumed(self, pointer: str, value: object, source: str, *, basis: Basis = "assumed", status: Status = "unverified") -> None:
        """Write down a gap that was filled in."""
        self._write(pointer, value, basis, source, status, assumed=True)

    def derived(self, pointer: str, value: object, source: str, *, assumed: bool) -> None:
        """Write down a value that follows from others; assumed when one of those is."""
        self._write(pointer, value, "calculated", source, "unverified", assumed=assumed)

    def is_assumed(self, *pointers: str) -> bool:
        """Return whether one of these was filled in."""
        return any(pointer in self.facts and self.facts[pointer].assumed for pointer in pointers)

    def _write(self, pointer: str, value: object, basis: Basis, source: str, status: Status, *, assumed: bool) -> None:
        self.facts[pointer] = FactOrigin(
            pointer=pointer, value=value, unit=unit_of(pointer), basis=basis, source=source, status=status, assumed=assumed
        )
