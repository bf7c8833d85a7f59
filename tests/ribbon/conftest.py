"""Buttons are pressed in the Excel in memory of the live door's tests."""

from workbook.doors.live.conftest import opened

__all__ = ["opened"]
