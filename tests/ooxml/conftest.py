"""Here the reading itself is tested: each file is read anew."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _anew(done_anew: None) -> None:
    pass
