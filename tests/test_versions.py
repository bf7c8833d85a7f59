"""One set of versions that is known to work: whole, of no machine, and used wherever a developer installs."""

from __future__ import annotations

import importlib
import re
from importlib.metadata import PackageNotFoundError, distribution
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
PINS = [
    line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"
]
SYSTEMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}
MACHINES = [
    default_environment()
    | {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": platform}
    | {"platform_system": SYSTEMS[platform][0], "os_name": SYSTEMS[platform][1], "extra": ""}
    for python, platform in product(("3.11", "3.12", "3.13", "3.14"), SYSTEMS)
]


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("dev")


def pinned(machine: dict[str, str]) -> dict[str, Version]:
    """The versions that hold on a machine, by package."""
    pins = [pin for pin in map(Requirement, PINS) if pin.marker is None or pin.marker.evaluate(machine)]
    return {canonicalize_name(pin.name): Version(str(pin.specifier).removeprefix("==")) for pin in pins}


def required(name: str, extras: set[str], machine: dict[str, str]) -> Iterator[Requirement]:
    """What an installed package asks for there."""
    for text in distribution(name).requires or ():
        one = Requirement(text)
        if one.marker is None or any(
            one.marker.evaluate(machine | {"extra": extra}) for extra in extras | {""}
        ):
            yield one


def needed(machine: dict[str, str], pins: dict[str, Version]) -> set[str]:
    """All packages that a developer's akmxl needs there, as far as this environment has the pinned ones."""
    known: set[str] = set()
    waiting = [Requirement("akmxl[dev]")]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in known and not one.extras:
            continue
        known.add(name)
        try:
            same = name == "akmxl" or Version(distribution(name).version) == pins.get(name)
        except PackageNotFoundError:
            same = False
        if same:
            waiting += required(name, one.extras, machine)
    return known - {"akmxl"}


@pytest.mark.parametrize(
    "machine", MACHINES, ids=lambda one: f"{one['python_version']}-{one['sys_platform']}"
)
def test_every_package_that_is_needed_is_pinned(machine: dict[str, str]) -> None:
    pins = pinned(machine)
    assert needed(machine, pins) - set(pins) == set(), "run python dev.py pin"


def test_the_packages_of_windows_are_pinned_too() -> None:
    assert {"pywin32", "colorama", "tzdata"} <= set(pinned(MACHINES[-1]))


def test_the_pins_are_sorted_and_name_nothing_but_versions() -> None:
    assert [re.split("==", pin)[0] for pin in PINS] == sorted(re.split("==", pin)[0] for pin in PINS)
    assert [pin for pin in PINS if not re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [^/@]+)?", pin)] == []


def test_a_run_time_dependency_has_a_lower_bound_and_a_pin_above_it(dev: ModuleType) -> None:
    pins = pinned(MACHINES[0])
    for text in dev.project()["dependencies"]:
        name, bound = re.fullmatch(r"([\w-]+)>=([\d.]+)", text).groups()
        assert Version(bound) <= pins[dev.package(name)], name


def test_the_lowest_versions_are_the_bounds_with_the_tools_of_the_tests(dev: ModuleType) -> None:
    lowest = dev.lowest_versions()
    assert {text.replace(">=", "==") for text in dev.project()["dependencies"]} <= set(lowest)
    names = [dev.package(text) for text in lowest]
    assert {"pytest", "hypothesis"} <= set(names)
    assert dev.LINTERS.isdisjoint(names)


def test_the_oldest_python_is_that_of_the_project(dev: ModuleType) -> None:
    assert dev.project()["requires-python"] == f">={dev.OLDEST_PYTHON}"


def test_a_missing_python_is_told_in_its_row_and_fails_nothing(dev: ModuleType) -> None:
    row = dev._tried("lowest", None)
    assert "no such Python on this machine" in str(row)
    assert row.failed == 0


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/developers.md", ".ci/run"])
def test_a_developers_install_uses_the_pins(page: str) -> None:
    installs = re.findall(r"^.*pip install .*-e .*$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert installs
    assert all("-c constraints.txt" in line for line in installs)
