"""Here reading and making themselves are tested: each time anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from once_a_process import anew

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    with anew():
        yield
