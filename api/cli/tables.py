"""What the command line prints for a person: tables on stdout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.words import word
from catalogue.documents.configuration import ConditionalOn, Configuration, LoadLine
from catalogue.documents.finding import finding_text
from configurator.results.disclaimer import DISCLAIMERS

if TYPE_CHECKING:
    from configurator.configure import Computed

MIN_WIDTH = 110
SHOWN_FINDINGS = 14
SHOWN_PER_CODE = 2


def console() -> Console:
    """Return the console of a person: at least as wide as the tables need, also in a pipe."""
    plain = Console(highlight=False)
    return plain if plain.width >= MIN_WIDTH else Console(highlight=False, width=MIN_WIDTH)


def simple_table(*columns: str, right: Sequence[str] = (), title: str | None = None) -> Table:
    """Return an empty table without vertical lines; `right` names the columns with numbers."""
    table = Table(box=None, pad_edge=False, title=title, title_justify="left", title_style="bold", header_style="dim")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table


def key_values(rows: Sequence[tuple[str, str]], title: str | None = None) -> Table:
    """Return a two-column table of names and values."""
    # a title is folded to the width of its table, and an id of a building is longer than a short table
    wide = 0 if title is None else min(len(title), console().width)
    table = Table(box=None, show_header=False, pad_edge=False, title=title, title_justify="left", title_style="bold", min_width=wide)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, value)
    return table


def _percent(value: float | None) -> str:
    return "?" if value is None else f"{value:+.1%}"


def print_configuration(computed: Computed, files: Sequence[Path], lang: str) -> None:
    """Print homes, modules, m2, verdict and what is unknown, load per line with band, findings, files."""
    out, configuration = console(), computed.configuration
    out.print(key_values(_summary_rows(computed, lang), title="optop"))
    if configuration.wings:
        out.print()
        out.print(_wing_table(configuration, lang))
    if configuration.summary.modules == 0:
        out.print(Text(f"\n{word('nothing_placed', lang)}", style="bold"))
    else:
        out.print()
        out.print(_load_table(configuration, lang))
        if any(line.assumed for host in configuration.hosts() for line in host.bearing_lines):
            out.print(Text(word("assumed_note", lang), style="dim"))
        out.print()
        out.print(_rule_table(configuration, lang))
    out.print()
    out.print(_finding_table(configuration, lang))
    out.print()
    out.print(key_values([(file.suffix.lstrip("."), str(file)) for file in files], title=word("files", lang)))
    out.print(Text(f"\n{DISCLAIMERS.in_language(lang)}", style="dim"))


def _wing_table(configuration: Configuration, lang: str) -> Table:
    numbers = [word(key, lang) for key in ("storeys", "roof_area", "homes", "modules", "increase")]
    columns = ("roof_level", "storeys", "roof_area", "verdict", "homes", "modules", "support", "access", "increase", "band")
    table = simple_table(word("wing", lang), *(word(key, lang) for key in columns), right=numbers)
    for wing in configuration.wings:
        s = wing.summary
        table.add_row(
            wing.id,
            wing.level,
            str(len(wing.host.storeys)),
            f"{s.roof_area_m2:.0f} m2",
            word(s.verdict, lang),
            str(s.dwellings),
            str(s.modules),
            "-" if s.support is None else word(s.support, lang),
            "-" if s.access is None else word(s.access, lang),
            _percent(s.worst_r_n_p50),
            s.worst_band or "-",
        )
    return table


def _summary_rows(computed: Computed, lang: str) -> list[tuple[str, str]]:
    configuration, concept, building = computed.configuration, computed.inputs.concept, computed.inputs.request.building
    s = configuration.summary
    family = configuration.conditional_on
    example = f" ({word('example', lang)})"
    known = s.knowledge
    return [
        (
            word("building", lang),
            (building.name.in_language(lang) if building.name else building.id) + (example if building.example_data else ""),
        ),
        (
            word("concept", lang),
            f"{concept.id}@{concept.version} {concept.name.in_language(lang)}" + (example if concept.example_data else ""),
        ),
        (
            word("family", lang),
            _family(family, lang),
        ),
        (word("verdict", lang), word(s.verdict, lang)),
        (word("homes", lang), f"{s.dwellings}"),
        (word("modules", lang), f"{s.modules} ({word('module_types', lang)}: {s.module_types})"),
        (word("support", lang), "-" if s.support is None else word(s.support, lang)),
        (word("access", lang), "-" if s.access is None else word(s.access, lang)),
        (word("gross_area", lang), f"{s.gross_floor_area_m2:.0f} m2"),
        (word("usable_area", lang), f"{s.usable_area_m2:.0f} m2"),
        (word("roof_area", lang), f"{s.roof_area_m2:.0f} m2, {word('placed', lang)} {s.placed_share:.0%}"),
        (word("gap", lang), "?" if s.bound_gap is None else f"{s.bound_gap:.1%}"),
        (word("mass", lang), f"{s.mass_kg / 1000:.1f} t ({'?' if s.mass_kg_per_m2 is None else f'{s.mass_kg_per_m2:.0f}'} kg/m2)"),
        (word("heaviest", lang), "?" if s.heaviest_module_kg is None else f"{s.heaviest_module_kg / 1000:.1f} t"),
        (word("height", lang), "?" if s.height_above_ground_m is None else f"{s.height_above_ground_m:.1f} m"),
        (
            word("biobased", lang),
            "?" if configuration.impact.mass_biobased_fraction is None else f"{configuration.impact.mass_biobased_fraction:.0%}",
        ),
        (word("knowledge", lang), f"{known.known} / {known.assumed} / {known.unknown}"),
    ]


def _family(condition: ConditionalOn, lang: str) -> str:
    """A family that somebody named has no odds: it is a choice, not a finding."""
    if condition.family is None:
        return "-"
    how = word("chosen", lang) if condition.odds in (None, 1.0) else f"{condition.odds:.0%}"
    return f"{condition.family} ({how})"


def _worst(rows: Sequence[LoadLine]) -> LoadLine:
    return max(rows, key=lambda row: (row.r_n_p50, row.added_g_kn_per_m))


def _load_table(configuration: Configuration, lang: str) -> Table:
    numbers = [word(key, lang) for key in ("existing", "added", "increase", "p10_p90", "top_foot")] + ["x m"]
    table = simple_table(
        word("line", lang),
        "x m",
        f"{word('existing', lang)}",
        word("added", lang),
        word("increase", lang),
        word("p10_p90", lang),
        word("band", lang),
        word("top_foot", lang),
        word("line_band", lang),
        right=numbers,
        title=f"{word('loads', lang)} (kN/m)",
    )
    lines = [(line, own.storeys[-1].id if own.storeys else "") for own in configuration.hosts() for line in own.bearing_lines]
    for line, top in lines:
        mine = [row for row in configuration.loads.lines if row.id == line.id]
        foundation = [row for row in mine if row.level == "foundation"]
        if not foundation:
            continue
        worst = _worst(foundation)
        head = [row for row in mine if row.level == top]
        table.add_row(
            line.id + ("*" if line.assumed else ""),
            f"{line.x_m:.2f}",
            f"{worst.existing_g_kn_per_m:.1f}",
            f"{worst.added_g_kn_per_m:+.1f}",
            _percent(worst.r_n_p50),
            f"{worst.r_n_p10:.1%} .. {worst.r_n_p90:.1%}",
            worst.band,
            _percent(_worst(head).r_n_p50) if head else "?",
            worst.line_band,
        )
    return table


def _rule_table(configuration: Configuration, lang: str) -> Table:
    from configurator.rules.catalogue import rule_titles

    table = simple_table(
        word("rule", lang), "", word("level", lang), word("verdict", lang), word("measured", lang), word("threshold", lang)
    )
    titles = rule_titles()
    for result in configuration.rules:
        low, high = result.measured_low, result.measured_high
        measured = "-" if low is None or high is None else f"{low:.2f}" if low == high else f"{low:.2f} .. {high:.2f}"
        verdict = word("status_unknown" if result.verdict == "unknown" else result.verdict, lang)
        table.add_row(
            result.id,
            titles[result.id].in_language(lang),
            result.level,
            verdict + (f" ({word('debated', lang)})" if result.debated else ""),
            f"{measured} {result.unit}",
            "?" if result.threshold is None else f"{result.threshold:g} {result.unit}",
        )
    return table


def _finding_table(configuration: Configuration, lang: str) -> Table:
    table = simple_table(word("status", lang), word("code", lang), word("text", lang), title=word("findings", lang))
    names = {"fail": "fail", "unknown": "status_unknown", "conditional": "status_conditional", "info": "info"}
    shown: dict[str, int] = {}
    for item in configuration.findings:
        shown[item.code] = shown.get(item.code, 0) + 1
        if len(table.rows) >= SHOWN_FINDINGS or shown[item.code] > SHOWN_PER_CODE:
            continue
        text = finding_text(item, lang)
        if item.fix:
            text += f" {word('fix', lang)}: " + ", ".join(f"{path}={value}" for path, value in item.fix.items())
        table.add_row(word(names[item.status], lang), item.code, text)
    hidden = len(configuration.findings) - len(table.rows)
    if hidden > 0:
        table.add_row("", "", word("more", lang).format(count=hidden))
    return table
