"""Figures of the running service for Prometheus: requests by route template, what the pool and the file desk are doing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.work import FileDesk, ResultCache, WorkPool

BUCKETS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
UNMATCHED = "(none)"
"""The template of a request that no route answers: addresses of others' invention make no series of their own."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures of one application; nothing is shared with another one in the same process."""

    def __init__(self) -> None:
        """Begin to count."""
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "optop_http_request_seconds",
            "Seconds until a request was answered.",
            ("method", "route"),
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        self._answers = Counter("optop_http_requests", "Answers by status.", ("method", "route", "status"), registry=self.registry)
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

    def watch(self, work: WorkPool, files: FileDesk, results: ResultCache) -> None:
        """Report what the workers of a service are doing whenever somebody looks."""
        self.registry.register(_Workers(work, files, results))

    def text(self) -> bytes:
        """Return everything in the text format."""
        return generate_latest(self.registry)


class _Workers(Collector):
    """Reads the state of the workers when it is asked for."""

    def __init__(self, work: WorkPool, files: FileDesk, results: ResultCache) -> None:
        self._work, self._files, self._results = work, files, results

    def describe(self) -> Iterable[Metric]:
        """Say nothing beforehand: names are known without asking the pool."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Return the figures of now."""
        state = self._work.state
        gauges = (
            ("optop_work_processes", "Processes of the pool that live.", state.workers),
            ("optop_work_pending", "Computations taken on and not done, running ones included.", state.pending),
            ("optop_work_capacity", "Computations taken on at most.", state.capacity),
            ("optop_files_pending", "Uploaded files being read or waiting for it.", self._files.pending),
            ("optop_result_cache_bytes", "Bytes of results held in memory.", self._results.size_bytes),
        )
        counters = (
            ("optop_work_processes_lost", "Processes of the pool that ended under a computation.", state.lost),
            ("optop_work_overran", "Computations that were ended because they took too long.", state.overran),
            ("optop_work_refused", "Computations that were not taken on because too many waited.", state.refused),
            ("optop_files_rejected", "Uploaded files that were refused, or crashed their reader.", self._files.rejected),
        )
        for name, text, value in gauges:
            yield GaugeMetricFamily(name, text, value=value)
        for name, text, value in counters:
            yield CounterMetricFamily(name, text, value=value)
