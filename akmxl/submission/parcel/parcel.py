"""Make parcels: for each recipient a folder with the forms that go to it and a cover letter that lists them.

``OUT/2025-Q3/jo‘natma/<recipient>/`` holds the letter ``Xat_2025-Q3.docx`` and copies of the forms. A letter
that a person changed, or that lists a form sent since, is left as it is.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_, in_language
from akmxl.core.spelling import fold
from akmxl.core.text_length import units
from akmxl.ooxml.package.save import remove_file
from akmxl.plan.period import Period
from akmxl.submission.files import folder_name, form_path, sheets_of_paper, write_form
from akmxl.submission.form.content import version_words
from akmxl.submission.parcel.letter import Made
from akmxl.submission.spoken import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed
    from akmxl.submission.parcel.letter import Context, LetterTemplate

FOLDER = "jo‘natma"
LONGEST_PATH = 218  # of a workbook, by Excel's own limit
TOO_LONG = N_(
    "The path of a form would have {count} signs, and Excel opens no file beyond {most}: {path}. Move the "
    "plan's folder nearer to the drive, for example to C:\\AKM. Nothing was changed."
)
_BY_HAND = "____"
_SENDER = {"tashkilot": "organisation", "hudud": "region", "direktor": "director", "ijrochi": "reporter",
           "telefon": "phone"}  # fmt: skip


@dataclass(frozen=True)
class Enclosure:
    """A report as a parcel encloses it: its form is at ``path``; ``blocked`` leaves it out.

    ``code`` is the form's short code, for the letter's paper copy.
    """

    owed: Owed
    path: Path
    version: int = 1
    reason: str = ""
    blocked: bool = False
    code: str = ""


@dataclass(frozen=True)
class Parcel:
    """The forms and the letter that go to one recipient.

    ``status`` of the letter: written, unchanged, or kept: a person changed it, so it was not made again.
    """

    recipient: str
    period: Period
    letter: Path
    status: str
    enclosed: tuple[Enclosure, ...]
    left_out: tuple[Enclosure, ...]


@dataclass(frozen=True)
class Sending:
    """The settings that all parcels of a run share.

    ``sent`` names the forms that have gone out; a ``dry_run`` writes nothing.
    """

    plan: Plan
    template: LetterTemplate
    out: Path
    period: Period | None
    sent: frozenset[str]
    dry_run: bool

    def parcels(self, reports: Iterable[Enclosure]) -> tuple[Parcel, ...]:
        """Make a parcel for each recipient; none where nothing is ready for it.

        Corrections go out with a letter of their own.
        """
        by_recipient: dict[tuple[str, bool], list[Enclosure]] = {}
        order = {report.code: place for place, report in enumerate(self.plan.reports)}
        for one in sorted(reports, key=lambda one: (order[one.owed.report.entry], one.owed.period)):
            group = fold(one.owed.report.recipient), one.version > 1
            by_recipient.setdefault(group, []).append(one)
        made = (self._parcel(group) for (recipient, _), group in by_recipient.items() if recipient)
        return tuple(parcel for parcel in made if parcel)

    def _parcel(self, reports: Sequence[Enclosure]) -> Parcel | None:
        ready = tuple(one for one in reports if not one.blocked)
        left_out = tuple(one for one in reports if one.blocked)
        recipient = reports[0].owed.report.recipient
        period = self.period or _around([one.owed.period for one in ready or reports])
        folder = self.out / str(period) / FOLDER / folder_name(recipient)
        if not self.dry_run:
            self._take_out(folder, left_out)
            self._put_in(folder, ready)
        if not ready:
            return None
        letter = _free_place(folder, period, self.sent, corrections=ready[0].version > 1)
        return Parcel(recipient, period, letter, self._write(letter, period, ready), ready, left_out)

    def _write(self, path: Path, period: Period, ready: Sequence[Enclosure]) -> str:
        if path.exists() and Made.read(path).changed:
            return "kept"
        with in_language("uz"):
            context = _context(self.plan, period, ready)
        data = self.template.fill(context, title=path.stem, listed=[one.path.stem for one in ready])
        if self.dry_run:
            return "unchanged" if path.is_file() and path.read_bytes() == data else "written"
        return write_form(path, data)

    def _put_in(self, folder: Path, ready: Iterable[Enclosure]) -> None:
        """Copy the forms into the folder, and into parcels of other periods that hold an earlier draft."""
        for one in ready:
            data = one.path.read_bytes()
            others = (place / folder.name / one.path.name for place in self.out.glob(f"*/{FOLDER}/"))
            for copy in {folder / one.path.name, *(other for other in others if other.is_file())}:
                write_form(copy, data)

    def _take_out(self, folder: Path, left_out: Iterable[Enclosure]) -> None:
        """Remove the copy of a draft that may not go out now, if it equals the form in its own place."""
        for one in left_out:
            copy = folder / one.path.name
            draft = one.path.stem not in self.sent and one.path.is_file() and copy.is_file()
            if draft and copy.read_bytes() == one.path.read_bytes():
                remove_file(copy)


def places(out: Path, reports: Iterable[Owed]) -> Iterator[Path]:
    """Yield the absolute paths at which the forms of reports stand, their copies in the parcels too."""
    for owed in reports:
        form = form_path(out.absolute(), owed.report.code, owed.period)
        yield form
        if recipient := owed.report.recipient:
            yield form.parent / FOLDER / folder_name(recipient) / form.name


def too_long(paths: Iterable[Path]) -> Path | None:
    """Return the longest of the paths where Excel would not open the file there; else None."""
    longest = max(paths, key=length, default=None)
    return longest if longest is not None and length(longest) > LONGEST_PATH else None


def refuse_too_long(out: Path, reports: Iterable[Owed]) -> None:
    """Raise ``FileProblem`` where a form's path would be longer than Excel opens."""
    path = too_long(places(out, reports))
    if path is not None:
        raise FileProblem(TOO_LONG, path=path, count=length(path), most=LONGEST_PATH)


