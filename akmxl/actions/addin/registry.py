r"""Read and write the few texts that akmxl keeps in the Windows registry.

A key is written as the macro writes it: ``HKCU\Software\...``.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Protocol


class Registry(Protocol):
    """The registry as far as akmxl uses it; the tests have one in memory."""

    def read(self, key: str, name: str) -> str | None:
        """Return a text, with an empty ``name`` the key's own; None where there is none."""

    def write(self, key: str, name: str, text: str) -> None:
        """Set a text; the key is made where it is missing."""

    def remove(self, key: str) -> None:
        """Remove a key with its texts; nothing happens where it is missing or holds other keys."""

    def is_empty(self, key: str) -> bool:
        """Tell whether the key is there and holds neither texts nor keys."""


if sys.platform == "win32":
    import winreg

    _ROOTS = {
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
    }

    class WindowsRegistry:
        """The registry of this PC and user."""

        def read(self, key: str, name: str) -> str | None:
            root, path = _parts(key)
            try:
                with winreg.OpenKey(root, path) as opened:
                    value, _kind = winreg.QueryValueEx(opened, name)
            except OSError:
                return None
            return str(value)

        def write(self, key: str, name: str, text: str) -> None:
            root, path = _parts(key)
            with winreg.CreateKey(root, path) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

        def remove(self, key: str) -> None:
            root, path = _parts(key)
            with suppress(OSError):
                winreg.DeleteKey(root, path)

        def is_empty(self, key: str) -> bool:
            root, path = _parts(key)
            try:
                with winreg.OpenKey(root, path) as opened:
                    keys, texts, _changed = winreg.QueryInfoKey(opened)
            except OSError:
                return False
            return keys + texts == 0

    def _parts(key: str) -> tuple[int, str]:
        root, _, path = key.partition("\\")
        return _ROOTS[root], path
