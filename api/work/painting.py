"""Pictures of concepts on buildings in the pool, as SVG in UTF-8; documents come as JSON bytes."""

from __future__ import annotations

from functools import lru_cache

from api.outputs import bundle_of
from api.resolution import inputs_for
from api.work.showing import concept_of, families, matches_on_families
from catalogue.documents.building import Building, Polygon, Roof
from catalogue.documents.concept import Concept
from catalogue.documents.family import BuildingFamily
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building
from configurator.configure import Computed, configure
from configurator.fit.standard_blocks import standard_block, standard_options
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.module_sheet import module_svg
from configurator.outputs.drawing.words import Lang
from configurator.outputs.picture import explained_svg, picture_svg, vignette_svg

SHOWN_LENGTH_M = 22.0
"""About as much of a block as a card shows; what repeats beyond it says nothing more."""


def paint_vignette(concept: bytes, lang: Lang) -> bytes:
    """Return a concept on a short block that it fits; the drawn module where it fits none."""
    bundle = _short_bundle(concept, lang)
    return module_svg(concept_of(concept), lang).encode() if bundle is None else vignette_svg(bundle, lang)


def paint_demo(concept: bytes, demo: str, lang: Lang) -> bytes:
    """Return a concept on a whole shipped block, with caption and load bands."""
    return picture_svg(bundle_of(_on(resolve_building(demo), concept_of(concept), Options()), lang), lang)


def paint_explained(concept: bytes, demo: str, options: bytes, lang: Lang) -> bytes:
    """Return a concept on a whole shipped block, with numbered pins."""
    computed = _on(resolve_building(demo), concept_of(concept), Options.model_validate_json(options))
    return explained_svg(bundle_of(computed, lang), lang)


def paint_on_building(concept: bytes, building: bytes, options: bytes, lang: Lang) -> bytes:
    """Return a concept on a building. Raises OptopError."""
    computed = _on(Building.model_validate_json(building), concept_of(concept), Options.model_validate_json(options))
    return vignette_svg(bundle_of(computed, lang), lang)


def _on(building: Building, concept: Concept, options: Options) -> Computed:
    return configure(inputs_for(building, concept, options, resolve_assumptions(), None))


@lru_cache(maxsize=32)
def _short_bundle(concept: bytes, lang: Lang) -> ResultBundle | None:
    """Configure a concept on the short block of the first family that it fits; None where it fits none."""
    read = concept_of(concept)
    for family, found in zip(families(), matches_on_families(concept), strict=True):
        if found is None or found.match.verdict == "does_not_fit":
            continue
        computed = _on(short_block(family), read, standard_options(read))
        if computed.configuration.summary.modules:
            return bundle_of(computed, lang)
    return None


def short_block(family: BuildingFamily) -> Building:
    """Return a family's standard block, shortened to as many of its bay sequences as a card shows."""
    block = standard_block(family)
    sequence_m = sum(bay.width_mm for bay in family.bays.sequence.bays) / 1000.0
    whole_m, depth_m = block.roof.polygon.outer[2]
    wall_m = (family.bays.end_wall_thickness_mm.value or 0.0) / 1000.0
    length_m = min(whole_m, max(1, int(SHOWN_LENGTH_M / sequence_m)) * sequence_m + wall_m)
    corners = ((0.0, 0.0), (length_m, 0.0), (length_m, depth_m), (0.0, depth_m))
    return block.model_copy(update={"roof": Roof(polygon=Polygon(outer=corners))})
