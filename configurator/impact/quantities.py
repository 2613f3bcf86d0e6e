"""Quantities that follow from the build-ups and the layout alone."""

from __future__ import annotations

from catalogue.buildup import ModuleMass, module_mass, module_size
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Impact
from configurator.layout.placement import Layout


def estimate_impact(concept: Concept, layout: Layout) -> Impact:
    """Return the biobased share of the modules' mass and the mean floor area of a dwelling; cost and carbon are null (unknown)."""
    total_kg = biobased_kg = 0.0
    access = layout.scheme.access if layout.scheme else None
    by_type: dict[str, ModuleMass] = {}
    for module in layout.modules:
        mass = by_type.get(module.type_id)
        if mass is None:
            size = module_size(concept, module.width_mm, module.length_mm, topmost=module.topmost)
            mass = by_type[module.type_id] = module_mass(
                concept,
                size,
                topmost=module.topmost,
                access=access,
                access_side=module.access_side,
                open_sides=module.open_sides,
                orientation=module.orientation,
            )
        total_kg += mass.total_kg.nominal
        biobased_kg += mass.biobased_kg
    areas = [dwelling.gross_floor_area_m2 for dwelling in layout.dwellings]
    return Impact(
        mass_biobased_fraction=biobased_kg / total_kg if total_kg else None,
        floor_area_per_dwelling_m2=sum(areas) / len(areas) if areas else None,
    )
