"""The hash is SHA-256, whoever works it out."""

from __future__ import annotations

from hashlib import sha256 as known

import pytest

from akmxl.core.digest import _MANY, sha256


@pytest.mark.parametrize("data", [b"", "Ko‘rgazma".encode(), b"x" * (_MANY + 1)])
def test_few_and_many_bytes(data: bytes) -> None:
    assert sha256(data) == known(data).hexdigest()
