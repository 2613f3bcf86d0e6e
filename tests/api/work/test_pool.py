"""The pool with real processes: what one piece of work does to itself must not reach another."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from api.work import BudgetExceeded, Overloaded, PoolState, WorkFailed, WorkLost, WorkPool
from api.work.worker import PROMPT
from catalogue.errors import NotFound
from tests.api.work import work_samples as samples


@contextmanager
def pool(**settings: int) -> Iterator[WorkPool]:
    made = WorkPool(**settings)
    made.start()
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def one() -> Iterator[WorkPool]:
    with pool(workers=1, queue_limit=20) as made:
        yield made


def test_it_runs_in_another_process_that_stays(one: WorkPool) -> None:
    async def work() -> set[int]:
        return {await one.run(samples.own_pid) for _ in range(5)}

    pids = asyncio.run(work())
    assert len(pids) == 1
    assert os.getpid() not in pids


def test_a_worker_is_warm_before_its_first_piece_of_work(one: WorkPool) -> None:
    assert asyncio.run(one.run(samples.is_imported, "configurator.outputs.writers"))
    assert one.state.workers == 1


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems schedule otherwise.")
def test_a_worker_stands_back_for_the_process_that_answers(one: WorkPool) -> None:
    pid = asyncio.run(one.run(samples.own_pid))
    assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
    assert os.sched_getscheduler(pid) == os.SCHED_BATCH


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems schedule otherwise.")
def test_a_prompt_worker_does_not_stand_back() -> None:
    with pool(workers=1, nice=PROMPT) as prompt:
        pid = asyncio.run(prompt.run(samples.own_pid))
        assert os.getpriority(os.PRIO_PROCESS, pid) == os.getpriority(os.PRIO_PROCESS, 0)
        assert os.sched_getscheduler(pid) == os.sched_getscheduler(0)


def test_the_worker_that_worked_last_works_next() -> None:
    async def work(pool: WorkPool) -> set[int]:
        return {await pool.run(samples.own_pid) for _ in range(6)}

    with pool(workers=3) as three:
        while three.state.workers < 3 or three._idle.qsize() < 3:
            time.sleep(0.05)
        assert len(asyncio.run(work(three))) == 1


def test_two_pools_are_counted_together() -> None:
    assert PoolState(1, 2, 3, 4, 5, 6) + PoolState(10, 20, 30, 40, 50, 60) == PoolState(11, 22, 33, 44, 55, 66)


def test_what_the_work_refuses_comes_back_as_itself(one: WorkPool) -> None:
    with pytest.raises(NotFound) as caught:
        asyncio.run(one.run(samples.refuse))
    assert (caught.value.message, caught.value.pointers) == ("There is no such thing.", ("/thing",))


def test_a_defect_says_nothing_of_itself_to_the_caller(one: WorkPool) -> None:
    with pytest.raises(WorkFailed) as caught:
        asyncio.run(one.run(samples.stumble))
    assert "secret" not in caught.value.message


def test_a_budget_ends_endless_work_and_the_next_one_runs(one: WorkPool) -> None:
    before, start = one.state.overran, time.monotonic()
    with pytest.raises(BudgetExceeded):
        asyncio.run(one.run(samples.sleep, 60.0, budget_s=0.2))
    assert time.monotonic() - start < 20.0
    assert asyncio.run(one.run(samples.double, 4)) == 8
    assert one.state.overran == before + 1


def test_memory_is_bounded() -> None:
    with pool(workers=1, memory_bytes=3 << 30) as small:
        with pytest.raises(WorkFailed):
            asyncio.run(small.run(samples.big, 4096))
        assert asyncio.run(small.run(samples.double, 4)) == 8


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_dies_costs_its_own_request_only(one: WorkPool, how: int) -> None:
    """The killer runs first; everything that waits behind it, on the same slot, is done."""

    async def work() -> list[object]:
        return await asyncio.gather(one.run(samples.die, how), *(one.run(samples.double, k) for k in range(8)), return_exceptions=True)

    killer, *others = asyncio.run(work())
    assert isinstance(killer, WorkLost)
    assert signal.Signals(how).name in killer.message
    assert others == [2 * k for k in range(8)]


def test_a_worker_killed_while_idle_costs_nothing(one: WorkPool) -> None:
    async def work() -> int:
        os.kill(await one.run(samples.own_pid), signal.SIGKILL)
        return await one.run(samples.double, 21)

    assert asyncio.run(work()) == 42


def test_too_much_is_refused_with_a_time_to_come_back() -> None:
    async def work(full: WorkPool) -> list[object]:
        tasks = [asyncio.create_task(full.run(samples.sleep, 0.3)) for _ in range(6)]
        return await asyncio.gather(*tasks, return_exceptions=True)

    with pool(workers=1, queue_limit=2) as full:
        found = asyncio.run(work(full))
        refused = [item for item in found if isinstance(item, Overloaded)]
        assert found.count("slept") == 3
        assert len(refused) == 3
        assert all(1 <= item.retry_after_s <= 60 for item in refused)
        assert full.state.refused == 3
        assert full.state.pending == 0
        assert asyncio.run(full.run(samples.double, 1)) == 2


def test_closing_finishes_what_runs_and_takes_on_no_more() -> None:
    async def work(ending: WorkPool) -> tuple[object, object]:
        running = asyncio.create_task(ending.run(samples.sleep, 0.3))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(ending.close)
        with pytest.raises(Overloaded):
            await ending.run(samples.double, 1)
        return await running, ending.state.workers

    with pool(workers=1) as ending:
        asyncio.run(ending.run(samples.double, 1))
        assert asyncio.run(work(ending)) == ("slept", 0)


def test_the_loop_stays_free_while_work_runs(one: WorkPool) -> None:
    async def work() -> float:
        running = asyncio.create_task(one.run(samples.sleep, 0.5))
        worst, last = 0.0, time.monotonic()
        while not running.done():
            await asyncio.sleep(0.005)
            now = time.monotonic()
            worst, last = max(worst, now - last), now
        return worst

    assert asyncio.run(work()) < 0.25
