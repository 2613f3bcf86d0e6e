"""Every sentence of an error: there in both languages, with the parameters that its raise sites give, and used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from catalogue.documents.loading import parse_yaml
from catalogue.errors import sentences
from catalogue.errors.reference import AREAS, errors_page
from tests.catalogue.errors.raise_sites import ROOT, error_classes, sites, texts_in_source, value_errors_in_validators

FILES = sorted((ROOT / "catalogue" / "errors").glob("*.yaml"))
SAME_IN_BOTH = {"bump-patch", "bump-minor", "bump-major"}
"""Words that Dutch takes over: steps of a version number."""
FROM_ELSEWHERE = ("configurator/host/readers/isolation.py", "api/work/pool.py")
"""Borders of a process: they raise again what was said behind it."""
ENGLISH = re.compile(r"\b(the|an|give|and|with|has|have|not|but|cannot|it|are|there|this|from|only|so)\b")


def places(text: str) -> set[str]:
    """Return the names of the places in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_source_is_read() -> None:
    assert len(sites()) > 350
    assert {"UnreadableInput", "Overloaded", "NotReady", "BrokenRule"} <= error_classes()


def test_every_error_names_its_sentence() -> None:
    unnamed = [site.where for site in sites() if site.code is None and not site.is_phrase and not site.where.startswith(FROM_ELSEWHERE)]
    assert unnamed == []


def test_raise_sites_fill_the_places_of_their_sentences() -> None:
    wrong = []
    for site in sites():
        entry = sentences().get(str(site.code), {"nl": "", "en": "unknown code"})
        wanted = places(entry["en"]) | places(entry["nl"])
        if site.code is not None and site.parameters is not None and (site.parameters != wanted or site.code not in sentences()):
            wrong.append((site.where, site.code, sorted(site.parameters ^ wanted)))
    assert wrong == []


def test_every_sentence_is_used() -> None:
    schema = {code for code in sentences() if code.startswith("schema-")}
    assert set(sentences()) - schema - texts_in_source() == set()


@pytest.mark.parametrize(("code", "entry"), sentences().items(), ids=list(sentences()))
def test_a_sentence_stands_in_both_languages(code: str, entry: dict[str, str]) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert set(entry) == {"nl", "en"}
    # What a library said in English may be left out of a Dutch sentence, nothing else.
    assert places(entry["en"]) - {"cause"} == places(entry["nl"]) - {"cause"}
    bare_en, bare_nl = (re.sub(r"\{[^}]*\}|`[^`]*`", "", entry[lang]) for lang in ("en", "nl"))
    if re.search(r"[a-z]", bare_en) and code not in SAME_IN_BOTH:
        assert bare_nl != bare_en
    assert ENGLISH.search(bare_nl) is None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_code_stands_once(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    own = parse_yaml(text, file.name)  # refuses a key that stands twice
    assert isinstance(own, dict)
    others = {
        name for other in FILES if other != file for name in re.findall(r"^([a-z0-9-]+):", other.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert not set(own) & others


def test_every_file_has_its_part_of_the_page() -> None:
    assert {file.stem for file in FILES} == set(AREAS)
    assert all(f"| `{code}` |" in errors_page() for code in sentences())


def test_rules_of_documents_have_codes_too() -> None:
    assert value_errors_in_validators() == []
