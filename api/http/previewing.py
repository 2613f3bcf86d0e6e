"""A preview for somebody: the documents are found, the pool computes, and the answer is held for whoever asks the same again."""

from __future__ import annotations

import hashlib

from starlette.concurrency import run_in_threadpool

from api.http.access import Principal
from api.http.asked import catalogue_stamp, named_building
from api.http.configuring import may_configure
from api.http.offered import offered_concept
from api.http.service import Service
from api.previews import AskedPreview, PreviewAsk, preview_ask
from api.work import WorkPool
from api.work.previewing import make_preview, make_request, make_trace


def _ask(service: Service, principal: Principal, asked: AskedPreview) -> PreviewAsk:
    may_configure(principal)
    building = asked.building or named_building(service, principal, asked.building_id or "")
    return preview_ask(building, offered_concept(service, asked.concept).body, asked)


def _key(kind: str, ask: PreviewAsk, *more: object) -> str:
    parts = (catalogue_stamp().encode(), ask.building, ask.concept, ask.options, ask.assumptions.encode(), repr(more).encode())
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return f"preview:{kind}:{whole.hexdigest()}"


async def previewed(service: Service, principal: Principal, asked: AskedPreview, pool: WorkPool | None = None) -> bytes:
    """Return a preview as JSON, computed in the pool for live views unless another is named. Raises OptopError."""
    ask = await run_in_threadpool(_ask, service, principal, asked)
    shown = (asked.lang, asked.drawing, asked.storey)
    return await service.computed(principal, _key("view", ask, *shown), make_preview, ask, *shown, pool=pool or service.live)


async def traced(service: Service, principal: Principal, asked: AskedPreview, pointer: str) -> bytes:
    """Return the trace of one figure of a preview as JSON. Raises OptopError."""
    ask = await run_in_threadpool(_ask, service, principal, asked)
    return await service.computed(
        principal, _key("trace", ask, asked.lang, pointer), make_trace, ask, asked.lang, pointer, pool=service.live
    )


async def requested(service: Service, principal: Principal, asked: AskedPreview) -> bytes:
    """Return the request of `/v1/configurations` for a preview as JSON. Raises OptopError."""
    ask = await run_in_threadpool(_ask, service, principal, asked)
    return await service.computed(principal, _key("request", ask), make_request, ask, pool=service.live)
