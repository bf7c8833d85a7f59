"""Say of a file that cannot be opened what its sender does: other advice is for a file of one's own."""

from __future__ import annotations

from akmxl.core.i18n import N_
from akmxl.ooxml.package.damage import DAMAGED
from akmxl.ooxml.package.foreign import OTHER_FORMATS
from akmxl.ooxml.package.refusals import OF_WORKBOOKS, OTHER_KINDS, PROTECTED

BROKEN = N_("“{file}” cannot be read as a form made by akmxl. Make the form again and send it as it is.")
_DAMAGED = N_("“{file}” is damaged. Make the form again with akmxl and send it as it is.")
_PROTECTED = N_(
    "“{file}” is protected by a password. Make the form again with akmxl and send it without a password."
)
_UNSAFE = N_(
    "“{file}” is not safe to open, so it was not read: no form unpacks like it. Make the form again with "
    "akmxl and send it as it is."
)
_OTHER_KIND = N_(
    "“{file}” is no Excel workbook (.xlsx) as akmxl makes forms. Make the form again with akmxl and send it "
    "as it is, in no other format."
)


def for_sender(message: str) -> str:
    """Return the id of the sentence that goes back, for that of the error with which the opening ended."""
    if message == PROTECTED:
        return _PROTECTED
    if message in (OF_WORKBOOKS.bomb, OF_WORKBOOKS.outside, OF_WORKBOOKS.too_large):
        return _UNSAFE
    if message in DAMAGED:
        return _DAMAGED
    return _OTHER_KIND if message in OTHER_KINDS | OTHER_FORMATS else BROKEN
