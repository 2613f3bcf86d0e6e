"""`optop draft save|list|show|judge|attach|submit|return|publish|discard`: the life of a version before it is published, in a database."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import parameters as p
from api.cli.concepts import print_json

if TYPE_CHECKING:
    from catalogue.store.drafts import Draft

commands = typer.Typer(
    help="Drafts in a database: save, list, show, judge, attach, submit, return, publish, discard.", no_args_is_help=True
)
LISTED_AT_ONCE = 200
Reference = Annotated[str, typer.Argument(metavar="ID@VERSION", help="The draft.")]
Organisation = Annotated[str, typer.Option("--organisation", metavar="ID", help="Whose draft it is.")]
Actor = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does this; it stands in the audit chain.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(commands, name="draft")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _say(draft: Draft) -> None:
    sys.stdout.write(f"{draft.concept.id}@{draft.concept.version}  {draft.state}  revision {draft.revision}  {draft.digest}\n")


@commands.command("save")
def save_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A concept document.")],
    by: Actor,
    organisation: Annotated[
        str | None, typer.Option("--organisation", metavar="ID", help="Whose draft it is; default the one in the document.")
    ] = None,
    revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", help="The revision that this one replaces; none is a new draft.")
    ] = None,
    database: p.DatabaseName = None,
) -> None:
    """Save a draft, new or over the revision that you read. Exit code 2: somebody else saved meanwhile, or it cannot be."""
    from api.catalogue import required_database
    from catalogue.documents.concept import Concept
    from catalogue.documents.loading import read_document
    from catalogue.store.drafts import save_draft

    concept = read_document(Concept, file)
    with required_database(database) as opened:
        owner = organisation or concept.organisation
        _say(save_draft(opened, concept, organisation=owner, author=by, at=_now(), revision=revision))


@commands.command("list")
def list_command(organisation: Organisation, database: p.DatabaseName = None, as_json: p.Json = False) -> None:
    """List the drafts of an organisation, with their state and revision."""
    from dataclasses import asdict

    from api.catalogue import required_database
    from catalogue.store.drafts import ListedDraft, drafts_of

    found: list[ListedDraft] = []
    after = ("", "")
    with required_database(database) as opened, opened.reading() as connection:
        while page := drafts_of(connection, organisation, after=after, limit=LISTED_AT_ONCE):
            found += page
            after = (page[-1].concept_id, page[-1].version)
    if as_json:
        print_json({"drafts": [asdict(one) for one in found]})
        return
    for one in found:
        comment = "" if one.comment is None else f"  {one.comment}"
        sys.stdout.write(f"{one.concept_id}@{one.version}  {one.state}  revision {one.revision}  {one.author}{comment}\n")


@commands.command("show")
def show_command(reference: Reference, organisation: Organisation, database: p.DatabaseName = None) -> None:
    """Print a draft as one JSON object: its document, author, state, revision, and what a reviewer wants to see changed."""
    from api.catalogue import required_database, split_reference
    from catalogue.store.drafts import read_draft

    with required_database(database) as opened, opened.reading() as connection:
        draft = read_draft(connection, *split_reference(reference), organisation=organisation)
    said = {name: getattr(draft, name) for name in ("author", "state", "revision", "digest", "comment", "changed_at")}
    print_json({"concept": draft.concept.model_dump(mode="json"), **said})


@commands.command("judge")
def judge_command(
    reference: Reference,
    organisation: Organisation,
    database: p.DatabaseName = None,
    as_json: p.Json = False,
    lang: p.Lang = p.Language.NL,
) -> None:
    """Judge a draft as publishing it would, and change nothing. Exit code 0: nothing speaks against it. 1: something does."""
    from api.catalogue import required_database, split_reference
    from api.cli.offers import print_judgement
    from api.judgements import judged
    from catalogue.store.drafts import read_draft

    with required_database(database) as opened:
        with opened.reading() as connection:
            draft = read_draft(connection, *split_reference(reference), organisation=organisation)
        report = judged(opened, draft.concept, organisation, _now().date())
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        print_judgement(report, lang.value)
    raise typer.Exit(0 if report.publishable else 1)


@commands.command("attach")
def attach_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Evidence or pictures that a document names by digest.")],
    organisation: Organisation,
    by: Actor,
    database: p.DatabaseName = None,
) -> None:
    """Hand in files, and print the digest of each."""
    from api.catalogue import required_database
    from api.cli.attachments import read_attachments
    from catalogue.store.attachments import hand_in

    read = read_attachments(files)
    with required_database(database) as opened:
        for file, one in zip(files, read, strict=True):
            digest = hand_in(opened, one.content, one.media_type, organisation=organisation, actor=by, at=_now())
            sys.stdout.write(f"{digest}  {file}\n")


@commands.command("submit")
def submit_command(reference: Reference, organisation: Organisation, by: Actor, database: p.DatabaseName = None) -> None:
    """Hand a draft in for review: from here on it is frozen."""
    from api.catalogue import required_database, split_reference
    from catalogue.store.drafts import submit

    with required_database(database) as opened:
        _say(submit(opened, *split_reference(reference), organisation=organisation, author=by, at=_now()))


@commands.command("return")
def return_command(
    reference: Reference,
    organisation: Organisation,
    by: Actor,
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help="What has to change.")],
    database: p.DatabaseName = None,
) -> None:
    """Send a candidate back to its author. Never by the author."""
    from api.catalogue import required_database, split_reference
    from catalogue.store.drafts import request_changes

    with required_database(database) as opened:
        _say(request_changes(opened, *split_reference(reference), organisation=organisation, reviewer=by, comment=comment, at=_now()))


@commands.command("publish")
def publish_command(reference: Reference, organisation: Organisation, by: Actor, database: p.DatabaseName = None) -> None:
    """Publish a candidate for ever. Never by its author."""
    from api.catalogue import required_database, split_reference
    from catalogue.store.publishing import publish_candidate

    with required_database(database) as opened:
        version = publish_candidate(opened, *split_reference(reference), organisation=organisation, reviewer=by, at=_now())
    sys.stdout.write(f"{version.reference} {version.state} {version.digest}\n")


@commands.command("discard")
def discard_command(reference: Reference, organisation: Organisation, by: Actor, database: p.DatabaseName = None) -> None:
    """Throw a draft away."""
    from api.catalogue import required_database, split_reference
    from catalogue.store.drafts import discard_draft

    with required_database(database) as opened:
        discard_draft(opened, *split_reference(reference), organisation=organisation, actor=by, at=_now())
    sys.stdout.write(f"{reference} discarded\n")
