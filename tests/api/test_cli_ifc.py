"""`optop ifc-check` and `optop ifc-diff` as their users meet them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from configurator.outputs.ifc import ifc_bytes
from tests.configurator.ifc_check.defects import quantity_doubled
from tests.configurator.outputs.ifc_reader import opened
from tests.configurator.outputs.samples import sample_bundle

OWN_IDS = Path(__file__).parents[2] / "configurator" / "ifc_check" / "data" / "optop-bim-basis-ils.ids"


def optop(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "api.cli", *words], capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.ifc"
    path.write_bytes(ifc_bytes(sample_bundle(storeys=1)))
    return path


def test_a_sound_file_passes_with_exit_code_0(sound: Path) -> None:
    done = optop("ifc-check", str(sound), "--json", "--ids", str(OWN_IDS))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["verdict"] == "pass"
    assert {r["group"] for r in report["results"]} == {"schema", "convention", "ids", "geometry"}
    assert sum(r["id"] == "OPTOP-ILS-3.6" for r in report["results"]) == 2, "the IDS that was named runs beside our own"


def test_a_defect_is_named_in_the_readers_language_with_exit_code_1(sound: Path) -> None:
    file = opened(sound.read_bytes())
    quantity_doubled(file)
    sound.write_text(file.to_string())
    done = optop("ifc-check", str(sound), "--lang", "en")
    assert done.returncode == 1
    line = next(line for line in done.stdout.splitlines() if "GEO-QUANTITY" in line)
    assert "FAIL" in line
    assert "Stated quantities" in line
    assert "NetVolume" in done.stdout


def test_what_is_no_ifc_or_no_ids_is_one_sentence_with_exit_code_2(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "text.ifc").write_text("no ifc")
    (tmp_path / "text.ids").write_text("<ids>")
    for words in (("ifc-check", str(tmp_path / "text.ifc")), ("ifc-check", str(sound), "--ids", str(tmp_path / "text.ids"))):
        done = optop(*words)
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr.startswith("optop: ")
        assert "Traceback" not in done.stderr


def test_two_exports_are_compared(sound: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.ifc"
    later.write_bytes(ifc_bytes(sample_bundle(storeys=2)))
    done = optop("ifc-diff", str(sound), str(later), "--json")
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)["counts"]
    assert counts["deleted"] == 0
    assert counts["new"] > 50
    assert "gebleven" in optop("ifc-diff", str(sound), str(later)).stdout
