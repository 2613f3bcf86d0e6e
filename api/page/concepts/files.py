"""The files that a concept document names: the sources of its figures, certificates and pictures."""

from __future__ import annotations

from dataclasses import dataclass

from api.page.texts import Lang
from catalogue.documents.concept import Concept


@dataclass(frozen=True, slots=True)
class FileView:
    """One file that a document names."""

    name: str
    """What the document calls it: the title of a source, a certificate's number, the caption of a picture."""
    digest: str


def files_of(concept: Concept, lang: Lang) -> tuple[FileView, ...]:
    """Return the files that a document names, in the document's order; one that is named twice stands there twice."""
    named = [(source.title_in(lang), source.attachment) for source in concept.sources.values()]
    named += [(f"{one.issuer} {one.id}", one.attachment) for one in concept.certificates]
    named += [(image.caption.in_language(lang), image.attachment) for image in concept.images]
    return tuple(FileView(name, digest) for name, digest in named if digest is not None)
