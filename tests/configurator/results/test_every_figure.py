"""Every number of a result can be asked for where it comes from, or says plainly that it is an input, a count or a place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from api.resolution import inputs_for, with_needed_family
from catalogue.documents.configuration import Configuration
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import configure
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures
from configurator.results.figures import figures
from configurator.results.trace import trace_figure, trace_markdown, trace_text
from tests.examples import example

KINDS = {"computed", "input", "count", "placed", "copy"}


@cache
def results() -> tuple[Configuration, ...]:
    """The golden example; the demo on a grid with everything that options can add; a guessed family; nothing that fits."""
    demo = resolve_building("demo-portiek-1966")
    everything = {
        "support": "transfer_grid", "access": "gallery", "green_roof": True, "solar_panels": True, "gallery": {"inside_roof": False},
        "lift": {"stands_on": "bearing_lines", "at_m": [9.0, 4.0]},
        "loads": {"level_existing": "afkeur", "reference_period_years": 15, "code_equivalence": True},
    }  # fmt: skip
    strong = overlay(demo, {"foundation": {"type": "pile", "resistance_kn_per_m": 400.0}})
    guessed = with_needed_family(overlay(building_from_measures(24.0, 11.0), {"year_built": 1968, "storeys_existing": 4}))
    asked: tuple[tuple[Any, str, dict[str, Any]], ...] = (
        (strong, "A3", everything),
        (guessed, "A3", {}),
        (demo, "A3", {"intervention": "plinth_conversion"}),
    )
    made = tuple(
        configure(
            inputs_for(building, resolve_concept(concept), Options.model_validate(options), resolve_assumptions(), None)
        ).configuration
        for building, concept, options in asked
    )
    return (example().configuration, *made)


def numbers(value: Any, pointer: str = "", longest: int = 40) -> Iterator[str]:
    """The JSON pointers of all numbers in a document; of lists beyond `longest` the first two, the middle and the last."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from numbers(item, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", longest)
    elif isinstance(value, list):
        chosen = range(len(value)) if len(value) <= longest else (0, 1, len(value) // 2, len(value) - 1)
        for index in chosen:
            yield from numbers(value[index], f"{pointer}/{index}", longest)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield pointer


@pytest.mark.parametrize("index", range(4), ids=["example", "everything", "guessed", "nothing"])
def test_every_number_says_where_it_comes_from(index: int) -> None:
    configuration = results()[index]
    longest = 1000 if index == 0 else 40  # of the example every single number
    pointers = list(numbers(configuration.model_dump(mode="json"), longest=longest))
    assert len(pointers) > (2000 if index == 0 else 100)
    for pointer in pointers:
        step = trace_figure(configuration, pointer).steps[0]
        assert step.value != "-", pointer
        assert step.kind in KINDS
        if step.kind == "computed":
            assert step.formula, pointer
            assert step.status in ("verified", "unverified"), pointer
        else:
            assert step.about_nl, pointer
            assert step.about_en, pointer


def test_what_it_says_is_printed_in_both_languages() -> None:
    configuration = results()[0]
    for pointer, nl, en in (
        ("/summary/dwellings", "aantal geplaatste woningen", "number of placed dwellings"),
        ("/request/options/storeys_added", "invoer, niet berekend", "input, not computed"),
        ("/modules/0/storey", "telling", "count"),
        ("/modules/0/centre_m/1", "gekozen door de indeling", "chosen by the layout"),
    ):
        trace = trace_figure(configuration, pointer)
        assert nl in trace_text(trace, "nl")
        assert en in trace_text(trace, "en")
        assert trace_markdown(trace, "nl").startswith(f"## `{pointer}`")


def test_the_evidence_beside_a_number_is_told() -> None:
    """The example's storeys were observed by the survey; the weight of the floor comes from the family."""
    configuration = results()[0]
    told = trace_figure(configuration, "/request/building/storeys_existing/value").steps[0]
    assert (told.kind, told.source, told.status) == ("input", "survey", "unverified")
    index = next(i for i, item in enumerate(configuration.assumptions) if item.pointer == "/structure/floor_kn_per_m2")
    assert "F09" in trace_figure(configuration, f"/assumptions/{index}/value").steps[0].source
    index = next(i for i, item in enumerate(configuration.findings) if item.code == "LOAD-STABILITY")
    assert trace_figure(configuration, f"/findings/{index}/parameters/moment_ratio").steps[0].source == "LOAD-STABILITY"


def test_every_pattern_is_for_something() -> None:
    """A pattern that no pointer of any result reaches is a leftover."""
    reached = set()
    for configuration in results():
        for pointer in numbers(configuration.model_dump(mode="json")):
            step = trace_figure(configuration, pointer).steps[0]
            reached.add(step.about_en)
    rare = {
        "Number from what the reader of the file reported.",
        "Odds of the family.",
        "Terrace.",
        "Offset of the shaft.",
        "Usable area on one storey.",
    }
    assert {figure.en for figure in figures()} - reached <= rare
