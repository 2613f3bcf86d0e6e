"""Canonical form, digest and rounding."""

from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from catalogue.documents.canonical import canonical_bytes, decimals_of, digest_of, rounded
from catalogue.errors import InvalidDocument


def test_canonical_json_is_rfc_8785() -> None:
    """RFC 8785 section 3.2.2: shortest numbers; 3.2.3: keys sorted by UTF-16 code units."""
    assert canonical_bytes({"b": 1.0, "a": [4.50, 1e-7, 1e21]}) == b'{"a":[4.5,1e-7,1e+21],"b":1}'


def test_digest_is_sha_256_of_the_canonical_bytes() -> None:
    assert digest_of({"a": 1}) == "sha256:" + hashlib.sha256(b'{"a":1}').hexdigest()


def test_key_order_does_not_count() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})


@pytest.mark.parametrize(
    ("name", "decimals"),
    [
        ("length_m", 4),
        ("added_g_kn_per_m", 4),
        ("usable_area_m2", 3),
        ("mass_kg", 1),
        ("mass_kg_per_m2", 3),
        ("r_n_p50", 6),
        ("margin_mm", 1),
    ],
)
def test_decimals_follow_the_unit_in_the_name(name: str, decimals: int) -> None:
    assert decimals_of(name) == decimals


def test_rounding_reaches_into_lists_and_drops_negative_zero() -> None:
    assert json.dumps(rounded({"centre_m": [1.23456, -0.00001], "n": 3})) == '{"centre_m": [1.2346, 0.0], "n": 3}'


@given(st.dictionaries(st.text(max_size=8), st.floats(-1e9, 1e9), max_size=5))
def test_rounding_twice_is_rounding_once(data: dict[str, JsonValue]) -> None:
    assert rounded(rounded(data)) == rounded(data)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53 + 1, "\ud800"])
def test_what_has_no_canonical_form_has_no_digest(value: JsonValue) -> None:
    with pytest.raises(InvalidDocument, match="no canonical form"):
        digest_of({"a": value})


numbers = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False))
leaves = st.one_of(st.none(), st.booleans(), numbers, st.text(max_size=6))


@given(st.recursive(leaves, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=4))))
def test_the_fast_encoder_gives_the_bytes_of_the_full_one(value: JsonValue) -> None:
    assert canonical_bytes({"a": value}) == rfc8785.dumps({"a": value})


@pytest.mark.parametrize("number", [1e-5, -1e-7, 1e16, 1e21, 123456789.0, -0.0, 0.0001, 5e-324])
def test_numbers_at_the_edges_are_written_as_ecmascript_does(number: float) -> None:
    assert canonical_bytes({"n": number}) == rfc8785.dumps({"n": number})
