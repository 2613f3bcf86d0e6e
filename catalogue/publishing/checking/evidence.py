"""Checks on where figures come from: sources, evidence, dates, and what a maker may not assume."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pydantic import JsonValue

from catalogue.documents.concept import Concept
from catalogue.publishing.checking.result import CheckResult, CheckVerdict, outcome, passed
from catalogue.publishing.lifecycle import expired_pointers

SHOWN = 5
"""How many pointers a message names; all of them are in `subjects`."""


def sources_exist(concept: Concept) -> CheckResult:
    """OPT-EVI-001: every `source` in the document is an id of its source list, or several joined by `;`."""
    missing = sorted(
        {f"{pointer}: {name}" for pointer, name in _sources(concept.model_dump(mode="json"), "") if name not in concept.sources}
    )
    return outcome(
        "OPT-EVI-001",
        "fail" if missing else "pass",
        f"Bron niet in de lijst: {', '.join(missing[:5])}." if missing else "Elk cijfer heeft een bron uit de lijst.",
        f"Source not in the list: {', '.join(missing[:5])}." if missing else "Every figure has a source from the list.",
        subjects=tuple(entry.split(":")[0] for entry in missing),
    )


def _sources(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "source" and isinstance(item, str):
                yield from ((f"{pointer}/source", part.strip()) for part in item.split(";"))
            elif key != "sources":
                yield from _sources(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _sources(item, f"{pointer}/{index}")


def sizes_have_evidence(concept: Concept) -> CheckResult:
    """OPT-EVI-002: sizes, build-ups, supports, connectors, dwelling types, access and demands say where they come from."""
    groups = {"/module": concept.module.evidence, "/support": concept.support.evidence, "/access": concept.access.evidence}
    groups |= {f"/build_ups/{name}": build_up.evidence for name, build_up in concept.build_ups.items()}
    groups |= {f"/support/connectors/{i}": c.evidence for i, c in enumerate(concept.support.connectors)}
    groups |= {f"/dwelling_types/{i}": t.evidence for i, t in enumerate(concept.dwelling_types)}
    groups["/demands"] = concept.demands.evidence
    bare = tuple(pointer for pointer, evidence in groups.items() if evidence is None)
    return outcome(
        "OPT-EVI-002",
        "fail" if bare else "pass",
        f"Geen herkomst bij {', '.join(bare)}." if bare else "Alle maten hebben een herkomst.",
        f"No evidence at {', '.join(bare)}." if bare else "All sizes have evidence.",
        subjects=bare,
    )


def evidence_in_date(concept: Concept, on: dt.date) -> CheckResult:
    """OPT-EVI-003: nothing that has a last day is past it: figures, prices, certificates."""
    dated = [pointer for pointer, entry in _entries(concept.model_dump(mode="json"), "") if entry.get("valid_until") is not None]
    if not dated:
        return outcome("OPT-EVI-003", "not_applicable", "Niets heeft een einddatum.", "Nothing has a last day.")
    expired = expired_pointers(concept, on)
    listed = ", ".join(expired[:SHOWN])
    return outcome(
        "OPT-EVI-003",
        passed(not expired),
        f"Verlopen op {on.isoformat()}: {listed}." if expired else f"{len(dated)} einddatums, geen is voorbij.",
        f"Expired on {on.isoformat()}: {listed}." if expired else f"{len(dated)} last days, none is past.",
        subjects=expired,
    )


def proof_is_attached(concept: Concept) -> CheckResult:
    """OPT-EVI-004: what is said to be tested or certified names a source whose document is attached."""
    claimed = [
        (pointer, str(entry["source"]))
        for pointer, entry in _entries(concept.model_dump(mode="json"), "")
        if entry.get("basis") in ("tested", "certified") and isinstance(entry.get("source"), str)
    ]
    if not claimed:
        return outcome(
            "OPT-EVI-004", "not_applicable", "Niets is getest of gecertificeerd genoemd.", "Nothing is said to be tested or certified."
        )
    attached = {name for name, source in concept.sources.items() if source.attachment is not None}
    attached |= {certificate.id for certificate in concept.certificates if certificate.attachment is not None}
    bare = tuple(pointer for pointer, source in claimed if not attached & {part.strip() for part in source.split(";")})
    listed = ", ".join(bare[:SHOWN])
    return outcome(
        "OPT-EVI-004",
        passed(not bare),
        f"Getest of gecertificeerd zonder document: {listed}." if bare else f"{len(claimed)} bewijzen zijn bijgevoegd.",
        f"Tested or certified without a document: {listed}." if bare else f"{len(claimed)} proofs are attached.",
        subjects=bare,
    )


def own_figures(concept: Concept) -> CheckResult:
    """OPT-EVI-005: a maker's own concept assumes none of its figures; it declares, computes, tests or has them certified."""
    if concept.example_data:
        return outcome("OPT-EVI-005", "not_applicable", "Voorbeelddata: mag aangenomen zijn.", "Example data: may be assumed.")
    assumed = tuple(pointer for pointer, entry in _entries(concept.model_dump(mode="json"), "") if entry.get("basis") == "assumed")
    listed = ", ".join(assumed[:SHOWN])
    return outcome(
        "OPT-EVI-005",
        passed(not assumed),
        f"{len(assumed)} aangenomen cijfers: {listed}." if assumed else "Geen cijfer is aangenomen.",
        f"{len(assumed)} assumed figures: {listed}." if assumed else "No figure is assumed.",
        subjects=assumed,
        blocks=False,
    )


def certificates_have_an_end(concept: Concept) -> CheckResult:
    """OPT-EVI-006: a certificate says until when it holds."""
    if not concept.certificates:
        return outcome("OPT-EVI-006", "not_applicable", "Geen certificaten.", "No certificates.")
    open_ended = tuple(f"/certificates/{place}" for place, entry in enumerate(concept.certificates) if entry.valid_until is None)
    verdict: CheckVerdict = "unknown" if open_ended else "pass"
    return outcome(
        "OPT-EVI-006",
        verdict,
        f"Zonder einddatum: {', '.join(open_ended)}." if open_ended else "Elk certificaat heeft een einddatum.",
        f"Without a last day: {', '.join(open_ended)}." if open_ended else "Every certificate has a last day.",
        subjects=open_ended,
        blocks=False,
    )


def _entries(value: JsonValue, pointer: str) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    """Every mapping in a document, with its pointer."""
    if isinstance(value, dict):
        yield pointer, value
        for key, item in value.items():
            yield from _entries(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _entries(item, f"{pointer}/{index}")
