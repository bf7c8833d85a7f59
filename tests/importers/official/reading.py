"""Reading a plan in the tests: its rows by code, its doubts by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.importers.official.docx.document import word_document
from akmxl.importers.official.read_plan import Proposal, read_official_plan

if TYPE_CHECKING:
    from akmxl.importers.official.doubts import Doubt


def read(data: bytes, year: int | None = None) -> Proposal:
    """The plan in a document of Word."""
    return read_official_plan(word_document(data, "reja.docx"), year)


def by_code(proposal: Proposal) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in proposal.rows}


def figures(proposal: Proposal, year: int = 2025) -> dict[str, tuple[str, str]]:
    """Last year's figure and the plan's, by code."""
    return {row["code"]: (row[f"fact_{year - 1}"], row[f"plan_{year}"]) for row in proposal.rows}


def open_kinds(proposal: Proposal) -> list[str]:
    """The kinds of the doubts to answer, but for the one about works that the usual plan has not."""
    return [one.word for one in proposal.open_doubts if "Jamlash" not in str(one.to_do)]


def only_doubt(proposal: Proposal, word: str) -> Doubt:
    """The one open doubt of a kind."""
    (found,) = [one for one in proposal.open_doubts if one.word == word and "Jamlash" not in str(one.to_do)]
    return found
