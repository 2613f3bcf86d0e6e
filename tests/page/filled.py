"""A catalogue in which everything has happened once: versions that follow each other, one taken back, drafts, a candidate, a building."""

from __future__ import annotations

import datetime as dt

from catalogue.documents.concept import Concept
from catalogue.documents.document import LocalText
from catalogue.resolve import resolve_building, resolve_concept
from catalogue.store.attachments import hand_in
from catalogue.store.buildings import make_building
from catalogue.store.database import Database
from catalogue.store.drafts import save_draft, submit
from catalogue.store.publishing import deprecate, publish_candidate, withdraw
from catalogue.store.versions import Withdrawal

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
MAKER, AUTHOR, REVIEWER = "maker", "Anna", "Bram"
REPORT = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


def version(concept_id: str, number: str, height_mm: int) -> Concept:
    """Return a version of an own concept: the wide timber-frame box at another height."""
    starter = resolve_concept("A3")
    module = starter.module.model_copy(update={"height_mm": height_mm})
    return starter.model_copy(update={"id": concept_id, "version": number, "organisation": MAKER, "module": module})


def draft(database: Database, concept: Concept) -> None:
    """Save a draft of the author."""
    save_draft(database, concept, organisation=MAKER, author=AUTHOR, at=AT)


def candidate(database: Database, concept: Concept) -> None:
    """Hand a draft in."""
    draft(database, concept)
    submit(database, concept.id, concept.version, organisation=MAKER, author=AUTHOR, at=AT)


def published(database: Database, concept: Concept) -> None:
    """Publish a version."""
    candidate(database, concept)
    publish_candidate(database, concept.id, concept.version, organisation=MAKER, reviewer=REVIEWER, at=AT)


def fill(database: Database) -> None:
    """Let everything happen; the organisation is there."""
    digest = hand_in(database, REPORT, "application/pdf", organisation=MAKER, actor=AUTHOR, at=AT)
    for number, height_mm in (("1.0.0", 3300), ("2.0.0", 3310), ("3.0.0", 3320)):
        concept = version("LOOK", number, height_mm)
        sources = {name: source.model_copy(update={"attachment": digest}) for name, source in concept.sources.items()}
        published(database, concept.model_copy(update={"sources": sources}))
    cracks = Withdrawal("safety", LocalText(nl="Voeg scheurt.", en="Joint cracks."))
    withdraw(database, "LOOK", "1.0.0", cracks, actor=AUTHOR, organisation=MAKER, at=AT, successor="LOOK@3.0.0")
    deprecate(database, "LOOK", "2.0.0", actor=AUTHOR, organisation=MAKER, at=AT)
    candidate(database, version("LOOK", "4.0.0", 3330))
    draft(database, version("LOOK", "5.0.0", 3340))
    own = resolve_building("demo-portiek-1966").model_copy(update={"id": "kade-12", "name": None})
    make_building(database, own, organisation=MAKER, actor=AUTHOR, at=AT)
