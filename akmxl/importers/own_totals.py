"""Hold the totals that an export gives itself against its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_, number
from akmxl.importers.heading import place_of
from akmxl.importers.numbers import is_nothing, read_amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.importers.profile.profile import Profile
    from akmxl.importers.sources.table import SourceTable


class OwnTotals:
    """Adds up the rows, and holds the totals that the file itself gives against them."""

    def __init__(self, table: SourceTable, profile: Profile, places: Mapping[str, int]) -> None:
        self._table, self._profile = table, profile
        self._places = places
        self._sums = dict.fromkeys(places, 0)
        self._passed: list[dict[str, int]] = [
            dict(self._sums)
        ]  # the sums at each total, and at the beginning
        self._ahead: tuple[int, dict[str, int]] | None = None  # a total that stands above its rows
        self._seen = False

    def add(self, row: int, cells: Sequence[object]) -> None:
        for name, place in self._places.items():
            value = cells[place]
            if type(value) is int and value >= 0:
                self._sums[name] += value
            else:
                self._sums[name] += self._amount(row, name, value)

    def _amount(self, row: int, name: str, value: object) -> int:
        amount = read_amount(value, self._profile.decimal)
        if amount is None:
            raise FileProblem(
                N_(
                    "{file}, row {row}: “{value}” in “{column}” is no whole number, so the file's own "
                    "total cannot be compared. Nothing was imported."
                ),
                file=place_of(self._table), row=row, value=value, column=name,
            )  # fmt: skip
        return amount

    def check(self, row: int, cells: Sequence[object]) -> None:
        """Hold a row of totals against the rows since an earlier one: a month's, a quarter's, the whole."""
        totals = {
            name: self._amount(row, name, cells[place])
            for name, place in self._places.items()
            if not is_nothing(cells[place])
        }
        if not totals:
            return
        self._seen = True
        if len(self._passed) == 1 and not any(self._sums.values()) and any(totals.values()):
            self._ahead = row, totals
            return
        for before in self._passed:
            if all(self._sums[name] - before[name] == total for name, total in totals.items()):
                break
        else:
            self._refuse(row, totals, self._passed[-1])
        self._passed.append(dict(self._sums))

    def _refuse(self, row: int, totals: Mapping[str, int], before: Mapping[str, int]) -> None:
        name = next(name for name, total in totals.items() if self._sums[name] - before[name] != total)
        raise FileProblem(
            N_(
                "{file}, row {row}: the file's own total of “{column}” is {total}, but its rows "
                "give {sum}. Nothing was imported: look whether rows are missing in the file."
            ),
            file=place_of(self._table), row=row, column=name,
            total=number(totals[name]), sum=number(self._sums[name] - before[name]),
        )  # fmt: skip

    def finish(self) -> None:
        """Ask for the totals: there is one, and none of the rows stands below the last of them."""
        word = self._profile.control[0]
        if self._ahead is not None:
            row, totals = self._ahead
            if any(self._sums[name] != total for name, total in totals.items()):
                self._refuse(row, totals, self._passed[0])
        elif not self._seen:
            raise FileProblem(
                N_(
                    "{file}: there is no row “{word}” with the file's own total, which profile {profile} "
                    "asks for. Nothing was imported: the file may be cut off."
                ),
                file=place_of(self._table), word=word, profile=self._profile.path.name,
            )  # fmt: skip
        elif self._sums != self._passed[-1]:
            raise FileProblem(
                N_(
                    "{file}: below the last row “{word}” there are more rows, of which the file gives no "
                    "total. Nothing was imported: the file may be cut off."
                ),
                file=place_of(self._table), word=word,
            )  # fmt: skip
