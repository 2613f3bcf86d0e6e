"""The command line: results on stdout, one sentence on stderr for a mistake, exit codes that mean what they say."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from catalogue.resolve import concept_versions, resolve_building

REPOSITORY = Path(__file__).parents[2]
E2E = REPOSITORY / "tests" / "conformance" / "e2e-01"
MEASURES = ("--length", "40", "--depth", "10.5", "--family", "F05", "--storeys-existing", "4")


def optop(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "api.cli", *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def refused(words: Sequence[str], cwd: Path) -> str:
    """Run a command that must be refused: exit 2, nothing on stdout, one sentence on stderr, nothing written."""
    before = sorted(cwd.rglob("*"))
    done = optop(*words, cwd=cwd)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert sorted(cwd.rglob("*")) == before
    return done.stderr.strip()


def ring(points: Sequence[tuple[float, float]], crs: str | None = "EPSG:28992") -> str:
    feature: dict[str, object] = {
        "type": "Feature",
        "id": "b",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [[*points, points[0]]]},
    }
    if crs:
        feature["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(feature)


X, Y = 142_000.0, 455_000.0
SQUARE = [(X, Y), (X + 40, Y), (X + 40, Y + 10), (X, Y + 10)]
BAD_FILES = {
    "truncated.json": ring(SQUARE)[:-20],
    "crossing.json": ring([(X, Y), (X + 40, Y + 10), (X + 40, Y), (X, Y + 10)]),
    "nan.json": ring(SQUARE).replace(f"{X + 40}", "NaN"),
    "degrees-called-rd.json": ring([(5.1, 52.1), (5.101, 52.1), (5.101, 52.101), (5.1, 52.101)]),
    "rd-without-crs.json": ring(SQUARE, crs=None),
    "900-vertices.json": ring([(X + i * 0.05, Y) for i in range(450)] + [(X + (449 - i) * 0.05, Y + 10) for i in range(450)]),
    "no-roof.yaml": "type: building\nid: b\n",
    "no-roof.city.json": json.dumps({"type": "CityJSON", "version": "2.0", "CityObjects": {}, "vertices": []}),
    "empty.json": "",
    "list.json": "[]",
}


@pytest.mark.parametrize("name", list(BAD_FILES))
def test_a_file_that_is_not_what_it_claims_costs_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(BAD_FILES[name], encoding="utf-8")
    started = time.monotonic()
    said = refused(("configure", name, "--concept", "A3", "--family", "F05", "--storeys-existing", "4"), tmp_path)
    assert time.monotonic() - started < 20
    assert said.startswith("optop: ")
    assert said.count("\n") == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("configure", "nowhere.json", "--concept", "A3"), "does not exist"),
        (("configure", "demo-portiek-1966", "--concept", "A99"), "A3"),
        (("configure", "demo-portiek-1966"), "--concept"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--option", "storeys=2"), "storeys_added"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--option", "setback_mm.facde=2"), "setback_mm.facade"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--option", "storeys_added"), "PATH=VALUE"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--option", "storeys_added=many"), "/storeys_added"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--family", "F99"), "F05"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--fact", "storeys=4"), "storeys_existing"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--assumptions", "none"), "nl-2026"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--format", "dwg"), "ifc"),
        (("configure", "--length", "40", "--depth", "10", "--concept", "A3"), "family"),
        (("configure", "--length", "nan", "--depth", "10", "--concept", "A3", "--family", "F05", "--storeys-existing", "4"), "length"),
        (("configure", "--concept", "A3"), "--length"),
        (("configure", "--length", "abc", "--depth", "10", "--concept", "A3"), "--length"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--building", "x"), "shipped"),
        (("configure", "demo-portiek-1966", "--concept", "A3", "--fact", "roof.level_nap_m=1e6"), "/roof/level_nap_m"),
        (("configure", "/dev/zero", "--concept", "A3"), "device"),
        (("nonsense",), "nonsense"),
        (("family", "show", "F99"), "F05"),
        (("concept", "show", "A3@7.0.0"), "1.0.0"),
    ],
)
def test_a_wrong_word_names_the_right_ones(words: Sequence[str], says: str, tmp_path: Path) -> None:
    assert says in refused(words, tmp_path)


def test_configure_from_measures(tmp_path: Path) -> None:
    done = optop("configure", *MEASURES, "--concept", "A3", "--json", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["summary"]["dwellings"] > 0
    codes = {finding["code"] for finding in answer["findings"]}
    assert "REQ-NO-LOCATION" in codes
    assert [Path(file).name for file in answer["files"]] == ["configuration.json"]


def test_nothing_placed_is_exit_code_1_with_findings(tmp_path: Path) -> None:
    done = optop("configure", "demo-portiek-1966", "--concept", "A3", "--option", "setback_mm.facade=4000", "--json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    answer = json.loads(done.stdout)
    assert answer["summary"]["verdict"] == "does_not_fit"
    assert answer["findings"]


def test_e2e_01_comes_out_exactly_through_the_command_line(tmp_path: Path, shared_cases: Path) -> None:
    """Case E2E-01: the interior walls of a four-storey tunnel flat with one timber storey, calculated by hand."""
    case = next(c for c in json.loads((shared_cases / "loads.json").read_text(encoding="utf-8"))["cases"] if c["id"] == "E2E-01")
    words = (
        "configure",
        str(E2E / "building.yaml"),
        "--concept",
        str(E2E / "concept.yaml"),
        "--assumptions",
        str(E2E / "assumptions.yaml"),
    )
    options = ("--option", "setback_mm.facade=0", "--option", "access=gallery", "--option", "gallery.inside_roof=false")
    done = optop(*words, *options, "--format", "json", "--out", "out", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "out" / "configuration.json").read_text(encoding="utf-8"))
    rows = [row for row in result["loads"]["lines"] if row["id"] == "w04" and row["added_g_parts"]["access"] == 0.0]
    line = next(row for row in rows if row["level"] == "foundation" and row["added_g_parts"]["modules"] > 0.0)
    expected, close = case["expected"], {"rel": case["tol"]["rel"]}
    got = {
        "G_ex": line["existing_g_kn_per_m"],
        "N_ex": line["n_existing_kn_per_m"],
        "dG": line["added_g_kn_per_m"],
        "r_G_pct": line["r_g"] * 100,
        "r_N_pct": line["r_n"] * 100,
        "Ed_ex_verbouw_610a": line["ed_existing_kn_per_m"],
        "Ed_new_verbouw_610a": line["ed_new_kn_per_m"],
        "r_d_pct": line["r_d"] * 100,
        "dN": line["n_new_kn_per_m"] - line["n_existing_kn_per_m"],
    }
    for name, value in got.items():
        assert value == pytest.approx(expected[name], **close), name
    assert line["governing"] in ("6.10a", "6.10b wind"), "among the vertical combinations 6.10a governs"
    assert line["r_n_p50"] == pytest.approx(line["r_n"], abs=1e-6)


def test_match_lists_every_concept_with_its_numbers(tmp_path: Path) -> None:
    done = optop("match", "demo-portiek-1966", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    matches = {item["concept"]: item for item in json.loads(done.stdout)["matches"]}
    assert set(matches) == {f"{concept_id}@1.0.0" for concept_id in concept_versions()}
    for item in matches.values():
        load = next(c for c in item["criteria"] if c["id"] == "MATCH-LOAD-BAND")
        assert load["verdict"] in ("conditional", "unknown")


def test_inspect_shows_what_is_known_before_a_family_is_chosen(shared_data: Path, tmp_path: Path) -> None:
    tile = str(shared_data / "3dbag" / "amersfoort_9-516-588.city.json")
    done = optop("inspect", tile, "--building", "NL.IMBAG.Pand.0355100000741774", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1970" in done.stdout
    assert "F09" in done.stdout


def test_files_of_an_earlier_run_are_named(tmp_path: Path) -> None:
    assert optop("configure", "demo-portiek-1966", "--concept", "A3", "--format", "csv", cwd=tmp_path).returncode == 0
    done = optop("configure", "demo-portiek-1966", "--concept", "A8", "--format", "json", cwd=tmp_path)
    assert "modules.csv is of an earlier run" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("concept", "list"),
        ("concept", "show", "A3"),
        ("concept", "check", "A3"),
        ("family", "list"),
        ("family", "show", "F05"),
        ("inspect", "demo-portiek-1966"),
        ("match", "demo-portiek-1966", "--concept", "A3"),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_listing_prints_in_both_languages(words: Sequence[str], lang: str, tmp_path: Path) -> None:
    done = optop(*words, "--lang", lang, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    plain = optop(*words, "--json", cwd=tmp_path)
    assert isinstance(json.loads(plain.stdout), dict)


def test_a_concept_file_that_blocks_publication_is_exit_code_1(tmp_path: Path) -> None:
    text = (REPOSITORY / "concepts" / "concepts" / "A3@1.0.0.yaml").read_text(encoding="utf-8")
    (tmp_path / "low.yaml").write_text(text.replace("height_mm: 3300", "height_mm: 3000", 1), encoding="utf-8")
    done = optop("concept", "check", "low.yaml", "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert any(check["blocks_publication"] for check in json.loads(done.stdout)["checks"])


def test_the_version_is_the_engine_and_the_package(tmp_path: Path) -> None:
    from importlib.metadata import version

    assert optop("--version", cwd=tmp_path).stdout.split() == ["optop", version("optop")]


@pytest.mark.slow
def test_demo_writes_everything_and_says_what_it_found(tmp_path: Path) -> None:
    done = optop("demo", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for word in ("Homes", "Modules", "Verdict", "Load per bearing wall", "Findings", "Files", "w01"):
        assert word in done.stdout
    suffixes = {file.suffix for file in (tmp_path / "out").iterdir()}
    assert {".json", ".ifc", ".glb", ".svg", ".csv"} <= suffixes
    first = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert optop("demo", "--lang", "en", cwd=tmp_path).returncode == 0
    second = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert first == second


def test_shipped_buildings_are_found_by_id() -> None:
    assert resolve_building("demo-portiek-1966").example_data


def test_explain_traces_a_figure_of_a_result(tmp_path: Path) -> None:
    golden = str(REPOSITORY / "docs" / "examples" / "configuration.json")
    pointer = "/loads/lines/1/r_n_p90"
    for words, expected in (
        (("--lang", "en"), "structural engineer"),
        (("--markdown",), "## `/loads/lines/1/r_n_p90`"),
        (("--json",), '"symbol"'),
    ):
        done = optop("explain", golden, pointer, *words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout
    for words in ((golden, "/loads/lines/1"), (golden, "nowhere"), ("missing.json", pointer)):
        done = optop("explain", *words, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("optop: ")


def test_a_verification_goes_round_from_the_form_to_the_result(tmp_path: Path) -> None:
    words = ["configure", "demo-portiek-1966", "--concept", "A3", "--option", "access=gallery", "--out", "out", "--format"]
    assert optop(*words, "sheets", cwd=tmp_path).returncode == 0
    form = tmp_path / "out" / "normcontrole.yaml"
    unsigned = optop(*words, "json", "--verification", str(form), cwd=tmp_path)
    assert (unsigned.returncode, unsigned.stderr.count("\n")) == (2, 1)
    text = form.read_text(encoding="utf-8")
    text = text.replace('name: "", organisation: ""', "name: A. de Vries, organisation: Bureau Voorbeeld").replace(
        "date: null", "date: 2026-11-20"
    )
    filled = '{"gamma_g_610a": 1.3, "gamma_g_610b": 1.15, "gamma_g_favourable": 0.9, "gamma_q": 1.3, "gamma_q_wind": 1.4}'
    blank = '{"gamma_g_610a": null, "gamma_g_610b": null, "gamma_g_favourable": null, "gamma_q": null, "gamma_q_wind": null}'
    assert blank in text
    form.write_text(text.replace(blank, filled), encoding="utf-8")
    assert optop(*words, "json", "--verification", str(form), cwd=tmp_path).returncode == 0
    loads = json.loads((tmp_path / "out" / "configuration.json").read_text(encoding="utf-8"))["loads"]
    assert {check["row"]: check["outcome"] for check in loads["norm_checks"]}["NEN8700/verbouw/CC2"] == "agrees"
