"""Property sets and quantities, written once for all products of which they say the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from configurator.outputs.ifc.store import DECIMALS_M, Entity, Store
from configurator.parts.model import PartStatus


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval as the value of a property."""

    low: float
    nominal: float
    high: float
    currency: str | None = None
    """ISO 4217; None where the file's own unit holds."""


Value = str | float | int | bool
STATUS: dict[PartStatus, str] = {"existing": "EXISTING", "new": "NEW", "demolish": "DEMOLISH"}
STATUS_VALUES = ("NEW", "EXISTING", "DEMOLISH", "TEMPORARY", "OTHER", "NOTKNOWN", "UNSET")
"""Values of PEnum_ElementStatus, IFC4."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property: an IFC measure with a value, a list of values, or an interval."""

    name: str
    measure: str
    value: Value | tuple[Value, ...] | Bounds


def label(name: str, value: str) -> Property:
    """Return a property with a short text."""
    return Property(name, "IfcLabel", value)


def common(
    reference: str, status: PartStatus, *, external: bool | None = None, load_bearing: bool | None = None, more: Sequence[Property] = ()
) -> tuple[Property, ...]:
    """Return the properties that every Pset_*Common has; the status becomes an enumerated value."""
    found = [Property("Reference", "IfcIdentifier", reference), Property("Status", "PEnum_ElementStatus", STATUS[status])]
    if external is not None:
        found.append(Property("IsExternal", "IfcBoolean", external))
    if load_bearing is not None:
        found.append(Property("LoadBearing", "IfcBoolean", load_bearing))
    return (*found, *more)


@dataclass(frozen=True, slots=True)
class Quantities:
    """One Qto_*BaseQuantities: lengths in m, areas in m2, volumes in m3."""

    name: str
    lengths_m: tuple[tuple[str, float], ...] = ()
    areas_m2: tuple[tuple[str, float], ...] = ()
    volumes_m3: tuple[tuple[str, float], ...] = ()


Content = tuple[Property, ...] | Quantities


class Properties:
    """Collects who has which set, then writes each set once with one relation, whoever has it."""

    def __init__(self, store: Store) -> None:
        """Start empty."""
        self.store = store
        self._sets: dict[tuple[str, Content], list[Entity]] = {}
        self._status: Entity | None = None
        self._written: dict[Property, Entity] = {}

    def give(self, product: Entity, name: str, properties: tuple[Property, ...]) -> None:
        """Give a product a property set."""
        self._sets.setdefault((name, properties), []).append(product)

    def give_quantities(self, product: Entity, quantities: Quantities) -> None:
        """Give a product its quantities."""
        self._sets.setdefault((quantities.name, quantities), []).append(product)

    def write(self) -> None:
        """Write every set and its relation; the id of a set hangs on what it says, since that is all it is."""
        for (name, content), products in self._sets.items():
            key = (name, hashlib.sha256(repr(content).encode()).hexdigest())
            if isinstance(content, Quantities):
                written = self._quantity_set(key, content)
            else:
                properties = tuple(self._property(p) for p in content)
                written = self.store.root("IfcPropertySet", (*key, "set"), Name=name, HasProperties=properties)
            self.store.root(
                "IfcRelDefinesByProperties", (*key, "relation"), RelatedObjects=tuple(products), RelatingPropertyDefinition=written
            )

    def _property(self, item: Property) -> Entity:
        """Return the property, written once for all sets that say the same: half of a file would be repeated figures."""
        if item not in self._written:
            self._written[item] = self._write_property(item)
        return self._written[item]

    def _write_property(self, item: Property) -> Entity:
        add = self.store.add
        if item.measure == "PEnum_ElementStatus":
            if self._status is None:
                values = tuple(add("IfcLabel", v) for v in STATUS_VALUES)
                self._status = add("IfcPropertyEnumeration", item.measure, values, None)
            return add("IfcPropertyEnumeratedValue", item.name, None, (add("IfcLabel", item.value),), self._status)
        if isinstance(item.value, Bounds):
            unit = None if item.value.currency is None else add("IfcMonetaryUnit", item.value.currency)
            high, low, nominal = (add(item.measure, v) for v in (item.value.high, item.value.low, item.value.nominal))
            return add("IfcPropertyBoundedValue", item.name, None, high, low, unit, nominal)
        if isinstance(item.value, tuple):
            return add("IfcPropertyListValue", item.name, None, tuple(add(item.measure, v) for v in item.value), None)
        return add("IfcPropertySingleValue", item.name, None, add(item.measure, item.value), None)

    def _quantity_set(self, key: tuple[str, str], content: Quantities) -> Entity:
        add = self.store.add
        kinds = (("IfcQuantityLength", content.lengths_m), ("IfcQuantityArea", content.areas_m2), ("IfcQuantityVolume", content.volumes_m3))
        quantities = tuple(
            add(kind, name, None, None, round(value, DECIMALS_M) + 0.0, None) for kind, values in kinds for name, value in values
        )
        return self.store.root(
            "IfcElementQuantity", (*key, "set"), Name=content.name, MethodOfMeasurement="BaseQuantities", Quantities=quantities
        )
