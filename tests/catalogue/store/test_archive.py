"""The catalogue as one file: the same bytes each time, back as the same catalogue, and nothing unpacked that no export writes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from catalogue.errors import UnreadableInput
from catalogue.store.archive import export_archive, unpack_archive
from catalogue.store.database import Database
from catalogue.store.exchange import export_files
from tests.catalogue.store.test_exchange import files, filled


def archive(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members:
            written.writestr(name, content)
    return held.getvalue()


def test_what_goes_into_an_archive_comes_out_as_the_same_files(database: Database, tmp_path: Path) -> None:
    filled(database)
    for name in ("a.zip", "b.zip"):
        assert export_archive(database, tmp_path / name).versions == ("A3@1.0.0", "A3@1.1.0")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    unpack_archive(tmp_path / "a.zip", tmp_path / "unpacked")
    export_files(database, tmp_path / "folder")
    assert files(tmp_path / "unpacked") == files(tmp_path / "folder")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"PK\x05\x06", "cannot be read"),
        (archive(("audit.jsonl", b"x" * 1000))[:60], "cannot be read"),
        (archive(("../../outside", b"x")), "outside"),
        (archive(("/etc/cron.d/x", b"x")), "cron"),
        (archive(("concepts/A3/../../x.json", b"x")), "no export"),
        (archive(("concepts/A3/1.0.0.json\n", b"x")), "no export"),
        (archive(("concepts\\A3\\1.0.0.yaml", b"x")), "no export"),
        (archive(("attachments/media-types.json", b"0" * 10_001)), "unpacks to more"),
        (archive(("audit.jsonl", b"0" * 9_000), ("attachments/media-types.json", b"0" * 2_000)), "unpacks to more"),
    ],
)
def test_what_no_export_wrote_is_refused_and_leaves_nothing_outside(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "a.zip"
    file.write_bytes(content)
    with pytest.raises(UnreadableInput, match=words):
        unpack_archive(file, tmp_path / "in" / "unpacked", max_bytes=10_000)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert sum(path.stat().st_size for path in (tmp_path / "in" / "unpacked").rglob("*") if path.is_file()) <= 10_000


def test_a_small_file_that_unpacks_to_very_much_is_stopped_early(tmp_path: Path) -> None:
    """Whatever the archive says of its own sizes: at most the bound and one byte are read."""
    file = tmp_path / "bomb.zip"
    file.write_bytes(archive(("audit.jsonl", b"\0" * 50_000_000)))
    assert file.stat().st_size < 100_000
    with pytest.raises(UnreadableInput, match="unpacks to more"):
        unpack_archive(file, tmp_path / "unpacked", max_bytes=2_000_000)
    assert (tmp_path / "unpacked" / "audit.jsonl").stat().st_size <= 2_000_000
