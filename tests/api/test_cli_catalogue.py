"""The catalogue on the command line: draft, check, publish, diff, withdraw, search, export and import, compare."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli.main import run
from catalogue.documents.canonical import digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.loading import read_document
from catalogue.resolve import concept_versions, family_ids, resolve_concept
from catalogue.store.database import HEAD

SIGNED = ("--author", "An", "--reviewer", "Rik")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def optop(*words: str, cwd: Path, database: str | None = None) -> Done:
    """Run a command as the console script does, in this process: the many commands of these tests share one start."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "argv", ["optop", *words])
        patch.chdir(cwd)
        patch.delenv("OPTOP_DATABASE", raising=False)
        if database is not None:
            patch.setenv("OPTOP_DATABASE", database)
        with pytest.raises(SystemExit) as ended:
            run()
    code = ended.value.code
    return Done(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())


def answer(*words: str, cwd: Path, database: str | None = None, code: int = 0) -> dict[str, object]:
    done = optop(*words, "--json", cwd=cwd, database=database)
    assert done.returncode == code, done.stdout + done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def draft(cwd: Path, version: str = "1.0.0", **replaced: str) -> Path:
    """Write a draft of concept M1 with another version and lines replaced."""
    file = cwd / f"M1@{version}.yaml"
    assert optop("concept", "new", "M1", "--from", "A3", "--out", str(file), cwd=cwd).returncode == 0
    text = file.read_text(encoding="utf-8").replace("version: 0.1.0", f"version: {version}")
    for old, new in replaced.items():
        assert old in text
        text = text.replace(f"{old}: {new.split(' -> ')[0]}", f"{old}: {new.split(' -> ')[1]}")
    file.write_text(text, encoding="utf-8")
    return file


def test_a_new_draft_is_a_whole_document_that_passes(tmp_path: Path) -> None:
    file = draft(tmp_path)
    concept = read_document(Concept, file)
    assert (concept.id, concept.version, concept.example_data) == ("M1", "1.0.0", True)
    assert optop("concept", "check", str(file), cwd=tmp_path).returncode == 0
    again = optop("concept", "new", "M1", "--out", str(file), cwd=tmp_path)
    assert (again.returncode, "exists" in again.stderr) == (2, True)
    assert optop("concept", "new", "no/good", cwd=tmp_path).returncode == 2


def test_the_life_of_a_version(tmp_path: Path) -> None:
    database = str(tmp_path / "c.sqlite")
    first, second = draft(tmp_path), draft(tmp_path, "1.1.0", max_storeys="2 -> 3")
    unsigned = optop("concept", "publish", str(first), cwd=tmp_path, database=database)
    assert (unsigned.returncode, "--reviewer" in unsigned.stderr) == (2, True)
    own = optop("concept", "publish", str(first), "--author", "An", "--reviewer", "an", cwd=tmp_path, database=database)
    assert (own.returncode, "cannot review" in own.stderr) == (2, True)
    published = answer("concept", "publish", str(first), *SIGNED, cwd=tmp_path, database=database)
    assert published["digest"] == digest_of(read_document(Concept, first))
    assert answer("concept", "publish", str(first), *SIGNED, cwd=tmp_path, database=database) == published
    judged = answer("concept", "publish", str(second), "--dry-run", cwd=tmp_path, database=database)
    assert (judged["publishable"], judged["objections"]) == (True, [])
    answer("concept", "publish", str(second), *SIGNED, cwd=tmp_path, database=database)
    why = ("--by", "Rik", "--reason", "safety", "--text-nl", "Fout", "--text-en", "Wrong", "--successor", "M1@1.1.0")
    assert answer("concept", "withdraw", "M1@1.0.0", *why, cwd=tmp_path, database=database)["state"] == "withdrawn"
    refused = optop("configure", "demo-portiek-1966", "--concept", "M1@1.0.0", cwd=tmp_path, database=database)
    assert (refused.returncode, "withdrawn (safety): Wrong Use M1@1.1.0" in refused.stderr) == (2, True)
    shown = optop("concept", "show", "M1@1.0.0", "--lang", "en", cwd=tmp_path, database=database)
    assert shown.stdout.startswith("! withdrawn: Wrong -> M1@1.1.0")
    matched = answer("match", "demo-portiek-1966", "--concept", "M1", cwd=tmp_path, database=database)
    assert [item["concept"] for item in matched["matches"]] == ["M1@1.1.0"]  # type: ignore[attr-defined]
    chain = answer("catalogue", "audit", cwd=tmp_path, database=database)
    assert [entry["action"] for entry in chain["entries"]] == ["publish", "publish", "supersede", "withdraw"]  # type: ignore[attr-defined]
    assert chain["whole"] is True


def test_a_step_that_is_too_small_is_refused(tmp_path: Path) -> None:
    database = str(tmp_path / "c.sqlite")
    first, worse = draft(tmp_path), draft(tmp_path, "1.0.1", max_storeys="2 -> 1")
    answer("concept", "publish", str(first), *SIGNED, cwd=tmp_path, database=database)
    refused = answer("concept", "publish", str(worse), *SIGNED, cwd=tmp_path, database=database, code=1)
    assert refused["objections"] == ["patch step, major is needed: /max_storeys"]
    found = answer("concept", "diff", str(first), str(worse), "--on", "demo-portiek-1966", cwd=tmp_path, code=1)
    assert (found["required_bump"], found["actual_bump"]) == ("major", "patch")
    assert len(found["consequences"]) == 1  # type: ignore[arg-type]


