"""What is decided about a candidate, and the record that is kept when it is published: version, checks, step and reviewer in one."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from catalogue.documents.canonical import digest_of
from catalogue.documents.concept import Concept, ConceptRef
from catalogue.documents.document import Digest, Document, VersionedDocument
from catalogue.errors import InvalidDocument, Phrase
from catalogue.publishing.checking.result import CheckResult
from catalogue.publishing.checks import check_concept
from catalogue.publishing.diff import BUMP_PHRASES, Bump, ConceptDiff, diff_concepts


class Judgement(Document):
    """Whether a candidate can be published, and everything that speaks against it."""

    concept: ConceptRef
    predecessor: ConceptRef | None
    checks: tuple[CheckResult, ...]
    diff: ConceptDiff | None
    """What changed since the predecessor; null for a first version."""
    missing_attachments: tuple[Digest, ...]
    """Files that the document names and that nobody has handed in."""

    @property
    def blocking(self) -> tuple[CheckResult, ...]:
        """The checks that block publication."""
        return tuple(check for check in self.checks if check.blocks_publication)

    @property
    def publishable(self) -> bool:
        """True when nothing speaks against publication."""
        enough = self.diff is None or self.diff.bump_is_enough
        return enough and not self.blocking and not self.missing_attachments

    def objections(self) -> tuple[Phrase, ...]:
        """Return what speaks against publication, one short sentence each."""
        found = [Phrase("objection-check", {"check": check.id, "message": check.message}) for check in self.blocking]
        if self.diff is not None and not self.diff.bump_is_enough:
            paths = tuple(change.pointer for change in self.diff.too_small_for()[:5]) or Phrase("version-does-not-rise")
            steps = {"actual": Phrase(BUMP_PHRASES[self.diff.actual_bump]), "required": Phrase(BUMP_PHRASES[self.diff.required_bump])}
            found.append(Phrase("objection-step", {**steps, "paths": paths}))
        found += [Phrase("objection-attachment", {"digest": digest}) for digest in self.missing_attachments]
        return tuple(found)


class PublicationRecord(VersionedDocument):
    """The signed-off record of one published version. It never changes."""

    type: Literal["publication_record"] = "publication_record"
    """Kind of document."""
    schema_version: Literal[1] = 1
    """Version of the schema that the document is written in."""
    concept: ConceptRef
    """The version that is published, pinned by its digest."""
    organisation: str
    """Whose concept it is."""
    author: str
    """Who wrote it."""
    reviewer: str
    """Somebody else than the author."""
    published_at: dt.datetime
    """The moment of publication, UTC."""
    predecessor: ConceptRef | None = None
    """The version before; null for a first one."""
    step: Bump | None = None
    """The step of the version number since the predecessor."""
    checks: tuple[CheckResult, ...]
    """Every publication check, as it came out on the day."""


def judge(concept: Concept, on: dt.date, predecessor: Concept | None = None, attachments: frozenset[str] = frozenset()) -> Judgement:
    """Judge a candidate against the checks on a date, its predecessor and the files that are there.

    Raises InvalidDocument when the predecessor is another concept.
    """
    if predecessor is not None and predecessor.id != concept.id:
        raise InvalidDocument("record-other-concept", concept=concept.id, predecessor=predecessor.id, pointers=("/id",))
    return Judgement(
        concept=reference_to(concept),
        predecessor=None if predecessor is None else reference_to(predecessor),
        checks=check_concept(concept, on),
        diff=None if predecessor is None else diff_concepts(predecessor, concept),
        missing_attachments=tuple(sorted(set(concept.attachment_digests()) - attachments)),
    )


def reference_to(concept: Concept) -> ConceptRef:
    """Return the reference that pins a concept version."""
    return ConceptRef(id=concept.id, version=concept.version, digest=digest_of(concept))
