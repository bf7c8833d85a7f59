"""Keep the commands of a group by name, each imported when it is asked for: a run needs one of fifteen."""

from __future__ import annotations

from collections.abc import MutableMapping
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING

from click import Command, Group

from akmxl.core.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class LateCommands(MutableMapping[str, "Command"]):
    """Name -> command; ``close-month`` is the function ``close_month`` of the module of that name.

    ``import`` is a word of Python's own, so it is ``import_file``.
    """

    def __init__(self, package: str, names: Iterable[str]) -> None:
        self._package = package
        self._known: dict[str, Command | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> Command:
        known = self._known[name]
        if known is None:
            own_name = name.replace("-", "_") + ("_file" if iskeyword(name) else "")
            known = getattr(import_module(f"{self._package}.{own_name}"), own_name)
            self._known[name] = speak_one_language(known)
        return known

    def __setitem__(self, name: str, command: Command) -> None:
        self._known[name] = command

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def speak_one_language(command: Command) -> Command:
    """Give a command, and those of its group, the run's language for the words that click has in English."""
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, Group):
        command.subcommand_metavar = _("COMMAND ...")
        for own in command.commands.values():
            speak_one_language(own)
    return command
