"""Print mended texts, a month's blanks and the rules on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.actions.wording import SEVERITY_WORDS, extension_lines, month_lines
from akmxl.cli.text.lines import say
from akmxl.core.i18n import N_, _, outline, sentence
from akmxl.core.unseen import tell_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.close_month import Month
    from akmxl.rules.rule import Rule
    from akmxl.workbook.below_tables import Below
    from akmxl.workbook.tidy import Mend


def show_mends(mends: Iterable[Mend], *, done: bool) -> None:
    """Print what ``check --fix`` put right, or would: each cell with before and after."""
    for mend in mends:
        place = f"{mend.place.sheet}!{mend.place.a1}"
        before, after = tell_apart(mend.before, mend.after)
        if mend.day:
            after = " ".join([after, _(N_("(date)"))])
        change = {"place": place, "before": before, "after": after}
        if done:
            click.echo(_(N_("Mended: {place}: “{before}” → “{after}”"), **change))
        else:
            click.echo(_(N_("To mend: {place}: “{before}” → “{after}”"), **change))


def show_extended(found: Iterable[Below], *, done: bool) -> None:
    """Print the tables that ``check`` let end with the rows typed below them, or would."""
    for line in extension_lines(found, done=done):
        click.echo(line)


def show_month(month: Month) -> None:
    """Print a month's blanks by service."""
    for line in month_lines(month):
        click.echo(line)


def show_rules(rules: Iterable[Rule]) -> None:
    """Print the rules, a line each."""
    for rule in rules:
        say(f"{rule.code}  {_(SEVERITY_WORDS[rule.severity]):<14}  ", _(rule.summary))


def show_rule(rule: Rule) -> None:
    """Print one rule: what it checks, why, what to do, and its examples."""
    from textwrap import indent

    click.echo(click.style(f"{rule.code}  {_(SEVERITY_WORDS[rule.severity])}", bold=True))
    say("", _(rule.summary))
    say("", sentence(rule.reason))
    if rule.fix:  # what stops a run says itself what to do
        say("", _(N_("What to do: {advice}"), advice=outline(rule.fix)))
    for title, example in zip((_(N_("Right:")), _(N_("Wrong:"))), rule.examples, strict=True):
        click.echo(f"\n{title}\n{indent(example.rstrip(), '  ')}")
