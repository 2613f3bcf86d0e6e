"""The values of a result in words, Dutch and English: what a person reads for `conditional`, `wall_on_wall` or `not_applicable`."""

from __future__ import annotations

from catalogue.documents.document import LocalText

TERMS: dict[str, LocalText] = {
    key: LocalText(nl=nl, en=en)
    for key, nl, en in (
        ("verdict.does_not_fit", "past niet", "does not fit"),
        ("verdict.conditional", "voorwaardelijk: past onder voorwaarden", "conditional: fits under conditions"),
        ("verdict.unknown", "onbekend: eerst uitzoeken", "unknown: find out first"),
        ("support.wall_on_wall", "wand op wand", "wall on wall"),
        ("support.transfer_grid", "tussenraster", "transfer grid"),
        ("access.stair", "portiek", "stair"),
        ("access.gallery", "galerij", "gallery"),
        ("access.corridor", "corridor", "corridor"),
        ("status.fail", "past niet", "fails"),
        ("status.unknown", "onbekend", "unknown"),
        ("status.conditional", "voorwaarde", "condition"),
        ("status.info", "ter info", "info"),
        ("rule.pass", "gehaald", "met"),
        ("rule.fail", "niet gehaald", "not met"),
        ("rule.not_applicable", "n.v.t.", "n/a"),
        ("rule.unknown", "onbekend", "unknown"),
        ("level.nieuwbouw", "nieuwbouw", "new-build"),
        ("level.verbouw", "verbouw", "rebuild"),
        ("level.bestaand", "bestaand", "existing"),
        ("level.any", "alle", "any"),
        ("scan.red", "belemmering", "obstacle"),
        ("scan.amber", "voorwaarden", "conditions"),
        ("scan.green", "geen bezwaar gevonden", "no objection found"),
        ("scan.unknown", "onbekend", "unknown"),
        ("who.corporation", "corporatie", "housing corporation"),
        ("who.architect", "architect", "architect"),
        ("who.structural_engineer", "constructeur", "structural engineer"),
        ("who.manufacturer", "fabrikant", "manufacturer"),
        ("who.municipality", "gemeente", "municipality"),
        ("check.verified", "gecontroleerd", "verified"),
        ("check.unverified", "niet gecontroleerd", "unverified"),
        ("place.foundation", "fundering", "foundation"),
        ("cost.module", "modules", "modules"),
        ("cost.connector", "tussenlaag", "connector"),
        ("cost.access", "ontsluiting", "access"),
        ("cost.lift", "lift", "lift"),
        ("cost.roof_works", "dakwerk", "roof works"),
        ("cost.installation", "installaties", "building services"),
        ("cost.fees", "bijkomende kosten", "fees"),
        ("cost.contingency", "onvoorzien", "contingency"),
        ("cost.vat", "btw", "VAT"),
        ("cost.windows", "ramen", "windows"),
        ("cost.doors", "deuren", "doors"),
        ("basis.price", "conceptprijs per m2 bvo x bvo; geen totaal", "concept price per m2 GFA x GFA; no total"),
        ("basis.declared", "opgave van de fabrikant", "maker's total"),
        ("basis.layers", "alleen de lagen van de modules", "layers of the modules alone"),
    )
}


def term(kind: str, value: str | None, lang: str) -> str:
    """Return the words for a value of a kind, as the first part of the keys above names them (`verdict`, `support`, `access` ...).

    None is a dash; a value without words stands for itself.
    """
    if value is None:
        return "–"
    words = TERMS.get(f"{kind}.{value}")
    return value if words is None else words.in_language(lang)
