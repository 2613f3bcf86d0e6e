"""`optop concept publish|withdraw|deprecate` and `optop catalogue import|export|upgrade|audit`."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import parameters as p
from api.cli.concepts import commands as concept_commands
from api.cli.concepts import print_json

if TYPE_CHECKING:
    from catalogue.store.versions import Version

commands = typer.Typer(help="The catalogue as a whole: import, export, upgrade, audit.", no_args_is_help=True)


class Reason(StrEnum):
    """Why a version is withdrawn."""

    SAFETY = "safety"
    ERROR = "error"
    DISCONTINUED = "discontinued"
    LEGAL = "legal"


Author = Annotated[str, typer.Option("--author", metavar="NAME", help="Who wrote the version.")]
Reviewer = Annotated[str, typer.Option("--reviewer", metavar="NAME", help="Who reviewed it: never its author.")]
Actor = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does this; it stands in the audit chain.")]
Organisation = Annotated[str | None, typer.Option("--organisation", metavar="ID", help="Default: the one in the document.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(commands, name="catalogue")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@concept_commands.command("publish")
def publish_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A concept document.")],
    author: Author = "",
    reviewer: Reviewer = "",
    organisation: Organisation = None,
    attach: Annotated[
        list[Path] | None, typer.Option("--attach", metavar="FILE", help="A file that the document names by its digest.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge only: checks, what changed, and the step it asks for.")] = False,
    database: p.DatabaseName = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Publish a version for ever. Exit code 0: published, or nothing speaks against it (--dry-run). 1: something does. 2: a wrong call."""
    from api.catalogue import required_database, shown_catalogue
    from api.cli.attachments import read_attachments
    from api.cli.offers import print_judgement
    from api.judgements import judgement_report
    from catalogue.documents.concept import Concept
    from catalogue.documents.loading import read_document
    from catalogue.errors import IncompleteRequest
    from catalogue.store import attachments as files
    from catalogue.store import documents, publishing

    concept, attachments = read_document(Concept, Path(file)), read_attachments(attach or [])
    if not dry_run and not (author and reviewer):
        raise IncompleteRequest("signing-missing", pointers=("/author", "/reviewer"))
    signing = publishing.Signing(organisation or concept.organisation, author, reviewer)
    named = frozenset(documents.digest_of_bytes(one.content) for one in attachments)
    with shown_catalogue(database) if dry_run else required_database(database) as opened:
        judgement = publishing.dry_run(opened, concept, _now().date(), organisation=signing.organisation, attachments=named)
        if not dry_run and judgement.publishable:
            for one in attachments:
                files.hand_in(opened, one.content, one.media_type, organisation=signing.organisation, actor=author, at=_now())
            _print_published(publishing.publish(opened, concept, signing, _now()), as_json=as_json)
            return
    report = judgement_report(judgement, "en" if as_json else lang.value)
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        print_judgement(report, lang.value)
    raise typer.Exit(0 if judgement.publishable else 1)


def _print_published(version: Version, *, as_json: bool) -> None:
    if as_json:
        print_json({"concept": version.reference, "digest": version.digest, "record": version.record_digest, "state": version.state})
    else:
        sys.stdout.write(f"{version.reference} {version.state} {version.digest}\n")


@concept_commands.command("withdraw")
def withdraw_command(
    reference: Annotated[str, typer.Argument(metavar="ID@VERSION")],
    actor: Actor,
    reason: Annotated[Reason, typer.Option("--reason", help="safety marks every kept result made with it.")],
    text_nl: Annotated[str, typer.Option("--text-nl", metavar="TEXT", help="Why, in Dutch.")],
    text_en: Annotated[str, typer.Option("--text-en", metavar="TEXT", help="Why, in English.")],
    successor: Annotated[str | None, typer.Option("--successor", metavar="ID@VERSION", help="What to use instead.")] = None,
    organisation: Organisation = None,
    database: p.DatabaseName = None,
    as_json: p.Json = False,
) -> None:
    """Take a version back. It stays readable with reason and successor, and is no longer offered."""
    from api.catalogue import required_database, split_reference
    from catalogue.documents.document import LocalText
    from catalogue.store import publishing, results, versions

    concept_id, number = split_reference(reference)
    why = versions.Withdrawal(reason.value, LocalText(nl=text_nl, en=text_en))
    with required_database(database) as opened:
        with opened.reading() as connection:
            owner = organisation or versions.read_version(connection, concept_id, number).organisation
        taken = publishing.withdraw(opened, concept_id, number, why, actor=actor, organisation=owner, at=_now(), successor=successor)
        with opened.reading() as connection:
            marked = results.results_made_with(connection, taken.digest)
    if as_json:
        print_json({"concept": taken.reference, "state": taken.state, "successor": taken.successor, "results": list(marked)})
    else:
        sys.stdout.write(f"{taken.reference} {taken.state}; {len(marked)} kept results / bewaarde resultaten\n")


