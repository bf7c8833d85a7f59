"""Make the SHA-256 of bytes, of few without loading OpenSSL, as ``hashlib`` does: a fiftieth of a check."""

from __future__ import annotations

import sys
from importlib import import_module

_LEAN = "_sha2" if sys.version_info >= (3, 12) else "_sha256"  # Python's own; ``random`` takes its kind too
_MANY = 500_000  # bytes: from here on OpenSSL, which is several times as quick, has earned its loading


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal digits."""
    loaded = "hashlib" in sys.modules
    try:
        module = import_module("hashlib" if loaded or len(data) > _MANY else _LEAN)
    except ImportError:  # a Python that was built without its own
        module = import_module("hashlib")
    return str(module.sha256(data).hexdigest())
