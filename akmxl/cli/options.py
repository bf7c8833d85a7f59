"""Define what the commands share: common options, the language, the choice of the workbook."""

from __future__ import annotations

import gettext
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.core.cell_values import whole_number
from akmxl.core.cyrillic import code_letters
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import DEFAULT_LANGUAGE, LANGUAGES, N_, NN_, _, locale_folder, set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from akmxl.plan.period import Period
    from akmxl.workbook.opened import OpenedPlan

    Command = Callable[..., object]
    Decorator = Callable[[Command], Command]


def _asked_language(arguments: list[str]) -> str:
    """Return the language of the help texts, which are made before any option is read."""
    for option, value in zip(arguments, [*arguments, ""][1:], strict=True):
        name, _sign, inline = option.partition("=")
        if name == "--lang":
            return inline or value
    return os.environ.get("AKMXL_LANG", DEFAULT_LANGUAGE)


def _speak(language: str) -> None:
    """Set the run's language, for the words of click itself too ("Usage:", "Missing option")."""
    set_language(language)
    os.environ["LANGUAGE"] = language if language in LANGUAGES else DEFAULT_LANGUAGE  # for gettext
    gettext.bindtextdomain("akmxl", str(locale_folder()))
    gettext.textdomain("akmxl")


# Click's own words, so that they are collected into our catalogue.
_CLICK = (
    N_("Usage:"), N_("Options"), N_("Commands"), N_("Show this message and exit."),
    N_("Show the version and exit."), N_("Missing command."), N_("Missing argument"), N_("Missing option"),
    N_("No such option {name!r}."), N_("No such command {name!r}."), N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"), N_("Option {name!r} does not take a value."),
    N_("required"),
    NN_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    NN_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    NN_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    NN_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)  # fmt: skip

_speak(_asked_language(sys.argv[1:]))


def day_option(_ctx: click.Context, _param: click.Parameter, text: str | None) -> date | None:
    """Read a day of the command line: ``2025-04-05`` or ``05.04.2025``, in a year that a plan can have.

    Raises ``BadArgument``.
    """
    from akmxl.plan import period

    return None if text is None else period.read_day(text)


def year_option(_ctx: click.Context, _param: click.Parameter, text: str | None) -> int | None:
    """Read a year of the command line, one that a plan can have. Raises ``BadArgument``."""
    from akmxl.plan.period import YEARS

    if text is None:
        return None
    if (year := whole_number(text)) in YEARS:
        return year
    raise BadArgument(N_("The year “{text}” is not understood. Example: 2026."), text=text)


def period_option(_ctx: click.Context, _param: click.Parameter, text: str | None) -> Period | None:
    """Read a period of the command line: ``2025-03``, ``2025-Q1`` or ``2025``. Raises ``BadArgument``."""
    from akmxl.plan.period import Period

    return Period.parse(text) if text is not None else None


def code_option(_ctx: click.Context, _param: click.Parameter, text: str) -> str:
    """Read a report's code, in capitals and in Latin letters."""
    return code_letters(text.strip())


