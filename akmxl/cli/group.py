"""Define the command line, its one group, and the exit codes of a run.

0: done and nothing blocks; 1: findings block; 2: it could not run. The commands are in ``cli/commands/``.
"""

from __future__ import annotations

import sys

import click

from akmxl.cli.late_commands import LateCommands
from akmxl.cli.options import once_and_no_more, options, print_json
from akmxl.core.errors import AkmxlError, BadArgument
from akmxl.core.i18n import N_, _
from akmxl.core.version import __version__

COMMANDS = (
    "init", "next-plan", "new-year", "demo", "import", "check", "close-month", "hand-in", "copy", "merge",
    "rules", "repair", "rollup", "ages", "submit", "sent", "due", "page", "diff", "verify", "archive",
    "trend", "consolidate", "template", "addin", "doctor",
)  # fmt: skip


@click.group(
    commands=LateCommands("akmxl.cli.commands", COMMANDS),
    no_args_is_help=False,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND ..."),
    help=_("The library's yearly work plan in Excel: checks it, rolls it up, makes the reports."),
    context_settings={"max_content_width": 100},
)
@once_and_no_more("--version", say=lambda _ctx: f"akmxl {__version__}", text=_("Show the version and exit."))
@options()
def cli() -> None:
    pass


def run() -> None:
    """Run the command line; an error that ends the run becomes one sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli.main(standalone_mode=False)
    except AkmxlError as error:
        _fail(error)
    except click.MissingParameter as error:
        _fail(BadArgument(N_("“{name}” is not written. Help: akmxl --help"), name=_missing(error)))
    except click.NoSuchOption as error:
        why, file = error.format_message(), _dashed_file()
        _fail(BadArgument(_DASHED, file=file) if file else BadArgument(_NOT_UNDERSTOOD, why=why))
    except click.UsageError as error:
        _fail(BadArgument(_NOT_UNDERSTOOD, why=error.format_message()))
    except click.Abort:
        sys.exit(2)


_NOT_UNDERSTOOD = N_("The command is not understood: {why} Help: akmxl --help")
_DASHED = N_("The file “{file}” begins with a dash, so it is taken for an option. Write: ./{file}")


def _dashed_file() -> str:
    """Return the argument that is a file's name beginning with a dash; empty where there is none."""
    return next((one for one in sys.argv[1:] if one[0:1] == "-" and one.lower().endswith(_FILES)), "")


_FILES = (".xlsx", ".csv", ".docx", ".zip", ".ics", ".toml")


def _missing(error: click.MissingParameter) -> str:
    """Return what is missing as it is written: ``--number``, or the word of the usage line."""
    param = error.param
    if isinstance(param, click.Option):
        return " / ".join(param.opts)
    return param.make_metavar(error.ctx).strip("[]") if param and error.ctx else str(error.param_hint or "")


def _fail(error: AkmxlError) -> None:
    if "--json" in sys.argv:
        from akmxl.cli.json_data.check import error_json

        print_json(error_json(error))
    else:
        click.echo(str(error), err=True)
    sys.exit(2)
