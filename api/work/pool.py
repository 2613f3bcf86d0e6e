"""A pool of warm processes that computes for requests: bounded, with a time budget, and one process a slot.

A process that dies costs the request that it worked on, and nobody else: every slot has a process of its own, and work that a dying
process had not begun goes to its successor. (The pool of the standard library is broken for everybody once one of its processes died.)
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import pickle
import queue
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import astuple, dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

import structlog

from api.work.errors import BudgetExceeded, Overloaded, WorkFailed, WorkLost
from api.work.worker import BEGUN, NICE, REFUSALS, Answer, serve
from configurator.host.readers.isolation import preload_first, start_child

Result = TypeVar("Result")
START_S = 60.0
"""A process that does not take up its work within this time did not start."""
TASKS_PER_PROCESS = 1000
"""After this many pieces of work a process is replaced, so that nothing can pile up in it."""
STARTS = 3
"""Processes that may die before they begin a piece of work, until it counts as lost."""
LONGEST_RETRY_S = 60
FIRST_GUESS_S = 0.5
"""How long a piece of work takes, before any was done."""

_log = structlog.get_logger("optop.work")


@dataclass(frozen=True, slots=True)
class PoolState:
    """What the pool is doing, for those who watch it."""

    workers: int
    """Processes that live."""
    pending: int
    """Pieces of work that were taken on and are not done, running ones included."""
    capacity: int
    """Pieces of work that are taken on at most."""
    lost: int
    """Processes that ended while they worked, since the start."""
    overran: int
    """Pieces of work that were ended because they took too long."""
    refused: int
    """Pieces of work that were not taken on because too many waited."""

    def __add__(self, other: PoolState) -> PoolState:
        """Return what two pools are doing together."""
        return PoolState(*(own + more for own, more in zip(astuple(self), astuple(other), strict=True)))


class _Slot:
    """One process at a time, used by one thread at a time."""

    def __init__(self, memory_bytes: int, nice: int) -> None:
        self._memory_bytes, self._nice = memory_bytes, nice
        self._connection: Connection | None = None
        self._process: BaseProcess | None = None
        self._done = 0

    @property
    def alive(self) -> bool:
        """Whether it has a process."""
        process = self._process
        return process is not None and process.is_alive()

    def connected(self) -> Connection:
        """Return the line to a living process, a new one where there is none."""
        if self._connection is None or not self.alive or self._done >= TASKS_PER_PROCESS:
            self.discard()
            self._connection, self._process = start_child(serve, self._memory_bytes, self._nice)
            self._done = 0
        return self._connection

    def discard(self) -> str:
        """End the process and hang up; returns how it had ended: the name of a signal, or an exit code."""
        connection, process = self._connection, self._process
        self._connection = self._process = None
        if connection is not None:
            connection.close()
        if process is None:
            return "not started"
        # It ignores every gentler signal, and may be in the middle of something endless.
        process.join(0.05)
        process.kill()
        process.join()
        code = process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def hang_up(self) -> None:
        """Let an idle process end by itself."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.join(1.0)
        self.discard()

    def perform(self, task: bytes, budget_s: float) -> Answer:
        """Do one piece of work. Raises BudgetExceeded or WorkLost; either costs the process, and nothing else."""
        for _ in range(STARTS):
            connection = self.connected()
            try:
                connection.send_bytes(task)
                if connection.poll(START_S) and connection.recv_bytes() == BEGUN:
                    return self._answer(connection, budget_s)
            except (OSError, EOFError):
                pass
            _log.warning("worker died idle", how=self.discard())
        raise WorkLost("work-no-process")

    def _answer(self, connection: Connection, budget_s: float) -> Answer:
        try:
            if not connection.poll(budget_s):
                self.discard()
                raise BudgetExceeded("work-over-budget", budget_s=budget_s)
            answer: Answer = pickle.loads(connection.recv_bytes())  # noqa: S301 - from our own worker, which only reads checked documents
        except (OSError, EOFError):
            how = self.discard()
            raise WorkLost("work-lost", how=how) from None
        self._done += 1
        return answer


