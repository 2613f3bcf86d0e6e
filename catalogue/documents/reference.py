"""The public list of finding codes as a page.

python -m catalogue.documents.reference docs/findings.md      writes it; a test checks that it is current
"""

from __future__ import annotations

import sys
from pathlib import Path

from catalogue.documents.finding import finding_codes


def findings_page() -> str:
    """Return the page with every finding code, sorted by id."""
    lines = [
        "# Findings",
        "",
        "Every code that a result can carry. Codes are public and never reused; the texts are templates.",
        "",
    ]
    for code, entry in sorted(finding_codes().items()):
        blocks = f", blocks {entry.blocks}" if entry.blocks else ""
        lines += [f"## {code}", f"{entry.title.en} / {entry.title.nl} ({entry.status}{blocks})", ""]
        lines += [f"> {entry.text.en}", ""]
        if entry.clause:
            lines += [f"Clause: {entry.clause}", ""]
        if entry.action:
            lines += [f"Who: {entry.action.who}. {entry.action.obtain.en}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(findings_page(), encoding="utf-8")