@concept_commands.command("deprecate")
def deprecate_command(
    reference: Annotated[str, typer.Argument(metavar="ID@VERSION")],
    actor: Actor,
    organisation: Organisation = None,
    database: p.DatabaseName = None,
    as_json: p.Json = False,
) -> None:
    """Advise against a version. It stays offered, and says so."""
    from api.catalogue import required_database, split_reference
    from catalogue.store import publishing, versions

    concept_id, number = split_reference(reference)
    with required_database(database) as opened:
        with opened.reading() as connection:
            owner = organisation or versions.read_version(connection, concept_id, number).organisation
        marked = publishing.deprecate(opened, concept_id, number, actor=actor, organisation=owner, at=_now())
    if as_json:
        print_json({"concept": marked.reference, "state": marked.state, "deprecated": marked.deprecated})
    else:
        sys.stdout.write(f"{marked.reference} {marked.state}, deprecated\n")


@commands.command("import")
def import_command(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="What `export` wrote. Nothing: the starter documents.")] = None,
    actor: Actor = "optop",
    database: p.DatabaseName = None,
) -> None:
    """Take documents into the database: a folder that was exported, or the starter catalogue."""
    from api.catalogue import publish_starter, required_database
    from catalogue.store.exchange import import_files

    with required_database(database) as opened:
        taken = publish_starter(opened, _now()) if folder is None else import_files(opened, folder, actor=actor, at=_now())
    sys.stdout.write("".join(f"+ {one}\n" for one in taken.versions) + "".join(f"= {one}\n" for one in taken.unchanged))


@commands.command("export")
def export_command(folder: Annotated[Path, typer.Argument(metavar="DIR")], database: p.DatabaseName = None) -> None:
    """Write the whole catalogue as files: documents, records, states, attachments, audit chain."""
    from api.catalogue import required_database
    from catalogue.store.exchange import export_files

    with required_database(database) as opened:
        written = export_files(opened, folder)
    sys.stdout.write("".join(f"{one}\n" for one in written.versions))


@commands.command("upgrade")
def upgrade_command(database: p.DatabaseName = None) -> None:
    """Bring the database to the newest schema. A crash halfway leaves the old one."""
    from api.catalogue import upgrade_database

    sys.stdout.write(f"{upgrade_database(database)}\n")


@commands.command("audit")
def audit_command(
    subject: Annotated[str | None, typer.Argument(metavar="[ID@VERSION]", help="Only what happened to this.")] = None,
    database: p.DatabaseName = None,
    as_json: p.Json = False,
) -> None:
    """Show who did what, and whether the chain is whole. Exit code 1: it is broken."""
    import dataclasses

    from api.catalogue import required_database
    from catalogue.store import audit

    with required_database(database) as opened, opened.reading() as connection:
        broken, rows = audit.first_break(connection), audit.entries(connection, subject)
    if as_json:
        print_json({"entries": [dataclasses.asdict(row) for row in rows], "whole": broken is None, "first_break": broken})
    else:
        for row in rows:
            sys.stdout.write(f"{row.seq} {row.at} {row.actor}: {row.action} {row.subject}\n")
        sys.stdout.write("chain whole\n" if broken is None else f"chain BROKEN at {broken}\n")
    if broken is not None:
        raise typer.Exit(1)
