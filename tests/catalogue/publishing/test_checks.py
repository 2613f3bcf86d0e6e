"""Publication checks: each passes, fails, does not apply or is unknown in a case of its own."""

from __future__ import annotations

import datetime as dt
import inspect
import json
from collections.abc import Callable
from typing import Any, get_args

import pytest

from catalogue.carbon import layer_carbon
from catalogue.documents.concept import Concept
from catalogue.publishing.checking.result import CheckResult, CheckVerdict
from catalogue.publishing.checks import CHECKS, DATED_CHECKS, check_concept
from catalogue.publishing.completeness import Completeness, completeness, needed_by_audience
from catalogue.resolve import concept_versions, resolve_concept

TODAY = dt.date(2026, 11, 22)
MASS = {"unit": "kg/m2", "basis": "declared", "source": "ex"}
CARBON = {"unit": "kg CO2-eq/m2", "basis": "declared", "source": "ex"}
PROOF = "sha256:" + "a" * 64
UNKNOWN = {"value": None, "unit": "-", "basis": "assumed", "source": "ex"}


def changed(concept_id: str, **changes: Any) -> Concept:
    """A starter concept with fields replaced; a key is a path with `__` between its parts, None removes a field."""
    data = json.loads(resolve_concept(concept_id).model_dump_json(exclude_defaults=True))
    for path, value in changes.items():
        *parents, last = path.split("__")
        node = data
        for parent in parents:
            node = node[int(parent)] if isinstance(node, list) else node.setdefault(parent, {})
        if value is None:
            node.pop(last, None)
        else:
            node[last] = value
    return Concept.model_validate(data)


def verdict(concept: Concept, check: str, on: dt.date = TODAY) -> str:
    return next(result.verdict for result in check_concept(concept, on) if result.id == check)


def certificate(**fields: Any) -> list[dict[str, Any]]:
    return [{"id": "k1", "kind": "komo", "number": "K1", "issuer": "SKH", "scope": {"nl": "x", "en": "x"}, **fields}]


OWN: dict[str, Any] = {**json.loads(resolve_concept("A3").model_dump_json().replace('"assumed"', '"declared"')), "example_data": False}
"""Every field of A3 as a maker would declare it."""
SPARE_CEILING = {
    "element": "ceiling",
    "evidence": {"basis": "assumed", "source": "ex"},
    "name": {"nl": "Plafond", "en": "Ceiling"},
    "layers": [
        {
            "name": {"nl": "Plaat", "en": "Board"},
            "thickness_mm": 10.0,
            "constituents": [
                {
                    "material": "hout_vuren_regelwerk",
                    "density_kg_per_m3": {"low": 400.0, "nominal": 600.0, "high": 700.0},
                    "biobased_fraction": 1.0,
                    "basis": "assumed",
                    "source": "ex",
                }
            ],
        }
    ],
}

