"""Pictures of concepts for the pages: painted once for each document and language, and kept as long as the process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from api.outputs import bundle_of
from api.page.matching import MATCHES, families
from api.page.texts import Lang
from api.resolution import inputs_for
from catalogue.documents.building import Building, Polygon, Roof
from catalogue.documents.canonical import digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.family import BuildingFamily
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import configure
from configurator.fit.standard_blocks import standard_block, standard_options
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.module_sheet import module_svg
from configurator.outputs.picture import explained_svg, picture_svg, vignette_svg

DEMO = "demo-portiek-1966"
START_CONCEPT = "A3"
KEPT_PICTURES = 400
SHOWN_LENGTH_M = 22.0
"""About as much of a block as a card shows; what repeats beyond it says nothing more."""


class KeptPictures:
    """Bytes by key, the last used ones kept."""

    def __init__(self, limit: int = KEPT_PICTURES) -> None:
        """Keep at most `limit` of them."""
        self._limit = limit
        self._found: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, ...], paint: Callable[[], bytes]) -> bytes:
        """Return the picture of a key, painted where it is not there yet."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = paint()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._limit:
                self._found.popitem(last=False)
        return made


PICTURES = KeptPictures()


def concept_vignette(concept: Concept, lang: Lang) -> bytes:
    """Return a concept on a short block that it fits, as SVG in UTF-8; the drawn module where it fits none."""

    def paint() -> bytes:
        bundle = _short_bundle(concept, lang)
        return module_svg(concept, lang).encode() if bundle is None else vignette_svg(bundle, lang)

    return PICTURES.get(("vignette", digest_of(concept), lang), paint)


def demo_picture(concept: Concept, lang: Lang) -> bytes:
    """Return a concept on the whole demo block, with caption and load bands, as SVG in UTF-8."""
    return PICTURES.get(("demo", digest_of(concept), lang), lambda: picture_svg(_demo_bundle(concept, Options(), lang), lang))


def building_picture(concept: Concept, name: str, building: Building, options: Options, lang: Lang) -> bytes:
    """Return a concept on a building, as SVG in UTF-8; `name` tells the building from others."""

    def paint() -> bytes:
        return vignette_svg(bundle_of(configure(inputs_for(building, concept, options, resolve_assumptions(), None)), lang), lang)

    return PICTURES.get(("building", digest_of(concept), name, options.model_dump_json(), lang), paint)


def start_picture(lang: Lang) -> bytes:
    """Return the demo block with two storeys on it and numbered pins, as SVG in UTF-8."""
    options = Options(storeys_added=2, access="gallery")
    return PICTURES.get(("start", lang), lambda: explained_svg(_demo_bundle(resolve_concept(START_CONCEPT), options, lang), lang))


def _demo_bundle(concept: Concept, options: Options, lang: Lang) -> ResultBundle:
    return bundle_of(configure(inputs_for(resolve_building(DEMO), concept, options, resolve_assumptions(), None)), lang)


def _short_bundle(concept: Concept, lang: Lang) -> ResultBundle | None:
    """Configure a concept on the short block of the first family that it fits; None where it fits none."""
    options = standard_options(concept)
    for family in families():
        found = MATCHES.match(concept, family)
        if found is None or found.match.verdict == "does_not_fit":
            continue
        computed = configure(inputs_for(short_block(family), concept, options, resolve_assumptions(), None))
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
