"""Gather what was sent: forms that prove themselves, the letters, and what else went with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.actions.archive.judged import Judged, fault_of, judge, state_of
from akmxl.actions.archive.records import NO_REPORT, Carried, Gathered, Told
from akmxl.actions.archive.sent_reports import key_of
from akmxl.actions.archive.shelves import SIGNATURE
from akmxl.core.dataclass import dataclass
from akmxl.core.digest import sha256
from akmxl.submission.parcel.letter import Made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.actions.archive.records import Kind, ReportKey, State
    from akmxl.actions.archive.shelves import Found, Shelves
    from akmxl.plan.reports import Receipt


def gather(shelves: Shelves, receipts: Iterable[Receipt]) -> Gathered:
    """Take from the folders what was sent by these receipts, and tell what is not there or not as it was.

    Raises ``FileProblem`` for a file that cannot be read.
    """
    work = _Gathering(shelves)
    receipts = list(receipts)
    work.take_forms(receipts)
    work.take_letters(receipts)
    work.take_what_went_with_them()
    work.take_signatures()
    work.tell_unclaimed(receipts)
    return Gathered(tuple(work.carried), tuple(work.problems), tuple(work.notes))


@dataclass(frozen=True)
class _Gathering:
    """What was taken so far; ``files`` are those taken, ``left`` the forms and letters that were not."""

    shelves: Shelves
    carried: list[Carried] = field(default_factory=list)
    problems: list[Told] = field(default_factory=list)
    notes: list[Told] = field(default_factory=list)
    files: dict[Found, Carried] = field(default_factory=dict)
    left: set[Found] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def take_forms(self, receipts: Iterable[Receipt]) -> None:
        """Take every file that shows what a receipt says; all others that are forms are left."""
        looked = list(self._looked_at())
        by_key = defaultdict(list)
        for one in looked:
            by_key[one.judged.key].append(one)
        for receipt in receipts:
            named = (one for one in looked if one.found.path.name.casefold() == receipt.file.casefold())
            own = list({one.found: one for one in (*by_key[key_of(receipt)], *named)}.values())
            self._take_form(receipt, own)
        forms = (one.found for one in looked if one.judged.is_form)
        self.left.update(found for found in forms if found not in self.files)

    def _looked_at(self) -> Iterator[_Looked]:
        known: dict[str, Judged] = {}
        for found in self.shelves.files:
            if found.suffix.lower() != ".xlsx" or (data := self._read(found)) is None:
                continue
            digest = sha256(data)
            if digest not in known:
                known[digest] = judge(found.path.name, data)
            yield _Looked(found, data, known[digest])

    def _take_form(self, receipt: Receipt, own: list[_Looked]) -> None:
        key = key_of(receipt)
        faults = {one.found: fault_of(one.judged, receipt) for one in own}
        sound = [one for one in own if not faults[one.found]]
        for one in own:
            if why := faults[one.found]:
                self.left.add(one.found)
                what = "copy_changed" if sound else "changed"
                self.problems.append(Told(what, key, one.found.inside, why))
        if not own:
            self.problems.append(Told("missing", key, receipt.file))
        for one in sound:
            state = state_of(one.judged)
            self._take(one.found, one.data, "form", key, state)
            if state == "saved":
                self.notes.append(Told("saved", key, one.found.inside))
        expected = f"{receipt.period}/{receipt.file}".casefold()
        if sound and not any(one.found.inside.casefold() == expected for one in sound):
            self.notes.append(Told("moved", key, sound[0].found.inside))

    def take_letters(self, receipts: Iterable[Receipt]) -> None:
        """Take the letters that list a form that was sent, and those of people's own in its parcel."""
        stems = {receipt.file.rpartition(".")[0].casefold(): key_of(receipt) for receipt in receipts}
        parcels = {found.folder for found in self.files if found.in_a_parcel}
        lettered: set[ReportKey] = set()
        for found in self.shelves.files:
            if found.suffix.lower() != ".docx":
                continue
            listed = {stem.casefold() for stem in Made.read(found.path).listed}
            own = {stems[stem] for stem in listed & stems.keys()}
            if not listed and found.folder in parcels:  # one that a person wrote, or saved anew
                own = {one.of for file, one in self.files.items() if file.folder == found.folder}
            if not own:
                if listed:
                    self.left.add(found)
            elif (data := self._read(found)) is not None:
                self._take(found, data, "letter")
                lettered |= own
        missing = (one.of for one in self.carried if one.kind == "form" and one.of not in lettered)
        self.notes.extend(Told("no_letter", key) for key in dict.fromkeys(missing))

    def take_what_went_with_them(self) -> None:
        """Take the PDFs of what was taken, and what else people put into its parcels."""
        taken = {found.beside: one for found, one in self.files.items()}
        left = {found.beside for found in self.left} - taken.keys()
        parcels = {found.folder for found in self.files if found.in_a_parcel}
        for found in self.shelves.files:
            if found in self.files or found in self.left or found.suffix == SIGNATURE:
                continue
            if found.suffix.lower() == ".pdf" and found.beside in taken:
                kind: Kind = "pdf"
            elif found.folder in parcels and found.beside not in left:
                kind = "other"
            else:
                continue
            if (data := self._read(found)) is not None:
                of = taken[found.beside].of if kind == "pdf" else NO_REPORT
                self._take(found, data, kind, of)

    def take_signatures(self) -> None:
        """Take the signature beside each file that was taken."""
        for found, one in list(self.files.items()):
            signature = self.shelves.signature_of(found)
            if signature is not None and (data := self._read(signature)) is not None:
                made = signed(one, data, signature.inside)
                self.carried.append(made)
                self.notes.append(told_of_signature(made))

    def tell_unclaimed(self, receipts: Iterable[Receipt]) -> None:
        """Tell of signatures that are not carried: of a form that is not what was sent, or without a file."""
        names = {receipt.file.casefold() for receipt in receipts}
        for found in sorted(self.left, key=lambda one: one.inside):
            signature = self.shelves.signature_of(found)
            if signature is not None and found.path.name.casefold() in names:
                self.notes.append(Told("signature_left", file=signature.inside))
        folders = {found.folder for found in self.files}
        for one in self.shelves.unclaimed():
            name = one.path.name.casefold().removesuffix(SIGNATURE)
            if name in names or one.folder in folders:
                self.notes.append(Told("signature_alone", file=one.inside))
        self.notes.extend(Told("signature_folder", file=inside) for inside in self.shelves.odd)

    def _read(self, found: Found) -> bytes | None:
        """Return a file's bytes; one that is too large is told and left."""
        data = found.read()
        if data is None and (told := Told("unread", file=found.inside)) not in self.problems:
            self.problems.append(told)
        return data

    def _take(
        self, found: Found, data: bytes, kind: Kind, of: ReportKey = NO_REPORT, state: State = ""
    ) -> None:
        if found in self.files:
            return
        one = Carried(self._free_name(found.wanted_name), kind, data, found.inside, of, state)
        self.files[found] = one
        self.carried.append(one)

    def _free_name(self, wanted: str) -> str:
        """Return a name that no other file has, whatever the case of its letters."""
        name, number = wanted, 1
        while name.casefold() in self.names:
            number += 1
            stem, dot, ending = wanted.rpartition(".")
            name = f"{stem}-{number}{dot}{ending}"
        self.names.add(name.casefold())
        return name


@dataclass(frozen=True)
class _Looked:
    """A spreadsheet in the folders, its bytes and what it is."""

    found: Found
    data: bytes
    judged: Judged


def signed(one: Carried, data: bytes, source: str) -> Carried:
    """Return the signature of a file that is carried, as it is carried beside it."""
    state: State = "present" if data else "empty"
    return Carried(one.path + SIGNATURE, "signature", data, source, one.of, state)


def told_of_signature(one: Carried) -> Told:
    """Return what is told of a signature: that it is there, and that nobody looked into it."""
    return Told("signed" if one.state == "present" else "signature_empty", one.of, one.source)
