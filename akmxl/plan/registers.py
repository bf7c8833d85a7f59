"""Name the registers: their sheets, their kinds, the column that names a row."""

from __future__ import annotations

DAILY = "Kundalik"
EVENTS = "Tadbirlar"
TRAINING = "Malaka"
PRESS = "Matbuot"
LISTS = "Royxatlar"
JOURNAL = "Hisobotlar"
IMPORT = "import"  # no sheet: what other systems count (``plan.imports``)

KIND_FIELDS = {EVENTS: "event_kind", PRESS: "record_kind", LISTS: "list_kind",
         TRAINING: "course"}  # fmt: skip

# The field that names a row of a register, in a message or a form.
TITLE_FIELDS = {EVENTS: "title", TRAINING: "course", PRESS: "title", LISTS: "title"}
