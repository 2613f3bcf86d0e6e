"""One concept for a person: what it is, what it promises, what it asks of a building, and where each figure comes from."""

from __future__ import annotations

from typing import Literal

from api.cli.tables import console, key_values, simple_table
from api.cli.words import word
from api.page.labels import label_of
from catalogue.buildup import buildup_mass_kg_per_m2, buildup_thickness_mm, module_mass, module_size
from catalogue.carbon import layer_carbon
from catalogue.documents.concept import Concept
from catalogue.documents.document import Document, LocalText
from catalogue.documents.evidence import Evidence, Interval, Quantity

Lang = Literal["nl", "en"]
SECTIONS = ("price", "performance", "environment", "transport", "delivery", "demands")
"""Parts of the document that are shown field by field."""


def quantity_text(quantity: Quantity) -> str:
    """Write a figure with its interval, basis, status, source and dates, or `?` when it is unknown."""
    interval = quantity.interval()
    if interval is None:
        return "?"
    spread = "" if interval.low == interval.high else f" ({interval.low:g} .. {interval.high:g})"
    dates = [f"{quantity.date}"] if quantity.date is not None else []
    dates += [f"-> {quantity.valid_until}"] if quantity.valid_until is not None else []
    return ", ".join([f"{interval.nominal:g}{spread} {quantity.unit}", quantity.basis, quantity.status, quantity.source, *dates])


def print_concept(concept: Concept, lang: Lang) -> None:
    """Print one concept: what it is made of, and all that it promises and asks, each figure with where it comes from."""
    _print_geometry(concept, lang)
    for section in SECTIONS:
        _print_section(concept, section, lang)
    _print_people_and_proof(concept, lang)


def _print_geometry(concept: Concept, lang: Lang) -> None:
    out, module = console(), concept.module
    widths, lengths = module.width_mm, module.length_mm
    size = module_size(concept, widths.max, lengths.max, topmost=True)
    smallest = module_size(concept, widths.min, lengths.min, topmost=True)
    mass = module_mass(concept, size, topmost=True).total_kg
    plan = widths.max * lengths.max / 1e6
    example = f" ({word('example', lang)})" if concept.example_data else ""
    rows = [
        ("", concept.summary.in_language(lang)),
        ("mm", f"{widths.min}-{widths.max} (+{widths.step}) x {lengths.min}-{lengths.max} (+{lengths.step}) x {module.height_mm}"),
        (
            word("inside", lang),
            f"{smallest.inner_width_mm():.0f}-{size.inner_width_mm():.0f} x {smallest.inner_length_mm:.0f}-{size.inner_length_mm:.0f} mm",
        ),
        ("kg/m2", f"{mass.nominal / plan:.0f} ({mass.low / plan:.0f} .. {mass.high / plan:.0f}); max {mass.nominal / 1000:.1f} t"),
        (word("support", lang), ", ".join(word(support, lang) for support in concept.support.permitted)),
        (word("access", lang), ", ".join(word(access, lang) for access in concept.access.permitted)),
    ]
    out.print(key_values(rows, title=f"{concept.id}@{concept.version} {concept.name.in_language(lang)}{example}"))
    layers = simple_table("", "mm", "kg/m2", right=("mm", "kg/m2"))
    for build_up in concept.build_ups.values():
        layers.add_row(
            build_up.name.in_language(lang), f"{buildup_thickness_mm(build_up):g}", f"{buildup_mass_kg_per_m2(build_up).nominal:.1f}"
        )
    out.print(layers)
    types = simple_table("", word("modules", lang), "min m2", right=(word("modules", lang), "min m2"))
    for dwelling_type in concept.dwelling_types:
        types.add_row(dwelling_type.name.in_language(lang), str(dwelling_type.modules), f"{dwelling_type.min_usable_area_m2:g}")
    out.print(types)


def _print_section(concept: Concept, section: str, lang: Lang) -> None:
    part = getattr(concept, section)
    if part is None:
        console().print(key_values([("", "?")], title=label_of(section, lang)))
        return
    fields = [(name, getattr(part, name)) for name in type(part).model_fields]
    rows = [
        (label_of(name, lang, type(part).__name__), _value_text(value, lang, unknown=_is_figure(part, name)))
        for name, value in fields
        if not isinstance(value, Evidence) and not (value is None and name.endswith("evidence"))
    ]
    console().print()
    console().print(key_values(rows + (_carbon_rows(concept, lang) if section == "environment" else []), title=label_of(section, lang)))


def _is_figure(part: Document, name: str) -> bool:
    """Tell whether a field holds a figure: left out it is unknown; a limit that is left out is none."""
    return "Quantity" in str(type(part).model_fields[name].annotation)


def _value_text(value: object, lang: Lang, *, unknown: bool) -> str:
    if value is None or value == ():
        return "?" if unknown else "-"
    if isinstance(value, Quantity):
        return quantity_text(value)
    if isinstance(value, LocalText):
        return value.in_language(lang)
    if isinstance(value, tuple):
        return ", ".join(label_of(str(item), lang) for item in value)
    return str(value)


def _carbon_rows(concept: Concept, lang: Lang) -> list[tuple[str, str]]:
    carbon = layer_carbon(concept)
    figures: tuple[tuple[str, Interval | None], ...] = (
        ("carbon_made", carbon.embodied_kg_co2_eq_per_m2),
        ("carbon_stored", carbon.stored_kg_co2_eq_per_m2),
    )
    return [
        (word(key, lang), "?" if found is None else f"{found.nominal:.0f} ({found.low:.0f} .. {found.high:.0f}) kg CO2-eq/m2")
        for key, found in figures
    ]


def _print_people_and_proof(concept: Concept, lang: Lang) -> None:
    """Print certificates, practice examples, contacts, exclusions and sources; a list that is empty says so."""
    lists = {
        "certificates": [f"{c.kind} {c.number} ({c.issuer}), {c.valid_until or '?'}" for c in concept.certificates],
        "references": [f"{r.name.in_language(lang)}, {r.place} {r.year}: {r.dwellings} ({r.family or '?'})" for r in concept.references],
        "contacts": [f"{c.role}: {c.organisation} {c.email or c.url or ''}".strip() for c in concept.contacts],
        "exclusions": [text.in_language(lang) for text in concept.exclusions],
        "sources": [f"{name}: {source.title_in(lang)}. {source.reference_in(lang)}" for name, source in concept.sources.items()],
    }
    console().print()
    console().print(key_values([(label_of(name, lang), "\n".join(entries) or "-") for name, entries in lists.items()]))
