"""A preview for somebody: the documents are found, the pool computes, and the answer is held for whoever asks the same again."""

from __future__ import annotations

import hashlib

from starlette.concurrency import run_in_threadpool

from api.http.access import Principal
from api.http.asked import catalogue_stamp
from api.http.configuring import may_configure
from api.http.offered import offered_concept
from api.http.service import Service
from api.previews import AskedPreview, PreviewAsk, preview_ask
from api.work.previewing import make_preview, make_request, make_trace
from catalogue.documents.building import Building
from catalogue.errors import NotFound
from catalogue.resolve import building_ids, resolve_building
from catalogue.store.buildings import read_building


def _asked_building(service: Service, principal: Principal, asked: AskedPreview) -> Building:
    """Return the building that is sent or named. Raises NotFound."""
    if asked.building is not None:
        return asked.building
    name = asked.building_id or ""
    if name in building_ids():
        return resolve_building(name)
    if principal.organisation is None:
        raise NotFound("building-not-here", name=name, known=tuple(building_ids()), pointers=("/building_id",))
    with service.database.reading() as connection:
        return Building.model_validate_json(read_building(connection, name, principal.organisation).body)


def _ask(service: Service, principal: Principal, asked: AskedPreview) -> PreviewAsk:
    may_configure(principal)
    return preview_ask(_asked_building(service, principal, asked), offered_concept(service, asked.concept).body, asked)


def _key(kind: str, ask: PreviewAsk, *more: object) -> str:
    parts = (catalogue_stamp().encode(), ask.building, ask.concept, ask.options, ask.assumptions.encode(), repr(more).encode())
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return f"preview:{kind}:{whole.hexdigest()}"


async def previewed(service: Service, principal: Principal, asked: AskedPreview) -> bytes:
    """Return a preview as JSON. Raises OptopError."""
    ask = await run_in_threadpool(_ask, service, principal, asked)
    shown = (asked.lang, asked.drawing, asked.storey)
    return await service.results.get_or_make(_key("view", ask, *shown), lambda: service.work.run(make_preview, ask, *shown))


async def traced(service: Service, principal: Principal, asked: AskedPreview, pointer: str) -> bytes:
    """Return the trace of one figure of a preview as JSON. Raises OptopError."""
    ask = await run_in_threadpool(_ask, service, principal, asked)
    return await service.results.get_or_make(_key("trace", ask, pointer), lambda: service.work.run(make_trace, ask, pointer))


async def requested(service: Service, principal: Principal, asked: AskedPreview) -> bytes:
    """Return the request of `/v1/configurations` for a preview as JSON. Raises OptopError."""
    ask = await run_in_threadpool(_ask, service, principal, asked)
    return await service.results.get_or_make(_key("request", ask), lambda: service.work.run(make_request, ask))
