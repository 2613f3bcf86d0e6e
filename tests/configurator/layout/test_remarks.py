"""What a layout says about itself: what a core stands over, what a gallery lacks, storeys that were not placed, many strips."""

from __future__ import annotations

import itertools
from typing import Any

from catalogue.documents.identifiers import ID_PATTERN, module_id
from configurator.layout.site import strip_name
from tests.acceptance.test_invariants import computed


def codes(**options: Any) -> dict[str, tuple[str, ...]]:
    return {f.code: f.subjects for f in computed(**options).configuration.findings}


def test_strips_go_on_after_z() -> None:
    names = [strip_name(i) for i in range(800)]
    assert names[:3] + names[25:28] + names[701:704] == ["a", "b", "c", "z", "aa", "ab", "zz", "aaa", "aab"]
    assert len(set(names)) == len(names)
    assert all(ID_PATTERN.match(module_id(4, name, "03")) for name in itertools.islice(names, 0, None, 50))


def test_a_core_over_a_shaft_says_so() -> None:
    """The demo's three ventilation shafts stand in its stair bays; its chimney does not."""
    found = [f.subjects for f in computed(access="stair").configuration.findings if f.code == "LAY-CORE-OVER-OBSTACLE"]
    assert found == [("o1",), ("o2",), ("o3",)]


def test_a_gallery_without_a_stair_says_so() -> None:
    assert "LAY-GALLERY-UNREACHED" in codes(access="gallery")
    assert "LAY-GALLERY-UNREACHED" not in codes(access="stair")


def test_a_storey_that_was_asked_for_and_not_placed_is_named() -> None:
    short = codes(concept="A8", access="gallery", storeys_added=2, storey_setback_mm=2500)
    assert "LAY-FEWER-STOREYS" in short
    assert "LAY-FEWER-STOREYS" not in codes(access="gallery", storeys_added=2)
