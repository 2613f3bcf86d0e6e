"""Files that are not what they claim to be cost one sentence, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.documents.building import Building
from catalogue.documents.loading import MAX_DOCUMENT_BYTES, parse_json, read_document, read_document_text
from catalogue.documents.options import Options
from catalogue.errors import InvalidDocument, OptopError, UnreadableInput


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"type": "building", "roof": ', "not complete JSON"),
        ('{"storeys_added": NaN}', "NaN is not a number"),
        ('{"storeys_added": -Infinity}', "-Infinity is not a number"),
        ('{"storeys_added": 1e999}', "not a number that can be measured"),
        ('{"a":' * 100_000, "not usable JSON"),
        ("a: &x [1]\nb: *x\n", "aliases"),
        ("a: 1\na: 2\n", "stands here twice"),
        ("a: [1, 2\n", "line 2"),
    ],
)
def test_broken_text_gets_one_sentence(text: str, says: str) -> None:
    with pytest.raises(UnreadableInput, match=says) as error:
        read_document_text(Options, text, "input")
    assert "\n" not in error.value.message


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("storeys_added: 9", "/storeys_added"),
        ("storeys_added: .nan", "/storeys_added"),
        ("nonsense: 1", "/nonsense"),
        ("setback_mm: {facade: -1}", "/setback_mm/facade"),
        ("mix: {studio: 2}", "/mix/studio"),
    ],
)
def test_a_broken_schema_names_the_field(text: str, pointer: str) -> None:
    with pytest.raises(InvalidDocument) as error:
        read_document_text(Options, text, "input")
    assert error.value.pointers[0] == pointer
    assert pointer in error.value.message
    assert "pydantic" not in error.value.message.lower()


def test_a_list_is_no_document() -> None:
    with pytest.raises(InvalidDocument, match="holds no fields"):
        read_document_text(Options, "- 1", "input")


def test_a_file_of_bytes_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(UnreadableInput, match="not text in UTF-8"):
        read_document(Building, path)


def test_a_missing_file_a_folder_and_a_giant(tmp_path: Path) -> None:
    giant = tmp_path / "giant.yaml"
    giant.write_bytes(b"#" * (MAX_DOCUMENT_BYTES + 1))
    for path, says in ((tmp_path / "none.yaml", "does not exist"), (tmp_path, "is a folder"), (giant, "at most 2 MB")):
        with pytest.raises(UnreadableInput, match=says):
            read_document(Building, path)


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "o.yaml"
    path.write_bytes(b"\xef\xbb\xbfstoreys_added: 2\n")
    assert read_document(Options, path).storeys_added == 2


def test_every_error_knows_its_exit_code() -> None:
    with pytest.raises(OptopError) as error:
        parse_json("{", "x")
    assert error.value.exit_code == 2
