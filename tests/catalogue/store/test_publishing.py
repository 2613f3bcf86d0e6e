"""The life of a version in the database: published once, never changed, superseded, withdrawn, always readable."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.document import LocalText
from catalogue.errors import Conflict, InvalidDocument, NotAllowed, NotFound, OptopError
from catalogue.store import audit, documents, publishing, versions
from catalogue.store.attachments import hand_in
from catalogue.store.database import Database
from catalogue.store.drafts import read_draft, request_changes, save_draft, submit
from catalogue.store.publishing import Signing
from catalogue.store.versions import Withdrawal
from tests.catalogue.store.samples import AT, LATER, ORGANISATION, SIGNING, version

CRACK = LocalText(nl="Voeg scheurt bij brand.", en="Joint cracks in fire.")
UNSAFE, WRONG = Withdrawal("safety", CRACK), Withdrawal("error", CRACK)


def actions(database: Database) -> list[str]:
    with database.reading() as connection:
        assert audit.first_break(connection) is None
        return [entry.action for entry in audit.entries(connection)]


def test_a_published_version_is_its_canonical_bytes_with_its_record(database: Database) -> None:
    concept = version("1.0.0")
    published = publishing.publish(database, concept, SIGNING, AT)
    with database.reading() as connection:
        body, media_type = documents.get(connection, published.digest)
        record = versions.read_record(connection, published)
        assert versions.read_concept(connection, "A3", "1.0.0") == concept
    assert (body, media_type, published.digest) == (canonical_bytes(concept), "application/json", digest_of(concept))
    assert (record.author, record.reviewer, record.published_at) == ("An Auteur", "Rik Reviewer", AT)
    assert record.concept.digest == published.digest
    assert {check.id for check in record.checks} >= {"OPT-MASS-001", "OPT-GEO-001"}


def test_the_same_document_again_changes_nothing(database: Database) -> None:
    first = publishing.publish(database, version("1.0.0"), SIGNING, AT)
    again = publishing.publish(database, version("1.0.0"), SIGNING, LATER)
    assert again == first
    assert actions(database) == ["publish"]


def test_another_document_under_the_same_version_is_refused(database: Database) -> None:
    published = publishing.publish(database, version("1.0.0"), SIGNING, AT)
    with pytest.raises(Conflict, match=published.digest):
        publishing.publish(database, version("1.0.0", organisation="Anders"), SIGNING, AT)
    assert actions(database) == ["publish"]


def test_the_author_never_reviews_the_own_version(database: Database) -> None:
    with pytest.raises(NotAllowed, match="cannot review"):
        publishing.publish(database, version("1.0.0"), Signing(ORGANISATION, "An Auteur", " an auteur"), AT)
    save_draft(database, version("1.0.0"), organisation=ORGANISATION, author="An", at=AT)
    submit(database, "A3", "1.0.0", organisation=ORGANISATION, author="An", at=AT)
    with pytest.raises(NotAllowed):
        publishing.publish_candidate(database, "A3", "1.0.0", organisation=ORGANISATION, reviewer="AN", at=AT)
    with pytest.raises(NotAllowed):
        request_changes(database, "A3", "1.0.0", organisation=ORGANISATION, reviewer="An", comment="?", at=AT)


def test_from_draft_through_changes_to_published(database: Database) -> None:
    draft = save_draft(database, version("1.0.0"), organisation=ORGANISATION, author="An", at=AT)
    assert (draft.state, draft.revision) == ("draft", 1)
    with pytest.raises(Conflict, match="publish is not possible"):
        publishing.publish_candidate(database, "A3", "1.0.0", organisation=ORGANISATION, reviewer="Rik", at=AT)
    submit(database, "A3", "1.0.0", organisation=ORGANISATION, author="An", at=AT)
    with pytest.raises(Conflict, match="edit is not possible"):
        save_draft(database, version("1.0.0", organisation="x"), organisation=ORGANISATION, author="An", at=AT, revision=2)
    back = request_changes(database, "A3", "1.0.0", organisation=ORGANISATION, reviewer="Rik", comment="Naam?", at=AT)
    assert (back.state, back.comment) == ("changes_requested", "Naam?")
    better = version("1.0.0", name={"nl": "Brede doos", "en": "Wide box"})
    saved = save_draft(database, better, organisation=ORGANISATION, author="An", at=AT, revision=back.revision)
    assert (saved.state, saved.comment) == ("draft", None)
    submit(database, "A3", "1.0.0", organisation=ORGANISATION, author="An", at=AT)
    published = publishing.publish_candidate(database, "A3", "1.0.0", organisation=ORGANISATION, reviewer="Rik", at=LATER)
    assert published.digest == digest_of(better)
    assert actions(database) == ["save_draft", "submit", "request_changes", "save_draft", "submit", "publish"]
    with database.reading() as connection, pytest.raises(NotFound, match="no draft"):
        read_draft(connection, "A3", "1.0.0", organisation=ORGANISATION)


def test_a_stale_revision_overwrites_nobody(database: Database) -> None:
    first = save_draft(database, version("1.0.0"), organisation=ORGANISATION, author="An", at=AT)
    save_draft(database, version("1.0.0", organisation="Bo"), organisation=ORGANISATION, author="Bo", at=AT, revision=first.revision)
    with pytest.raises(Conflict, match="revision 2"):
        save_draft(database, version("1.0.0", organisation="An"), organisation=ORGANISATION, author="An", at=AT, revision=first.revision)
    with database.reading() as connection:
        assert read_draft(connection, "A3", "1.0.0", organisation=ORGANISATION).concept.organisation == "Bo"


def test_a_new_version_supersedes_and_the_old_one_stays_readable(database: Database) -> None:
    old = publishing.publish(database, version("1.0.0"), SIGNING, AT)
    publishing.publish(database, version("1.1.0", max_storeys=3), SIGNING, LATER)
    with database.reading() as connection:
        then = versions.read_version(connection, "A3", "1.0.0")
        assert (then.state, then.successor, then.digest) == ("superseded", "A3@1.1.0", old.digest)
        assert versions.latest(connection, "A3").version == "1.1.0"
        assert versions.known_versions(connection, "A3") == ("1.0.0", "1.1.0")


@pytest.mark.parametrize(
    ("number", "changes", "message"),
    [
        ("1.0.1", {"support__max_eccentricity_mm": 30}, "patch step, major is needed: /support/max_eccentricity_mm"),
        ("1.1.0", {"module__width_mm": {"min": 3580, "max": 3980, "step": 100}}, "minor step, major is needed: /module/width_mm"),
        ("1.0.1", {"max_storeys": 3}, "patch step, minor is needed: /max_storeys"),
        ("2.0.0", {"module__height_mm": 3100}, "OPT-GEO-001"),
    ],
)
def test_a_step_that_hides_its_meaning_or_a_failing_check_blocks(
    database: Database, number: str, changes: dict[str, Any], message: str
) -> None:
    publishing.publish(database, version("1.0.0"), SIGNING, AT)
    candidate = version(number, **changes)
    judgement = publishing.dry_run(database, candidate, AT.date(), organisation=ORGANISATION)
    assert any(message in str(objection) for objection in judgement.objections())
    with pytest.raises(InvalidDocument, match=message):
        publishing.publish(database, candidate, SIGNING, AT)
    assert actions(database) == ["publish"]


def test_a_version_does_not_go_back(database: Database) -> None:
    publishing.publish(database, version("10.0.0"), SIGNING, AT)
    with pytest.raises(Conflict, match=r"A3 is at 10\.0\.0; 9\.0\.0"):
        publishing.publish(database, version("9.0.0"), SIGNING, AT)


def test_another_organisation_cannot_take_a_concept_over(database: Database) -> None:
    published = publishing.publish(database, version("1.0.0"), SIGNING, AT)
    stranger = Signing("others", "a", "b")
    for attempt in (
        lambda: publishing.publish(database, version("1.1.0", max_storeys=3), stranger, AT),
        lambda: save_draft(database, version("1.1.0"), organisation="others", author="a", at=AT),
        lambda: publishing.withdraw(database, "A3", "1.0.0", WRONG, actor="a", organisation="others", at=AT),
        lambda: publishing.deprecate(database, "A3", "1.0.0", actor="a", organisation="others", at=AT),
    ):
        with pytest.raises(NotAllowed, match="another organisation"):
            attempt()
    assert published.state == "published"
    assert actions(database) == ["publish"]


def test_a_withdrawn_version_stays_readable_and_is_no_longer_offered(database: Database) -> None:
    publishing.publish(database, version("1.0.0"), SIGNING, AT)
    publishing.publish(database, version("1.1.0", max_storeys=3), SIGNING, AT)
    taken = publishing.withdraw(database, "A3", "1.0.0", UNSAFE, actor="Rik", organisation=ORGANISATION, at=LATER, successor="A3@1.1.0")
    assert taken.withdrawal is not None
    assert (taken.state, taken.withdrawal.kind, taken.withdrawal.text, taken.successor) == ("withdrawn", "safety", CRACK, "A3@1.1.0")
    with database.reading() as connection:
        assert versions.read_concept(connection, "A3", "1.0.0") == version("1.0.0")
    with pytest.raises(Conflict, match="withdraw is not possible"):
        publishing.withdraw(database, "A3", "1.0.0", WRONG, actor="Rik", organisation=ORGANISATION, at=LATER)
    publishing.withdraw(database, "A3", "1.1.0", WRONG, actor="Rik", organisation=ORGANISATION, at=LATER)
    with database.reading() as connection, pytest.raises(NotFound, match=r"A3@1\.1\.0 was withdrawn: Joint cracks in fire\."):
        versions.latest(connection, "A3")


def test_a_successor_must_be_offered(database: Database) -> None:
    publishing.publish(database, version("1.0.0"), SIGNING, AT)
    for successor, error in (("A3@1.0.0", Conflict), ("A3@7.0.0", NotFound), ("A3", InvalidDocument)):
        with pytest.raises(error):
            publishing.withdraw(database, "A3", "1.0.0", WRONG, actor="Rik", organisation=ORGANISATION, at=LATER, successor=successor)
    assert actions(database) == ["publish"]


def test_deprecated_is_a_flag_beside_the_state(database: Database) -> None:
    publishing.publish(database, version("1.0.0"), SIGNING, AT)
    flagged = publishing.deprecate(database, "A3", "1.0.0", actor="Rik", organisation=ORGANISATION, at=LATER)
    assert (flagged.state, flagged.deprecated) == ("published", True)


def test_an_attachment_must_be_handed_in_before_the_version_that_names_it(database: Database) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    digest = documents.digest_of_bytes(picture)
    concept = version("1.0.0", images=[{"name": "front", "attachment": digest, "caption": {"nl": "Voor", "en": "Front"}}])
    with pytest.raises(InvalidDocument, match=f"attachment {digest} was not handed in"):
        publishing.publish(database, concept, SIGNING, AT)
    assert hand_in(database, picture, "image/png", organisation=ORGANISATION, actor="An", at=AT) == digest
    publishing.publish(database, concept, SIGNING, AT)
    with database.reading() as connection:
        assert documents.get(connection, digest) == (picture, "image/png")


@pytest.mark.parametrize(("content", "media_type"), [(b"", "image/png"), (b"%PDF-1.7", "image/png"), (b"MZ", "application/x-msdownload")])
def test_an_attachment_is_what_it_says(database: Database, content: bytes, media_type: str) -> None:
    with pytest.raises(OptopError, match="attach"):
        hand_in(database, content, media_type, organisation=ORGANISATION, actor="An", at=AT)


def test_fifty_publishers_of_one_version_and_one_wins(database: Database) -> None:
    candidates = [version("1.0.0", organisation=f"maker {number}") for number in range(50)]

    def attempt(number: int) -> str:
        try:
            return publishing.publish(database, candidates[number], SIGNING, AT).digest
        except Conflict as error:
            return error.message

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(attempt, range(50)))
    won = [outcome for outcome in outcomes if outcome.startswith("sha256:")]
    assert len(won) == 1
    assert sum(f"is published ({won[0]})" in outcome for outcome in outcomes) == 49
    assert actions(database) == ["publish"]
    with database.reading() as connection:
        assert digest_of(versions.read_concept(connection, "A3", "1.0.0")) == won[0]


def test_a_moment_without_a_time_zone_is_a_mistake(database: Database) -> None:
    with pytest.raises(ValueError, match="time zone"):
        publishing.publish(database, version("1.0.0"), SIGNING, dt.datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_chain_shows_the_row_that_was_tampered_with(database: Database) -> None:
    publishing.publish(database, version("1.0.0"), SIGNING, AT)
    publishing.publish(database, version("1.1.0", max_storeys=3), SIGNING, AT)
    trigger = "drop trigger audit_no_update" if database.dialect == "sqlite" else "drop trigger audit_immutable on audit"
    with database.writing() as connection:
        assert audit.first_break(connection) is None
        connection.exec_driver_sql(trigger)
        connection.exec_driver_sql("update audit set entry = replace(entry, 'Rik', 'Kik') where seq = 2")
        assert audit.first_break(connection) == 2
