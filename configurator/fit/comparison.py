"""Up to five concept versions on the same building under one assumption set: every figure side by side, differences first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalogue.documents.assumptions import AssumptionsRef
from catalogue.documents.document import Document, LocalText
from catalogue.documents.evidence import Quantity
from catalogue.documents.finding import Parameter
from catalogue.errors import InvalidDocument
from configurator.configure import Computed
from configurator.fit.matching import match_computed
from configurator.impact.offered import embodied_carbon, stored_carbon

MIN_COMPARED, MAX_COMPARED = 2, 5
"""A mind compares about four things at once; five columns fit a page."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a comparison: what it is called, its unit, and where it comes from."""

    key: str
    unit: str
    label: LocalText
    read: Callable[[Computed], Parameter]


class ComparisonRow(Document):
    """One figure for every concept; null is unknown."""

    key: str
    unit: str
    label: LocalText
    values: tuple[Parameter, ...]
    """One for each concept, in `unit`; null is unknown."""
    differs: bool
    """False when every concept has the same known value: what is unknown may differ."""


class Comparison(Document):
    """Concept versions on one building, under one assumption set and with the same options."""

    building: str
    assumptions: AssumptionsRef
    concepts: tuple[str, ...]
    """`ID@VERSION`, in the order of the values."""
    digests: tuple[str, ...]
    """Digest of the configuration that each column was read from."""
    rows: tuple[ComparisonRow, ...]
    """What differs first, then what is the same."""


def _quantity(quantity: Quantity | None) -> float | None:
    return None if quantity is None else quantity.value


def _price(computed: Computed) -> Parameter:
    price = computed.inputs.concept.price
    return None if price is None else price.per_m2.value


def _covers(computed: Computed) -> Parameter:
    price = computed.inputs.concept.price
    return None if price is None or not price.covers else ", ".join(price.covers)


def _cost(computed: Computed) -> Parameter:
    cost = computed.configuration.impact.concept_cost
    return None if cost is None else round(cost.nominal_eur_cents / 100)


def _carbon(computed: Computed) -> Parameter:
    per_m2 = embodied_carbon(computed.inputs.concept, 1.0)
    return None if per_m2 is None else round(per_m2.nominal_kg_co2, 1)


def _carbon_basis(computed: Computed) -> Parameter:
    per_m2 = embodied_carbon(computed.inputs.concept, 1.0)
    return None if per_m2 is None else per_m2.basis


def _stored(computed: Computed) -> Parameter:
    per_m2 = stored_carbon(computed.inputs.concept, 1.0)
    return None if per_m2 is None else round(per_m2.nominal_kg_co2, 1)


def _failing(computed: Computed) -> Parameter:
    return ", ".join(c.id for c in match_computed(computed).criteria if c.verdict == "fail") or "-"


def _summary(name: str) -> Callable[[Computed], Parameter]:
    return lambda computed: getattr(computed.configuration.summary, name)


def _declared(part: str, name: str) -> Callable[[Computed], Parameter]:
    return lambda computed: _quantity(getattr(getattr(computed.inputs.concept, part), name))


def _figure(key: str, unit: str, nl: str, en: str, read: Callable[[Computed], Parameter]) -> Figure:
    return Figure(key, unit, LocalText(nl=nl, en=en), read)


