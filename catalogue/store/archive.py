"""The whole catalogue as one file: what `exchange` writes into a folder, as a ZIP archive, and back.

The same catalogue gives the same bytes. Nothing is unpacked but what an export writes, and never more than a bound.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path

from catalogue.errors import Phrase, UnreadableInput
from catalogue.store.database import Database
from catalogue.store.exchange import Exchanged, export_files

MAX_UNPACKED_BYTES = 2_000_000_000
"""What an archive may come to; a small file can unpack to very much."""
MAX_MEMBERS = 100_000
_MEMBER = re.compile(
    r"concepts/[A-Za-z0-9][A-Za-z0-9_.-]{0,79}/\d{1,6}\.\d{1,6}\.\d{1,6}(\.record|\.state)?\.json"
    r"|attachments/(media-types\.json|[0-9a-f]{64})|audit\.jsonl"
)
"""What an export writes: nothing that leads out of its folder can be named so."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that the format knows: the archive says nothing of when it was written."""
_CHUNK_BYTES = 1 << 20


def export_archive(database: Database, file: Path) -> Exchanged:
    """Write the whole catalogue as one archive."""
    with tempfile.TemporaryDirectory(prefix="optop-") as name:
        folder = Path(name)
        written = export_files(database, folder)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in sorted(path for path in folder.rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(member.relative_to(folder).as_posix(), _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, member.read_bytes())
    return written


def unpack_archive(file: Path, folder: Path, max_bytes: int = MAX_UNPACKED_BYTES) -> None:
    """Unpack an archive into an empty folder, for `import_files`.

    Raises UnreadableInput for what is no archive, holds something that no export writes, or comes to more than `max_bytes`.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            strange = [member.filename for member in members if not _MEMBER.fullmatch(member.filename)]
            if strange or len(members) > MAX_MEMBERS:
                named = repr(strange[0][:80]) if strange else Phrase("archive-files", {"count": len(members)})
                raise UnreadableInput("archive-strange", named=named)
            left = max_bytes
            for member in members:
                left = _unpack(archive, member, folder / member.filename, left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableInput("archive-broken", cause=type(error).__name__) from None


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Write one file; returns how many bytes the others may still have. What an archive says of its own sizes is not believed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, target.open("wb") as sink:
        while chunk := source.read(min(_CHUNK_BYTES, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise UnreadableInput("archive-large")
            sink.write(chunk)
    return left
