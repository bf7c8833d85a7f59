"""The summary form of several regions says which regions are in it: else it could be added beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from workbook.create.consolidated.making import consolidation

from akmxl.core.i18n import in_language
from akmxl.plan.returns.consolidate import consolidation as consolidated
from akmxl.plan.returns.records import Came, Consolidation, Return
from akmxl.submission.proof.proof import opened, read_form
from akmxl.submission.returns.read_return import read_return
from akmxl.submission.returns.sender import Sender
from akmxl.submission.returns.summary import summary_form
from akmxl.submission.template.template import BadTemplate

if TYPE_CHECKING:
    from pathlib import Path

NATION = "O‘zbekiston"
NL = Sender("NL", {"organisation": "Milliy kutubxona", "region": NATION})


def of_regions() -> tuple[list[Return], Consolidation]:
    """The summary forms of two regions, and what they come to."""
    forms = []
    for code, region in (("SR", "Sirdaryo viloyati"), ("JZ", "Jizzax viloyati")):
        sender = Sender(code, {"organisation": region, "region": region})
        data = summary_form(consolidation(), region, "MK-10", "2025-Q3", sender=sender)
        form = read_return(data, Came(f"{code}.xlsx", code * 32, "2025-10-10"))
        assert isinstance(form, Return)
        forms.append(form)
    found = consolidated(forms, [])
    return forms, replace(found, centres=tuple(one._replace(region=NATION) for one in found.centres))


def test_it_is_not_added_beside_the_forms_of_which_it_is_made() -> None:
    forms, nation = of_regions()
    data = summary_form(nation, NATION, "MK-10", "2025-Q3", sender=NL)
    whole = read_return(data, Came("NL.xlsx", "0" * 64))
    assert isinstance(whole, Return)
    assert {"centre:SR/state", "centre:JZ/state"} <= dict(read_form(opened(data)).values).keys()
    assert consolidated([*forms, whole], []).totals == consolidated(forms, []).totals
    assert [one.value for one in consolidated([whole], []).totals if one.measure == "fact"] == [
        one.value for one in consolidated(forms, []).totals if one.measure == "fact"
    ]


def test_a_template_without_the_regions_rows_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["{{tashkilot}}"], ["{{davr}}"], ["15.1", "{{jami 15.1}}", "{{soni 15.1}}"]):
        book.active.append(row)
    path = tmp_path / "MK-10.xlsx"
    book.save(path)
    assert summary_form(consolidation(), "Sirdaryo", "MK-10", "2025-Q3", template=path)
    _, nation = of_regions()
    with pytest.raises(BadTemplate) as refused, in_language("en"):
        summary_form(nation, NATION, "MK-10", "2025-Q3", sender=NL, template=path)
    assert "{{markaz.holati}}" in str(refused.value)
