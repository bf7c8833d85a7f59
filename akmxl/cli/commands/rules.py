"""Show the catalogue of rules: the command ``akmxl rules``."""

from __future__ import annotations

import click

from akmxl.cli.options import JSON, options, print_json, wants_json
from akmxl.core.cyrillic import code_letters
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _


@click.command(help=_("Show the rules, or one rule and why it is there."))
@click.argument("code", required=False, metavar=_("[CODE]"))
@options(JSON)
def rules(code: str | None) -> None:
    from akmxl.cli.json_data.check import rules_json
    from akmxl.cli.text.check import show_rule, show_rules
    from akmxl.core.spelling import nearest_code
    from akmxl.rules.find import RULES

    name = code_letters(code or "")
    if code and name not in RULES:
        similar = nearest_code(name, RULES)
        near = N_("There is no rule “{code}”. The nearest: {nearest}.")
        none = N_("There is no rule “{code}”. See the list: akmxl rules.")
        raise BadArgument(near if similar else none, code=code, nearest=similar)
    chosen = [RULES[name]] if code else list(RULES.values())
    if wants_json():
        print_json(rules_json(chosen))
    elif code:
        show_rule(chosen[0])
    else:
        show_rules(chosen)
