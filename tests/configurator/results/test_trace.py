"""The trace of a figure: what it prints computes to the figure itself, with clause and status, in both languages."""

from __future__ import annotations

import ast
import re

import pytest

from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.configuration import Configuration, LoadLine
from catalogue.errors import NotFound
from configurator.results.disclaimer import DISCLAIMERS
from configurator.results.equations import EQUATIONS
from configurator.results.trace import trace_figure, trace_markdown, trace_text
from tests.examples import example

WORDS = {"id", "level", "start_m", "end_m", "added_g_parts", "governing", "band", "line_band"}


@pytest.fixture(scope="module")
def configuration() -> Configuration:
    return example().configuration


def computed(numbers: str) -> float:
    """Work out the arithmetic of a trace, without eval."""
    text = numbers.partition(": ")[2] or numbers
    return value_of(ast.parse(text.replace(" x ", " * ").replace("^", "**"), mode="eval").body)


def value_of(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=float() | int() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -value_of(inner)
        case ast.Call(args=parts):
            return max(map(value_of, parts))
        case ast.BinOp(left=left, op=operator, right=right):
            a, b = value_of(left), value_of(right)
            match operator:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
                case _:
                    return float(a**b)
        case _:
            raise AssertionError(ast.dump(node))


def test_every_figure_of_a_row_has_an_equation() -> None:
    assert set(EQUATIONS) == set(LoadLine.model_fields) - WORDS


@pytest.mark.parametrize("name", sorted(set(EQUATIONS) - {"r_n_p50", "r_wind_end_p50"}))
def test_the_numbers_that_are_printed_make_the_figure(name: str, configuration: Configuration) -> None:
    """Printed to two decimals, so that differences of large loads agree to a few hundredths."""
    for index in range(0, len(configuration.loads.lines), 3):
        value = getattr(configuration.loads.lines[index], name)
        if value is None:
            continue
        step = trace_figure(configuration, f"/loads/lines/{index}/{name}").steps[0]
        assert computed(step.numbers) == pytest.approx(value, abs=0.06 if name.endswith("_kn_per_m") else 0.002), step.numbers


def test_a_ratio_is_traced_down_to_the_loads(configuration: Configuration) -> None:
    trace = trace_figure(configuration, "/loads/lines/1/r_n_p90")
    pointers = [step.pointer.rpartition("/")[2] for step in trace.steps]
    assert pointers[:3] == ["r_n_p90", "r_n_p50", "r_n"]
    assert {"n_new_kn_per_m", "existing_g_kn_per_m", "added_g_kn_per_m", "existing_q_kn_per_m"} <= set(pointers)
    assert len(pointers) == len(set(pointers))
    assert trace.family == "F09"
    design = trace_figure(configuration, "/loads/lines/1/ed_new_kn_per_m").steps[0]
    assert (design.status, "NEN 8700" in design.clause) == ("unverified", True)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_text_and_markdown_carry_the_disclaimer(lang: str, configuration: Configuration) -> None:
    trace = trace_figure(configuration, "/loads/lines/2/r_d")
    for text in (trace_text(trace, lang), trace_markdown(trace, lang)):
        assert DISCLAIMERS.in_language(lang) in text
        assert re.search(r"E_d,new / E_d,ex - 1", text)
    assert trace_markdown(trace, lang).startswith("## `/loads/lines/2/r_d`")


def test_figures_outside_the_rows_have_their_formula(configuration: Configuration) -> None:
    for pointer in ("/loads/stability/base_moment_ratio", "/loads/reactions/0/wind_up_kn", "/summary/mass_kg", "/modules/0/mass_kg"):
        step = trace_figure(configuration, pointer).steps[0]
        assert step.formula
        assert step.value != "-"


@pytest.mark.parametrize(
    "pointer", ["/loads/lines/9999/r_n", "/loads/lines/0", "loads", "", "/loads/lines/0/id/x", "/engine/name", "/loads/lines/x/r_n"]
)
def test_what_has_no_trace_is_one_sentence(pointer: str, configuration: Configuration) -> None:
    with pytest.raises(NotFound) as caught:
        trace_figure(configuration, pointer)
    assert caught.value.message.endswith((".", "..."))


def test_a_result_that_was_read_back_gives_the_same_trace(configuration: Configuration) -> None:
    again = Configuration.model_validate_json(canonical_bytes(configuration))
    assert trace_figure(again, "/loads/lines/1/r_n") == trace_figure(configuration, "/loads/lines/1/r_n")
