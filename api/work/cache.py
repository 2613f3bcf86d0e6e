"""What was computed already, by the digest of what was asked: bounded in bytes, and computed once for all who ask at the same time."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable


class ResultCache:
    """Bytes by key, the least recently asked for forgotten first. Sound only for what is a pure function of its key."""

    def __init__(self, max_bytes: int) -> None:
        """Make an empty cache that holds at most `max_bytes` of results."""
        self._max_bytes = max_bytes
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._making: dict[str, asyncio.Future[bytes]] = {}

    @property
    def size_bytes(self) -> int:
        """Bytes of all results held."""
        return self._bytes

    def get(self, key: str) -> bytes | None:
        """Return what is held, or None."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: str, value: bytes) -> None:
        """Hold a result; one that is larger than a quarter of the whole is not held, for it would push out everything else."""
        if len(value) > self._max_bytes // 4:
            return
        with self._lock:
            self._bytes += len(value) - len(self._held.pop(key, b""))
            self._held[key] = value
            while self._bytes > self._max_bytes:
                _, dropped = self._held.popitem(last=False)
                self._bytes -= len(dropped)

    def forget(self, key: str) -> None:
        """Hold a result no longer."""
        with self._lock:
            self._bytes -= len(self._held.pop(key, b""))

    async def get_or_make(self, key: str, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """Return what is held, or make it; who asks while it is being made gets the same. What making raises is not held."""
        found = self.get(key)
        if found is not None:
            return found
        under_way = self._making.get(key)
        if under_way is None:
            under_way = asyncio.ensure_future(make())
            self._making[key] = under_way
            under_way.add_done_callback(lambda done: self._made(key, done))
        # One of several callers may go away; the work is everybody's.
        return await asyncio.shield(under_way)

    def _made(self, key: str, done: asyncio.Future[bytes]) -> None:
        self._making.pop(key, None)
        if not done.cancelled() and done.exception() is None:
            self.put(key, done.result())
