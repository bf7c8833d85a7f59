"""akmxl beside openpyxl and others: whole processes, the median of several, ratios and their bounds.

    python benchmarks/run.py [--quick] [--only NAME] [--write]

Exit code 1 when a bound is missed. Ratios compare within one run; times alone say little. The bounds are
of time on the wall; beside it stands the time of the processor, which a busy machine disturbs less.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import files
import jobs

HERE = Path(__file__).parent
RESULTS = HERE.parent / "docs" / "performance.md"
START, END = "<!-- results: written by benchmarks/run.py -->", "<!-- end of results -->"
_SLOW, _LEAST = 4.0, 5  # a contender that takes more seconds than the first runs as often as the second


class Job(NamedTuple):
    """What is done, by whom, beside whom, and what the ratios may be at most.

    ``bound`` is of the time on the wall, ``cpu_bound`` of the processor's, ``memory_bound`` of the peak of
    memory; ``megabytes`` is the most that ours may take of it. A ``large`` job takes minutes, and as long for
    its files: it runs where ``--only`` names it.
    """

    name: str
    title: str
    workbook: str
    ours: str
    theirs: str
    bound: float | None = None
    memory_bound: float | None = None
    cpu_bound: float | None = None
    megabytes: float | None = None
    large: bool = False


class Measure(NamedTuple):
    """Medians: seconds on the wall and of the processor, the peak of memory; and of how many runs."""

    seconds: float
    busy: float
    megabytes: float
    runs: int


NOTHING = "nothing"  # Python's own start and end
SCALED = {"check": "check", "rollup": "rollup", "due": "due", "diff": "diff with itself", "repair": "repair",
          "submit": "submit of a quarter"}  # fmt: skip
JOBS = [
    Job("cells-5k", "20 plan cells, 5k", "5k", "twenty_cells_akmxl", "twenty_cells_openpyxl", 0.05),
    Job("cells-100k", "20 plan cells, 100k", "100k", "twenty_cells_akmxl", "twenty_cells_openpyxl", 0.008),
    Job("findings-5k", "20 plan + 20 log cells + 200 findings, 5k", "5k", "findings_akmxl",
        "findings_openpyxl", 0.12),
    Job("findings-100k", "20 plan + 20 log cells + 200 findings, 100k", "100k", "findings_akmxl",
        "findings_openpyxl", 0.06, 0.4),
    Job("raw-5k", "read every cell, raw, 5k", "5k", "read_akmxl_raw", "read_floor", 1.5),
    Job("raw-100k", "read every cell, raw, 100k", "100k", "read_akmxl_raw", "read_floor", 1.5),
    Job("decoded-5k", "read every cell, decoded, 5k", "5k", "read_akmxl_decoded", "read_floor", 3),
    Job("decoded-100k", "read every cell, decoded, 100k", "100k", "read_akmxl_decoded", "read_floor", 3),
    Job("mapping-100k", "read every cell into one mapping, 100k", "100k", "read_akmxl_mapping",
        "read_floor", None),
    Job("calamine-100k", "the same against calamine (values only)", "100k", "read_akmxl_decoded",
        "read_calamine", None),
    Job("readonly-100k", "the same against openpyxl read_only", "100k", "read_akmxl_decoded",
        "read_openpyxl", None),
    Job("form", "fill a form with 60 repeated rows", "form", "form_akmxl", "form_openpyxl", 0.4),
    Job("check", "akmxl check, 5,000 register rows, against openpyxl's mere load", "plan", "check_akmxl",
        "check_openpyxl_load", 0.4, cpu_bound=0.24),
    Job("button", "the button Tekshirish, 5,000 register rows, an Excel in memory", "plan", "button_akmxl",
        "button_start_and_check", 1.0),
    Job("quarter", "akmxl submit, 20 reports, against openpyxl's mere load and save of their templates",
        "quarter", "quarter_akmxl", "quarter_openpyxl", 1.0, cpu_bound=0.75),
    Job("empty", "check of a plan with nothing in it, against python -c pass", "empty", "check_akmxl",
        NOTHING, cpu_bound=13),
    Job("foreign-first", "check, 5,000 rows that openpyxl wrote, first run", "foreign", "check_akmxl",
        "check_openpyxl_load", cpu_bound=0.5),
    Job("foreign-later", "the same, nothing to write", "foreign-later", "check_akmxl", "check_openpyxl_load",
        cpu_bound=0.28),
    Job("unknown-first", "the same of a kind that is not on the list, first run", "unknown", "check_akmxl",
        "check_openpyxl_load", cpu_bound=0.55),
    Job("unknown-later", "the same, later runs", "unknown-later", "check_akmxl", "check_openpyxl_load",
        cpu_bound=0.32),
    Job("office-first", "5,000 rows saved by LibreOffice, first run", "office", "check_akmxl",
        "check_openpyxl_load", cpu_bound=0.5),
    Job("office-later", "the same, nothing to write", "office-later", "check_akmxl", "check_openpyxl_load",
        cpu_bound=0.28),
    Job("wolfxl-5k", "20 plan cells against wolfxl, 5k", "5k", "twenty_cells_akmxl", "twenty_cells_wolfxl"),
    Job("wolfxl-100k", "20 plan cells against wolfxl, 100k", "100k", "twenty_cells_akmxl",
        "twenty_cells_wolfxl"),
    Job("fastexcel-100k", "read every cell against fastexcel (values only)", "100k", "read_akmxl_decoded",
        "read_fastexcel"),
    Job("counts-csv", "100,000 rows of a CSV counted by month, the whole command, against pandas",
        "visits-csv", "counts_akmxl", "counts_pandas", 1.0, cpu_bound=1.0),
    Job("counts-xlsx", "the same of an .xlsx, against pandas with calamine", "visits-xlsx", "counts_akmxl",
        "counts_pandas", 1.0, cpu_bound=1.0),
    Job("marc21", "50,000 records of MARC 21 in UTF-8 as rows, against bare pymarc", "marc21-50k",
        "marc_akmxl", "marc_pymarc", 1.2, cpu_bound=1.2),
    Job("rusmarc", "50,000 records of RUSMARC in cp1251 as rows, against bare pymarc", "rusmarc-50k",
        "marc_akmxl", "marc_pymarc", 1.2, cpu_bound=1.2),
    Job("forms", "3,800 forms verified, list and print, against openpyxl merely opening them", "forms",
        "forms_akmxl", "forms_openpyxl", 0.08, cpu_bound=0.08),
    Job("forms-floor", "the same, against unzip and expat of the same sheets", "forms", "forms_akmxl",
        "forms_floor", 2.5, cpu_bound=2.5),
    Job("workbook", "3,800 forms into the workbook, the whole command, against openpyxl merely opening them",
        "forms", "workbook_akmxl", "forms_openpyxl", 0.08, cpu_bound=0.08),
    Job("workbook-floor", "the same, against unzip and expat of the same sheets", "forms", "workbook_akmxl",
        "forms_floor", 2.5, cpu_bound=2.5),
    Job("workbook-cores", "the same as it is run, on all cores, against unzip and expat on one", "forms",
        "workbook_on_cores_akmxl", "forms_floor", 2.5),
    Job("dask", "3,800 forms by a Dask cluster of two workers, against two processes, both warm", "forms",
        "consolidate_dask", "consolidate_processes", 1.2),
    Job("nation", "28,500 forms of a year into store and workbook, against unzip and expat", "nation",
        "nation_akmxl", "nation_floor", megabytes=500, large=True),
    Job("again", "3,800 forms again with the 20 of one more centre, against the first run", "consolidated",
        "again_akmxl", "first_akmxl", cpu_bound=0.1),
    Job("again-corrected", "the same with 20 corrections of as many centres", "consolidated",
        "corrected_akmxl", "first_akmxl", cpu_bound=0.1),
    *(Job(f"scale-{name}", f"{title}, 100,000 register rows, against calamine's reading", "plan100k",
          f"{name}_akmxl", "read_calamine", megabytes=350)
      for name, title in SCALED.items()),
    Job("scale-findings", "the first check with 50,000 cells to mend, against calamine's reading",
        "faulty100k", "check_akmxl", "read_calamine", megabytes=350),
]  # fmt: skip
_NEEDED = {
    "read_fastexcel": "fastexcel", "twenty_cells_wolfxl": "wolfxl", "read_calamine": "python_calamine",
    "again_akmxl": "arro3", "corrected_akmxl": "arro3", "nation_akmxl": "arro3",
    "consolidate_dask": "distributed",
}  # fmt: skip


def main() -> int:
    options = _arguments()
    wanted = [job for job in JOBS if options.only in job.name and (options.only or not job.large)]
    wanted = [job for job in wanted if not (options.quick and "100k" in job.workbook)]
    lines, missed = [], []
    times = f"{'akmxl':>9}{'other':>9}{'ratio':>8}{'bound':>7}{'CPU':>7}{'bound':>7}"
    columns = f"{times}{'memory, MB':>14}{'ratio':>7}{'bound':>7}"
    print(f"{'job':<64}{columns}")
    for job in wanted:
        if reason := _missing(job):
            print(f"{job.title:<64}  left out: {reason}")
            continue
        ours, theirs = measure(job, 3 if options.quick or job.large else options.runs)
        lines.append((job, ours, theirs))
        ratio, memory = ours.seconds / theirs.seconds, ours.megabytes / max(theirs.megabytes, 1)
        late = job.bound is not None and ratio > job.bound
        late = late or (job.cpu_bound is not None and ours.busy / theirs.busy > job.cpu_bound)
        heavy = job.memory_bound is not None and memory > job.memory_bound
        heavy = heavy or (job.megabytes is not None and ours.megabytes > job.megabytes)
        if late or heavy:
            missed.append(job.name)
        few = "" if theirs.runs >= _LEAST else f"  ({theirs.runs} runs)"
        print(
            f"{job.title:<64}{ours.seconds:>8.3f}s{theirs.seconds:>8.3f}s{ratio:>8.3f}{job.bound or '':>7}"
            f"{ours.busy / theirs.busy:>7.3f}{job.cpu_bound or '':>7}"
            f"{ours.megabytes:>7.0f} /{theirs.megabytes:>5.0f}{memory:>7.2f}{job.memory_bound or '':>7}"
            f"{'  MISSED' if late or heavy else ''}{few}",
            flush=True,
        )
    if options.write:
        write_results(lines)
    print(f"missed: {', '.join(missed)}" if missed else "every bound is kept")
    return bool(missed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="three runs, without the 100k workbook")
    parser.add_argument("--only", default="", metavar="NAME", help="only jobs with NAME in their name")
    parser.add_argument("--runs", type=int, default=7, help="runs of each contender (slow ones: five)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args()


def _missing(job: Job) -> str:
    """What a job lacks on this machine; empty where it can run."""
    for package in filter(None, map(_NEEDED.get, (job.ours, job.theirs))):
        if importlib.util.find_spec(package) is None:
            return f"{package} is not installed"
    if "office" in job.workbook and shutil.which("soffice") is None:
        return "LibreOffice is not installed"
    return ""


def measure(job: Job, runs: int) -> tuple[Measure, Measure]:
    """Both contenders in turns, so that a busy moment of the machine strikes both."""
    workbook = files.workbook(job.workbook)
    taken: dict[str, list[tuple[float, float, float]]] = {job.ours: [], job.theirs: []}
    once(job.ours, workbook)  # the first run compiles the modules; it does not count
    for run in range(runs):
        for name, results in taken.items():
            if run >= _LEAST and statistics.median(seconds for seconds, *_ in results) > _SLOW:
                continue
            results.append(once(name, workbook))
    return _median(taken[job.ours]), _median(taken[job.theirs])


def _median(results: list[tuple[float, float, float]]) -> Measure:
    return Measure(*map(statistics.median, zip(*results, strict=True)), len(results))


def once(job: str, workbook: Path) -> tuple[float, float, float]:
    """Seconds on the wall and of the processor, and the peak of memory, of one whole process, in a folder of
    its own."""
    with tempfile.TemporaryDirectory(prefix="akmxl-benchmark-") as folder:
        return _run(job, workbook, Path(folder) / "natija.xlsx")


def _run(job: str, workbook: Path, target: Path) -> tuple[float, float, float]:
    command = [sys.executable, "-c", "import jobs; jobs.run()", job, str(workbook), str(target)]
    if job in (one.__name__ for one in jobs.ON_A_COPY):
        if workbook.is_dir():
            shutil.copytree(workbook / "after", target.parent, dirs_exist_ok=True)
        else:
            shutil.copyfile(workbook, target)
    if job == NOTHING:
        command = [sys.executable, "-c", "pass"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed akmxl is compiled, as the others are
    if hasattr(os, "sync"):
        os.sync()  # who waits for the disk waits for its own files, not for what others left to be written
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=target.parent
    )
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        seconds, code = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
        process.returncode = code
        busy = usage.ru_utime + usage.ru_stime
        megabytes = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    else:
        code = process.wait()
        seconds, megabytes = time.perf_counter() - start, 0.0
        busy = seconds
    added = target.with_suffix(".seconds")  # by which a job says that its time is to be corrected
    if added.exists():
        wall, processor = map(float, added.read_text().split())
        seconds, busy = seconds + wall, busy + processor
    taken = target.with_suffix(".taken")  # by which it says how long that took which is compared
    if taken.exists():
        seconds = busy = float(taken.read_text())
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    findings = job in (one.__name__ for one in jobs.MAY_FIND)
    if code not in (jobs.FOUND if findings else (0,)) or "Traceback" in errors:
        raise SystemExit(f"{job}: exit code {code}\n{errors}")
    return seconds, busy, megabytes


def write_results(lines: list[tuple[Job, Measure, Measure]]) -> None:
    """The table in docs/performance.md, between its two marks."""
    version = platform.python_version()
    rows = [
        f"Python {version} on {os.cpu_count()} CPUs, whole processes, medians; peak memory in MB.",
        "",
        "| job | akmxl | beside it | ratio | at most | ratio of CPU | memory | ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for job, ours, theirs in lines:
        ratio, memory = ours.seconds / theirs.seconds, ours.megabytes / max(theirs.megabytes, 1)
        other = job.theirs.partition("_")[2].replace("_", " ").replace("cells ", "") or "python -c pass"
        few = f" ({theirs.runs} runs)" if theirs.runs < _LEAST else ""
        limit = "" if job.bound is None else f"{job.bound:g}"
        busy = f"{ours.busy / theirs.busy:.3f}" + (f" (at most {job.cpu_bound:g})" if job.cpu_bound else "")
        memory_limit = "" if job.memory_bound is None else f" (at most {job.memory_bound:g})"
        memory_limit += "" if job.megabytes is None else f" (at most {job.megabytes:g} MB)"
        rows.append(
            f"| {job.title} | {ours.seconds:.3f} s | {other}: {theirs.seconds:.3f} s{few} | **{ratio:.3f}** "
            f"| {limit} | {busy} "
            f"| {ours.megabytes:.0f} / {theirs.megabytes:.0f} | {memory:.2f}{memory_limit} |"
        )
    text = RESULTS.read_text(encoding="utf-8")
    before, rest = text.split(START)
    RESULTS.write_text(
        before + START + "\n" + "\n".join(rows) + "\n" + END + rest.split(END)[1], encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
