"""Published versions as they are sent, in memory: a published document never changes, so only what became of it is looked up again."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

MAX_BYTES = 64_000_000
FRESH_S = 5.0
"""For how long what became of a version (withdrawn, deprecated) is taken to be so still: another process may have changed it."""


@dataclass(frozen=True, slots=True)
class SentVersion:
    """One version as it is sent."""

    body: bytes
    headers: dict[str, str]
    etag: str


class VersionCache:
    """The versions that were asked for last, within a bound of memory. Safe to use from several threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        """Keep at most `max_bytes` of bodies."""
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[str, str], tuple[SentVersion, float]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def fresh(self, concept_id: str, version: str) -> SentVersion | None:
        """Return a version whose headers are up to date, or None."""
        with self._lock:
            found = self._kept.get((concept_id, version))
            if found is None or found[1] < time.monotonic():
                return None
            self._kept.move_to_end((concept_id, version))
            return found[0]

    def body(self, concept_id: str, version: str) -> bytes | None:
        """Return the bytes of a version, whatever became of it since, or None."""
        with self._lock:
            found = self._kept.get((concept_id, version))
            return None if found is None else found[0].body

    def keep(self, concept_id: str, version: str, sent: SentVersion) -> None:
        """Keep a version as it is sent now; what was not asked for longest goes."""
        with self._lock:
            before = self._kept.pop((concept_id, version), None)
            self._bytes -= 0 if before is None else len(before[0].body)
            self._kept[concept_id, version] = (sent, time.monotonic() + FRESH_S)
            self._bytes += len(sent.body)
            while self._bytes > self._max_bytes:
                _, (gone, _) = self._kept.popitem(last=False)
                self._bytes -= len(gone.body)

    def forget(self, concept_id: str) -> None:
        """Look up again what became of the versions of a concept: one of them was published, deprecated or withdrawn."""
        with self._lock:
            for key, (sent, _) in self._kept.items():
                if key[0] == concept_id:
                    self._kept[key] = (sent, 0.0)
