"""Hold the live door: a workbook that a running Excel holds, reached through xlwings.

Read in one range a sheet, written in as few ranges as possible, never saved: that is left to the person at
the desk. What Excel cannot be asked for is said in ``sheet_facts.py``; what only a Windows PC can show, in
``docs/windows-acceptance.md``.
"""
