"""Print what of a form and of the receipts is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.cli.text.diff import show_added, show_altered
from akmxl.cli.text.lines import day_words
from akmxl.cli.text.look import LOOK_WORDS, show_look
from akmxl.core.i18n import N_, _
from akmxl.submission.proof.shown import WORDS_UNPROVEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.actions.verify import Statement, Verification
    from akmxl.submission.proof.proof import Submitted

_MARKS = {"proven": ("✓", "green"), "failed": ("✗", "red"), "unproven": ("?", "yellow")}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "list": {
        "proven": N_("The form’s hidden list agrees with its hash."),
        "failed": N_("The form’s hidden list was altered: {why}"),
    },
    "values": {
        "proven": N_("Every value stands in the form as it was submitted."),
        "failed": N_("Values of the form that were altered: {count}."),
        "unproven": N_(
            "Values that stand inside a text whose words were not kept when the form was made: {count}. "
            "Whether more was written around them is not proven."
        ),
    },
    "words": {
        "proven": N_("Every heading and word of the form stands as it was."),
        "failed": N_("Headings and words of the form that were altered, or written among them: {count}."),
        "unproven": WORDS_UNPROVEN,
    },
    "chain": {
        "proven": N_("Receipts of sent reports: {count}; all are whole, none is missing among them."),
        "failed": N_("Receipts that were altered, or before which one is lost: {names}."),
    },
    "journal": {
        "proven": N_("The journal says of each sent report what its receipt says."),
        "failed": N_("The journal says something else of a letter than its receipt: {names}."),
    },
    "switched_off": {
        "unproven": N_("Rules that are switched off, so nobody knows what they would find: {rules}.")
    },
    "drafts": {"unproven": N_("Drafts: {count}. A draft is not sealed; it is once its letter has gone out.")},
    "sums": {
        "proven": N_("Files of the archive: {count}; each is byte for byte as its list of hashes says."),
        "failed": N_("Files of the archive that are not as its list of hashes says: {names}."),
    },
    "missing": {"failed": N_("Files that are on the list and not in the archive: {names}.")},
    "extra": {"failed": N_("Files that are in the archive and not on its list: {names}.")},
    "renamed": {
        "unproven": N_(
            "Files whose names another program changed when it packed the archive again: {count}. "
            "They were known by their hashes: {names}."
        )
    },
    "newer": {
        "unproven": N_(
            "A newer akmxl made the archive (edition {edition}): what it alone knows was not looked at. "
            "Install the newest akmxl to see all of it."
        )
    },
    "archive_list": {
        "proven": N_("The archive’s list names the same files with the same hashes."),
        "failed": N_("The archive’s list says something else than its list of hashes: {names}."),
    },
    "plan": {
        "failed": N_("The plan in the archive cannot be read. {why}"),
        "unproven": N_("Of the plan in the archive only the receipts were read. {why}"),
    },
    "receipts": {
        "proven": N_("The list of receipts says what the plan’s own receipts say."),
        "failed": N_("The list of receipts says something else than the plan’s own: {names}."),
    },
    "forms": {
        "proven": N_("Forms: {count}; each shows what was sent, as its receipt says."),
        "failed": N_("Forms that do not show what was sent: {names}."),
    },
    "complete": {
        "proven": N_("Reports that the receipts know as sent: {count}; the form of each is in the archive."),
        "failed": N_("Reports that were sent and whose form is not in the archive: {names}."),
    },
    "saved": {
        "unproven": N_(
            "Forms that another program saved before they were archived; their values and words are proven, "
            "their look is not: {names}."
        )
    },
    "first": {"unproven": N_("Forms of the first edition, whose words are not proven: {names}.")},
    "signatures": {"unproven": N_("Signature present, not verified: {names}.")},
    "signatures_empty": {"unproven": N_("The file of the signature is empty: {names}.")},
    "carried": {
        "unproven": N_(
            "Letters, PDFs, copies and other files: {count}. That they are as they were archived is proven; "
            "what they say is not."
        )
    },
    "author_of_archive": {
        "unproven": N_(
            "Who made it is not proven: who rewrites all of it leaves no trace. Hold the code that was "
            "written on paper when it was made beside it: akmxl verify ZIP --code CODE"
        )
    },
    "author": {
        "unproven": N_(
            "Who wrote it is not proven: who rewrites all of it leaves no trace. Hold the short code on the "
            "paper copy of the letter beside it: akmxl verify FILE --code CODE"
        )
    },
}
_RECEIPT = {
    "same": N_("The workbook’s receipt of it says the same."),
    "other": N_("The workbook’s receipt of this version says something else."),
    "missing": N_("The workbook has no receipt of this version."),
    "broken": N_("The receipt was altered, or one before it is lost."),
    "draft": N_("The workbook’s receipt of it says the same, but is the draft’s: it was not sent yet."),
}


def show_verification(found: Verification, files: Sequence[str]) -> None:
    """Print the statements, those of what is proven first."""
    click.echo(click.style(" + ".join(files), bold=True))
    if found.form:
        _show_sender(found.form)
    show_statements(found.statements)
    show_altered(None, found.altered)
    show_look(found.look)
    show_added(found.added)


def show_statements(statements: Iterable[Statement]) -> None:
    """Print statements, those of what is proven first."""
    order = list(_MARKS)
    for one in sorted(statements, key=lambda one: order.index(one.state)):
        mark, colour = _MARKS[one.state]
        click.echo(f"{click.style(mark, fg=colour)} {_said(one)}")


def _said(one: Statement) -> str:
    if one.what == "receipt":
        text = _RECEIPT[str(one.told["receipt"])]
        return _(text)
    if one.what == "look":
        state = str(one.told["look"])
        return _(LOOK_WORDS[state])
    if one.what == "code":
        return _(_code_words(one), **one.told)
    what = "author_of_archive" if one.what == "author" and one.told else one.what
    text = _WORDS[what][one.state]
    return _(text, **one.told)


def _code_words(one: Statement) -> str:
    if "count" in one.told:
        return N_("The code from paper has 16 letters; “{code}” has {count}. Copy all of it.")
    if one.state == "proven" and one.told.get("archive") and not one.told["name"]:
        return N_("The code from paper is the archive’s: {own}.")
    if one.told["name"]:
        return N_("The code is that of the receipt {name}.")
    if one.state == "proven":
        return N_("The code from paper is the form’s: {own}.")
    if not one.told["own"]:
        return N_("No receipt of this workbook has the code {code}. Look whether it was copied rightly.")
    return N_("The code from paper is another one; here it is {own}. Look whether it was copied rightly.")


def _show_sender(form: Submitted) -> None:
    sender = form.sender
    version = _(N_("version {version}"), version=form.version) if form.version > 1 else ""
    words = (f"{form.report} {form.period}", version, form.organisation, sender.region)
    click.echo(", ".join(word for word in words if word))
    told = (
        (N_("Centre’s code: {value}."), sender.centre),
        (N_("Due: {value}."), day_words(sender.due)),
        (N_("Short code: {value}."), form.code),
    )
    click.echo(" ".join(_(text, value=value) for text, value in told if value))
