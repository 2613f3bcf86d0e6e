"""What follows from the build-ups, the concept's own figures and the layout: material, cost and carbon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.buildup import ModuleMass
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Impact
from configurator.impact.offered import concept_cost, embodied_carbon, stored_carbon
from configurator.layout.placement import Layout


def estimate_impact(concept: Concept, wings: Sequence[tuple[Layout, Mapping[str, ModuleMass]]]) -> Impact:
    """Return the impact of the layouts of all wings together, with the mass of each module by its id.

    Biobased is the share of the modules' mass; cost and carbon are those of the concept for the gross floor area, and no totals.
    """
    masses = [mass for layout, by_id in wings for mass in (by_id[module.id] for module in layout.modules)]
    areas_m2 = [dwelling.gross_floor_area_m2 for layout, _ in wings for dwelling in layout.dwellings]
    total_kg, gross_m2 = sum(mass.total_kg.nominal for mass in masses), sum(areas_m2)
    return Impact(
        mass_biobased_fraction=sum(mass.biobased_kg for mass in masses) / total_kg if total_kg else None,
        floor_area_per_dwelling_m2=gross_m2 / len(areas_m2) if areas_m2 else None,
        concept_cost=concept_cost(concept, gross_m2),
        embodied_carbon=embodied_carbon(concept, gross_m2),
        stored_carbon=stored_carbon(concept, gross_m2),
    )
