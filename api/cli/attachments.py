"""Files that somebody attaches on the command line, with their kind by their ending."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from catalogue.errors import UnreadableInput

KIND_BY_ENDING: dict[str, str] = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".csv": "text/csv",
    ".ifc": "application/x-step",
    ".json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file with its kind."""

    content: bytes
    media_type: str


def read_attachments(files: list[Path]) -> tuple[Attachment, ...]:
    """Read files. Raises UnreadableInput for one that is not there or of another kind."""
    return tuple(_read(file) for file in files)


def _read(file: Path) -> Attachment:
    media_type = KIND_BY_ENDING.get(file.suffix.lower())
    if media_type is None:
        raise UnreadableInput("attachment-ending", file=file, known=tuple(KIND_BY_ENDING))
    try:
        return Attachment(file.read_bytes(), media_type)
    except OSError as error:
        raise UnreadableInput("file-unreadable", path=file, cause=error.strerror) from None
