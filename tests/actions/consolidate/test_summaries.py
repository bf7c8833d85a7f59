"""The summary forms of regions as files: one a region, report and period, none of somebody else's lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from workbook.create.consolidated.making import clean, consolidation

from akmxl.actions.consolidate.output import feedback_files
from akmxl.actions.consolidate.summaries import Summaries, left_out, write_summaries
from akmxl.actions.consolidate.written import Written
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.plan.returns.records import Centre
from akmxl.submission.proof.proof import opened, read_form
from akmxl.submission.returns.sender import Sender

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.returns.records import Consolidation

SENDER = Sender("SR", {"organisation": "Sirdaryo viloyati AKM", "region": "sirdaryo viloyati"})


def test_every_region_gets_a_form_of_each_report_and_period(tmp_path: Path) -> None:
    written = write_summaries(Summaries(tmp_path), consolidation(), None, Written())
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "2025-Q3/MK-10_2025-Q3_Jizzax-viloyati.xlsx",
        "2025-Q3/MK-14_2025-Q3_Jizzax-viloyati.xlsx",
        "2025-Q3/MK-10_2025-Q3_Sirdaryo-viloyati.xlsx",
        "2025-Q3/MK-14_2025-Q3_Sirdaryo-viloyati.xlsx",
    ]


def test_a_region_that_says_who_it_is_gets_its_own_alone(tmp_path: Path) -> None:
    written = write_summaries(Summaries(tmp_path), consolidation(), SENDER, Written())
    assert [path.name for path in written] == ["MK-10_2025-Q3_SR.xlsx", "MK-14_2025-Q3_SR.xlsx"]
    assert read_form(opened(written[0].read_bytes())).sender.centre == "SR"


def test_a_form_is_made_anew_when_more_has_come_and_left_alone_when_not(tmp_path: Path) -> None:
    _, before = write_summaries(Summaries(tmp_path), consolidation(), SENDER, Written())
    kept = before.stat().st_mtime_ns
    write_summaries(Summaries(tmp_path), consolidation(), SENDER, Written())
    assert before.stat().st_mtime_ns == kept
    first = read_form(opened(before.read_bytes()))
    write_summaries(Summaries(tmp_path), clean(), SENDER, Written())
    second = read_form(opened(before.read_bytes()))
    assert dict(second.values)["item:29/said-fact"] == "3 / 4"
    assert (first.version, second.version, second.sender.supersedes) == (1, 2, first.form_sha256)
    write_summaries(Summaries(tmp_path), clean(), SENDER, Written())
    assert read_form(opened(before.read_bytes())) == second


def test_a_file_of_somebody_elses_stays(tmp_path: Path) -> None:
    place = tmp_path / "2025-Q3" / "MK-10_2025-Q3_SR.xlsx"
    place.parent.mkdir()
    place.write_bytes(b"mine")
    with pytest.raises(FileProblem):
        write_summaries(Summaries(tmp_path), consolidation(), SENDER, Written())
    assert place.read_bytes() == b"mine"


def test_a_form_that_was_filled_in_by_hand_is_kept(tmp_path: Path) -> None:
    written = Written()
    path = write_summaries(Summaries(tmp_path), consolidation(), SENDER, written)[1]
    written.remember()
    book = load_workbook(path)
    book.active["Z99"] = "№ 12, 05.10.2025"
    book.save(path)
    mine = path.read_bytes()
    again = Written()
    write_summaries(Summaries(tmp_path), clean(), SENDER, again)
    assert [copy.read_bytes() for copy in again.kept] == [mine]


def in_regions(*regions: str) -> Consolidation:
    """The consolidation, its centres in other regions: the last one for all that are left."""
    found = consolidation()
    names = (*regions, *regions[-1:] * len(found.centres))
    return replace(
        found, centres=tuple(c._replace(region=r) for c, r in zip(found.centres, names, strict=False))
    )


def test_a_region_is_the_same_however_its_last_word_is_written(tmp_path: Path) -> None:
    found = in_regions("Sirdaryo vil.", "СИРДАРЁ вилояти", "Sirdaryo", "Sirdaryo viloyat", "Jizzax", "")
    written = write_summaries(Summaries(tmp_path), found, SENDER, Written())
    assert dict(read_form(opened(written[1].read_bytes())).values)["item:29/said-fact"] == "2 / 4"
    assert [one.code for one in left_out(found, SENDER)] == ["JZ-01", "JZ-02", "JZ-03"]
    assert [one.code for one in left_out(found, None)] == ["JZ-02", "JZ-03"]


@pytest.mark.parametrize(("region", "sender"), [("Buxoro", SENDER), ("", SENDER), ("", None)])
def test_where_no_region_fits_it_is_said(region: str, sender: Sender | None, tmp_path: Path) -> None:
    with pytest.raises(BadArgument):
        write_summaries(Summaries(tmp_path), in_regions(region), sender, Written())


def test_a_long_name_is_cut_and_no_two_files_are_one(tmp_path: Path) -> None:
    found = in_regions("R" * 400, "r" * 399 + "s", "A/B", "a B", "a B")
    written = write_summaries(Summaries(tmp_path), found, None, Written())
    assert len({path.name.casefold() for path in written}) == len(written) == 8
    assert max(len(path.name) for path in written) < 100


def test_a_name_of_letters_of_four_bytes_is_cut_by_bytes(tmp_path: Path) -> None:
    """With the date of its copy, too, a disk takes it."""
    found = in_regions("𝐒" * 200, "𝐒" * 201)
    names = [path.name for path in write_summaries(Summaries(tmp_path), found, None, Written())]
    files = feedback_files(tmp_path / "a.xlsx", [Centre("𝐒" * 200 + end, "A") for end in "AB"])
    names += [path.name for path in files.values()]
    assert len(set(names)) == len(names)
    assert max(len(name.encode()) for name in names) < 255 - len("-20250405-090000-000000")


def spelt(name: str, *, whole: bool = False) -> Consolidation:
    """The consolidation of one region of which the centres say the name so."""
    found = clean() if whole else consolidation()
    return replace(found, centres=tuple(one._replace(region=name) for one in found.centres))


def test_a_region_whose_name_is_spelt_otherwise_later_goes_on_with_its_form(tmp_path: Path) -> None:
    first = write_summaries(Summaries(tmp_path), spelt("Sirdaryo vil."), None, Written())
    before = [read_form(opened(path.read_bytes())) for path in first]
    for name in ("Sirdaryo viloyati", "СИРДАРЁ ВИЛОЯТИ", "Sirdaryo vil"):
        again = write_summaries(Summaries(tmp_path), spelt(name, whole=True), None, Written())
        assert again == first == tuple(sorted(tmp_path.glob("2025-Q3/*.xlsx")))
    after = [read_form(opened(path.read_bytes())) for path in first]
    assert {one.sender.centre for one in (*before, *after)} == {"Sirdaryo vil."}
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old.values != new.values]
    assert changed
    assert all((new.version, new.sender.supersedes) == (2, old.form_sha256) for old, new in changed)


def test_a_library_whose_name_is_put_right_goes_on_with_its_form(tmp_path: Path) -> None:
    first = write_summaries(Summaries(tmp_path), consolidation(), SENDER, Written())
    right = SENDER._replace(organisation={**SENDER.organisation, "organisation": "Sirdaryo viloyat AKM"})
    assert write_summaries(Summaries(tmp_path), clean(), right, Written()) == first
    assert read_form(opened(first[1].read_bytes())).version == 2
