"""What openpyxl, LibreOffice and akmxl leave of a workbook: writes the table in docs/lossless.md.

    python benchmarks/losses.py [--write]

Each program opens the rich plan of the tests, changes one cell and saves. A part counts as kept when
its content is the same, byte for byte; a feature when it is still found among the parts.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from tests.ooxml.rich import PROBES, rich_plan, survives  # noqa: E402 - the tests are no installed package

RESULTS = HERE.parent / "docs" / "lossless.md"
START, END = "<!-- results: written by benchmarks/losses.py -->", "<!-- end of results -->"
# The macros of the rich plan are a stand-in that only a program that copies them can keep.
_UNFAIR = {("LibreOffice", "macros"): "not tested"}
_SHEET, _ROW, _COLUMN, _VALUE = "Boy varaq", 3, 2, 8


def main() -> None:
    parser = argparse.ArgumentParser(description="What other programs lose of a workbook.")
    parser.add_argument("--write", action="store_true", help="put the table into docs/lossless.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="akmxl-losses-") as folder:
        source = rich_plan(Path(folder) / "reja.xlsm")
        saved = {
            "openpyxl": by_openpyxl(source),
            "LibreOffice": by_libreoffice(source),
            "akmxl": by_akmxl(source),
        }
        table = report(parts(source), {name: parts(path) for name, path in saved.items() if path})
    print(table)
    if options.write:
        text = RESULTS.read_text(encoding="utf-8")
        before, rest = text.split(START)
        RESULTS.write_text(f"{before}{START}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def by_openpyxl(source: Path) -> Path:
    import openpyxl

    target = source.with_name("openpyxl.xlsm")
    with warnings.catch_warnings(action="ignore"):
        book = openpyxl.load_workbook(source, keep_vba=True, rich_text=True)
        book[_SHEET].cell(_ROW, _COLUMN).value = _VALUE
        book.save(target)
    return target


def by_libreoffice(source: Path) -> Path | None:
    """Opened and saved as it is: even an unchanged file is written whole."""
    office = shutil.which("soffice")
    if office is None:
        return None
    folder = source.parent / "libreoffice"
    profile = f"-env:UserInstallation=file://{source.parent}/profile"
    kind = "xlsm:Calc MS Excel 2007 VBA XML"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return next(folder.iterdir())


def by_akmxl(source: Path) -> Path:
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.read.workbook import Workbook

    target = source.with_name("akmxl.xlsm")
    patch = Patch(Workbook.open(source))
    patch.set(_SHEET, _ROW, _COLUMN, _VALUE)
    patch.save(target)
    return target


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def report(before: dict[str, bytes], after: dict[str, dict[str, bytes]]) -> str:
    lines = [
        f"| {len(before)} parts, one cell changed | {' | '.join(after)} |",
        "|---|" + "---|" * len(after),
    ]
    kept = [sum(found.get(name) == content for name, content in before.items()) for found in after.values()]
    gone = [len(before.keys() - found.keys()) for found in after.values()]
    lines.append("| parts with the same bytes | " + " | ".join(map(str, kept)) + " |")
    lines.append("| parts that are gone | " + " | ".join(map(str, gone)) + " |")
    for feature in PROBES:
        marks = [
            "kept" if survives(found, feature) else _UNFAIR.get((name, feature), "**lost**")
            for name, found in after.items()
        ]
        lines.append(f"| {feature} | " + " | ".join(marks) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
