"""What speaks for and against a concept document, as the command line and the service say it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from catalogue.documents.concept import Concept, ConceptRef
from catalogue.documents.document import Digest, Document
from catalogue.publishing.checking.result import CheckResult
from catalogue.publishing.checks import check_concept
from catalogue.publishing.completeness import Completeness, completeness
from catalogue.publishing.diff import ConceptDiff
from catalogue.publishing.record import Judgement

if TYPE_CHECKING:
    from catalogue.store.database import Database


class CheckReport(Document):
    """The publication checks of a document on a day, and how complete it is for whom."""

    checks: tuple[CheckResult, ...]
    completeness: tuple[Completeness, ...]


class JudgementReport(Document):
    """Whether a document can be published, and everything that speaks against it."""

    concept: ConceptRef
    predecessor: ConceptRef | None
    """The newest version of the same concept."""
    checks: tuple[CheckResult, ...]
    diff: ConceptDiff | None
    """What changed since the predecessor; null for a first version."""
    missing_attachments: tuple[Digest, ...]
    """Files that the document names and that nobody has handed in."""
    objections: tuple[str, ...]
    """What speaks against publication, one short sentence each."""
    publishable: bool
    """True when nothing does."""


def check_report(concept: Concept, on: dt.date) -> CheckReport:
    """Run the publication checks as of a day."""
    return CheckReport(checks=check_concept(concept, on), completeness=completeness(concept))


def judgement_report(judgement: Judgement, lang: str = "en") -> JudgementReport:
    """Say a judgement in full, its objections in one language."""
    return JudgementReport(
        concept=judgement.concept,
        predecessor=judgement.predecessor,
        checks=judgement.checks,
        diff=judgement.diff,
        missing_attachments=judgement.missing_attachments,
        objections=tuple(one.in_language(lang) for one in judgement.objections()),
        publishable=judgement.publishable,
    )


def judged(database: Database, concept: Concept, organisation: str, on: dt.date) -> JudgementReport:
    """Judge a document as publishing it would, and change nothing."""
    from catalogue.store.publishing import dry_run

    return judgement_report(dry_run(database, concept, on, organisation=organisation))
