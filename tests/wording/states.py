"""Every state of every page, put there through the product's own ways in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.testclient import TestClient

from api.http.service import Service
from catalogue.documents.canonical import digest_of_bytes
from catalogue.documents.concept import Concept
from catalogue.documents.document import LocalText
from catalogue.resolve import building_ids, concept_versions, family_ids, resolve_building, resolve_concept
from catalogue.store.buildings import make_building
from catalogue.store.drafts import request_changes, save_draft, submit
from catalogue.store.publishing import Signing, deprecate, publish, withdraw
from catalogue.store.versions import Withdrawal
from tests.page.catalogue_server import Visitor, key_for, signed_in

AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
MAKER = "maker"
PARTS = ("about", "module", "build_ups", "dwellings", "connections", "price", "environment", "sources")
OPTIONS = (
    "storeys_added=2",
    "storeys_added=3&access=gallery",
    "access=stair",
    "access=corridor",
    "support=transfer_grid",
    "support=wall_on_wall&storeys_added=2",
    "ballast=gravel&storeys_existing=6",
    "family=F07",
    "family=F12",
    "setback_edge_mm.e1=1500",
)


@dataclass(frozen=True, slots=True)
class People:
    """Those who look."""

    nobody: Visitor
    author: Visitor
    reviewer: Visitor

    def named(self, who: str) -> Visitor:
        """Return one of them."""
        visitor: Visitor = getattr(self, who)
        return visitor


def settle(client: TestClient, service: Service) -> People:
    """Put drafts and versions of every kind into the catalogue."""
    base, by = resolve_concept("A3"), {"organisation": MAKER, "author": "Anna", "at": AT}
    author = signed_in(client, key_for(service, "Anna", "publisher"))
    reviewer = signed_in(client, key_for(service, "Bram", "reviewer"))

    def draft(name: str, **changed: object) -> Concept:
        concept = base.model_copy(update={"id": name, "version": "0.1.0", "organisation": MAKER, **changed})
        save_draft(service.database, concept, **by)  # type: ignore[arg-type] # the same three for all
        return concept

    draft("XPLAIN")
    draft("XTHIN", price=None, contacts=(), certificates=(), references=(), example_data=False)
    key = min(base.sources)
    filed = {**base.sources, key: base.sources[key].model_copy(update={"attachment": digest_of_bytes(b"%PDF")})}
    draft("XFILED", sources=filed)
    draft("XASKED")
    submit(service.database, "XASKED", "0.1.0", organisation=MAKER, author="Anna", at=AT)
    draft("XBACK")
    submit(service.database, "XBACK", "0.1.0", organisation=MAKER, author="Anna", at=AT)
    request_changes(service.database, "XBACK", "0.1.0", organisation=MAKER, reviewer="Bram", at=AT, comment="X12")
    signing = Signing(MAKER, "Anna", "Bram")
    wide = base.module.model_copy(update={"height_mm": 3310})
    for concept in (
        base.model_copy(update={"id": "XLIFE", "organisation": MAKER}),
        base.model_copy(update={"id": "XLIFE", "organisation": MAKER, "version": "2.0.0", "module": wide, "max_storeys": 1, "price": None}),
        base.model_copy(update={"id": "XGONE", "organisation": MAKER}),
        base.model_copy(update={"id": "XADVISED", "organisation": MAKER}),
    ):
        publish(service.database, concept, signing, AT)
    why = Withdrawal("safety", LocalText(nl="X12", en="X12"))
    withdraw(service.database, "XGONE", "1.0.0", why, actor="Anna", organisation=MAKER, at=AT, successor="XLIFE@2.0.0")
    deprecate(service.database, "XADVISED", "1.0.0", actor="Anna", organisation=MAKER, at=AT)
    make_building(
        service.database, resolve_building("demo-portiek-1966").model_copy(update={"id": "k12"}), organisation=MAKER, actor="Anna", at=AT
    )
    return People(Visitor(client), author, reviewer)


def addresses() -> Iterator[tuple[str, str]]:
    """Yield who looks, and at which address below the language."""
    for path in ("", "concepts", "families", "compare", "publish", "configure", "nowhere", "concepts/NONE", "families/F99"):
        yield "nobody", path
    for name in concept_versions():
        yield "nobody", f"concepts/{name}/1.0.0"
    for name in family_ids():
        yield "nobody", f"families/{name}"
    for query in ("access=stair", "storeys=2&access=gallery", "text=zzz", "state=withdrawn", "bay_mm=3600"):
        yield "nobody", f"concepts?{query}"
    for path in ("XGONE/1.0.0", "XADVISED/1.0.0", "XLIFE/1.0.0", "XLIFE/2.0.0", "XLIFE/2.0.0?against=1.0.0"):
        yield "nobody", f"concepts/{path}"
    yield "nobody", "compare?concept=A3&concept=A8&concept=A5&building=demo-galerij-1969&storeys=2"
    yield "nobody", "compare?concept=A1&concept=A6&concept=A9&building=demo-tunnel-1973"
    yield "nobody", "compare?concept=XGONE&concept=A3"
    yield "author", "compare?concept=A3&concept=A8&building=k12"
    yield from (("nobody", f"configure?building={name}&concept={concept}") for name in building_ids() for concept in ("A3", "A8"))
    yield from (("nobody", f"configure?building=demo-portiek-1966&{query}") for query in OPTIONS)
    yield from (
        ("nobody", f"configure?{query}")
        for query in ("length=60&depth=10.5", "length=60&depth=10.5&family=F05", "length=2&depth=1", "storeys_added=99")
    )
    yield "author", "configure?building=k12"
    yield "author", "publish"
    yield "reviewer", "publish"
    for name in ("XPLAIN", "XTHIN", "XFILED", "XASKED", "XBACK"):
        for tail in ("", "/yaml", "/preview", "/judge", "/files"):
            yield "author", f"publish/{name}@0.1.0{tail}"
    for part in PARTS:
        yield "author", f"publish/XPLAIN@0.1.0?part={part}"
    yield "author", "publish/NONE@0.1.0"
    yield "author", "review/XASKED@0.1.0"
    yield "reviewer", "review/XASKED@0.1.0"
    for name in ("XLIFE/2.0.0", "XLIFE/1.0.0", "XGONE/1.0.0", "XADVISED/1.0.0"):
        yield "author", f"publish/version/{name}"


FORMS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("nobody", "publish/session", {"key": "optop_aaaaaaaa_" + "A" * 43}),
    ("author", "publish/new", {}),
    ("author", "publish/new", {"id": "x y", "base": "A3"}),
    ("author", "publish/new", {"id": "NEW", "base": "A99"}),
    ("author", "publish/new", {"document": "type: concept"}),
    ("author", "publish/new", {"document": "a: [1"}),
    ("author", "publish/new", {"next_of": "A3@1.0.0"}),
    ("reviewer", "publish/new", {"id": "NEW", "base": "A3"}),
    ("author", "publish/XPLAIN@0.1.0/yaml", {"document": "- 1", "revision": "1", "save": "yes"}),
    ("author", "publish/XPLAIN@0.1.0/checks", {"document": "type: concept\nid: XPLAIN\nmax_storeys: veel"}),
    ("author", "publish/XPLAIN@0.1.0/part/module", {"revision": "9"}),
    ("author", "publish/XPLAIN@0.1.0/part/module", {"revision": "1", "module/height_mm": "hoog"}),
    ("author", "publish/XTHIN@0.1.0/submit", {}),
    ("reviewer", "review/XASKED@0.1.0/request-changes", {"comment": " "}),
    ("reviewer", "review/XASKED@0.1.0/approve", {"digest": "sha256:" + "0" * 64}),
    ("author", "review/XASKED@0.1.0/approve", {"digest": "sha256:" + "0" * 64}),
    ("author", "publish/version/XLIFE/2.0.0/withdraw", {"reason": "safety", "text_nl": "X12", "text_en": ""}),
    ("author", "publish/version/XGONE/1.0.0/withdraw", {"reason": "safety", "text_nl": "X12", "text_en": "X12"}),
    ("author", "publish/version/A3/1.0.0/deprecate", {}),
)
"""Forms that are refused, by who sends them, where, with what."""
