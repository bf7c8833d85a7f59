"""Say what was archived, and what of it is not whole: for the terminal and for the archive's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEMS: Mapping[str, str] = {
    "missing": N_("{name}: the form “{file}” is not there. Where it lies in another folder: --forms FOLDER"),
    "changed": N_("{name}: “{file}” is not what was sent. {why} Put the file that was sent in its place."),
    "copy_changed": N_(
        "{name}: beside the form that was sent stands another one, “{file}”. {why} Take out the one that did "
        "not go out."
    ),
    "unsealed": N_("{name}: it was sent, but its receipt is not sealed yet. First: akmxl submit"),
    "receipt_lost": N_("{name}: it was sent, but its receipt is lost. First: akmxl repair --from-copy"),
    "receipt_broken": N_(
        "{name}: its receipt was altered, or one before it is lost. First: akmxl repair --from-copy"
    ),
    "unread": N_("“{file}” is larger than 128 MB and is not taken. Take it out of the folder."),
}
NOTES: Mapping[str, str] = {
    "moved": N_("{name}: the form was found in another place: {file}"),
    "no_letter": N_("{name}: no letter was found that lists it."),
    "by_hand": N_("{name}: sent without a form of akmxl, so there is no file of it here. {why}"),
    "draft": N_("{name}: a draft, not sent, so it is not in the archive."),
    "saved": N_(
        "{name}: “{file}” was saved by another program: its values and words are proven, its look is not."
    ),
    "journal": N_("{name}: the journal says something else of the letter than the receipt."),
    "signed": N_("Signature present, not verified: {file}"),
    "signature_empty": N_("The file of the signature is empty: {file}"),
    "signature_left": N_("A signature of a form that is not what was sent, not taken: {file}"),
    "signature_alone": N_("A signature without its file: {file}"),
    "signature_folder": N_(
        "“{file}” is a folder, not a signature: nothing of it is taken. Put the file of the signature "
        "beside its file."
    ),
    "held": N_("The plan is open, as “{file}” says: the archive has what was saved last."),
}
KINDS: Mapping[str, str] = {
    "form": N_("form"),
    "letter": N_("letter"),
    "pdf": N_("PDF copy, not compared"),
    "other": N_("put beside it by people"),
    "plan": N_("the plan as it is now"),
    "copy": N_("the plan, a copy of the day of sending"),
    "signature": N_("signature"),
}
STATES: Mapping[str, str] = {
    "": "",
    "proven": N_("as it was sent"),
    "saved": N_("values as they were sent; saved by another program since"),
    "first": N_("values as they were sent; words of the first edition are not proven"),
    "present": N_("signature present, not verified"),
    "empty": N_("the signature is empty"),
}
