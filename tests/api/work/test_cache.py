"""The cache of results: bounded in bytes, and one computation for all who ask at the same time."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.work import ResultCache

KEYS = st.sampled_from("abcdef")


@given(st.lists(st.tuples(KEYS, st.binary(max_size=60))))
def test_it_holds_what_was_put_last_and_never_more_than_its_bound(puts: list[tuple[str, bytes]]) -> None:
    cache, last = ResultCache(100), dict[str, bytes]()
    for key, value in puts:
        cache.put(key, value)
        if len(value) <= 25:
            last[key] = value
        held = {name: found for name in "abcdef" if (found := cache.get(name)) is not None}
        assert cache.size_bytes == sum(len(value) for value in held.values()) <= 100
        assert all(last[name] == found for name, found in held.items())


def test_the_least_recently_asked_for_goes_first() -> None:
    cache = ResultCache(40)
    for key in "abcd":
        cache.put(key, b"0123456789")
    assert cache.get("a") is not None
    cache.put("e", b"0123456789")
    assert [key for key in "abcde" if cache.get(key) is not None] == ["a", "c", "d", "e"]


def test_who_asks_at_the_same_time_shares_one_computation() -> None:
    cache, made = ResultCache(1000), list[int]()

    async def make() -> bytes:
        made.append(1)
        await asyncio.sleep(0.05)
        return b"result"

    async def work() -> list[bytes]:
        gone = asyncio.create_task(cache.get_or_make("k", make))
        others = [asyncio.create_task(cache.get_or_make("k", make)) for _ in range(3)]
        await asyncio.sleep(0.01)
        gone.cancel()
        return await asyncio.gather(*others)

    assert asyncio.run(work()) == [b"result"] * 3
    assert made == [1]


def test_what_fails_is_told_to_all_who_asked_and_not_held() -> None:
    cache = ResultCache(1000)

    async def fail() -> bytes:
        await asyncio.sleep(0)
        raise ValueError("no")

    async def succeed() -> bytes:
        return b"yes"

    async def work() -> bytes:
        found = await asyncio.gather(*(cache.get_or_make("k", fail) for _ in range(2)), return_exceptions=True)
        assert [type(one) for one in found] == [ValueError, ValueError]
        with pytest.raises(ValueError, match="no"):
            await cache.get_or_make("k", fail)
        return await cache.get_or_make("k", succeed)

    assert asyncio.run(work()) == b"yes"
