"""Uploaded files: kept for as long as they are read, under names that lead nowhere, a few at a time."""

from __future__ import annotations

import asyncio
import io
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.work import FileDesk, Overloaded
from api.work.files import MAX_NAME, safe_name
from catalogue.errors import UnreadableInput
from configurator.host.readers.isolation import Limits, run_isolated
from tests.api.work import work_samples as samples


@given(st.text(max_size=200))
def test_a_name_is_one_harmless_part_of_a_path(name: str) -> None:
    found = safe_name(name)
    assert 0 < len(found) <= MAX_NAME
    assert Path("/folder", found).resolve().parent == Path("/folder")
    assert not found.startswith(".")


def test_the_end_of_a_name_says_what_it_is() -> None:
    assert safe_name("C:\\Users\\An\\Blok 3 (nieuw).city.json") == "Blok_3_nieuw_.city.json"
    assert safe_name("../..") == "upload"


def test_an_upload_lies_in_a_folder_that_goes() -> None:
    desk = FileDesk(children=1)

    async def work() -> Path:
        async with desk.kept([("a.ifc", io.BytesIO(b"one")), ("a.ifc", io.BytesIO(b"two"))]) as (one, two):
            assert (one.read_bytes(), two.read_bytes()) == (b"one", b"two")
            return one

    kept = asyncio.run(work())
    assert not kept.exists()
    assert not kept.parent.parent.exists()


@pytest.mark.parametrize(("content", "said"), [(b"", "empty"), (b"x" * 2001, "at most")])
def test_an_empty_or_a_large_upload_is_refused(content: bytes, said: str) -> None:
    desk = FileDesk(children=1, max_bytes=2000)

    async def work() -> None:
        async with desk.kept([("a.ifc", io.BytesIO(content))]):
            pass

    with pytest.raises(UnreadableInput, match=said):
        asyncio.run(work())


def test_what_a_child_does_to_itself_ends_as_a_sentence_and_is_counted() -> None:
    desk = FileDesk(children=1, limits=Limits(cpu_s=1, wall_s=2.0))

    def crash() -> object:
        return run_isolated(samples.die, 11, where="a.ifc", limits=desk.limits)

    def hang() -> object:
        return run_isolated(samples.sleep, 60.0, where="a.ifc", limits=desk.limits)

    start = time.monotonic()
    for attempt in (crash, hang):
        with pytest.raises(UnreadableInput):
            asyncio.run(desk.run(attempt))
    assert time.monotonic() - start < 30.0
    assert desk.rejected == 2
    assert desk.pending == 0
    desk.close()


def test_too_many_files_are_refused_with_a_time_to_come_back() -> None:
    desk = FileDesk(children=1, queue_limit=1)

    async def work() -> list[object]:
        tasks = [asyncio.create_task(desk.run(time.sleep, 0.1)) for _ in range(4)]
        return await asyncio.gather(*tasks, return_exceptions=True)

    found = asyncio.run(work())
    assert [type(one) for one in found] == [type(None), type(None), Overloaded, Overloaded]
    desk.close()
    with pytest.raises(Overloaded):
        asyncio.run(desk.run(time.sleep, 0.0))
