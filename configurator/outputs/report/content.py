"""What stands in the report: plain text and tables, ready for the template. No layout here, no figures there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.documents.configuration import LoadLine
from catalogue.documents.finding import Finding, finding_text
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.takedown import rows_of, worst_line
from configurator.outputs.drawing.words import Lang, decimals
from configurator.outputs.report.fitting import first_that_fit, row_height_mm, shortened
from configurator.outputs.report.words import label, labels
from configurator.outputs.sheets import input_sheet
from configurator.results.disclaimer import DISCLAIMERS
from configurator.results.fact_names import fact_name
from configurator.results.feasibility import feasibility_scan
from configurator.results.terms import term
from configurator.results.trace import trace_figure, trace_in
from configurator.rules.catalogue import rule_titles

Table = list[list[str]]
SHOWN_REASONS = 3
SHOWN_STEPS = 9
INPUTS_PAGE_MM = 230.0
"""Height of a table on a page of inputs, with room for what the estimate misses."""
LOAD_LINE_MM = 10.9
"""Height of the two rows of a bearing line in the table of loads."""
INPUT_COLUMNS_MM = (52.0, 46.0, 13.0, 29.0, 34.0)
"""Columns of name, value, unit, state and source."""
FINDING_COLUMNS_MM = (92.0, 52.0)
STATUS_ORDER = {"fail": 0, "unknown": 1, "conditional": 2, "info": 3}


@dataclass(frozen=True, slots=True)
class Room:
    """Height that the long tables get, mm."""

    loads_mm: float
    findings_mm: float


def content(bundle: ResultBundle, lang: Lang, room: Room) -> dict[str, object]:
    """Return everything that the template prints, in one language; of long tables as much as there is room for."""
    configuration = bundle.configuration
    building = configuration.request.building
    return {
        "lang": lang,
        "labels": labels(lang),
        "building": bundle.building_name,
        "concept": f"{bundle.concept_label} · {bundle.concept.name.in_language(lang)}",
        "digest": configuration.digest,
        "short_digest": bundle.short_digest,
        "engine": f"optop {configuration.engine.version}",
        "example": bool(building.example_data or bundle.concept.example_data),
        "disclaimer": DISCLAIMERS.in_language(lang),
        "figures": _figures(bundle, lang),
        "summary": _summary(bundle, lang),
        "loads": _loads(bundle, room.loads_mm, lang),
        "worked": _worked(bundle, lang),
        "rules": _rules(bundle, lang),
        "impact": _impact(bundle, lang),
        "scan": _scan(bundle, lang),
        "inputs": _inputs(bundle, lang),
        "findings": _findings(bundle, room.findings_mm, lang),
    }


def _figures(bundle: ResultBundle, lang: Lang) -> Table:
    summary = bundle.configuration.summary
    worst = summary.worst_r_n_p50
    return [
        [str(summary.dwellings), label("homes", lang)],
        [decimals(summary.usable_area_m2, 0, lang), label("usable", lang)],
        ["–" if worst is None else f"{decimals(100.0 * worst, 0, lang)} %", label("worst", lang)],
    ]


def _summary(bundle: ResultBundle, lang: Lang) -> Table:
    s, nl = bundle.configuration.summary, lang == "nl"
    known = s.knowledge

    def number(value: float | None, places: int, unit: str, per: float = 1.0) -> str:
        return "–" if value is None else f"{decimals(value / per, places, lang)} {unit}".strip()

    rows = [
        ("Uitkomst", "Verdict", term("verdict", s.verdict, lang)),
        ("Woningen, modules", "Homes, modules", f"{s.dwellings}, {s.modules} ({s.module_types} {'typen' if nl else 'types'})"),
        ("Nieuwe bouwlagen", "New storeys", str(s.storeys_added)),
        ("Oplegging, ontsluiting", "Support, access", f"{term('support', s.support, lang)}, {term('access', s.access, lang)}"),
        ("Bruto vloeroppervlakte", "Gross floor area", number(s.gross_floor_area_m2, 0, "m²")),
        ("Gebruiksoppervlakte (kengetal)", "Usable area (by factor)", number(s.usable_area_m2, 0, "m²")),
        (
            "Dakvlak, waarvan bebouwd",
            "Roof, of which built on",
            f"{number(s.roof_area_m2, 0, 'm²')}, {number(s.placed_share, 0, '%', 0.01)}",
        ),
        ("Toegevoegde massa", "Added mass", f"{number(s.mass_kg, 1, 't', 1000.0)} ({number(s.mass_kg_per_m2, 0, 'kg/m²')})"),
        ("Zwaarste module", "Heaviest module", number(s.heaviest_module_kg, 1, "t", 1000.0)),
        ("Nieuw dak boven maaiveld", "New roof above ground", number(s.height_above_ground_m, 1, "m")),
        ("Toename aan de fundering", "Increase at the foundation", number(s.worst_r_n_p50_foundation, 1, "%", 0.01)),
        ("Toename op de ongunstigste bouwlaag", "Increase at the worst storey", number(s.worst_r_n_p50, 1, "%", 0.01)),
        ("Gegevens: bekend, aangenomen, onbekend", "Inputs: known, assumed, unknown", f"{known.known}, {known.assumed}, {known.unknown}"),
    ]
    condition = bundle.configuration.conditional_on
    if condition.family is not None:
        odds = "" if condition.odds in (None, 1.0) else f" ({decimals(100.0 * (condition.odds or 0.0), 0, lang)} %)"
        rows.append(("Geldt als het gebouw hoort tot familie", "Holds if the building belongs to family", condition.family + odds))
    return [[dutch if nl else english, value] for dutch, english, value in rows]


def _percent(value: float, lang: Lang) -> str:
    return f"{decimals(100.0 * value, 1, lang)} %"


def _load_row(row: LoadLine, lang: Lang) -> list[str]:
    return [
        row.id,
        term("place", row.level, lang),
        decimals(row.n_existing_kn_per_m, 0, lang),
        decimals(row.n_new_kn_per_m - row.n_existing_kn_per_m, 0, lang),
        _percent(row.r_n_p50, lang),
        f"{decimals(100.0 * row.r_n_p10, 1, lang)} – {_percent(row.r_n_p90, lang)}",
        row.band,
    ]


def _loads(bundle: ResultBundle, room_mm: float, lang: Lang) -> dict[str, object]:
    """Return two rows for each line that carries modules, its foundation and its worst level; of many lines, the worst ones."""
    lines = [line.id for host in bundle.configuration.hosts() for line in host.bearing_lines]
    by_line = {line: rows_of(bundle, line) for line in lines}
    carrying = {line: rows for line, rows in by_line.items() if any(r.added_g_kn_per_m for r in rows)}
    by_increase = sorted(carrying, key=lambda line: -max(r.r_n_p50 for r in carrying[line]))
    shown = set(by_increase[: max(1, int(room_mm / LOAD_LINE_MM))])
    table: Table = []
    for line in (one for one in carrying if one in shown):
        worst = max(carrying[line], key=lambda r: r.r_n_p50)
        table.extend(_load_row(r, lang) for r in carrying[line] if r.level == "foundation" or r is worst)
    note = label("worst_lines", lang).format(shown=len(shown), count=len(carrying)) if len(shown) < len(carrying) else ""
    return {"rows": table, "note": note}


def _worked(bundle: ResultBundle, lang: Lang) -> list[dict[str, str]]:
    """Return the trace of the governing figure: symbol, value, formula, numbers, clause, status."""
    line = worst_line(bundle)
    if line is None:
        return []
    worst = max(rows_of(bundle, line), key=lambda r: r.r_n_p50)
    index = bundle.configuration.loads.lines.index(worst)
    steps = trace_in(trace_figure(bundle.configuration, f"/loads/lines/{index}/r_n_p50"), lang).steps
    return [
        {
            "symbol": step.symbol,
            "value": step.value,
            "formula": step.formula,
            "numbers": step.numbers,
            "clause": step.clause,
            "status": term("check", step.status, lang),
        }
        for step in steps[:SHOWN_STEPS]
    ]


def _rules(bundle: ResultBundle, lang: Lang) -> Table:
    titles = rule_titles()
    return [
        [
            r.id,
            titles[r.id].in_language(lang),
            term("level", r.level, lang) + (f" ({label('debated', lang)})" if r.debated else ""),
            _interval(r.measured_low, r.measured_high, lang),
            "–" if r.threshold is None else f"{decimals(r.threshold, 2, lang)} {r.unit}",
            term("rule", r.verdict, lang),
        ]
        for r in bundle.configuration.rules
    ]


def _impact(bundle: ResultBundle, lang: Lang) -> Table:
    """Return what is known of material, cost and carbon; what is unknown is left out."""
    impact = bundle.configuration.impact
    shares: tuple[tuple[str, float | None, float, str], ...] = (
        ("biobased", impact.mass_biobased_fraction, 100.0, "%"),
        ("floor_per_home", impact.floor_area_per_dwelling_m2, 1.0, "m²"),
    )
    known = [(key, value * per, unit) for key, value, per, unit in shares if value is not None]
    rows = [[label(f"impact_{key}", lang), f"{decimals(value, 0, lang)} {unit}"] for key, value, unit in known]
    cost = impact.concept_cost
    if cost is not None:
        band = _band(cost.low_eur_cents * 1e-8, cost.high_eur_cents * 1e-8, 2, lang)
        rows.append([label("impact_concept_cost", lang), f"{band} {label('impact_million_euro', lang)}"])
        for key, items in (("covers", cost.covers), ("excludes", cost.excludes)):
            rows.extend([[label(f"impact_{key}", lang), ", ".join(term("cost", item, lang) for item in items)]] if items else [])
    for key, carbon in (("embodied", impact.embodied_carbon), ("stored", impact.stored_carbon)):
        if carbon is not None:
            band = _band(carbon.low_kg_co2 / 1000.0, carbon.high_kg_co2 / 1000.0, 0, lang)
            rows.append([label(f"impact_{key}", lang), f"{band} t CO₂-eq ({label(f'impact_{carbon.basis}', lang)})"])
    return rows


def _band(low: float, high: float, places: int, lang: Lang) -> str:
    """Write both ends of an interval, or one where they are written alike."""
    ends = [decimals(value, places, lang) for value in (low, high)]
    return "–".join(dict.fromkeys(ends))


def _interval(low: float | None, high: float | None, lang: Lang) -> str:
    if low is None or high is None:
        return "–"
    return decimals(low, 2, lang) if low == high else f"{decimals(low, 2, lang)} – {decimals(high, 2, lang)}"


def _scan(bundle: ResultBundle, lang: Lang) -> list[dict[str, object]]:
    titles = rule_titles()
    found: list[dict[str, object]] = []
    for result in feasibility_scan(bundle.configuration):
        distinct = {f.code: f for f in reversed(result.findings)}
        reasons = [finding_text(f, lang) for f in result.findings if distinct[f.code] is f][:SHOWN_REASONS]
        reasons += [f"{r.id} {titles[r.id].in_language(lang)}: {term('rule', r.verdict, lang)}" for r in result.rules][:SHOWN_REASONS]
        reasons += [f"{label('missing', lang)}: {fact_name(_pointer(path), lang)}" for path in result.missing]
        who = result.who()
        found.append(
            {
                "title": result.theme.title.in_language(lang),
                "light": result.light,
                "state": term("scan", result.light, lang),
                "because": reasons,
                "question": result.question(lang),
                "who": "" if who is None else term("who", who, lang),
            }
        )
    return found


def _pointer(path: str) -> str:
    """Return a dotted path of the building document as a JSON pointer."""
    return "/" + path.replace(".", "/")


def _inputs(bundle: ResultBundle, lang: Lang) -> dict[str, object]:
    """Return the inputs that fit a page: a further roof level only where it differs from the first."""
    sheet = input_sheet(bundle, lang)
    first = {row[-1]: row[1:-1] for row in sheet.rows}
    rows = [row for row in sheet.rows if not _is_repeated(row, first)]
    cut = [[shortened(cell) for cell in (row[0], row[1], row[2], _state(row[3], row[4], lang), row[5])] for row in rows]
    sized = [(row, row_height_mm(list(zip(row, INPUT_COLUMNS_MM, strict=True)))) for row in cut]
    shown, left = first_that_fit(sized, INPUTS_PAGE_MM)
    columns = [sheet.columns[at] for at in (0, 1, 2, 3, 5)]
    return {"columns": columns, "rows": shown, "note": _more(left + len(sheet.rows) - len(rows), lang)}


def _state(state: str, check: str, lang: Lang) -> str:
    """Return the state of an input, with the check where somebody did it: unchecked is the rule, and said once."""
    return f"{state}, {check}" if check == term("check", "verified", lang) else state


def _is_repeated(row: Sequence[str], first: dict[str, tuple[str, ...]]) -> bool:
    """Return whether an input of a further roof level is said word for word of the first one."""
    level, _, inner = row[-1].removeprefix("/further_levels/").partition("/")
    return row[-1].startswith("/further_levels/") and level.isdecimal() and first.get(f"/{inner}") == tuple(row[1:-1])


def _more(count: int, lang: Lang) -> str:
    return label("more_rows", lang).format(count=count) if count else ""


def _findings(bundle: ResultBundle, room_mm: float, lang: Lang) -> dict[str, object]:
    """Return the findings that fit, the most pressing first; of one code the first, with how many there are more."""
    ordered = sorted(bundle.configuration.findings, key=lambda f: STATUS_ORDER[f.status])
    counts = Counter(f.code for f in ordered)
    first = {f.code: f for f in reversed(ordered)}
    rows = [_finding(item, counts[item.code] - 1, lang) for item in ordered if first[item.code] is item]
    sized = [(row, row_height_mm([(row["text"], FINDING_COLUMNS_MM[0]), (row["action"], FINDING_COLUMNS_MM[1])], 1.0)) for row in rows]
    shown, left = first_that_fit(sized, room_mm)
    return {"rows": shown, "note": _more(left, lang)}


def _finding(item: Finding, rest: int, lang: Lang) -> dict[str, str]:
    more = f" ({label('and_more', lang).format(count=rest)})" if rest else ""
    action = "" if item.action is None else f"{term('who', item.action.who, lang)}: {item.action.obtain.in_language(lang)}"
    return {"code": item.code, "status": term("status", item.status, lang), "text": finding_text(item, lang) + more, "action": action}
