"""What the pages have computed for them: in the pool like everything else, held by digest, refused when too much waits.

The routes of pages run in threads; these functions wait there for the pool.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, cast

from anyio import from_thread

from api.http.asked import catalogue_stamp
from api.http.service import Service
from api.page.matching import FitView, fit_views
from api.page.texts import Lang, text
from api.roles import Principal
from api.work.painting import paint_demo, paint_explained, paint_on_building, paint_vignette
from api.work.showing import Compared, Matches, Permits, compare_on, match_on, permit_on
from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.resolve import family_ids, resolve_concept

DEMO = "demo-portiek-1966"
START_CONCEPT = "A3"
START_OPTIONS = Options(storeys_added=2, access="gallery")


def compared(service: Service, principal: Principal, building: Building, concepts: Iterable[Concept], options: Options) -> Compared:
    """Return concepts computed on one building and compared. Raises OptopError."""
    texts = tuple(canonical_bytes(one) for one in concepts)
    return cast("Compared", _unpacked(service, principal, compare_on, building.model_dump_json().encode(), texts, canonical_bytes(options)))


def matches(service: Service, principal: Principal, concepts: Iterable[Concept], named: Iterable[str]) -> Matches:
    """Return for each concept its match on each family. Raises OptopError."""
    return cast("Matches", _unpacked(service, principal, match_on, tuple(canonical_bytes(one) for one in concepts), tuple(named)))


def family_fits(service: Service, principal: Principal, concept: Concept, lang: Lang) -> list[FitView]:
    """Return how a concept stands on every family, in words. Raises OptopError."""
    named = family_ids()
    return fit_views([concept], named, matches(service, principal, [concept], named), lang, partial(text, lang))


def permits(service: Service, principal: Principal, concepts: Iterable[Concept], named: Iterable[str]) -> Permits:
    """Return for each concept whether its demands leave it a chance on each family. Raises OptopError."""
    return cast("Permits", _unpacked(service, principal, permit_on, tuple(canonical_bytes(one) for one in concepts), tuple(named)))


def concept_vignette(service: Service, principal: Principal, concept: Concept, lang: Lang) -> bytes:
    """Return a concept on a short block that it fits, as SVG. Raises OptopError."""
    return _computed(service, principal, paint_vignette, canonical_bytes(concept), lang)


def demo_picture(service: Service, principal: Principal, concept: Concept, lang: Lang) -> bytes:
    """Return a concept on the whole demo block, with caption and load bands, as SVG. Raises OptopError."""
    return _computed(service, principal, paint_demo, canonical_bytes(concept), DEMO, lang)


def building_picture(service: Service, principal: Principal, concept: Concept, building: Building, options: Options, lang: Lang) -> bytes:
    """Return a concept on a building, as SVG. Raises OptopError."""
    documents = (canonical_bytes(concept), building.model_dump_json().encode(), canonical_bytes(options))
    return _computed(service, principal, paint_on_building, *documents, lang)


def start_picture(service: Service, principal: Principal, lang: Lang) -> bytes:
    """Return the demo block with two storeys on it and numbered pins, as SVG. Raises OptopError."""
    concept = canonical_bytes(resolve_concept(START_CONCEPT))
    return _computed(service, principal, paint_explained, concept, DEMO, canonical_bytes(START_OPTIONS), lang)


def _computed(service: Service, principal: Principal, function: Callable[..., bytes], *arguments: object) -> bytes:
    """Return what a function gives in the pool, or gave for the same arguments."""
    whole = hashlib.sha256(f"{catalogue_stamp()}{arguments!r}".encode()).hexdigest()
    return from_thread.run(partial(service.computed, principal, f"page:{function.__name__}:{whole}", function, *arguments))


def _unpacked(service: Service, principal: Principal, function: Callable[..., bytes], *arguments: object) -> Any:  # noqa: ANN401 - what was packed
    return pickle.loads(_computed(service, principal, function, *arguments))  # noqa: S301 - packed by our own worker
