"""Messages are compared in English, as the code has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from akmxl.core.i18n import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with in_language("en"):
        yield
