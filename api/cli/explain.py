"""`optop explain`: where one figure of a result comes from."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli import parameters as p


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("explain")(explain_command)


def explain_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A configuration.json, or the folder that holds it.", show_default=False)],
    pointer: Annotated[
        str, typer.Argument(metavar="POINTER", help="JSON pointer of a figure: /loads/lines/3/r_n_p50.", show_default=False)
    ],
    markdown: Annotated[bool, typer.Option("--markdown", help="Print a Markdown table, for a report.")] = False,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Print the trace of one figure: symbols, numbers, clause, status, and the figures that it follows from."""
    from catalogue.documents.configuration import Configuration
    from catalogue.documents.loading import read_document_text, read_text
    from configurator.results.trace import trace_figure, trace_markdown, trace_text

    path = file / "configuration.json" if file.is_dir() else file
    configuration = read_document_text(Configuration, read_text(path, MAX_RESULT_BYTES), str(path))
    trace = trace_figure(configuration, pointer)
    if as_json:
        sys.stdout.write(json.dumps(asdict(trace), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write((trace_markdown if markdown else trace_text)(trace, lang.value))


MAX_RESULT_BYTES = 200_000_000
"""A result of a large building with all its rows is far larger than a document that somebody writes."""
