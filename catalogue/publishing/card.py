"""The card of a concept version: what a list shows and filters on, without reading the document.

Everything on it follows from the document. Numbers are those of the middle size of a module of the top storey.
"""

from __future__ import annotations

from catalogue.buildup import middle_module, module_mass, module_size
from catalogue.documents.concept import Access, Concept, Intervention, Support, System
from catalogue.documents.document import Digest, Document, LocalText, SemVer, Slug
from catalogue.documents.evidence import Interval
from catalogue.documents.offer import CostItem

MASS_CLASSES_KG_PER_M2: tuple[tuple[str, float], ...] = (("under_300", 300.0), ("300_400", 400.0), ("400_500", 500.0))
"""Classes of weight for a filter, with their upper ends; heavier is `over_500` (optop convention)."""
BIOBASED_PRODUCT_FRACTION = 0.7
"""From this share of biotic mass the Dutch policy text speaks of a biobased product."""


class ConceptCard(Document):
    """One line of a list of concepts."""

    id: Slug
    version: SemVer
    digest: Digest
    name: LocalText
    summary: LocalText
    organisation: str
    example_data: bool
    kind: str
    system: System
    interventions: tuple[Intervention, ...]
    supports: tuple[Support, ...]
    accesses: tuple[Access, ...]
    max_storeys: int
    """Largest number of new storeys of its modules."""
    width_mm: tuple[int, int]
    """Narrowest and widest module, outside."""
    length_mm: tuple[int, int]
    height_mm: int
    inner_width_mm: tuple[int, int]
    """Narrowest and widest module, between its long walls."""
    mass_kg_per_m2: Interval
    """Mass of a module per m2 of its plan, from the layers."""
    biobased_fraction: float
    dwelling_modules: tuple[int, ...]
    """Numbers of modules that its dwelling types take."""
    price_eur_per_m2: Interval | None
    price_covers: tuple[CostItem, ...]
    lead_time_days: float | None
    mpg_eur_per_m2_year: float | None
    certificates: tuple[str, ...]
    regions: tuple[str, ...]

    def facets(self) -> dict[str, tuple[str, ...]]:
        """Return the values that a list can be filtered on."""
        single = {"organisation": self.organisation, "system": self.system, "kind": self.kind}
        return {
            **{facet: (value,) for facet, value in single.items()},
            "intervention": self.interventions,
            "support": self.supports,
            "access": self.accesses,
            "storeys": tuple(str(count) for count in range(1, self.max_storeys + 1)),
            "mass_class": (mass_class(self.mass_kg_per_m2.nominal),),
            "biobased": ("yes" if self.biobased_fraction >= BIOBASED_PRODUCT_FRACTION else "no",),
            "certificate": self.certificates,
            "region": self.regions,
            "example": ("yes" if self.example_data else "no",),
        }


def mass_class(mass_kg_per_m2: float) -> str:
    """Return the class of weight of a mass per m2."""
    return next((name for name, end in MASS_CLASSES_KG_PER_M2 if mass_kg_per_m2 < end), "over_500")


def card_of(concept: Concept, digest: str) -> ConceptCard:
    """Make the card of a concept version."""
    module = concept.module
    widths, lengths = module.width_mm.values(), module.length_mm.values()
    middle = middle_module(concept)
    mass = module_mass(concept, middle, topmost=True)
    price = None if concept.price is None else concept.price.per_m2.interval()
    lead_time, mpg = concept.delivery.lead_time_days, concept.environment.mpg_eur_per_m2_year
    inner = tuple(round(module_size(concept, edge, middle.length_mm, topmost=True).inner_width_mm()) for edge in (widths[0], widths[-1]))
    return ConceptCard(
        id=concept.id,
        version=concept.version,
        digest=digest,
        name=concept.name,
        summary=concept.summary,
        organisation=concept.organisation,
        example_data=concept.example_data,
        kind=concept.kind,
        system=concept.system,
        interventions=concept.interventions,
        supports=concept.support.permitted,
        accesses=concept.access.permitted,
        max_storeys=concept.max_storeys,
        width_mm=(widths[0], widths[-1]),
        length_mm=(lengths[0], lengths[-1]),
        height_mm=module.height_mm,
        inner_width_mm=(inner[0], inner[1]),
        mass_kg_per_m2=_rounded(mass.total_kg.scaled(1.0 / middle.plan_m2)),
        biobased_fraction=round(mass.biobased_kg / mass.total_kg.nominal, 4),
        dwelling_modules=tuple(sorted({dwelling.modules for dwelling in concept.dwelling_types})),
        price_eur_per_m2=price,
        price_covers=() if concept.price is None else concept.price.covers,
        lead_time_days=None if lead_time is None else lead_time.value,
        mpg_eur_per_m2_year=None if mpg is None else mpg.value,
        certificates=tuple(sorted({certificate.kind for certificate in concept.certificates})),
        regions=concept.delivery.regions,
    )


def _rounded(interval: Interval) -> Interval:
    return Interval(low=round(interval.low, 1), nominal=round(interval.nominal, 1), high=round(interval.high, 1))


def searchable_text(concept: Concept) -> tuple[str, ...]:
    """Return the texts in which a search looks, in both languages."""
    texts: list[str] = [
        concept.id,
        concept.organisation,
        concept.name.nl,
        concept.name.en,
        concept.summary.nl,
        concept.summary.en,
        concept.system,
    ]
    texts += [text for build_up in concept.build_ups.values() for text in (build_up.name.nl, build_up.name.en)]
    texts += [text for dwelling in concept.dwelling_types for text in (dwelling.name.nl, dwelling.name.en)]
    texts += [part.material for build_up in concept.build_ups.values() for layer in build_up.layers for part in layer.constituents]
    texts += [text for reference in concept.references for text in (reference.name.nl, reference.name.en, reference.place)]
    texts += [*concept.support.permitted, *concept.access.permitted, *concept.interventions]
    return tuple(texts)
