from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import once

from .made_forms import Patterns, make_patterns, open_patterns

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def patterns(shared: Path) -> Patterns:
    """One centre's forms of the first quarter, which those of all centres are made of."""
    return open_patterns(once(shared, "returned-forms", make_patterns))
