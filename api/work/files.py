"""Files that anybody may send: each is read in a fresh child process with limits, a few at a time."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

import structlog

from api.work.errors import Overloaded
from catalogue.errors import OptopError, UnreadableInput
from configurator.host.readers.isolation import Limits

Result = TypeVar("Result")
RETRY_S = 10
MAX_NAME = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")

_log = structlog.get_logger("optop.files")


class FileDesk:
    """Reads foreign files, each in a child of its own; takes on only so many."""

    def __init__(self, *, children: int = 2, queue_limit: int = 8, limits: Limits | None = None, max_bytes: int = 100_000_000) -> None:
        """Make a desk.

        Args:
            children: files that are read at the same time.
            queue_limit: files that may wait beside them.
            limits: what one child may use; nothing said is one minute and 2 GiB.
            max_bytes: size of the largest file.
        """
        self.limits = limits or Limits()
        self.max_bytes = max_bytes
        self._threads = ThreadPoolExecutor(children, "optop-files")
        self._capacity = children + queue_limit
        self._lock = threading.Lock()
        self._pending = self._rejected = 0

    @property
    def pending(self) -> int:
        """Files that are being read or wait for it."""
        return self._pending

    @property
    def rejected(self) -> int:
        """Files that were refused since the start, the ones that crashed their reader included."""
        return self._rejected

    async def run(self, read: Callable[..., Result], *arguments: object) -> Result:
        """Run a function that reads in a child (`run_isolated`), without holding up anybody else.

        Raises Overloaded when too many files wait, and what the function raises.
        """
        self._take_on()
        try:
            future = self._threads.submit(read, *arguments)
        except RuntimeError:
            self._finished(None)
            raise Overloaded("shutting-down", retry_after_s=RETRY_S) from None
        future.add_done_callback(self._finished)
        try:
            return await asyncio.wrap_future(future)
        except OptopError as error:
            with self._lock:
                self._rejected += 1
            _log.info("file rejected", code=error.code, message=error.message)
            raise

    def _take_on(self) -> None:
        with self._lock:
            if self._pending >= self._capacity:
                raise Overloaded("reading-busy", pending=self._pending, retry_s=RETRY_S, retry_after_s=RETRY_S)
            self._pending += 1

    def _finished(self, _: Future[Result] | None) -> None:
        with self._lock:
            self._pending -= 1

    @asynccontextmanager
    async def kept(self, uploads: Sequence[tuple[str, BinaryIO]], max_bytes: int | None = None) -> AsyncIterator[tuple[Path, ...]]:
        """Keep uploads as files for as long as they are read; each has a folder of its own, and of its name only what is harmless.

        `max_bytes` is the size of the largest one; the desk's own when left out.

        Raises UnreadableInput for one that is empty or too large.
        """
        most = self.max_bytes if max_bytes is None else max_bytes
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="optop-"))
        try:
            yield tuple([await asyncio.to_thread(self._keep, folder / str(k), *upload, most) for k, upload in enumerate(uploads)])
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def _keep(self, folder: Path, name: str, content: BinaryIO, most: int) -> Path:
        folder.mkdir()
        path = folder / safe_name(name)
        with path.open("wb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
        size = path.stat().st_size
        if size > most:
            raise UnreadableInput("file-over-limit", file=path.name, size_mb=size / 1e6, most_mb=most / 1e6)
        if size == 0:
            raise UnreadableInput("upload-empty", file=path.name)
        return path

    def close(self) -> None:
        """Finish what is being read, drop what waits."""
        self._threads.shutdown(wait=True, cancel_futures=True)


def safe_name(name: str) -> str:
    """Return of the name of an upload what can be the name of a file anywhere: its end, which says what kind of file it is."""
    cleaned = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1])[-MAX_NAME:].lstrip(".-")
    return cleaned or "upload"
