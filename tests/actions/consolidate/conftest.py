"""The forms of a few centres, as they came: in a folder, a zip and a message, with faults among them."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from conftest import once
from submission.returns.made_forms import centres, make_patterns, open_patterns, returns

if TYPE_CHECKING:
    from pathlib import Path

    from submission.returns.made_forms import Sent

FAULTS = {
    (0, "MK-10", "2025-Q1"): "altered figure",
    (1, "MK-10", "2025-Q1"): "twice",
    (2, "MK-10", "2025-Q1"): "forked",
    (3, "MK-10", "2025-Q1"): "damaged",
}
REPORTS = ("MK-10", "MK-11", "MK-14", "VA-02")
CENTRES = centres(5)


@pytest.fixture(scope="session")
def sent(shared: Path) -> list[Sent]:
    """What five centres sent for a quarter: four of their reports."""
    patterns = open_patterns(once(shared, "returned-forms", make_patterns))
    few = {key: pattern for key, pattern in patterns.items() if key[0] in REPORTS}
    return list(returns(few, CENTRES, FAULTS))


@pytest.fixture(scope="session")
def came(shared: Path, sent: list[Sent]) -> Path:
    """The folder in which they came, which is only read: files, one centre's in a zip, one's in a message."""

    def make(folder: Path) -> None:
        day = folder / "kelgan" / "2025-04-07"
        day.mkdir(parents=True)
        for one in sent:
            if one.position < 3:
                path = day / one.centre.code / one.name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(one.data)
        (day / "Тўртинчи.zip").write_bytes(_zipped([one for one in sent if one.position == 3]))
        mail = EmailMessage()
        mail["Date"] = "Mon, 07 Apr 2025 09:00:00 +0500"
        mail.set_content("Hisobotlar")
        for one in sent:
            if one.position == 4:
                mail.add_attachment(one.data, maintype="application", subtype="xlsx", filename=one.name)
        (folder / "kelgan" / "xat.eml").write_bytes(mail.as_bytes())

    return once(shared, "forms-that-came", make) / "kelgan"


def _zipped(files: list[Sent]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for one in files:
            archive.writestr(one.name, one.data)
    return target.getvalue()
