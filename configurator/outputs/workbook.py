"""The tables as one Excel workbook: numbers as numbers, units in the headings, a sheet a subject, for the corporation's own calculation."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.documents.document import LocalText
from catalogue.documents.finding import finding_text
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.words import Lang
from configurator.outputs.palette import ACCENT, PAPER
from configurator.outputs.sheets import input_sheet
from configurator.outputs.tables import Cell
from configurator.results.disclaimer import DISCLAIMERS
from configurator.results.terms import term
from configurator.rules.catalogue import rule_sources, rule_titles

MAX_WIDTH, MIN_WIDTH = 60, 9
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_MOVING = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and the number format of its cells."""

    heading: LocalText
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the workbook."""

    title: LocalText
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shows_loads: bool = False
    """Then the disclaimer stands under the table."""


def _column(nl: str, en: str, number_format: str = "General") -> Column:
    return Column(LocalText(nl=nl, en=en), number_format)


ONE, TWO, THREE, SHARE = "#,##0.0", "#,##0.00", "#,##0.000", "0.0%"


def _summary(bundle: ResultBundle, lang: Lang) -> Table:
    s, request = bundle.configuration.summary, bundle.configuration.request
    facts: list[tuple[str, str, Cell, str]] = [
        ("Gebouw", "Building", bundle.building_name, ""),
        ("Concept", "Concept", bundle.concept_label, ""),
        ("Uitgangspunten", "Assumption set", f"{request.assumptions.id}@{request.assumptions.version}", ""),
        ("Kenmerk", "Digest", bundle.configuration.digest, ""),
        ("Uitkomst (nooit een ja)", "Verdict (never a yes)", term("verdict", s.verdict, lang), ""),
        ("Woningen", "Homes", s.dwellings, ""),
        ("Modules", "Modules", s.modules, ""),
        ("Moduletypen", "Module types", s.module_types, ""),
        ("Nieuwe bouwlagen", "New storeys", s.storeys_added, ""),
        ("Bruto vloeroppervlakte", "Gross floor area", s.gross_floor_area_m2, "m2"),
        ("Gebruiksoppervlakte (kengetal)", "Usable area (by factor)", s.usable_area_m2, "m2"),
        ("Dakoppervlakte", "Roof area", s.roof_area_m2, "m2"),
        ("Toegevoegde massa", "Added mass", s.mass_kg, "kg"),
        ("Zwaarste module", "Heaviest module", s.heaviest_module_kg, "kg"),
        ("Bovenkant boven maaiveld", "Top above ground", s.height_above_ground_m, "m"),
        ("Grootste toename, maatgevende bouwlaag", "Largest increase, worst level", s.worst_r_n_p50, "-"),
        ("Grootste toename, fundering", "Largest increase, foundation", s.worst_r_n_p50_foundation, "-"),
    ]
    rows = tuple((nl if lang == "nl" else en, value, unit) for nl, en, value, unit in facts)
    columns = (_column("gegeven", "fact"), _column("waarde", "value"), _column("eenheid", "unit"))
    return Table(LocalText(nl="Samenvatting", en="Summary"), columns, rows, shows_loads=True)


def _dwellings(bundle: ResultBundle, lang: Lang) -> Table:
    names = {t.id: t.name.in_language(lang) for t in bundle.concept.dwelling_types}
    columns = (
        _column("woning", "home"),
        _column("bouwlaag", "storey"),
        _column("woningtype", "dwelling type"),
        _column("modules", "modules"),
        _column("gebruiksoppervlakte m2", "usable area m2", ONE),
        _column("bruto vloeroppervlakte m2", "gross floor area m2", ONE),
    )
    rows = tuple(
        (d.id, d.storey, names.get(d.type, d.type), len(d.modules), d.usable_area_m2, d.gross_floor_area_m2)
        for d in bundle.configuration.dwellings
    )
    return Table(LocalText(nl="Woningen", en="Homes"), columns, rows)


def _modules(bundle: ResultBundle, _: Lang) -> Table:
    columns = (
        _column("module", "module"),
        _column("type", "type"),
        _column("woning", "home"),
        _column("bouwlaag", "storey"),
        _column("lengte m", "length m", THREE),
        _column("breedte m", "width m", THREE),
        _column("hoogte m", "height m", THREE),
        _column("massa kg", "mass kg", "#,##0"),
        _column("oplegging", "supports"),
    )
    rows = tuple(
        (m.id, m.type, m.dwelling, m.storey, m.length_m, m.width_m, m.height_m, m.mass_kg, " ".join(s.line for s in m.supports))
        for m in bundle.configuration.modules
    )
    return Table(LocalText(nl="Modules", en="Modules"), columns, rows)


def _loads(bundle: ResultBundle, lang: Lang) -> Table:
    columns = (
        _column("lijn", "line"),
        _column("niveau", "level"),
        _column("van m", "from m", TWO),
        _column("tot m", "to m", TWO),
        _column("bestaand G kN/m", "existing G kN/m", ONE),
        _column("bestaand Q kN/m", "existing Q kN/m", ONE),
        _column("erbij G kN/m", "added G kN/m", ONE),
        _column("erbij Q kN/m", "added Q kN/m", ONE),
        _column("N bestaand kN/m", "N existing kN/m", ONE),
        _column("N nieuw kN/m", "N new kN/m", ONE),
        _column("toename P10", "increase P10", SHARE),
        _column("toename P50", "increase P50", SHARE),
        _column("toename P90", "increase P90", SHARE),
        _column("klasse", "band"),
    )
    rows = tuple(
        (
            r.id, term("place", r.level, lang), r.start_m, r.end_m, r.existing_g_kn_per_m, r.existing_q_kn_per_m,
            r.added_g_kn_per_m, r.added_q_kn_per_m, r.n_existing_kn_per_m, r.n_new_kn_per_m, r.r_n_p10, r.r_n_p50, r.r_n_p90, r.band,
        )
        for r in bundle.configuration.loads.lines
    )  # fmt: skip
    return Table(LocalText(nl="Belastingen", en="Loads"), columns, rows, shows_loads=True)


def _rules(bundle: ResultBundle, lang: Lang) -> Table:
    columns = (
        _column("regel", "rule"),
        _column("onderwerp", "subject"),
        _column("niveau", "level"),
        _column("uitkomst", "verdict"),
        _column("omstreden", "debated"),
        _column("gemeten van", "measured from", TWO),
        _column("gemeten tot", "measured to", TWO),
        _column("grens", "threshold", TWO),
        _column("eenheid", "unit"),
        _column("bron", "source"),
    )
    titles, sources = rule_titles(), rule_sources()
    yes = {"nl": "ja", "en": "yes"}[lang]
    rows = tuple(
        (
            r.id, titles[r.id].in_language(lang), term("level", r.level, lang), term("rule", r.verdict, lang), yes if r.debated else "",
            r.measured_low, r.measured_high, r.threshold, r.unit, sources[r.id].in_language(lang),
        )
        for r in bundle.configuration.rules
    )  # fmt: skip
    return Table(LocalText(nl="Regels", en="Rules"), columns, rows)


def _findings(bundle: ResultBundle, lang: Lang) -> Table:
    columns = (
        _column("code", "code"),
        _column("stand", "status"),
        _column("bevinding", "finding"),
        _column("wie", "who"),
        _column("te verkrijgen", "to obtain"),
    )
    rows = tuple(
        (
            f.code,
            term("status", f.status, lang),
            finding_text(f, lang),
            term("who", f.action.who, lang) if f.action else "",
            f.action.obtain.in_language(lang) if f.action else "",
        )
        for f in bundle.configuration.findings
    )
    return Table(LocalText(nl="Bevindingen", en="Findings"), columns, rows)


def _inputs(bundle: ResultBundle, lang: Lang) -> Table:
    sheet = input_sheet(bundle, lang)
    columns = tuple(_column(name, name) for name in sheet.columns)
    return Table(LocalText(nl="Uitgangspunten", en="Inputs"), columns, sheet.rows)


TABLES = (_summary, _dwellings, _modules, _loads, _rules, _findings, _inputs)
"""The sheets, in their order."""


def xlsx_bytes(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the workbook; the same bundle gives the same bytes. An unknown value is an empty cell."""
    book = Workbook()
    book.remove(book.active)
    for table in TABLES:
        _fill(book, table(bundle, lang), lang)
    stream = io.BytesIO()
    book.save(stream)
    return _without_time(stream.getvalue())


