"""Run what the buttons of the tab AKM ask for.

The macro (``macros/AkmxlRibbon.bas``) starts ``python -E -P -m akmxl.ribbon ACTION --hwnd=N
--workbook-name=NAME`` hidden and waits. An action says itself, in a window over Excel, what a person must
know, and the run ends with 0; any other end is told by the macro. ``-E`` and ``-P`` keep the plan's folder
and the environment away from what Python imports.
"""
