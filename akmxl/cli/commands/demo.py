"""Make the demo: the command ``akmxl demo``."""

from __future__ import annotations

from pathlib import Path

import click

from akmxl.cli.options import options
from akmxl.core.i18n import _


@click.command(help=_("Make the 2025 plan of Shirin with nine months of figures; check, roll up, submit."))
@click.argument("folder", default="akmxl-demo", metavar=_("[FOLDER]"), type=Path)
@options()
def demo(folder: Path) -> None:
    from akmxl.actions.demo.demo import run_demo

    run_demo(folder, click.echo)
