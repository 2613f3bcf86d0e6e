"""Kept results: their bytes never change, and a safety withdrawal marks every one that was made with the version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.configuration import Configuration
from catalogue.documents.document import LocalText
from catalogue.documents.finding import finding_text
from catalogue.errors import NotFound
from catalogue.publishing.lifecycle import WithdrawalReason
from catalogue.store import audit, publishing, results
from catalogue.store.database import Database
from catalogue.store.versions import Withdrawal
from tests.catalogue.store.samples import AT, LATER, ORGANISATION, SIGNING, version

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "configuration.json"
CRACK = LocalText(nl="Voeg scheurt.", en="Joint cracks.")


def result_of(building: str, digest: str) -> Configuration:
    """The golden example as if it were made for another building with another concept version."""
    data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    data["request"]["building"]["id"] = building
    data["request"]["concept"]["digest"] = digest
    return Configuration.model_validate(data)


def test_a_kept_result_is_its_bytes_and_keeping_it_again_changes_nothing(database: Database) -> None:
    configuration = result_of("b1", digest_of(version("1.0.0")))
    digest = results.keep_result(database, configuration, actor="An", at=AT)
    assert results.keep_result(database, configuration, actor="Bo", at=LATER) == digest
    with database.reading() as connection:
        assert results.read_result(connection, digest).body == canonical_bytes(configuration)
        assert [entry.action for entry in audit.entries(connection)] == ["keep_result"]
        with pytest.raises(NotFound):
            results.read_result(connection, "sha256:" + "0" * 64)


@pytest.mark.parametrize(
    ("kind", "code", "status"), [("safety", "CAT-WITHDRAWN-SAFETY", "fail"), ("discontinued", "CAT-WITHDRAWN", "conditional")]
)
def test_a_withdrawal_marks_every_result_made_with_the_version_and_no_other(
    database: Database, kind: WithdrawalReason, code: str, status: str
) -> None:
    old = publishing.publish(database, version("1.0.0"), SIGNING, AT)
    new = publishing.publish(database, version("1.1.0", max_storeys=3), SIGNING, AT)
    before = results.keep_result(database, result_of("b1", old.digest), actor="An", at=AT)
    other = results.keep_result(database, result_of("b2", new.digest), actor="An", at=AT)
    why = Withdrawal(kind, CRACK)
    publishing.withdraw(database, "A3", "1.0.0", why, actor="Rik", organisation=ORGANISATION, at=LATER, successor="A3@1.1.0")
    after = results.keep_result(database, result_of("b3", old.digest), actor="An", at=LATER)
    with database.reading() as connection:
        assert results.results_made_with(connection, old.digest) == tuple(sorted((before, after)))
        for digest in (before, after):
            (mark,) = results.read_result(connection, digest).marks
            assert (mark.code, mark.status) == (code, status)
            assert "Joint cracks." in finding_text(mark, "en")
            assert "A3@1.1.0" in finding_text(mark, "nl")
        assert results.read_result(connection, other).marks == ()
