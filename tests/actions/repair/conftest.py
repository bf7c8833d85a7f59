from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .seeing import as_seen

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(quarter_path: Path) -> Path:
    """A plan with the first quarter's figures, to be damaged."""
    return quarter_path


@pytest.fixture(scope="session")
def sound(quarter: Path) -> dict[str, Any]:
    """The same plan, undamaged, as openpyxl sees it."""
    return as_seen(quarter)
