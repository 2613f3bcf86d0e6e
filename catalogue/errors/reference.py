"""The public list of what errors say, as a page.

python -m catalogue.errors.reference docs/errors.md      writes it; a test checks that it is current
"""

from __future__ import annotations

import sys
from pathlib import Path

from catalogue.errors.phrase import sentences_of

AREAS = {
    "building-files": "Files of buildings: readers, outlines, heights, bays",
    "ifc": "IFC and IDS",
    "documents": "Documents: YAML, JSON, and rules that their schemas cannot say",
    "validation": "What a schema refuses",
    "engine": "Requests, options and outputs",
    "catalogue": "Names that are not there, and weights",
    "store": "The catalogue and its database",
    "service": "The service, keys and problems",
    "page": "Addresses of the page",
    "commands": "The command line",
}
"""Files of sentences, in the order of the page."""


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|").replace("<", "&lt;")


def errors_page() -> str:
    """Return the page with every sentence, by area and code."""
    lines = [
        "# Errors",
        "",
        "What optop says when a call is wrong or a file is broken, in English and Dutch. Over HTTP the code stands in `reason` of the",
        "problem, beside the kind of problem in `code`; `detail` is Dutch where `lang` or Accept-Language asks for it. Codes are",
        "public and never reused; places in braces are filled in, and some rows are pieces of other sentences.",
        "",
    ]
    for area, title in AREAS.items():
        lines += [f"## {title}", "| Code | English | Dutch |", "|---|---|---|"]
        lines += [f"| `{code}` | {_cell(said['en'])} | {_cell(said['nl'])} |" for code, said in sorted(sentences_of(area).items())]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(errors_page(), encoding="utf-8")
