"""Sheets for the engineer, as CSV and Markdown: the inputs (uitgangspuntenblad), and the norm values to verify.

The verification sheet is the only way from unverified to verified: a named engineer compares each value with the text of the norm.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.documents.document import LocalText
from catalogue.documents.load_results import NormCheck
from configurator.loads.norm_register import norm_register, row_numbers, row_value
from configurator.loads.verified import row_status
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.words import Lang
from configurator.outputs.tables import csv_bytes
from configurator.results.disclaimer import DISCLAIMERS
from configurator.results.fact_names import fact_name
from configurator.results.fact_text import fact_text, told_by_whom
from configurator.results.host import ASKED_FACTS
from configurator.results.trace_words import in_dutch, words_in_dutch

_STATES = {
    "known": LocalText(nl="bekend", en="known"),
    "assumed": LocalText(nl="aangenomen", en="assumed"),
    "unknown": LocalText(nl="onbekend", en="unknown"),
    "verified": LocalText(nl="gecontroleerd", en="verified"),
    "unverified": LocalText(nl="niet gecontroleerd", en="unverified"),
}
_OUTCOMES = {
    "agrees": LocalText(nl="akkoord", en="agreed"),
    "differs": LocalText(nl="wijkt af (gelezen / gebruikt)", en="differs (read / used)"),
    "other_edition": LocalText(nl="andere uitgave (gelezen / gebruikt)", en="other edition (read / used)"),
    "open": LocalText(nl="nog niet opgezocht", en="not looked up yet"),
}
_FORM_HEAD = (
    "# Controle van normwaarden. Vul in wat er in de norm staat (null is nog niet opgezocht), met naam en datum, en geef het bestand mee:",
    "# Check of norm values. Fill in what the norm says (null is not looked up yet), with name and date, and hand the file in:",
    "#   optop configure ... --verification normcontrole.yaml",
    "type: verification",
    "schema_version: 1",
    "id: normcontrole",
    'engineer: {name: "", organisation: "", registration: ""}',
    "date: null",
    "rows:",
)
_INPUT_COLUMNS = LocalText(
    nl="gegeven|waarde|eenheid|stand|controle|bron|op te vragen|plaats", en="fact|value|unit|state|check|source|document to obtain|place"
)
_NORM_COLUMNS = LocalText(
    nl="regel|waarde|bepaling|uitgave|stand|bron|gecontroleerd door|datum|akkoord of juiste waarde",
    en="row|value|clause|edition|status|source|checked by|date|agreed or right value",
)
_INPUT_TITLE = LocalText(nl="Uitgangspuntenblad", en="Sheet of inputs")
_NORM_TITLE = LocalText(nl="Controleblad normwaarden", en="Verification sheet of norm values")
_DOCUMENTS: tuple[tuple[str, LocalText], ...] = (
    ("/structure", LocalText(nl="constructietekeningen en -berekening: vloeren, wanden, dak", en="structural drawings and calculation")),
    ("/bearing", LocalText(nl="plattegronden met maatvoering en wanddikten", en="dimensioned plans with wall thicknesses")),
    ("/bay", LocalText(nl="plattegronden met maatvoering en wanddikten", en="dimensioned plans with wall thicknesses")),
    ("/foundation", LocalText(nl="palenplan, sonderingen, funderingsonderzoek F3O", en="pile plan, soundings, foundation survey F3O")),
    ("/ground_floor", LocalText(nl="doorsnede over de begane grond", en="section through the ground floor")),
    ("/roof", LocalText(nl="dakopname: ballast, opbouw, hoogte", en="roof survey: ballast, build-up, level")),
    ("/site/terrain", LocalText(nl="terreincategorie volgens NEN-EN 1991-1-4", en="terrain category to NEN-EN 1991-1-4")),
    ("/site", LocalText(nl="adres, omgevingsplan", en="address, zoning plan")),
    ("/storey", LocalText(nl="doorsnede met verdiepingshoogten", en="section with storey heights")),
    ("/plinth", LocalText(nl="doorsnede met peil en maaiveld", en="section with floor and ground level")),
    ("/peil", LocalText(nl="inmeting van peil", en="survey of the ground floor level")),
    ("/ground", LocalText(nl="inmeting van het maaiveld", en="survey of the ground level")),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its title."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def input_sheet(bundle: ResultBundle, lang: Lang = "nl") -> Sheet:
    """Return what the estimate was given: known, assumed or unknown, checked or not, and the document that would settle it."""
    rows: list[tuple[str, ...]] = []
    building, unknown = bundle.configuration.request.building, _STATES["unknown"].in_language(lang)
    for pointer, fact in sorted(bundle.facts.items()):
        settled = not fact.assumed and fact.status == "verified"
        state, check = _STATES["assumed" if fact.assumed else "known"], _STATES[fact.status]
        document = "" if settled else _document(pointer, lang)
        said = fact_text(fact.value, lang)
        unit = "" if fact.unit == "-" else fact.unit
        told_by = (state.in_language(lang), check.in_language(lang), told_by_whom(fact.source, building, lang))
        rows.append((fact_name(pointer, lang), said, unit, *told_by, document, pointer))
    told = {pointer.split("/")[1] for pointer in bundle.facts}
    rows.extend(
        (fact_name(f"/{name}", lang), "", "", unknown, "", "", _document(f"/{name}", lang), f"/{name}")
        for name in ASKED_FACTS
        if name not in told and getattr(building, name, None) is None
    )
    rows.extend(_choices(bundle, lang))
    return Sheet(_INPUT_TITLE.in_language(lang), tuple(_INPUT_COLUMNS.in_language(lang).split("|")), tuple(rows))


def norm_sheet(bundle: ResultBundle, lang: Lang = "nl") -> Sheet:
    """Return every norm value that the estimate used, with room for the name, the date and the verdict of who checks it."""
    register, loads = norm_register(), bundle.configuration.loads
    checks = {check.row: check for check in loads.norm_checks}
    rows = []
    for name in loads.norm_rows:
        row, status, check = register[name], row_status(loads, name), checks.get(name)
        signed = ("", "", "") if check is None else (check.by, check.date, _outcome(check, lang))
        said = (row_value(row), row.clause, row.edition, _STATES[status].in_language(lang), row.source)
        rows.append((row.id, *(said if lang == "en" else (in_dutch(said[0]), *map(words_in_dutch, said[1:]))), *signed))
    return Sheet(_NORM_TITLE.in_language(lang), tuple(_NORM_COLUMNS.in_language(lang).split("|")), tuple(rows))


def verification_form(bundle: ResultBundle) -> bytes:
    """Return the verification document of this result to be filled in: every unverified row with empty places for what the norm says.

    The numbers of optop are left out on purpose: who checks them reads them in the norm, and `--verification` compares.
    """
    loads, lines = bundle.configuration.loads, list(_FORM_HEAD)
    for name in loads.norm_rows:
        row = norm_register()[name]
        if row_status(loads, name) == "unverified":
            lines += [f"  # {row.clause}", f"  - row: {name}", f"    edition: {json.dumps(row.edition, ensure_ascii=False)}"]
            numbers = ", ".join(f"{json.dumps(number)}: null" for number in row_numbers(row))
            lines += [f"    values: {{{numbers}}}"] if numbers else [f"    # {row_value(row)}", "    agrees: null"]
    empty = ["  []"] if len(lines) == len(_FORM_HEAD) else []
    return ("\n".join([*lines, *empty, *(f"# {text}" for text in (DISCLAIMERS.nl, DISCLAIMERS.en))]) + "\n").encode("utf-8")


def _outcome(check: NormCheck, lang: Lang) -> str:
    text = _OUTCOMES[check.outcome].in_language(lang)
    return f"{text}: {check.detail}" if check.detail else text


def sheet_csv(sheet: Sheet, lang: Lang = "nl") -> bytes:
    """Return a sheet as CSV; the disclaimer is its last column."""
    disclaimer = DISCLAIMERS.in_language(lang)
    return csv_bytes((*sheet.columns, "disclaimer"), [(*row, disclaimer) for row in sheet.rows])


def sheet_markdown(bundle: ResultBundle, sheet: Sheet, lang: Lang = "nl") -> bytes:
    """Return a sheet as Markdown with title, digest of the result and disclaimer."""
    lines = [f"# {sheet.title}", "", f"{bundle.building_name}, {bundle.concept_label}, {bundle.configuration.digest}", ""]
    lines += [_markdown_row(sheet.columns), "|" + "---|" * len(sheet.columns), *map(_markdown_row, sheet.rows)]
    return "\n".join([*lines, "", DISCLAIMERS.in_language(lang), ""]).encode("utf-8")


def _choices(bundle: ResultBundle, lang: Lang) -> list[tuple[str, ...]]:
    """Return what was chosen for the wind, and the assumption set."""
    request, stability = bundle.configuration.request, bundle.configuration.loads.stability
    source = f"{request.assumptions.id}@{request.assumptions.version}"
    assumed, unchecked = _STATES["assumed"].in_language(lang), _STATES["unverified"].in_language(lang)

    def row(pointer: str, value: object, unit: str, state: str, check: str, told_by: str, document: str = "") -> tuple[str, ...]:
        return fact_name(pointer, lang), fact_text(value, lang), unit, state, check, told_by, document, pointer

    rows = [row("/assumptions", source, "", assumed, unchecked, source)]
    basis = bundle.configuration.loads.basis
    if basis is not None:
        options = request.options.loads
        for name, asked in options.model_dump(exclude={"code_equivalence"}).items():
            unit = {"nl": "jaar", "en": "year"}[lang] if name.endswith("_years") else ""
            state, told = (assumed, source) if asked is None else (_STATES["known"].in_language(lang), "/options/loads")
            rows.append(row(f"/loads/basis/{name}", getattr(basis, name), unit, state, unchecked, told))
    if stability.wind_area is not None and stability.wind_assumed:
        text = f"{stability.wind_area}, {fact_text(stability.terrain, lang)}"
        rows.append(row("/loads/stability/wind_area", text, "", assumed, "", source, _document("/site/terrain", lang)))
    return rows


def _document(pointer: str, lang: Lang) -> str:
    return next((text.in_language(lang) for start, text in _DOCUMENTS if pointer.startswith(start)), "")


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
