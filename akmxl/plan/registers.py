"""Name the registers: their sheets, their kinds, the column that names a row."""

from __future__ import annotations

DAILY = "Kundalik"
EVENTS = "Tadbirlar"
TRAINING = "Malaka"
PRESS = "Matbuot"
LISTS = "Royxatlar"
JOURNAL = "Hisobotlar"
IMPORT = "import"  # no sheet: what other systems count (``plan.imports``)

# How old readers and participants are, as the state's statistics ask: columns of the day log and of events.
AGES = ("age_14", "age_15_24", "age_25")

KIND_FIELDS = {EVENTS: "event_kind", PRESS: "record_kind", LISTS: "list_kind",
         TRAINING: "course"}  # fmt: skip

# The field that names a row of a register, in a message or a form.
TITLE_FIELDS = {EVENTS: "title", TRAINING: "course", PRESS: "title", LISTS: "title"}
