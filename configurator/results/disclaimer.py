"""The sentence that stands under every output that shows a load, in both languages of the product."""

from __future__ import annotations

from catalogue.documents.document import LocalText

DISCLAIMERS = LocalText(
    nl=(
        "Indicatieve belastingraming voor vergelijking van concepten; geen constructieve berekening. Toetsing van bestaande "
        "draagconstructie en fundering (NEN 8700/8707, funderingsonderzoek F3O) door een constructeur is nodig voor besluitvorming "
        "en vergunning."
    ),
    en=(
        "Indicative load estimate for comparing concepts; not a structural calculation. A check of the existing structure and "
        "foundation (NEN 8700/8707, foundation survey F3O) by a structural engineer is needed for decisions and for a permit."
    ),
)
"""The Dutch sentence is the fixed one; the English renders it."""