def test_starter_documents_go_in_out_and_in_again(tmp_path: Path) -> None:
    one, other = str(tmp_path / "one.sqlite"), str(tmp_path / "other.sqlite")
    assert len(optop("catalogue", "import", cwd=tmp_path, database=one).stdout.splitlines()) == len(concept_versions())
    assert optop("catalogue", "export", "files", cwd=tmp_path, database=one).returncode == 0
    assert optop("catalogue", "import", "files", cwd=tmp_path, database=other).returncode == 0
    ours, theirs = (answer("concept", "list", cwd=tmp_path, database=name) for name in (one, other))
    assert ours == theirs
    assert optop("catalogue", "upgrade", cwd=tmp_path, database=one).stdout == f"{HEAD}\n"


def test_the_list_without_a_database_is_what_ships(tmp_path: Path) -> None:
    found = answer(
        "concept", "list", "kruislaaghout", "--facet", "system=clt_box", "--facet", "intervention=rooftop_extension", cwd=tmp_path
    )
    assert [card["id"] for card in found["concepts"]] == ["A5"]  # type: ignore[attr-defined]
    assert answer("concept", "list", cwd=tmp_path)["total"] == len(concept_versions())
    wrong = optop("concept", "list", "--facet", "colour=red", cwd=tmp_path)
    assert (wrong.returncode, "no facet 'colour'" in wrong.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("catalogue", "audit"),
        ("catalogue", "export", "x"),
        ("concept", "withdraw", "A3@1.0.0", "--by", "a", "--reason", "error", "--text-nl", "x", "--text-en", "x"),
    ],
)
def test_what_needs_a_database_says_so(words: tuple[str, ...], tmp_path: Path) -> None:
    done = optop(*words, cwd=tmp_path)
    assert (done.returncode, "OPTOP_DATABASE" in done.stderr) == (2, True)


def test_a_concept_shows_what_it_promises_and_what_nobody_knows(tmp_path: Path) -> None:
    shown = optop("concept", "show", "A3", "--lang", "nl", cwd=tmp_path).stdout
    rows = {line[:26].strip(): line[26:].strip() for line in shown.splitlines()}
    assert rows["Contactgeluid"] == "?"
    assert rows["Brandwerendheid"] == "60 min, assumed, unverified, ranges"
    assert "EUR/m2, assumed, unverified, nlprijs, 2024-07-01" in shown
    for part in ("Prijs", "Prestaties", "Milieu", "Transport", "Levering", "Eisen aan het gebouw"):
        assert f"\n{part} " in shown
    for source in resolve_concept("A3").sources:
        assert f"{source}: " in shown
    assert "None" not in shown


def test_compare_prints_json_csv_and_a_table(tmp_path: Path) -> None:
    words = ("compare", "demo-portiek-1966", "--concept", "A3", "--concept", "A5", "--csv", "both.csv")
    found = answer(*words, cwd=tmp_path)
    assert found["concepts"] == ["A3@1.0.0", "A5@1.0.0"]
    rows = {row["key"]: row for row in csv.DictReader((tmp_path / "both.csv").read_text(encoding="utf-8").splitlines())}
    assert (rows["fire"]["A3@1.0.0"], rows["fire"]["A5@1.0.0"], rows["total_cost"]["A3@1.0.0"]) == ("60.0", "90.0", "onbekend")
    assert float(rows["carbon"]["A3@1.0.0"]) < float(rows["carbon"]["A5@1.0.0"]), "solid timber has more of what has to be made"
    keys = [row["key"] for row in found["rows"]]  # type: ignore[attr-defined]
    assert keys.index("total_cost") < keys.index("example_data"), "what is unknown may differ; it stands among the differences"
    table = optop(*words, "--lang", "en", cwd=tmp_path)
    assert "the total cost is unknown" in table.stdout
    assert optop("compare", "demo-portiek-1966", "--concept", "A3", cwd=tmp_path).returncode == 2


def test_match_orders_by_the_weights_that_are_given(tmp_path: Path) -> None:
    words = ("match", "demo-portiek-1966", "--concept", "A3", "--concept", "A5")
    assert answer(*words, cwd=tmp_path)["ranking"] == []
    ranked = answer(*words, "--weight", "load=1", cwd=tmp_path)
    assert [item["concept"] for item in ranked["ranking"]] == ["A3@1.0.0", "A5@1.0.0"]  # type: ignore[attr-defined]
    for weight in ("beauty=1", "load=heavy", "load=-1"):
        assert optop(*words, "--weight", weight, cwd=tmp_path).returncode == 2


def test_fit_shows_every_family_and_what_keeps_the_concept_off(tmp_path: Path) -> None:
    found = answer("concept", "fit", "A7", cwd=tmp_path)
    assert [item["family"] for item in found["families"]] == list(family_ids())  # type: ignore[attr-defined]
    assert found["near_misses"]
    assert resolve_concept("A7").demands.bay_min_mm == 5400
