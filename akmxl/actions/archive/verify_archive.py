"""Verify an archive by itself: its list against its bytes, its forms and its plan against each other."""

from __future__ import annotations

import json
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from akmxl.actions.archive.judged import Judged, fault_of, judge, state_of
from akmxl.actions.archive.lists import (
    EDITION,
    KIND,
    LIST,
    OWN_FILES,
    RECEIPTS,
    SUMS,
    ListedFile,
    as_json,
    key_in,
    listed_file,
    receipts_data,
)
from akmxl.actions.archive.packing import unpacked
from akmxl.actions.archive.renamed import named_as_listed, sums_in
from akmxl.actions.archive.sent_reports import key_of, within
from akmxl.actions.open_plan import opened_of
from akmxl.actions.verify import Statement, of_chain, of_workbook, statement
from akmxl.core.dataclass import dataclass
from akmxl.core.digest import sha256
from akmxl.core.errors import AkmxlError, BadArgument, NotAPlan, one_line
from akmxl.core.i18n import N_
from akmxl.plan.period import Period
from akmxl.plan.receipts import CODE_LETTERS, as_code, code_of, letters_in, same_code
from akmxl.submission.proof.proof import FormFault
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.receipts_sheet import read_receipts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from akmxl.actions.archive.packing import Unpacked
    from akmxl.actions.archive.records import ReportKey
    from akmxl.plan.model import Plan
    from akmxl.plan.reports import Receipt


@dataclass(frozen=True)
class VerifiedArchive:
    """What was found of an archive; ``code`` is its short code for paper.

    ``statements`` are about ``sums`` (every file's bytes), ``missing``, ``extra`` and ``renamed`` files, an
    archive of a ``newer`` akmxl, the ``archive_list``, the ``plan``, its ``chain``, ``journal`` and
    ``drafts``, the ``receipts`` beside it, the ``forms``, those ``saved`` since and those of the ``first``
    edition, whether it is ``complete``, ``signatures`` and ``signatures_empty``, other files that are
    ``carried`` along, and ``code`` or
    ``author``. ``faults`` says why a form is not what was sent.
    """

    organisation: str
    period: str
    files: tuple[ListedFile, ...]
    statements: tuple[Statement, ...]
    code: str
    faults: Mapping[ListedFile, AkmxlError] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        return all(one.state != "failed" for one in self.statements)


def verify_archive(name: str, data: bytes, code: str | None = None) -> VerifiedArchive:
    """Verify the bytes of an archive; ``code`` was read from paper.

    Raises ``Unreadable`` for a zip that is damaged as a whole or not safe to open.
    """
    work = _Work(*named_as_listed(unpacked(name, data)))
    statements = [*work.of_bytes(), *work.of_list(), *work.of_plan(), *work.of_forms(), *work.of_the_rest()]
    statements.append(
        work.of_code(code) if code is not None else Statement("author", "unproven", {"archive": True})
    )
    return VerifiedArchive(
        one_line(str(work.listed.get("organisation", ""))),
        one_line(str(work.listed.get("period", ""))),
        work.files,
        tuple(statements),
        work.code,
        work.faults,
    )