class WorkPool:
    """Runs functions in processes; see the module."""

    def __init__(
        self, *, workers: int = 2, queue_limit: int = 16, budget_s: float = 30.0, memory_bytes: int = 4 << 30, nice: int = NICE
    ) -> None:
        """Make a pool; nothing starts before `start` or the first piece of work.

        Args:
            workers: processes; as many as there are cores to compute with.
            queue_limit: pieces of work that may wait beside those that run.
            budget_s: wall-clock seconds that a piece of work may take, unless its caller says otherwise.
            memory_bytes: address space of one process.
            nice: how far its processes stand back for all others.
        """
        self._slots = tuple(_Slot(memory_bytes, nice) for _ in range(workers))
        # The process that worked last comes first: it remembers most of what is asked next.
        self._idle: queue.LifoQueue[_Slot] = queue.LifoQueue()
        for slot in self._slots:
            self._idle.put(slot)
        self._threads = ThreadPoolExecutor(workers, "optop-work")
        self._capacity = workers + queue_limit
        self._budget_s = budget_s
        self._lock = threading.Lock()
        self._pending = self._lost = self._overran = self._refused = 0
        self._usual_s = FIRST_GUESS_S
        self._closed = False

    def start(self) -> None:
        """Start every process that does not live, in the background; nothing once the pool is closed."""
        preload_first("api.work.warm")
        with contextlib.suppress(RuntimeError):
            self._threads.submit(self._start_idle)

    def _start_idle(self) -> None:
        """Start what is idle, all at once: one by one, the process that was started last would come first again."""
        idle: list[_Slot] = []
        try:
            with contextlib.suppress(queue.Empty):
                while True:
                    idle.append(self._idle.get_nowait())
            for slot in idle:
                slot.connected()
        finally:
            for slot in reversed(idle):
                self._idle.put(slot)

    @property
    def state(self) -> PoolState:
        """What the pool is doing now."""
        living = sum(slot.alive for slot in self._slots)
        return PoolState(living, self._pending, self._capacity, self._lost, self._overran, self._refused)

    async def run(
        self, function: Callable[..., Result], *arguments: object, budget_s: float | None = None, waiting: int | None = None
    ) -> Result:
        """Run a function in a process of the pool and return what it returns.

        Args:
            function: at the top level of a module, so that it can be found there again.
            arguments: anything that can be pickled; documents travel as their JSON bytes.
            budget_s: wall-clock seconds that it may take once it runs; the pool's own when left out.
            waiting: it is not taken on where so many wait already; as many as the pool lets wait when left out.

        Raises:
            Overloaded: too much waits, or this waited longer than it may take.
            BudgetExceeded: it took too long and was ended.
            WorkLost: its process died under it.
            WorkFailed: it raised something unforeseen, which is in the log.
            OptopError: what the function itself refuses, as itself.
        """
        allowed_s = self._budget_s if budget_s is None else budget_s
        task = pickle.dumps((function, arguments))
        self._take_on(self._capacity if waiting is None else min(self._capacity, len(self._slots) + waiting))
        try:
            future = self._threads.submit(copy_context().run, self._perform, task, allowed_s, time.monotonic())
        except RuntimeError:
            self._finished(None)
            raise Overloaded("shutting-down", retry_after_s=5) from None
        future.add_done_callback(self._finished)
        answer = await asyncio.wrap_future(future)
        if answer.phrase is not None:
            raise REFUSALS[answer.refusal](answer.phrase, pointers=answer.pointers)
        if answer.kind == "failed":
            _log.error("work failed", function=function.__qualname__, trace=answer.value)
            raise WorkFailed("work-failed")
        result: Result = answer.value
        return result

    def _take_on(self, most: int) -> None:
        with self._lock:
            if self._pending >= most:
                self._refused += 1
                wait_s = min(LONGEST_RETRY_S, max(1, math.ceil(self._pending * self._usual_s / len(self._slots))))
                raise Overloaded("computing-busy", pending=self._pending, wait_s=wait_s, retry_after_s=wait_s)
            self._pending += 1

    def _finished(self, _: Future[Answer] | None) -> None:
        with self._lock:
            self._pending -= 1

    def _perform(self, task: bytes, budget_s: float, since: float) -> Answer:
        """Do one piece of work on an idle slot; there are as many threads as slots, so one is idle."""
        began = time.monotonic()
        if began - since > budget_s + START_S:
            raise Overloaded("work-waited", retry_after_s=LONGEST_RETRY_S)
        slot = self._idle.get()
        try:
            answer = slot.perform(task, budget_s)
        except (BudgetExceeded, WorkLost) as error:
            with self._lock:
                self._overran += isinstance(error, BudgetExceeded)
                self._lost += isinstance(error, WorkLost)
            _log.warning("work ended early", code=error.code, message=error.message)
            raise
        finally:
            self._idle.put(slot)
        self._usual_s += 0.2 * (time.monotonic() - began - self._usual_s)
        return answer

    def close(self) -> None:
        """Finish what runs, drop what waits, and end every process. Safe to call again."""
        if self._closed:
            return
        self._closed = True
        self._threads.shutdown(wait=True, cancel_futures=True)
        for slot in self._slots:
            with contextlib.suppress(OSError):
                slot.hang_up()
