"""Bad instance files for the layout command line: exit code 2 and one sentence, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.instances import BadInstances, read
from benchmarks.layout import main
from benchmarks.run import main as run

GOOD: dict[str, Any] = {
    "name": "a",
    "outer_mm": [[0, 0], [20_000, 0], [20_000, 9_000], [0, 9_000]],
    "obstacles_mm": [],
    "setback_mm": 500,
    "obstacle_clearance_mm": 300,
    "rotation_deg": 0,
}
CROSSED = [[0, 0], [20_000, 9_000], [20_000, 0], [0, 9_000]]
NOWHERE = [[0, 0], [0, 0], [0, 0], [0, 0]]


def roofs(**changed: object) -> str:
    return json.dumps({"roofs": [{**GOOD, **changed}]})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "holds no roofs"),
        ('{"roofs": []}', "holds no roofs"),
        ('{"roofs": 3}', "holds no roofs"),
        ('{"roofs": [3]}', "roofs[0] must be an object"),
        (roofs(name=None), 'a text "name"'),
        (roofs(outer_mm=None), "outer_mm must be a list"),
        (roofs(outer_mm=[[0, 0], [1, 1]]), "at least three points"),
        (roofs(outer_mm=[[0, 0], [float("nan"), 0], [1, 1]]), "outer_mm[1] must be a point"),
        (roofs(outer_mm=[[0, 0], [float("inf"), 0], [1, 1]]), "outer_mm[1] must be a point"),
        (roofs(outer_mm=[[0, 0], [1, 0, 3], [1, 1]]), "outer_mm[1] must be a point"),
        (roofs(outer_mm=[[0, 0], ["1", 0], [1, 1]]), "outer_mm[1] must be a point"),
        (roofs(outer_mm=CROSSED), "is no simple ring"),
        (roofs(outer_mm=NOWHERE), "is no simple ring"),
        (roofs(obstacles_mm=[CROSSED]), "obstacles_mm[0] is no simple ring"),
        (roofs(obstacles_mm={}), "obstacles_mm must be a list"),
        (roofs(setback_mm=-1), "setback_mm must be a finite number that is not negative"),
        (roofs(obstacle_clearance_mm=None), "obstacle_clearance_mm must be a finite number"),
        (roofs(rotation_deg=float("nan")), "rotation_deg must be a finite number"),
        (json.dumps({"roofs": [GOOD, GOOD]}), "occurs twice"),
    ],
)
def test_a_bad_file_gets_one_sentence(text: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "roofs.json"
    path.write_text(text, encoding="utf-8")
    assert main(["--instances", str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1


def test_a_missing_or_binary_file_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInstances, match="cannot be read"):
        read(tmp_path / "none.json")
    with pytest.raises(BadInstances, match="cannot be read"):
        read(tmp_path)
    (tmp_path / "b.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInstances, match="is not JSON"):
        read(tmp_path / "b.json")


@pytest.mark.parametrize("changed", [{"setback_mm": 50_000}, {"obstacles_mm": [[[-1, -1], [30_000, -1], [30_000, 10_000], [-1, 10_000]]]}])
def test_a_roof_that_holds_nothing_is_an_empty_packing(changed: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "roofs.json"
    path.write_text(roofs(**changed), encoding="utf-8")
    for effort in ("fast", "thorough"):
        assert main(["--instances", str(path), "--json", "--effort", effort]) == 0
        found = json.loads(capsys.readouterr().out)["roofs"][0]
        assert (found["placed_m2"], found["bound_m2"], found["rectangles"]) == (0.0, 0.0, [])


def test_an_unknown_suite_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pallets"]) == 2
    assert "known are roofs20, random200" in capsys.readouterr().err