@dataclass(frozen=True)
class _Work:
    """An archive that is looked through, and what was found out of it so far."""

    zipped: Unpacked
    renamed: tuple[str, ...]

    @cached_property
    def listed(self) -> Mapping[str, object]:
        """What the archive's list says; nothing where it is none."""
        try:
            found = json.loads(self.zipped.files.get(LIST, b""))
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) and found.get("kind") == KIND else {}

    @cached_property
    def files(self) -> tuple[ListedFile, ...]:
        rows = self.listed.get("files")
        return tuple(filter(None, map(listed_file, rows if isinstance(rows, list) else ())))

    @cached_property
    def sums(self) -> Mapping[str, str]:
        return sums_in(self.zipped)

    @cached_property
    def is_newer(self) -> bool:
        """Whether a newer akmxl made it, which may put more into an archive than this one knows."""
        edition = self.listed.get("edition")
        return isinstance(edition, int) and edition > EDITION

    @property
    def code(self) -> str:
        return as_code(sha256(self.zipped.files[SUMS])) if SUMS in self.zipped.files else ""

    @cached_property
    def plan_file(self) -> PlanFile | AkmxlError:
        path = next((one.path for one in self.files if one.kind == "plan"), "")
        if path not in self.zipped.files:
            return NotAPlan(N_("There is no plan in the archive."))
        try:
            file = PlanFile.of(FileDoor.of(path, self.zipped.files[path]))
        except AkmxlError as fault:
            return fault
        return file if file.is_plan else NotAPlan(N_("“{file}” is no plan."), file=path)

    @cached_property
    def plan(self) -> Plan | AkmxlError:
        if isinstance(self.plan_file, AkmxlError):
            return self.plan_file
        try:
            return opened_of(self.plan_file).plan
        except AkmxlError as fault:
            return fault

    @cached_property
    def all_receipts(self) -> tuple[Receipt, ...]:
        """The plan's receipts; also of a plan whose edition this akmxl reads no more."""
        if not isinstance(self.plan, AkmxlError):
            return self.plan.receipts
        return () if isinstance(self.plan_file, AkmxlError) else read_receipts(self.plan_file)

    @cached_property
    def receipts(self) -> Mapping[ReportKey, Receipt]:
        """The receipts of what was sent in the archive's period."""
        try:
            period = Period.parse(str(self.listed.get("period", "")))
        except BadArgument:
            return {}
        own = (one for one in self.all_receipts if one.sealed and within(one.period, period))
        return {key_of(one): one for one in own}

    @cached_property
    def forms(self) -> Mapping[ListedFile, Judged]:
        known = (one for one in self.files if one.kind == "form" and one.path in self.zipped.files)
        return {one: judge(one.path, self.zipped.files[one.path]) for one in known}

    @cached_property
    def faults(self) -> Mapping[ListedFile, AkmxlError]:
        """Why forms are not what was sent."""
        found = {}
        for one, judged in self.forms.items():
            receipt = self.receipts.get(one.of)
            none = FormFault(N_("The plan has no receipt of it."))
            fault = fault_of(judged, receipt) if receipt else judged.fault or none
            if fault is not None:
                found[one] = fault
        return found

    def of_bytes(self) -> Iterator[Statement]:
        """Yield whether each file is as the list of hashes says."""
        if not self.sums:
            yield statement("sums", failed=True, count=0, names=SUMS)
            return
        there = self.zipped.files
        other = [
            path for path, data in there.items() if path in self.sums and sha256(data) != self.sums[path]
        ]
        other += [path for path in self.zipped.damaged if path in self.sums or path == SUMS]
        yield statement("sums", failed=bool(other), count=len(self.sums), names=_names(other))
        known = {*there, *self.zipped.damaged}
        missing = [path for path in self.sums if path not in known]
        if missing:
            yield statement("missing", failed=True, names=_names(missing))
        extra = sorted(known - self.sums.keys() - {SUMS})
        if extra:
            yield statement("extra", failed=True, names=_names(extra))
        if self.renamed:
            told = {"count": len(self.renamed), "names": _names(self.renamed)}
            yield Statement("renamed", "unproven", told)

    def of_list(self) -> Iterator[Statement]:
        """Yield whether the archive's list names the same files as the list of hashes."""
        if not self.listed:
            yield statement("archive_list", failed=True, names=LIST)
            return
        if self.is_newer:
            yield Statement("newer", "unproven", {"edition": self.listed["edition"]})
        listed = {one.path: one.sha256 for one in self.files}
        own = {path: digest for path, digest in self.sums.items() if path not in OWN_FILES}
        if self.is_newer:  # its own lists may be more than those that this one knows
            own = {path: digest for path, digest in own.items() if path in listed}
        other = sorted({path for path, _digest in listed.items() ^ own.items()})
        yield statement("archive_list", failed=bool(other), names=_names(other))

    def of_plan(self) -> Iterator[Statement]:
        """Yield what is proven of the plan's receipts, and of those beside it."""
        if isinstance(self.plan, AkmxlError):
            read = not isinstance(self.plan_file, AkmxlError)
            yield Statement("plan", "unproven" if read else "failed", {"why": str(self.plan)})
            if read:
                yield of_chain(self.all_receipts)
        else:
            yield from of_workbook(self.plan)
        if self.all_receipts:
            other = self._receipts_told_otherwise()
            yield statement("receipts", failed=bool(other), names=_names(other))

    def _receipts_told_otherwise(self) -> list[str]:
        """Return the names of receipts that stand otherwise beside the plan than in it."""
        try:
            beside = json.loads(self.zipped.files.get(RECEIPTS, b""))["receipts"]
            told = {key_in(one): one for one in beside if isinstance(one, dict)}
        except (ValueError, LookupError, TypeError, RecursionError):
            return [RECEIPTS]
        own = json.loads(as_json(receipts_data(self.receipts.values())))["receipts"]
        kept = {key_in(one): one for one in own}
        if self.is_newer:  # which may tell more of a receipt
            told = {key: {name: one.get(name) for name in kept.get(key, one)} for key, one in told.items()}
        return sorted(str(key) for key in told.keys() | kept.keys() if told.get(key) != kept.get(key))

    def of_forms(self) -> Iterator[Statement]:
        """Yield whether each form says what was sent, and whether all that was sent is here."""
        yield statement("forms", failed=bool(self.faults), count=len(self.forms), names=_paths(self.faults))
        sound = {one: judged for one, judged in self.forms.items() if one not in self.faults}
        states = {one: state_of(judged) for one, judged in sound.items()}
        for state in ("saved", "first"):
            if own := [one for one, found in states.items() if found == state]:
                yield Statement(state, "unproven", {"names": _paths(own)})
        absent = [str(key) for key in self.receipts if key not in {one.of for one in sound}]
        told = {"count": len(self.receipts), "names": _names(absent)}
        if self.receipts:
            yield statement("complete", failed=bool(absent), **told)
        elif not isinstance(self.plan_file, AkmxlError):
            yield statement("complete", failed=True, count=0, names="–")

    def of_the_rest(self) -> Iterator[Statement]:
        """Yield what is carried along: signatures, which nobody looked into, and files that prove nothing."""
        signatures = [one for one in self.files if one.kind == "signature"]
        empty = [one for one in signatures if not self.zipped.files.get(one.path, b"-")]
        if present := [one for one in signatures if one not in empty]:
            yield Statement("signatures", "unproven", {"count": len(present), "names": _paths(present)})
        if empty:
            yield Statement("signatures_empty", "unproven", {"names": _paths(empty)})
        carried = sum(one.kind in ("letter", "pdf", "other", "copy") for one in self.files)
        if carried:
            yield Statement("carried", "unproven", {"count": carried})

    def of_code(self, code: str) -> Statement:
        """Hold a code from paper beside the archive's, else find the receipt that has it."""
        if (count := letters_in(code)) != CODE_LETTERS:
            return statement("code", failed=True, own="", name="", code=code, count=count)
        if same_code(code, self.code):
            return statement("code", failed=False, own=self.code, name="", code=code, archive=True)
        found = next((key for key, one in self.receipts.items() if same_code(code, code_of(one))), None)
        name = str(found) if found else ""
        return statement("code", failed=found is None, own=self.code, name=name, code=code, archive=True)


_MOST_NAMED = 10


def _names(names: Iterable[str]) -> str:
    told = list(map(one_line, dict.fromkeys(names)))
    return ", ".join(told[:_MOST_NAMED]) + (", …" if len(told) > _MOST_NAMED else "")


def _paths(files: Iterable[ListedFile]) -> str:
    return _names(one.path for one in files)
