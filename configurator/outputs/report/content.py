"""What stands in the report: plain text and tables, ready for the template. No layout here, no figures there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from catalogue.documents.configuration import LoadLine
from catalogue.documents.finding import Finding, finding_text
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.takedown import rows_of, worst_line
from configurator.outputs.drawing.words import Lang, decimals
from configurator.outputs.report.words import label, labels
from configurator.outputs.sheets import input_sheet
from configurator.results.disclaimer import DISCLAIMERS
from configurator.results.feasibility import feasibility_scan
from configurator.results.terms import term
from configurator.results.trace import trace_figure
from configurator.rules.catalogue import rule_titles

Table = list[list[str]]
SHOWN_REASONS = 3
SHOWN_STEPS = 10
SHOWN_INPUTS = 40
SHOWN_PER_CODE = 2
STATUS_ORDER = {"fail": 0, "unknown": 1, "conditional": 2, "info": 3}


def content(bundle: ResultBundle, lang: Lang) -> dict[str, object]:
    """Return everything that the template prints, in one language."""
    configuration = bundle.configuration
    building = configuration.request.building
    return {
        "lang": lang,
        "labels": labels(lang),
        "building": bundle.model.name,
        "concept": f"{bundle.concept_label} · {bundle.concept.name.in_language(lang)}",
        "digest": configuration.digest,
        "short_digest": bundle.short_digest,
        "engine": f"optop {configuration.engine.version}",
        "example": bool(building.example_data or bundle.concept.example_data),
        "disclaimer": DISCLAIMERS.in_language(lang),
        "figures": _figures(bundle, lang),
        "summary": _summary(bundle, lang),
        "loads": _load_rows(bundle, lang),
        "worked": _worked(bundle, lang),
        "rules": _rules(bundle, lang),
        "scan": _scan(bundle, lang),
        "inputs": _inputs(bundle, lang),
        "findings": _findings(bundle, lang),
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


def _load_rows(bundle: ResultBundle, lang: Lang) -> Table:
    """Return two rows for each line that carries modules: its foundation and its worst level."""
    table: Table = []
    for line in (line for host in bundle.configuration.hosts() for line in host.bearing_lines):
        rows = rows_of(bundle, line.id)
        if rows and any(r.added_g_kn_per_m for r in rows):
            worst = max(rows, key=lambda r: r.r_n_p50)
            table.extend(_load_row(r, lang) for r in rows if r.level == "foundation" or r is worst)
    return table


def _worked(bundle: ResultBundle, lang: Lang) -> list[dict[str, str]]:
    """Return the trace of the governing figure: symbol, value, formula, numbers, clause, status."""
    line = worst_line(bundle)
    if line is None:
        return []
    worst = max(rows_of(bundle, line), key=lambda r: r.r_n_p50)
    index = bundle.configuration.loads.lines.index(worst)
    steps = trace_figure(bundle.configuration, f"/loads/lines/{index}/r_n_p50").steps
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


def _interval(low: float | None, high: float | None, lang: Lang) -> str:
    if low is None or high is None:
        return "–"
    return decimals(low, 2, lang) if low == high else f"{decimals(low, 2, lang)} – {decimals(high, 2, lang)}"


def _scan(bundle: ResultBundle, lang: Lang) -> list[dict[str, object]]:
    titles = rule_titles()
    found: list[dict[str, object]] = []
    for result in feasibility_scan(bundle.configuration):
        reasons = [finding_text(f, lang) for f in result.findings[:SHOWN_REASONS]]
        reasons += [f"{r.id} {titles[r.id].in_language(lang)}: {term('rule', r.verdict, lang)}" for r in result.rules][:SHOWN_REASONS]
        reasons += [f"{label('missing', lang)}: {path}" for path in result.missing]
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


def _inputs(bundle: ResultBundle, lang: Lang) -> dict[str, object]:
    sheet = input_sheet(bundle, lang)
    return {"columns": list(sheet.columns[:6]), "rows": [list(row[:6]) for row in sheet.rows[:SHOWN_INPUTS]]}


def _findings(bundle: ResultBundle, lang: Lang) -> list[dict[str, str]]:
    """Return the findings, the most pressing first; of one code no more than a few, with how many there are more."""
    ordered = sorted(bundle.configuration.findings, key=lambda f: STATUS_ORDER[f.status])
    counts = Counter(f.code for f in ordered)
    shown: Counter[str] = Counter()
    rows = []
    for item in ordered:
        shown[item.code] += 1
        if shown[item.code] <= SHOWN_PER_CODE:
            rest = counts[item.code] - SHOWN_PER_CODE if shown[item.code] == SHOWN_PER_CODE else 0
            rows.append(_finding(item, max(0, rest), lang))
    return rows


def _finding(item: Finding, rest: int, lang: Lang) -> dict[str, str]:
    more = f" ({label('and_more', lang).format(count=rest)})" if rest else ""
    action = "" if item.action is None else f"{term('who', item.action.who, lang)}: {item.action.obtain.in_language(lang)}"
    return {"code": item.code, "status": term("status", item.status, lang), "text": finding_text(item, lang) + more, "action": action}


def pictures(parts: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    """Return drawings by name as text, as the template takes them."""
    return {name: data.decode("utf-8") for name, data in parts}
