"""Define what fills one cell of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.submission.proof.shown import Written, stands

if TYPE_CHECKING:
    from akmxl.plan.register_rows import FieldValue
    from akmxl.submission.form.content import Subject
    from akmxl.submission.template.placeholders import Placeholder


@dataclass(frozen=True)
class Fill:
    """The value of one cell of the form, and the values of the list that it shows."""

    sheet: str
    row: int
    column: int
    value: FieldValue
    style: int
    said: tuple[tuple[str, object], ...] = ()
    asked: tuple[tuple[Placeholder, Subject], ...] = ()  # the words of the template, and the row's subject
    across: bool = False  # the value stands across the whole row
    cut: bool = False  # its text needs a higher row than Excel allows

    def shows(self, cell: object, key: str, value: object) -> bool:
        """Tell whether the cell, which reads back as it was written, shows a value of the list."""
        if type(value) is type(self.value) and value == self.value:
            return True
        return stands(cell, Written(key, value, self.sheet, ""))

    @property
    def missing_text(self) -> bool:
        """Whether this is the place of the report's text and nobody has written it: its row is left low."""
        return self.value is None and any(key == "report/text" for key, _ in self.said)
