"""Refuse in a service's own copy what is done in the plan itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_

if TYPE_CHECKING:
    from akmxl.plan.model import Plan


def refuse_copy(plan: Plan) -> None:
    """Raise ``BadArgument`` for a service's copy: what goes out of the house goes out of the plan itself."""
    if plan.copy_of is not None:
        raise BadArgument(
            N_(
                "“{file}” is the copy of a service ({service}). Do this in the plan itself, after: {command}"
            ),
            file=plan.path.name, service=plan.copy_of.service, command=f'akmxl merge "{plan.path.name}"',
        )  # fmt: skip
