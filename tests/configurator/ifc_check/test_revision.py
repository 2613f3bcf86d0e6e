"""What changed between two exports, on files whose difference is known by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalogue.errors import UnreadableInput
from configurator.ifc_check.revision import Revision, compare_ifc
from configurator.outputs.ifc import ifc_bytes
from tests.configurator.ifc_check.defects import modules_of, move
from tests.configurator.outputs.ifc_reader import opened
from tests.configurator.outputs.samples import sample_bundle


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "one.ifc"
    path.write_bytes(ifc_bytes(sample_bundle(storeys=1)))
    return path


def compared(old: Path, content: bytes) -> Revision:
    new = old.with_name("new.ifc")
    new.write_bytes(content)
    return compare_ifc(old, new)


def test_the_same_export_twice_differs_in_nothing(one: Path) -> None:
    revision = compared(one, one.read_bytes())
    assert revision.objects == ()
    assert revision.counts["kept"] > 100
    assert sum(revision.counts.values()) == revision.counts["kept"]


def test_another_storey_is_new_and_keeps_what_is_below(one: Path) -> None:
    revision = compared(one, ifc_bytes(sample_bundle(storeys=2)))
    assert revision.counts["deleted"] == 0
    assert {o.name.split("/")[0] for o in revision.objects if o.fate == "new"} == {"s05", "Sparing end_a", "Sparing end_b", "Sparing wet"}
    lids = {f"s04/a/m{n}/overhead" for n in ("01", "02", "05", "06")}
    assert {o.name for o in revision.objects if o.fate == "moved"} == lids, "a thinner ceiling in the place of the roof hangs higher"
    changed = {o.name for o in revision.objects if "shape" in o.what}
    assert lids < changed
    taller = re.compile(r"s04/a/(m\d+/(end|long)_[ab]|m\d+/wet/\w+|d\d+(/wet\d+)?)")
    assert all(taller.fullmatch(name) for name in changed - lids), "walls and rooms reach up to the thinner ceiling"
    assert not any("class" in o.what for o in revision.objects)


def test_a_module_that_was_moved_takes_its_parts_along(one: Path) -> None:
    file = opened(one.read_bytes())
    module = modules_of(file)[0]
    move(file, module, (0.25, 0.0, 0.0))
    revision = compared(one, file.to_string().encode())
    moved = {o.name for o in revision.objects if o.fate == "moved"}
    assert module.Tag in moved
    assert {p.Tag for p in module.IsDecomposedBy[0].RelatedObjects} <= moved
    assert {o.fate for o in revision.objects} == {"moved"}
    assert all(o.what == ("placement",) for o in revision.objects)


def test_what_is_gone_is_deleted_and_other_words_are_a_change(one: Path) -> None:
    file = opened(one.read_bytes())
    window, wall = file.by_type("IfcWindow")[0], file.by_type("IfcWall")[0]
    tag = window.Tag
    for relation in (*window.FillsVoids, *file.by_type("IfcRelAggregates")):
        if relation.is_a("IfcRelFillsElement"):
            file.remove(relation)
        elif window in relation.RelatedObjects:
            relation.RelatedObjects = tuple(p for p in relation.RelatedObjects if p != window)
    file.remove(window)
    wall.Name = "Anders"
    revision = compared(one, file.to_string().encode())
    assert [(o.fate, o.name) for o in revision.objects] == [("changed", wall.Tag), ("deleted", tag)]
    assert revision.objects[0].what == ("name",)


def test_a_file_that_is_none_is_one_sentence(one: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="is no file"):
        compare_ifc(one, tmp_path / "absent.ifc")
    broken = tmp_path / "broken.ifc"
    broken.write_bytes(one.read_bytes()[:5_000])
    with pytest.raises(UnreadableInput, match="cut off"):
        compare_ifc(one, broken)
