"""The trace of one figure of a configuration: symbol, formula, numbers, clause, status, and the figures that it follows from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue.documents.canonical import rounded
from catalogue.documents.configuration import Configuration, LoadLine, Provenance
from catalogue.documents.document import LocalText, remembered
from catalogue.errors import NotFound
from configurator.results.disclaimer import DISCLAIMERS
from configurator.results.equations import EQUATIONS, existing_text, values_of
from configurator.results.figures import Figure, figure_at
from configurator.results.trace_words import in_dutch, numbers_in_dutch, words_in_dutch

_UNITS = (
    ("_knm_per_m", "kNm/m"),
    ("_kn_per_m2", "kN/m2"),
    ("_kn_per_m", "kN/m"),
    ("_kn", "kN"),
    ("_m2", "m2"),
    ("_kg", "kg"),
    ("_mm", "mm"),
    ("_m", "m"),
)
_ROW = "/loads/lines/"
_WORDS = {
    "figure": LocalText(nl="Cijfer", en="Figure"),
    "clause": LocalText(nl="Bepaling", en="Clause"),
    "status": LocalText(nl="Status", en="Status"),
    "source": LocalText(nl="Bron", en="Source"),
    "inputs": LocalText(nl="Uit", en="From"),
    "verified": LocalText(nl="gecontroleerd", en="verified"),
    "unverified": LocalText(nl="niet gecontroleerd", en="unverified"),
    "holds_for": LocalText(nl="Geldt voor optopfamilie", en="Holds for building family"),
    "unknown": LocalText(nl="onbekend", en="unknown"),
    "kind": LocalText(nl="Soort", en="Kind"),
}
_KINDS = {
    "computed": LocalText(nl="berekend", en="computed"),
    "input": LocalText(nl="invoer, niet berekend", en="input, not computed"),
    "count": LocalText(nl="telling", en="count"),
    "placed": LocalText(nl="gekozen door de indeling", en="chosen by the layout"),
    "copy": LocalText(nl="overgenomen van elders in dit resultaat", en="copied from elsewhere in this result"),
}


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One figure of a trace."""

    pointer: str
    symbol: str
    value: str
    """With its unit."""
    formula: str
    numbers: str
    """The formula with its numbers; empty where it has none."""
    clause: str
    status: str
    """`verified`, `unverified`, or empty where nothing tells."""
    source: str
    inputs: tuple[str, ...]
    """Pointers into the configuration or the request."""
    kind: str = "computed"
    """`computed`, or what it is instead: `input`, `count`, `placed` or `copy`."""
    about_nl: str = ""
    """What the number is, where the formula does not tell."""
    about_en: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure and all that it follows from, the figure itself first."""

    steps: tuple[TraceStep, ...]
    family: str | None
    """The family that an interval rests on."""


def trace_figure(configuration: Configuration, pointer: str) -> Trace:
    """Return the trace of the figure at a JSON pointer. Raises NotFound where the document has no figure or no trace there."""
    value = _value_at(configuration, pointer)
    if isinstance(value, dict | list):
        raise NotFound("trace-several-figures", pointer=pointer, pointers=(pointer,))
    number = value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    told = _provenance(configuration, pointer) is not None or _row_field(pointer) is not None
    if not told and not (number and figure_at(pointer) is not None):
        raise NotFound("trace-none", pointer=pointer, figures=tuple(sorted(configuration.provenance)[:6]), pointers=(pointer,))
    family = configuration.conditional_on.family if pointer.startswith(("/loads", "/summary/worst")) else None
    return Trace(tuple(_steps(configuration, pointer, set())), family)


def _steps(configuration: Configuration, pointer: str, seen: set[str]) -> Iterator[TraceStep]:
    if pointer in seen:
        return
    seen.add(pointer)
    step = _step(configuration, pointer)
    yield step
    row = _row_field(pointer)
    if row is not None and row[1] in EQUATIONS:
        for name in EQUATIONS[row[1]].inputs:
            yield from _steps(configuration, f"{_ROW}{row[0]}/{name}", seen)


def _step(configuration: Configuration, pointer: str) -> TraceStep:
    provenance, figure = _provenance(configuration, pointer), figure_at(pointer)
    name = pointer.rpartition("/")[2]
    value = _value_at(configuration, pointer)
    row, equation = _row_field(pointer), EQUATIONS.get(name)
    if provenance is None and figure is not None:
        return _told(configuration, pointer, value, figure)
    symbol, formula, numbers = name, (provenance.formula if provenance else None) or "", ""
    if row is not None and equation is not None:
        symbol, formula = equation.symbol, equation.formula
        if value is not None:
            line = configuration.loads.lines[row[0]]
            existing = existing_text(line, configuration) if "{existing}" in equation.numbers else ""
            numbers = equation.numbers.format(existing=existing, **values_of(line, configuration))
    return TraceStep(
        pointer=pointer,
        symbol=symbol,
        value=_shown(value, name),
        formula=formula,
        numbers=numbers,
        clause=(provenance.clause if provenance else None) or "",
        status=provenance.status if provenance else "",
        source=provenance.source if provenance else "",
        inputs=provenance.inputs if provenance else (),
    )


def _told(configuration: Configuration, pointer: str, value: object, figure: Figure) -> TraceStep:
    """Return the step of a number that has no provenance of its own: what it is, and the evidence that stands beside it."""
    name = next(part for part in reversed(pointer.split("/")) if not part.isdecimal())
    status, source, clause = _evidence_beside(configuration, pointer)
    return TraceStep(
        pointer=pointer,
        symbol=name,
        value=_shown(value, name),
        formula=figure.formula or "",
        numbers="",
        clause=figure.clause or clause,
        status=status or ("unverified" if figure.kind == "computed" else ""),
        source=source,
        inputs=figure.inputs,
        kind=figure.kind,
        about_nl=figure.nl,
        about_en=figure.en,
    )


def _evidence_beside(configuration: Configuration, pointer: str) -> tuple[str, str, str]:
    """Return status, source and clause of the nearest thing around a number that has any."""
    found: object = _dumped(configuration)
    evidence = ("", "", "")
    for part in pointer.split("/")[1:-1]:
        found = found[int(part)] if isinstance(found, list) else found[_key(part)] if isinstance(found, dict) else None
        if isinstance(found, dict) and (found.get("source") or found.get("clause") or found.get("code")):
            evidence = (str(found.get("status") or ""), str(found.get("source") or found.get("code") or ""), str(found.get("clause") or ""))
    return evidence if evidence[0] in ("verified", "unverified") else ("", *evidence[1:])


def _key(part: str) -> str:
    """Return a part of a JSON pointer as a key (RFC 6901)."""
    return part.replace("~1", "/").replace("~0", "~")


@remembered
def _dumped(configuration: Configuration) -> dict[str, object]:
    return configuration.model_dump(mode="json")


def _row_field(pointer: str) -> tuple[int, str] | None:
    """Return index and field of a figure in a load row."""
    index, _, name = pointer.removeprefix(_ROW).partition("/")
    return (int(index), name) if pointer.startswith(_ROW) and index.isdecimal() and name in LoadLine.model_fields else None


def _provenance(configuration: Configuration, pointer: str) -> Provenance | None:
    parts = ["*" if part.isdecimal() else part for part in pointer.split("/")]
    return configuration.provenance.get(pointer) or configuration.provenance.get("/".join(parts))


def _value_at(configuration: Configuration, pointer: str) -> object:
    """Return what stands at a JSON pointer (RFC 6901). Raises NotFound."""
    if not pointer.startswith("/"):
        raise NotFound("trace-no-pointer", pointer=pointer, pointers=(pointer,))
    found: object = _dumped(configuration)
    for part in pointer.split("/")[1:]:
        key = _key(part)
        if isinstance(found, dict) and key in found:
            found = found[key]
        elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
            found = found[int(key)]
        else:
            raise NotFound("trace-not-there", pointer=pointer, key=key, pointers=(pointer,))
    return found


def _shown(value: object, name: str) -> str:
    unit = next((unit for suffix, unit in _UNITS if name.endswith(suffix)), "")
    text = "-" if value is None else str(rounded(value, name)) if isinstance(value, float) else str(value)
    return f"{text} {unit}".strip()


def trace_in(trace: Trace, lang: str) -> Trace:
    """Return a trace with its words and numbers as `lang` (`nl` or `en`) writes them."""
    return trace if lang == "en" else replace(trace, steps=tuple(map(_in_dutch, trace.steps)))


def _in_dutch(step: TraceStep) -> TraceStep:
    return replace(
        step,
        value=numbers_in_dutch(step.value),
        formula=in_dutch(step.formula),
        numbers=in_dutch(step.numbers),
        clause=words_in_dutch(step.clause),
        source=words_in_dutch(step.source),
    )


def trace_text(trace: Trace, lang: str) -> str:
    """Return a trace as plain text, the figure first, what it follows from below it."""
    lines: list[str] = []
    for step in trace_in(trace, lang).steps:
        lines.append(f"{step.symbol} = {step.value}    {step.pointer}")
        lines.extend(f"    = {text}" for text in (step.formula, step.numbers) if text)
        lines.extend(f"    {name}: {text}" for name, text in _about(step, lang))
    return "\n".join([*lines, "", *_foot(trace, lang), ""])


def trace_markdown(trace: Trace, lang: str) -> str:
    """Return a trace as Markdown for a report: a heading, and a table with one row a figure."""
    words = [_WORDS[name].in_language(lang) for name in ("figure", "clause", "status")]
    lines = [f"## `{trace.steps[0].pointer}`", "", f"| {words[0]} | = | = | {words[1]} | {words[2]} |", "|---|---|---|---|---|"]
    for step in trace_in(trace, lang).steps:
        status = _WORDS[step.status].in_language(lang) if step.status else ""
        what = LocalText(nl=step.about_nl, en=step.about_en).in_language(lang)
        cells = (f"{step.symbol} = {step.value}", step.formula or what, step.numbers, step.clause, status)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, "", *_foot(trace, lang), ""])


def _about(step: TraceStep, lang: str) -> list[tuple[str, str]]:
    status = _WORDS[step.status].in_language(lang) if step.status else ""
    what = LocalText(nl=step.about_nl, en=step.about_en).in_language(lang)
    kind = _KINDS[step.kind].in_language(lang) if step.about_nl else ""
    found = (
        ("figure", what),
        ("kind", kind),
        ("clause", step.clause),
        ("status", status),
        ("source", step.source),
        ("inputs", ", ".join(step.inputs)),
    )
    return [(_WORDS[name].in_language(lang), text) for name, text in found if text]


def _foot(trace: Trace, lang: str) -> list[str]:
    family = [f"{_WORDS['holds_for'].in_language(lang)}: {trace.family}"] if trace.family else []
    return [*family, DISCLAIMERS.in_language(lang)]