def length(path: Path) -> int:
    """Return a path's length as Excel counts it."""
    return units(str(path))


def pdf_places(forms: Iterable[Path], parcels: Iterable[Parcel]) -> dict[Path, list[Path]]:
    """Return the forms and letters with the places of their PDFs: beside them, a form's in its parcel too."""
    places = {path: [path.with_suffix(".pdf")] for path in forms}
    for parcel in parcels:
        places[parcel.letter] = [parcel.letter.with_suffix(".pdf")]
        for one in parcel.enclosed:
            beside = places.setdefault(one.path, [one.path.with_suffix(".pdf")])
            beside.append(parcel.letter.with_name(f"{one.path.stem}.pdf"))
    return places


def old_pdfs(places: Mapping[Path, Iterable[Path]]) -> tuple[Path, ...]:
    """Return the PDFs that are older than the file that they were made of."""
    return tuple(
        place
        for file, made in places.items()
        for place in made
        if place.is_file() and file.is_file() and place.stat().st_mtime < file.stat().st_mtime
    )


def _around(periods: Sequence[Period]) -> Period:
    """Return the shortest period with a name that holds all of these."""
    first, last = min(period.first for period in periods), max(period.last for period in periods)
    return Period.around(periods[0].year, first, last)


def _free_place(folder: Path, period: Period, sent: frozenset[str], *, corrections: bool) -> Path:
    """Return the letter's path: the first with no letter, or with one of its kind that lists nothing sent."""
    names = (f"Xat_{period}{f'_{number}' if number > 1 else ''}.docx" for number in count(1))
    paths = (folder / name for name in names)
    return next(path for path in paths if not path.exists() or _is_free(path, sent, corrections=corrections))


def _is_free(path: Path, sent: frozenset[str], *, corrections: bool) -> bool:
    listed = Made.read(path).listed
    of_its_kind = not listed or any(map(_is_correction, listed)) == corrections
    return of_its_kind and not sent.intersection(listed)


def _is_correction(name: str) -> bool:
    """Tell whether a form's name is that of a second version or a later one: ``MK-10_2025-Q1_v2``."""
    return name.rpartition("_v")[2].isdecimal()


def _context(plan: Plan, period: Period, ready: Sequence[Enclosure]) -> Context:
    """Return the values for the words of the letter's template."""
    reports = [one.owed.report for one in ready]
    copies = dict.fromkeys(report.copy_to for report in reports if report.copy_to)
    reasons = {
        one.owed.report.code: one.reason.strip(" .") for one in ready if one.version > 1 and one.reason
    }
    same = len(set(reasons.values())) == 1
    lines = [_line(number, one) for number, one in enumerate(ready, 1)]
    amended = [f"{line['nomi']}, {line['davri']} ({line['kodi']})" for line in lines if line["tahriri"]]
    return {
        **{word: plan.organisation.get(field) or BLANK for word, field in _SENDER.items()},
        "kimga": reports[0].recipient,
        "nusxasi": "; ".join(copies),
        "davr": period.words,
        "aniqlashtirilgan": all(one.version > 1 for one in ready),
        "aniqlashtirilganlar": "; ".join(amended),
        "sababi": next(iter(reasons.values())) if same else "; ".join(map(": ".join, reasons.items())),
        "ilovalar": lines,
    }


def _line(number: int, one: Enclosure) -> Context:
    report = one.owed.report
    return {
        "raqami": number,
        "kodi": report.code,
        "nomi": report.title,
        "turi": report.form_kind[:1].upper() + report.form_kind[1:],
        "davri": one.owed.period.words,
        "tahriri": version_words(one.version),
        "varaqlari": sheets_of_paper(one.path) or _BY_HAND,
        "nazorat_kodi": one.code,
    }