FIGURES: tuple[Figure, ...] = (
    _figure("verdict", "", "Uitkomst", "Verdict", lambda computed: match_computed(computed).verdict),
    _figure("failing", "", "Niet gehaald", "Not met", _failing),
    _figure("dwellings", "-", "Woningen", "Homes", _summary("dwellings")),
    _figure("modules", "-", "Modules", "Modules", _summary("modules")),
    _figure("module_types", "-", "Verschillende modules", "Different modules", _summary("module_types")),
    _figure("support", "", "Oplegging", "Support", _summary("support")),
    _figure("access", "", "Ontsluiting", "Access", _summary("access")),
    _figure("gross_floor_area", "m2", "BVO", "Gross floor area", _summary("gross_floor_area_m2")),
    _figure("usable_area", "m2", "GO", "Usable area", _summary("usable_area_m2")),
    _figure("placed_share", "-", "Bebouwd deel van het dak", "Share of the roof built on", _summary("placed_share")),
    _figure("mass", "kg/m2", "Toegevoegde massa", "Added mass", _summary("mass_kg_per_m2")),
    _figure("heaviest", "kg", "Zwaarste module", "Heaviest module", _summary("heaviest_module_kg")),
    _figure("load", "-", "Grootste toename, ongunstigste laag", "Largest increase, worst storey", _summary("worst_r_n_p50")),
    _figure("load_foundation", "-", "Grootste toename, fundering", "Largest increase, foundation", _summary("worst_r_n_p50_foundation")),
    _figure("band", "", "Belastingklasse", "Load band", _summary("worst_band")),
    _figure("height", "m", "Nieuw dak boven maaiveld", "New roof above ground", _summary("height_above_ground_m")),
    _figure("biobased", "-", "Biobased aandeel (massa)", "Biobased share (mass)", lambda c: c.configuration.impact.mass_biobased_fraction),
    _figure("mpg", "EUR/m2/year", "MPG, opgegeven", "MPG, declared", _declared("environment", "mpg_eur_per_m2_year")),
    _figure("carbon", "kg CO2-eq/m2", "CO₂ van productie (A1–A3)", "Carbon of production (A1–A3)", _carbon),
    _figure("carbon_basis", "", "Waaruit die CO₂ volgt", "Which follows from", _carbon_basis),
    _figure("carbon_stored", "kg CO2-eq/m2", "Vastgelegde CO₂ (EN 16449)", "Stored carbon (EN 16449)", _stored),
    _figure("price", "EUR/m2", "Conceptprijs per m² BVO", "Concept price per m² gross", _price),
    _figure("price_covers", "", "In de prijs begrepen", "Which the price covers", _covers),
    _figure("concept_cost", "EUR", "Conceptprijs, geen totaal", "Concept price, no total", _cost),
    _figure("total_cost", "EUR", "Totale kosten", "Total cost", lambda _: None),
    _figure("fire", "min", "Brandwerendheid", "Fire resistance", _declared("performance", "fire_resistance_min")),
    _figure("sound", "dB", "Geluidwering D_nT,A,k", "Airborne sound D_nT,A,k", _declared("performance", "dnta_k_db")),
    _figure("rc_facade", "m2K/W", "Rc gevel", "Rc facade", _declared("performance", "rc_facade_m2k_per_w")),
    _figure("lead_time", "day", "Levertijd", "Lead time", _declared("delivery", "lead_time_days")),
    _figure("site_time", "day", "Bouwdagen per woning", "Days on site per home", _declared("delivery", "site_days_per_dwelling")),
    _figure("example_data", "", "Voorbeelddata", "Example data", lambda c: c.inputs.concept.example_data),
)
"""Every row of a comparison, in the order in which it is shown among its kind."""


def compare(computed: Sequence[Computed]) -> Comparison:
    """Put configurations of several concepts on one building side by side.

    Raises InvalidDocument for fewer than two or more than five, or when building, options or assumptions are not the same.
    """
    if not MIN_COMPARED <= len(computed) <= MAX_COMPARED:
        raise InvalidDocument("comparison-count", least=MIN_COMPARED, most=MAX_COMPARED, count=len(computed), pointers=("/concept",))
    first = computed[0].inputs.request
    for other in computed[1:]:
        request = other.inputs.request
        if (request.building, request.options, request.assumptions) != (first.building, first.options, first.assumptions):
            raise InvalidDocument("comparison-unlike", pointers=("/building",))
    rows = [_row(figure, computed) for figure in FIGURES]
    return Comparison(
        building=first.building.id,
        assumptions=first.assumptions,
        concepts=tuple(f"{item.inputs.concept.id}@{item.inputs.concept.version}" for item in computed),
        digests=tuple(item.configuration.digest for item in computed),
        rows=tuple(sorted(rows, key=lambda row: not row.differs)),
    )


def _row(figure: Figure, computed: Sequence[Computed]) -> ComparisonRow:
    values = tuple(figure.read(item) for item in computed)
    differs = len(set(values)) > 1 or None in values
    return ComparisonRow(key=figure.key, unit=figure.unit, label=figure.label, values=values, differs=differs)
