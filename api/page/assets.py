"""The built scripts, styles and fonts: which files a page needs, and how they are handed out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from fastapi import Request
from starlette.responses import Response

MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
"""Content codings with the ending of the file that holds them, the smallest first."""
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Entry:
    """One script or style, and the files that it loads at once."""

    file: str
    with_files: tuple[str, ...]


class Assets:
    """A folder with what the page was built to."""

    def __init__(self, folder: Traversable) -> None:
        """Read what there is; an empty one where the page was not built."""
        self._folder = folder
        manifest = folder.joinpath("pages.json")
        built = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
        self._entries = {name: Entry(entry["file"], tuple(entry["with"])) for name, entry in built.items()}
        self._files = frozenset(item.name for item in folder.iterdir()) if built else frozenset()

    @property
    def built(self) -> bool:
        """Whether the page was built at all."""
        return bool(self._entries)

    def entry(self, name: str) -> Entry:
        """Return an entry by its name. Raises KeyError: a template names one that is not built."""
        return self._entries[name]

    def response(self, name: str, headers: Mapping[str, str]) -> Response:
        """Return one file, compressed where the browser takes that; 404 for a name that was not built."""
        ending = f".{name.rpartition('.')[2]}"
        if name not in self._files or ending not in MEDIA_TYPES:
            return Response("There is no such file.\n", 404, media_type="text/plain")
        kept = "no-cache" if name == "NOTICES.txt" else FOR_EVER
        answer = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
        accepted = {part.split(";")[0].strip() for part in headers.get("accept-encoding", "").split(",")}
        for coding, suffix in ENCODINGS:
            if coding in accepted and f"{name}{suffix}" in self._files:
                content = self._content(f"{name}{suffix}")
                return Response(content, headers={**answer, "Content-Encoding": coding}, media_type=MEDIA_TYPES[ending])
        return Response(self._content(name), headers=answer, media_type=MEDIA_TYPES[ending])

    def _content(self, name: str) -> bytes:
        return self._folder.joinpath(name).read_bytes()


@cache
def page_assets() -> Assets:
    """Return what this installation was built to."""
    return Assets(resources.files("api.page").joinpath("static"))


def static_file(request: Request, name: str) -> Response:
    """Hand out one built file."""
    return page_assets().response(name, request.headers)