def _remember(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Keep a common option for the run, wherever on the line it stands."""
    if value is not None and value is not False:
        ctx.ensure_object(dict)[str(param.name)] = value
        if param.name == "lang":
            _speak(str(value))


def _today_option(ctx: click.Context, param: click.Parameter, text: str | None) -> None:
    _remember(ctx, param, day_option(ctx, param, text))


class _Option(click.Option):
    """An option whose help is one line as it stands: click would load ``inspect`` to see to that."""

    def __init__(self, names: Sequence[str], **attributes: Any) -> None:
        text = attributes.pop("help")
        super().__init__(names, **attributes)
        self.help = text


def option(*names: str, **attributes: object) -> Decorator:
    """Return a decorator that gives a command an option with a help text, as ``click.option`` does."""
    return click.option(*names, cls=_Option, **attributes)


def once_and_no_more(*names: str, say: Callable[[click.Context], str], text: str) -> Decorator:
    """Return an option after which nothing is done, as click's own: those ask the system for its language,
    which takes a hundredth of a check.
    """

    def end(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
        if asked and not ctx.resilient_parsing:
            click.echo(say(ctx), color=ctx.color)
            ctx.exit()

    return option(*names, is_flag=True, expose_value=False, is_eager=True, help=text, callback=end)


_COMMON: tuple[Decorator, ...] = (
    once_and_no_more("-h", "--help", say=click.Context.get_help, text=_("Show this message and exit.")),
    option("--lang", type=click.Choice(LANGUAGES), callback=_remember, expose_value=False,
                 is_eager=True, help=_("Language of the messages: uz, ru or en.")),
    option("--today", metavar=_("DAY"), callback=_today_option, expose_value=False,
                 help=_("Take this day for today (2025-04-05), so that a run can be repeated.")),
)  # fmt: skip
JSON = option(
    "--json", "as_json", is_flag=True, callback=_remember, expose_value=False,
    help=_("Machine-readable output."),
)  # fmt: skip
WORKBOOK = click.argument("workbook", required=False, metavar=_("[FILE]"))
PERIOD = option("--period", metavar=_("PERIOD"), callback=period_option, help=_("2025-03, 2025-Q1 or 2025."))


def options(*options: Decorator) -> Decorator:
    """Return a decorator that gives a command its options and those that every command has."""

    def add(command: Command) -> Command:
        for add_one in (*_COMMON, *reversed(options)):
            command = add_one(command)
        return command

    return add


def today() -> date:
    """Return the day that the run takes for today: that of ``--today``, else the calendar's."""
    found = click.get_current_context().ensure_object(dict).get("today")
    return found if isinstance(found, date) else date.today()


def says_yes(question: str) -> bool:
    """Ask a person on the terminal; anything but a yes is a no."""
    from akmxl.core.spelling import fold

    yes, no = _("yes"), _("no")
    answer = click.prompt(f"{question} ({yes}/{no})", default=no, show_default=False)
    return fold(answer) in {"y", "yes", fold(yes), fold(yes)[:1]}


def wants_json() -> bool:
    """Tell whether ``--json`` was given."""
    return bool(click.get_current_context().ensure_object(dict).get("as_json"))


def print_json(data: Mapping[str, object]) -> None:
    """Print data as JSON on standard output."""
    import json  # late, as all that most runs do without

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def workbook_path(workbook: str | None, year: int | None = None) -> Path:
    """Return the path of the workbook: the named one, ``AKMXL_WORKBOOK``, or the plan in this folder.

    Of several plans it is the one of ``year``; without one, that of this year, in January still last year's:
    what is filled in, checked and owed then is about December and the year.

    Raises ``BadArgument`` for a web address, ``FileProblem`` where this folder has no such plan.
    """
    from akmxl.actions.open_plan import choose_plan, plans_in

    named = workbook or os.environ.get("AKMXL_WORKBOOK")
    if named and "://" in named:
        raise BadArgument(
            N_("“{address}” is a web address. Name the file by its folder on this PC."), address=named
        )
    if named:
        return _as_meant(named)
    folder, day = Path.cwd(), today()
    plans = plans_in(folder)
    path = choose_plan(folder, plans, year, day.year - (day.month == 1))
    if year is None and len(plans) > 1:
        text = _("Of the plans in this folder “{file}” was taken; for another one write its name.",
                 file=path.name)  # fmt: skip
        click.echo(text, err=True)
    return path


def _as_meant(named: str) -> Path:
    """Return the path of a name as people write it: one in quotes, ~ and variables that no shell has put in,
    where a file is there and none by the name as it stands.
    """
    bare = named.strip().strip("\"'“”")
    home = os.path.expanduser(os.path.expandvars(bare))  # noqa: PTH111 - Path's raises for nobody's home
    meant = Path(home if bare else named)
    return meant if os.path.lexists(meant) and not os.path.lexists(named) else Path(named)


def is_chosen(workbook: str | None) -> bool:
    """Tell whether a command takes the workbook that it finds, as nobody named one."""
    return not (workbook or os.environ.get("AKMXL_WORKBOOK"))


def open_workbook(workbook: str | None, period: Period | None = None) -> OpenedPlan:
    """Open the workbook of a command and say so where it is read and written through Excel.

    Raises an ``AkmxlError`` where it is no plan, ``BadArgument`` where ``period`` is not of its year.
    """
    from akmxl.actions.open_plan import open_plan, refuse_other_year

    year = period.year if period else None
    opened = open_plan(workbook_path(workbook, year))
    if opened.file.workbook.through_excel:
        text = _("“{file}” is open in Excel, so it is read and written there. Saving is left to you.",
                 file=opened.path.name)  # fmt: skip
        click.echo(text, err=True)
    refuse_other_year(opened.plan, period)
    return opened
