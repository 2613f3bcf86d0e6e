"""Figures of the running service for Prometheus: requests by route template, what the pools and the file desk are doing."""

from __future__ import annotations

import asyncio
import operator
import os
from collections.abc import Callable, Sequence
from functools import reduce
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from api.work import FileDesk, ResultCache, WorkPool

BUCKETS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
UNMATCHED = "(none)"
"""The template of a request that no route answers: addresses of others' invention make no series of their own."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FRESH_S = 5.0
"""How old what another process says of itself may be."""
_FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
SHARED_FOLDER = Path(_FOLDER) if _FOLDER else None
"""Where the processes of one service keep their figures, so that each answers for all; the library reads the same variable once."""
GAUGES = {
    "optop_work_processes": "Processes of the pools that live.",
    "optop_work_pending": "Computations taken on and not done, running ones included.",
    "optop_work_capacity": "Computations taken on at most.",
    "optop_files_pending": "Uploaded files being read or waiting for it.",
    "optop_result_cache_bytes": "Bytes of results held in memory.",
}
COUNTERS = {
    "optop_work_processes_lost": "Processes of the pools that ended under a computation.",
    "optop_work_overran": "Computations that were ended because they took too long.",
    "optop_work_refused": "Computations that were not taken on because too many waited.",
    "optop_files_rejected": "Uploaded files that were refused, or crashed their reader.",
}


class Metrics:
    """The figures of one application; nothing is shared with another one in the same process."""

    def __init__(self) -> None:
        """Begin to count."""
        if SHARED_FOLDER is not None:
            SHARED_FOLDER.mkdir(parents=True, exist_ok=True)
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "optop_http_request_seconds",
            "Seconds until a request was answered.",
            ("method", "route"),
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        self._answers = Counter("optop_http_requests", "Answers by status.", ("method", "route", "status"), registry=self.registry)
        self._workers = _Workers(self.registry)
        self._cells: dict[tuple[str, str, int], tuple[Callable[[float], None], Callable[[], None]]] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        key = (method, route, status)
        cell = self._cells.get(key)
        if cell is None:
            known = method if method in METHODS else "other"
            cell = (self._seconds.labels(known, route).observe, self._answers.labels(known, route, str(status)).inc)
            self._cells[key if method in METHODS else ("other", route, status)] = cell
        cell[0](seconds)
        cell[1]()

    def watch(self, pools: Sequence[WorkPool], files: FileDesk, results: ResultCache) -> None:
        """Report what the workers of a service are doing whenever somebody looks; of a service that is started again the new ones."""
        self._workers.watch(pools, files, results)

    def refresh(self) -> None:
        """Note what the workers of this process are doing now."""
        self._workers.note()

    def text(self) -> bytes:
        """Return everything in the text format: of this process, or of all that share a folder."""
        self.refresh()
        if SHARED_FOLDER is None:
            return generate_latest(self.registry)
        forget_ended(SHARED_FOLDER)
        together = CollectorRegistry()
        MultiProcessCollector(together, str(SHARED_FOLDER))  # type: ignore[no-untyped-call]
        return generate_latest(together)

    async def share(self) -> None:
        """Go on noting for whoever asks another process: until this one ends."""
        while SHARED_FOLDER is not None:
            self.refresh()
            await asyncio.sleep(FRESH_S)

    def end(self) -> None:
        """Leave the figures of now to the others: this process works no more."""
        if SHARED_FOLDER is not None:
            mark_process_dead(os.getpid(), str(SHARED_FOLDER))  # type: ignore[no-untyped-call]


class _Workers:
    """What the workers of one process are doing: what is so now as gauges, what has happened as counters."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._watched: tuple[Sequence[WorkPool], FileDesk, ResultCache] | None = None
        self._gauges = {name: Gauge(name, text, registry=registry, multiprocess_mode="livesum") for name, text in GAUGES.items()}
        self._counters = {name: Counter(name, text, registry=registry) for name, text in COUNTERS.items()}
        self._counted = dict.fromkeys(COUNTERS, 0)

    def watch(self, pools: Sequence[WorkPool], files: FileDesk, results: ResultCache) -> None:
        """Look at these from now on; they begin to count at nothing."""
        self._watched, self._counted = (pools, files, results), dict.fromkeys(COUNTERS, 0)

    def note(self) -> None:
        """Take over the figures of now."""
        if self._watched is None:
            return
        pools, files, results = self._watched
        state = reduce(operator.add, (pool.state for pool in pools))
        now = {
            "optop_work_processes": state.workers,
            "optop_work_pending": state.pending,
            "optop_work_capacity": state.capacity,
            "optop_files_pending": files.pending,
            "optop_result_cache_bytes": results.size_bytes,
        }
        happened = {
            "optop_work_processes_lost": state.lost,
            "optop_work_overran": state.overran,
            "optop_work_refused": state.refused,
            "optop_files_rejected": files.rejected,
        }
        for name, value in now.items():
            self._gauges[name].set(value)
        for name, count in happened.items():
            self._counters[name].inc(max(0, count - self._counted[name]))
            self._counted[name] = count


def forget_ended(folder: Path) -> None:
    """Remove what processes say of now that were killed before they could take it back; what they counted stays."""
    for file in folder.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
        except PermissionError:  # it lives, and is another user's
            continue
