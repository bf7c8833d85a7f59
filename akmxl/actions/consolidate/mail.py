"""Take the attachments out of a message (.eml), and the day that it claims for itself."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage, Message

_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]")
_SURE = re.compile(rb"^(?:mime-version|content-type|message-id|received):", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\n\r?\n")  # behind the headers
_MESSAGE = "message/rfc822"
_ELSEWHERE = ("message/partial", "message/external-body")
_FORMS = (b"PK", b"\xd0\xcf\x11\xe0")  # what a form, or an archive of them, begins with
_NOT_WHOLE = N_(
    "The message “{file}” is cut off, or is not all that was sent: forms may have been attached that are not "
    "in it. Save it again as .eml, or ask that the forms are sent again."
)
_FIRST = "2000-01-01"
_TASHKENT = timezone(timedelta(hours=5))  # no summer time: a message of 20:30 UTC came on the day after


class Attachment(NamedTuple):
    """A file that came with a message: its name, its bytes, the day (ISO) that its message claims."""

    name: str
    data: bytes
    day: str


class Attached(NamedTuple):
    """What is attached to a message, and what is to be said where more was attached than is there."""

    files: list[Attachment]
    fault: Unreadable | None


def is_message(head: bytes) -> bool:
    """Tell by a file's first bytes whether it is a message."""
    head = head.removeprefix(BOM_UTF8)
    return bool(_HEADER.match(head) and _SURE.search(head))


def attachments(data: bytes, file: str, latest: str = "9999") -> Attached:
    """Return what is attached to a message, and to the messages attached to it, in their order.

    A message's day (ISO) is taken from 2000 to the ``latest``; that of the outer one goes before that of one
    attached to it. Raises ``Unreadable`` where it cannot be read as one.
    """
    from email import message_from_bytes, policy

    try:
        message = message_from_bytes(data.removeprefix(BOM_UTF8), policy=policy.default)
        found = list(_attached(message, _day(message, latest), latest))
        whole = bool(_BLANK_LINE.search(data)) and _is_whole(message)
    except Exception as error:  # the library raises whatever a broken header leads to
        raise Unreadable(
            N_("The message “{file}” cannot be read. Save it again as .eml, or save its attachments."),
            file=file,
        ) from error
    return Attached(found, None if whole else Unreadable(_NOT_WHOLE, file=file))


def _attached(message: Message | EmailMessage, day: str, latest: str) -> Iterator[Attachment]:
    if message.get_content_type() == _MESSAGE:
        for inner in _parts(message):
            yield from _attached(inner, day or _day(inner, latest), latest)
    elif message.is_multipart():
        for part in _parts(message):
            yield from _attached(part, day, latest)
    else:
        name, payload = message.get_filename(), message.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        if name or message.get_content_maintype() == "application" or data.startswith(_FORMS):
            yield Attachment(name or "?", data, day)


def _is_whole(message: Message) -> bool:
    """Tell whether all that was attached to a message is there, and nothing else came behind it.

    Where it was cut off the end of its own parts is missing; that of parts within them some programs forget.
    """
    from email import errors

    lost = (errors.StartBoundaryNotFoundDefect, errors.NoBoundaryInMultipartDefect)
    parts = list(message.walk())
    if any(one.get_content_type() in _ELSEWHERE or _has(one, *lost) or _is_encoded(one) for one in parts):
        return False
    attached = (one for part in parts if part.get_content_type() == _MESSAGE for one in _parts(part))
    return not any(
        _has(one, errors.CloseBoundaryNotFoundDefect)
        or is_message((one.epilogue or "").lstrip().encode("utf-8", "replace"))
        for one in (message, *attached)
    )


def _is_encoded(part: Message) -> bool:
    """Tell whether a message within another is encoded, as no standard allows: nobody sees what it holds."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    return part.get_content_type() == _MESSAGE and encoding in ("base64", "quoted-printable")


def _has(part: Message, *defects: type[Exception]) -> bool:
    return any(isinstance(one, defects) for one in part.defects)


def _parts(message: Message | EmailMessage) -> Iterator[Message]:
    payload = message.get_payload()
    for part in payload if isinstance(payload, list) else ():
        if not isinstance(part, str):
            yield part


def is_possible(day: str, latest: str) -> bool:
    """Tell whether a form may have come on a day: a clock that was set wrong says others."""
    return _FIRST <= day <= latest


def _day(message: Message, latest: str) -> str:
    """Return the day in Uzbekistan of a message's Date; empty where it says none that can be."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(str(message["Date"]))
        day = (moment.astimezone(_TASHKENT) if moment.tzinfo else moment).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        return ""
    return day if is_possible(day, latest) else ""