CASES: list[tuple[str, dict[str, str | tuple[str, dict[str, Any]]]]] = [
    ("OPT-MASS-001", {
        "not_applicable": "A3",
        "pass": ("A3", {"declared_mass_kg_per_m2": {"value": 350.0, **MASS}}),
        "fail": ("A3", {"declared_mass_kg_per_m2": {"value": 250.0, **MASS}}),
    }),
    ("OPT-GEO-001", {"pass": "A3", "fail": ("A3", {"module__height_mm": 3200}), "not_applicable": "A12"}),
    ("OPT-GEO-002", {
        "pass": "A3", "fail": ("A3", {"module__openings__0__width_mm": 4000}), "not_applicable": ("A3", {"module__openings": None}),
    }),
    ("OPT-GEO-003", {"pass": "A3", "fail": ("A3", {"module__width_mm": {"min": 300, "max": 4200, "step": 100}})}),
    ("OPT-GEO-004", {"pass": "A3", "fail": ("A3", {"module__length_mm": {"min": 6000, "max": 11050, "step": 100}}),
        "not_applicable": ("A3", {
            "module__length_mm": {"min": 9000, "max": 9000, "step": 100}, "module__width_mm": {"min": 3880, "max": 3880, "step": 100},
        }),
    }),
    ("OPT-GEO-005", {
        "pass": "A2", "not_applicable": "A12",
        "fail": ("A2", {"dwelling_types__0__modules": 1, "dwelling_types__0__min_usable_area_m2": 10.0}),
    }),
    ("OPT-GEO-006", {"pass": "A3", "fail": ("A3", {"module__ceiling": "spare", "build_ups__spare": SPARE_CEILING})}),
    ("OPT-DWE-001", {
        "pass": "A3", "fail": ("A3", {"dwelling_types__0__min_usable_area_m2": 60.0}),
        "unknown": ("A3", {"usable_area_factor": UNKNOWN}),
    }),
    ("OPT-DWE-002", {"pass": "A3", "fail": ("A3", {"module__open_sides": None}), "not_applicable": ("A10", {
        "dwelling_types__0__modules": 1, "dwelling_types__0__min_usable_area_m2": 20.0, "module__open_sides": None})}),
    ("OPT-DWE-003", {
        "pass": "A3", "fail": ("A3", {"dwelling_types__0__rooms": [{"kind": "living", "count": 3, "min_area_m2": 18.0}]}),
        "unknown": ("A3", {"usable_area_factor": UNKNOWN}),
        "not_applicable": ("A3", {f"dwelling_types__{place}__rooms": None for place in range(3)}),
    }),
    ("OPT-SUP-001", {
        "pass": "A3", "fail": ("A3", {"support__connectors__1__spans_between_lines": False}),
        "unknown": ("A3", {"support__connectors__1__max_span_mm": None}), "not_applicable": "A12",
    }),
    ("OPT-TRA-001", {"pass": "A2", "fail": "A3", "not_applicable": "A1"}),
    ("OPT-TRA-002", {"pass": "A1", "unknown": ("A1", {"transport__panel_max_kg": None}), "not_applicable": "A12"}),
    ("OPT-EVI-001", {"pass": "A3", "fail": ("A3", {"usable_area_factor__source": "hearsay"})}),
    ("OPT-EVI-002", {"pass": "A3", "fail": ("A3", {"support__evidence": None})}),
    ("OPT-EVI-003", {
        "not_applicable": "A3",
        "pass": ("A3", {"price__per_m2__valid_until": "2026-11-22"}),
        "fail": ("A3", {"price__per_m2__valid_until": "2026-11-21"}),
    }),
    ("OPT-EVI-004", {
        "not_applicable": "A3",
        "fail": ("A3", {"performance__dnta_k_db__basis": "tested"}),
        "pass": ("A3", {"performance__dnta_k_db__basis": "tested", "sources__ranges__attachment": PROOF}),
    }),
    ("OPT-EVI-005", {"not_applicable": "A3", "fail": ("A3", {"example_data": False}), "pass": ("A3", OWN)}),
    ("OPT-EVI-006", {
        "not_applicable": "A3",
        "unknown": ("A3", {"certificates": certificate()}),
        "pass": ("A3", {"certificates": certificate(valid_until="2030-01-01")}),
    }),
    ("OPT-MAT-001", {"pass": "A3", "fail": ("A3", {"support__connectors__0__member_material": "hout"})}),
    ("OPT-MAT-002", {"pass": "A3", "fail": ("A3", {"build_ups__floor-hsb__layers__3__thickness_mm": 900.0})}),
    ("OPT-MAT-003", {
        "pass": "A3", "fail": ("A3", {"build_ups__floor-hsb__layers__0__constituents__0__biobased_basis": "volume"}),
    }),
    ("OPT-MAT-004", {"pass": "A3", "unknown": ("A3", {"materials__gips_vezelplaat_beplating": None})}),
    ("OPT-MAT-005", {
        "not_applicable": "A3",
        "pass": ("A3", {"environment__stored_kg_co2_eq_per_m2": {"value": 240, **CARBON}}),
        "fail": ("A3", {"environment__stored_kg_co2_eq_per_m2": {"value": 300, **CARBON}}),
        "unknown": ("A3", {
            "environment__embodied_kg_co2_eq_per_m2": {"value": 150, **CARBON},
            "materials__gips_vezelplaat_beplating__embodied_kg_co2_eq_per_kg": None,
        }),
    }),
    ("OPT-DEM-001", {
        "pass": "A3", "fail": ("A3", {"demands__bearing_systems": None}), "not_applicable": "A11",
    }),
    ("OPT-DEM-002", {"pass": "A1", "fail": ("A1", {"demands__bay_max_mm": None}), "not_applicable": "A3"}),
    ("OPT-PER-001", {
        "pass": "A3", "fail": ("A3", {"performance__fire_resistance_min__value": 45}),
        "unknown": ("A3", {"performance__fire_resistance_min": None}),
    }),
    ("OPT-PER-002", {
        "pass": "A3", "fail": ("A3", {"performance__dnta_k_db": {"value": 50, "unit": "dB", "basis": "assumed", "source": "ex"}}),
        "unknown": ("A3", {"performance__dnta_k_db": None}), "not_applicable": "A12",
    }),
    ("OPT-PER-003", {
        "pass": "A3", "fail": ("A3", {"performance__rc_roof_m2k_per_w__value": 5.0}),
        "unknown": ("A3", {"performance__rc_roof_m2k_per_w": None}),
    }),
    ("OPT-PRI-001", {"pass": "A3", "fail": ("A3", {"price__per_m2__date": None}), "unknown": ("A3", {"price": None})}),
    ("OPT-PRI-002", {
        "pass": "A3", "fail": ("A3", {"price__covers": None}), "not_applicable": ("A3", {"price": None}),
    }),
    ("OPT-DEL-001", {"pass": "A3", "unknown": ("A3", {"delivery__lead_time_days": None})}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "expected", "case"), [(check, expected, case) for check, cases in CASES for expected, case in cases.items()]
)
def test_check(check: str, expected: str, case: str | tuple[str, dict[str, Any]]) -> None:
    concept_id, changes = (case, {}) if isinstance(case, str) else case
    assert verdict(changed(concept_id, **changes), check) == expected


