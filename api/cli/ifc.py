"""`optop ifc-check` and `optop ifc-diff`: any IFC against schema, requirements and its own geometry; two exports against each other."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import parameters as p

if TYPE_CHECKING:
    from configurator.ifc_check.revision import Revision
    from configurator.ifc_check.verdicts import CheckReport

SHOWN_OBJECTS = 40
IfcFile = Annotated[Path, typer.Argument(metavar="FILE", help="An IFC file of anybody.", show_default=False)]
OldFile = Annotated[Path, typer.Argument(metavar="OLD", help="The earlier export.", show_default=False)]
NewFile = Annotated[Path, typer.Argument(metavar="NEW", help="The later export.", show_default=False)]
IdsFiles = Annotated[list[Path] | None, typer.Option("--ids", metavar="FILE", help="An IDS to check as well; may be repeated.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("ifc-check")(check_command)
    app.command("ifc-diff")(diff_command)


def check_command(file: IfcFile, ids: IdsFiles = None, as_json: p.Json = False, lang: p.Lang = p.Language.NL) -> None:
    """Check an IFC: schema, rules, BIM basis ILS (own IDS), and geometry against what the file says of it.

    Exit code 0: nothing fails (something may be unknown). 1: something fails. 2: the file cannot be read.
    """
    from configurator.ifc_check.check import check_ifc

    report = check_ifc(file, tuple(ids or ()))
    if as_json:
        sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        _print_report(report, lang.value)
    if report.verdict == "fail":
        raise typer.Exit(1)


def _print_report(report: CheckReport, lang: str) -> None:
    from rich.text import Text

    from api.cli.tables import console, simple_table
    from api.cli.words import word
    from configurator.ifc_check.texts import check_texts

    texts, out = check_texts(), console()
    number = word("ifc_checked", lang), word("ifc_failed", lang)
    table = simple_table(
        word("status", lang), word("ifc_check", lang), word("text", lang), *number, right=number, title=f"{report.file}  {report.schema}"
    )
    for result in report.results:
        title = texts[result.id].title.in_language(lang) if result.id in texts else result.title
        table.add_row(word(f"ifc_{result.verdict}", lang), result.id, Text(title), str(result.checked), str(result.failed))
    out.print(table)
    for result in report.results:
        for example in result.examples:
            out.print(Text(f"  {result.id}: {example}"))
        if result.failed > len(result.examples) > 0:
            out.print(Text(f"  {result.id}: {word('ifc_more', lang).format(count=result.failed - len(result.examples))}"))
    out.print(Text(f"{word('verdict', lang)}: {word(f'ifc_{report.verdict}', lang)}", style="bold"))


def diff_command(old: OldFile, new: NewFile, as_json: p.Json = False, lang: p.Lang = p.Language.NL) -> None:
    """Compare two exports by GlobalId: what is kept, moved, changed, new and deleted.

    Exit code 0: compared. 2: a file cannot be read.
    """
    from configurator.ifc_check.revision import compare_ifc

    revision = compare_ifc(old, new)
    if as_json:
        sys.stdout.write(json.dumps(revision.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        _print_revision(revision, lang.value)


def _print_revision(revision: Revision, lang: str) -> None:
    from rich.text import Text

    from api.cli.tables import console, key_values, simple_table
    from api.cli.words import word

    out = console()
    rows = [(word(f"ifc_{fate}", lang), str(count)) for fate, count in revision.counts.items()]
    out.print(key_values(rows, title=f"{revision.old} -> {revision.new}"))
    table = simple_table(word("status", lang), word("ifc_class", lang), word("name", lang), word("ifc_what", lang))
    for item in revision.objects[:SHOWN_OBJECTS]:
        what = ", ".join(word(f"ifc_what_{name}", lang) for name in item.what)
        table.add_row(word(f"ifc_{item.fate}", lang), item.ifc_class, Text(item.name), what)
    if revision.objects:
        out.print(table)
    if len(revision.objects) > SHOWN_OBJECTS:
        out.print(Text(word("ifc_more", lang).format(count=len(revision.objects) - SHOWN_OBJECTS)))