def _fill(book: Workbook, table: Table, lang: Lang) -> None:
    sheet: Worksheet = book.create_sheet(table.title.in_language(lang))
    headings = [column.heading.in_language(lang) for column in table.columns]
    sheet.append(headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True, color=PAPER.removeprefix("#"))
        cell.fill = PatternFill("solid", fgColor=ACCENT.removeprefix("#"))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in table.rows:
        sheet.append([_as_text_if_formula(cell) for cell in row])
    for index, column in enumerate(table.columns, start=1):
        letter = get_column_letter(index)
        for cell in sheet[letter][1:]:
            cell.number_format = column.number_format
        widest = max((len(text) for text in _texts(table.rows, index - 1)), default=0)
        sheet.column_dimensions[letter].width = min(MAX_WIDTH, max(MIN_WIDTH, len(headings[index - 1]) * 0.8, widest + 2))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(table.rows) + 1}"
    if table.shows_loads:
        sheet.cell(row=len(table.rows) + 3, column=1, value=DISCLAIMERS.in_language(lang)).font = Font(italic=True)


def _as_text_if_formula(cell: Cell) -> Cell:
    """Keep a text that starts like a formula from being one: names and texts come from users."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "@")) else cell


def _texts(rows: Sequence[Sequence[Cell]], index: int) -> Iterator[str]:
    for row in rows:
        yield f"{row[index]:.3f}" if isinstance(row[index], float) else str(row[index] if row[index] is not None else "")


def _without_time(content: bytes) -> bytes:
    """Return the same package with a fixed time in every place where the library writes the present one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in _ordered(old.namelist()):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = old.read(name)
            new.writestr(entry, _MOVING.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data) if name == "docProps/core.xml" else data)
    return out.getvalue()


def _ordered(names: Iterable[str]) -> list[str]:
    """Keep the content types first, as readers expect, and the rest in order of name."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