def test_an_embodied_total_below_its_layers_fails() -> None:
    low = layer_carbon(resolve_concept("A3")).embodied_kg_co2_eq_per_m2
    assert low is not None
    assert low.low > 40
    too_low = changed("A3", environment__embodied_kg_co2_eq_per_m2={"value": 40, **CARBON})
    assert verdict(too_low, "OPT-MAT-005") == "fail"


def test_every_check_has_cases_and_is_documented() -> None:
    results = check_concept(resolve_concept("A3"), TODAY)
    ids = [result.id for result in results]
    assert len(set(ids)) == len(CHECKS) + len(DATED_CHECKS)
    assert {check for check, _ in CASES} == set(ids)
    for check, check_id in zip([*CHECKS, *DATED_CHECKS], ids, strict=True):
        assert (check.__doc__ or "").startswith(f"{check_id}:")
    assert all(result.message.nl and result.message.en for result in results)


def test_no_check_gives_an_answer_that_no_case_shows() -> None:
    """The verdicts that stand in a check's own text are those of its cases; `passed()` stands for pass and fail."""
    every: list[Callable[..., CheckResult]] = [*CHECKS, *DATED_CHECKS]
    for check in every:
        source = inspect.getsource(check)
        said = {word for word in get_args(CheckVerdict) if f'"{word}"' in source} | ({"pass", "fail"} if "passed(" in source else set())
        check_id = (check.__doc__ or "").partition(":")[0]
        assert said == set(dict(CASES)[check_id]), check_id


def test_a_plinth_brings_no_roof_and_no_floor() -> None:
    assert verdict(resolve_concept("A12"), "OPT-PER-003") == "pass"
    assert verdict(changed("A12", performance__rc_facade_m2k_per_w__value=4.0), "OPT-PER-003") == "fail"


@pytest.mark.parametrize("concept_id", list(concept_versions()))
def test_nothing_blocks_a_starter_concept(concept_id: str) -> None:
    assert not [result.id for result in check_concept(resolve_concept(concept_id), TODAY) if result.blocks_publication]


def labels_of(concept: Concept) -> dict[str, Completeness]:
    return {label.audience: label for label in completeness(concept)}


def test_the_label_of_each_audience_names_what_is_missing() -> None:
    labels = labels_of(resolve_concept("A3"))
    assert (labels["screening"].complete, labels["comparison"].complete, labels["permit"].complete) == (True, True, False)
    assert "/certificates" in labels["permit"].missing
    without = labels_of(changed("A3", price__per_m2={**UNKNOWN, "unit": "EUR/m2"}))["comparison"]
    assert without.missing == ("/price/per_m2", "/price/per_m2/date")
    assert without.present == without.needed - 2


@pytest.mark.parametrize("concept_id", list(concept_versions()))
def test_a_starter_concept_can_be_screened_and_compared_and_proves_nothing(concept_id: str) -> None:
    """Each is asked only for what goes with its intervention, and nothing that is assumed counts for a permit."""
    labels = labels_of(resolve_concept(concept_id))
    assert labels["screening"].missing == labels["comparison"].missing == ()
    assert labels["permit"].present <= 1, "the fire class is a letter without a basis of its own"
    assert "/performance/fire_resistance_min" in labels["permit"].missing


def test_what_is_asked_follows_the_intervention() -> None:
    assert "/demands/clear_height_min_mm" not in labels_of(changed("A3", demands__clear_height_min_mm=None))["screening"].missing
    assert labels_of(changed("A12", demands__clear_height_min_mm=None))["screening"].missing == ("/demands/clear_height_min_mm",)
    assert labels_of(changed("A3", demands__roof_depth_min_m=None))["screening"].missing == ("/demands/roof_depth_min_m",)


def test_every_dwelling_type_needs_its_rooms() -> None:
    assert labels_of(changed("A3", dwelling_types__2__rooms=None))["comparison"].missing == ("/dwelling_types/2/rooms",)


@pytest.mark.parametrize(("basis", "counts"), [("assumed", False), ("declared", True), ("tested", True)])
def test_an_assumption_is_no_proof(basis: str, counts: bool) -> None:
    label = labels_of(changed("A3", performance__dnta_k_db__basis=basis))["permit"]
    assert ("/performance/dnta_k_db" not in label.missing) == counts


def test_every_pointer_of_the_labels_exists_in_the_schema() -> None:
    schema = Concept.model_json_schema()
    for wanted in needed_by_audience().values():
        for need in wanted.needs:
            node: dict[str, Any] = schema
            for step in need.pointer.removeprefix("/").split("/"):
                while "$ref" in node or "anyOf" in node:
                    node = node["anyOf"][0] if "anyOf" in node else schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
                node = node["items"] if step == "*" else node["properties"][step]
