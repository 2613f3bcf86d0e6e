"""The life of a draft on the command line: the same rules as over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalogue.store.audit import entries
from catalogue.store.database import open_database
from tests.api.test_cli_catalogue import draft, optop

OWN = ("--organisation", "maker")
BY_AUTHOR, BY_REVIEWER = (*OWN, "--by", "An"), (*OWN, "--by", "Rik")


def done(*words: str, cwd: Path) -> str:
    ended = optop(*words, cwd=cwd, database=str(cwd / "optop.sqlite"))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def refused(*words: str, cwd: Path) -> str:
    ended = optop(*words, cwd=cwd, database=str(cwd / "optop.sqlite"))
    assert ended.returncode == 2, ended.stdout + ended.stderr
    return ended.stderr


def test_a_draft_is_written_sent_back_and_published(tmp_path: Path) -> None:
    file = draft(tmp_path, "0.1.0")
    assert "draft  revision 1" in done("draft", "save", str(file), *BY_AUTHOR, cwd=tmp_path)
    assert "was changed meanwhile" in refused("draft", "save", str(file), *BY_AUTHOR, cwd=tmp_path)
    assert "in_review" in done("draft", "submit", "M1@0.1.0", *BY_AUTHOR, cwd=tmp_path)
    refused("draft", "return", "M1@0.1.0", *BY_AUTHOR, "--comment", "x", cwd=tmp_path)  # never its own author
    refused("draft", "publish", "M1@0.1.0", *BY_AUTHOR, cwd=tmp_path)
    done("draft", "return", "M1@0.1.0", *BY_REVIEWER, "--comment", "Massa van het dak", cwd=tmp_path)
    listed = json.loads(done("draft", "list", *OWN, "--json", cwd=tmp_path))["drafts"]
    assert [(one["state"], one["comment"], one["revision"]) for one in listed] == [("changes_requested", "Massa van het dak", 3)]
    done("draft", "save", str(file), *BY_AUTHOR, "--revision", "3", cwd=tmp_path)
    judged = json.loads(done("draft", "judge", "M1@0.1.0", *OWN, "--json", cwd=tmp_path))
    assert judged["publishable"] is True
    done("draft", "submit", "M1@0.1.0", *BY_AUTHOR, cwd=tmp_path)
    assert "M1@0.1.0 published" in done("draft", "publish", "M1@0.1.0", *BY_REVIEWER, cwd=tmp_path)
    assert "deprecated" in done("concept", "deprecate", "M1@0.1.0", "--by", "An", cwd=tmp_path)
    with open_database(str(tmp_path / "optop.sqlite")) as opened, opened.reading() as connection:
        actions = [entry.action for entry in entries(connection, "M1@0.1.0")]
    assert actions == ["save_draft", "submit", "request_changes", "save_draft", "submit", "publish", "deprecate"]


def test_a_draft_is_shown_attached_to_and_thrown_away(tmp_path: Path) -> None:
    file, picture = draft(tmp_path, "0.2.0"), tmp_path / "front.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    done("draft", "save", str(file), *BY_AUTHOR, cwd=tmp_path)
    assert done("draft", "attach", str(picture), *BY_AUTHOR, cwd=tmp_path).startswith("sha256:")
    shown = json.loads(done("draft", "show", "M1@0.2.0", *OWN, cwd=tmp_path))
    assert (shown["concept"]["version"], shown["author"], shown["state"]) == ("0.2.0", "An", "draft")
    assert "There is no draft" in refused("draft", "show", "M1@0.2.0", "--organisation", "other", cwd=tmp_path)
    assert "names no version" in refused("draft", "submit", "M1", *BY_AUTHOR, cwd=tmp_path)
    done("draft", "discard", "M1@0.2.0", *BY_AUTHOR, cwd=tmp_path)
    assert done("draft", "list", *OWN, cwd=tmp_path) == ""


@pytest.mark.parametrize("command", ["save", "submit", "return", "publish", "discard", "attach"])
def test_who_does_it_has_to_be_said(tmp_path: Path, command: str) -> None:
    file = draft(tmp_path, "0.3.0")
    argument = str(file) if command in ("save", "attach") else "M1@0.3.0"
    comment = ("--comment", "x") if command == "return" else ()
    assert "--by" in refused("draft", command, argument, *OWN, *comment, cwd=tmp_path)
