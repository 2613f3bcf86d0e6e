"""A configuration for somebody: what was kept for the very same request, or computed in the pool and then kept."""

from __future__ import annotations

import json
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from api.http.access import Principal
from api.http.asked import Asking
from api.http.offered import pinned_concept
from api.http.service import Service
from api.outputs import OutputFile
from api.work.computing import Made, Pinned, explain_figure, make_configuration, make_file, remake
from catalogue.documents.canonical import canonical_bytes
from catalogue.errors import NotAllowed, NotFound
from catalogue.resolve import resolve_assumptions
from catalogue.store.configurations import KeptConfiguration, find_answer, find_configuration, keep_configuration
from catalogue.store.results import Result
from configurator.outputs.drawing.words import Lang


@dataclass(frozen=True, slots=True)
class Remade:
    """A kept configuration that was computed again."""

    digest: str
    changes: bytes
    """What changed, as JSON."""


def may_configure(principal: Principal) -> None:
    """Let everybody configure but a key that was narrowed to other things. Raises NotAllowed."""
    if principal.organisation is not None and not principal.may("configurations:run"):
        raise NotAllowed("run-not-allowed", who=principal.name)


async def configured(service: Service, principal: Principal, asking: Asking) -> KeptConfiguration:
    """Return the configuration that is kept for a request, computed first where there is none. Raises what computing it raises."""
    key = f"configuration:{principal.organisation or ''}:{asking.key}"

    async def digest() -> bytes:
        known = await run_in_threadpool(_answer, service, principal, asking.key)
        if known is not None:
            return known.digest.encode()
        made = await service.compute(principal, make_configuration, asking.ask)
        await run_in_threadpool(_keep, service, principal, made, asking.key)
        return made.digest.encode()

    found = await service.results.get_or_make(key, digest)
    try:
        return await run_in_threadpool(kept, service, principal, found.decode())
    except NotFound:  # tidied up meanwhile, by another process
        service.results.forget(key)
        found = await service.results.get_or_make(key, digest)
        return await run_in_threadpool(kept, service, principal, found.decode())


def kept(service: Service, principal: Principal, digest: str) -> KeptConfiguration:
    """Return a configuration by digest. Raises NotFound, also for somebody else's."""
    with service.database.reading() as connection:
        return find_configuration(connection, digest, principal.organisation)


def _answer(service: Service, principal: Principal, request_key: str) -> KeptConfiguration | None:
    with service.database.reading() as connection:
        return find_answer(connection, request_key, principal.organisation)


def _keep(service: Service, principal: Principal, made: Made, request_key: str) -> None:
    result = Result(made.body, made.concept_digest, made.concept, made.building_id)
    organisation, now = principal.organisation, service.now()
    keep_configuration(service.database, made.digest, result, request_key, organisation=organisation, actor=principal.name, at=now)


def _pinned(service: Service, found: KeptConfiguration) -> Pinned:
    request = json.loads(found.body)["request"]
    concept = pinned_concept(service, request["concept"]["digest"])
    return Pinned(json.dumps(request).encode(), concept, canonical_bytes(resolve_assumptions(request["assumptions"]["id"])))


async def written(
    service: Service, principal: Principal, found: KeptConfiguration, file: OutputFile, lang: Lang, classification: str
) -> bytes:
    """Return one file of a configuration; its IFC calls the NL-SfB system by the name that is given.

    Raises Conflict where the engine of now would draw another one.
    """
    if file.format == "json":
        return found.body
    pinned = await run_in_threadpool(_pinned, service, found)
    key = f"file:{found.digest}:{file.format}:{file.index}:{lang}:{classification}"
    return await service.computed(principal, key, make_file, pinned, found.digest, file, lang, classification)


async def recomputed(service: Service, principal: Principal, found: KeptConfiguration, lang: Lang) -> Remade:
    """Compute a kept configuration again with the engine and the documents of now, and keep that too."""
    pinned = await run_in_threadpool(_pinned, service, found)
    made, changes = await service.compute(principal, remake, pinned, found.body, lang)
    await run_in_threadpool(_keep, service, principal, made, f"recomputed:{found.digest}")
    return Remade(made.digest, changes)


async def explained(service: Service, principal: Principal, found: KeptConfiguration, pointer: str, markdown: Lang | None) -> bytes:
    """Return the trace of one figure as JSON, or with a language as Markdown. Raises NotFound."""
    key = f"trace:{found.digest}:{markdown}:{pointer}"
    return await service.computed(principal, key, explain_figure, found.body, pointer, markdown)
