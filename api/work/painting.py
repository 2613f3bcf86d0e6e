"""Pictures of concepts on buildings in the pool, as SVG in UTF-8; documents come as JSON bytes."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from api.outputs import bundle_of
from api.resolution import inputs_for
from api.work.showing import concept_of, families, matches_on_families
from catalogue.documents.building import Building, Polygon, Roof
from catalogue.documents.concept import Concept
from catalogue.documents.family import BuildingFamily
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building
from configurator.configure import Computed, configure
from configurator.fit.standard_blocks import REPEATS as STANDARD_REPEATS
from configurator.fit.standard_blocks import standard_block, standard_options
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.words import Lang
from configurator.outputs.picture import card_scene, card_svg, explained_svg, picture_svg, vignette_svg
from configurator.outputs.picture.card import CardScene
from configurator.outputs.picture.interventions import INTERVENTION_SCENES, module_scene

SHOWN_LENGTH_M = 15.5
"""About as much of a block as a card shows at its scale; what repeats beyond it says nothing more."""


def paint_vignette(concept: bytes, lang: Lang) -> bytes:
    """Return what is particular about a concept: on a short block that it fits, or as it stands against a block or in its plinth."""
    return card_svg(_scene(concept, lang), lang)


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


def _scene(concept: bytes, lang: Lang) -> CardScene:
    read = concept_of(concept)
    bundle = _short_bundle(concept, lang)
    if bundle is not None:
        return card_scene(bundle, lang)
    scene = INTERVENTION_SCENES.get(read.interventions[0])
    return module_scene(read, lang) if scene is None else scene(read, shown_family(read), lang)


def shown_family(concept: Concept) -> BuildingFamily:
    """Return the family on which a concept is drawn that is not laid out: the first that suits its storeys, structure and plinth."""
    demands, needs_plinth = concept.demands, concept.interventions[0] == "plinth_conversion"

    def suits(family: BuildingFamily) -> bool:
        low, high = demands.storeys_existing_min, demands.storeys_existing_max
        systems = demands.bearing_systems
        return (
            low <= family.storeys.min <= high
            and (not systems or family.bearing_system in systems)
            and (not needs_plinth or family.plinth.kind == "full")
        )

    every = families()
    return next((family for family in every if suits(family)), every[0])


@lru_cache(maxsize=32)
def _short_bundle(concept: bytes, lang: Lang) -> ResultBundle | None:
    """Configure a concept on the short block that shows it best; None where it stands on none.

    That is the one on which it stands in the first way that its maker names, and of those the one whose roof it fills most.
    """
    read = concept_of(concept)
    fitting = [
        family
        for family, found in zip(families(), matches_on_families(concept), strict=True)
        if found is not None and found.match.verdict != "does_not_fit"
    ]
    tried = [_on(short_block(family), read, standard_options(read)) for family in fitting]
    placed = [one for one in tried if one.configuration.summary.modules]
    ways = read.support.permitted

    def worth(one: Computed) -> tuple[int, float]:
        summary = one.configuration.summary
        way = ways.index(summary.support) if summary.support in ways else len(ways)
        return (-way, round(summary.placed_share, 2))

    return bundle_of(max(placed, key=worth), lang) if placed else None


def short_block(family: BuildingFamily) -> Building:
    """Return a family's standard block, shortened to as many of its bays as a card shows."""
    block = standard_block(family)
    bays = [bay.width_mm / 1000.0 for bay in family.bays.sequence.bays]
    whole_m, depth_m = block.roof.polygon.outer[2]
    wall_m = (family.bays.end_wall_thickness_mm.value or 0.0) / 1000.0
    ends = [end for end in accumulate(bays * STANDARD_REPEATS) if end <= SHOWN_LENGTH_M]
    length_m = min(whole_m, (ends[-1] if ends else bays[0]) + wall_m)
    corners = ((0.0, 0.0), (length_m, 0.0), (length_m, depth_m), (0.0, depth_m))
    return block.model_copy(update={"roof": Roof(polygon=Polygon(outer=corners))})
