"""What akmxl offers says what it takes and gives: no ``Any`` where others look.

Private functions may keep it where an untyped library leaves no choice.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import akmxl

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(akmxl.__file__).parent
UNTYPED = {"workbook/doors/live/excel_types.py: ComObject"}  # Excel's own objects, which are typed nowhere


def is_public(name: str) -> bool:
    return not name.startswith("_") or name.endswith("__")


def announced(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, list[ast.expr | None]]]:
    """Each public function, attribute and alias of a module or class, with what its types are written as."""
    for node in body:
        match node:
            case ast.If():  # if TYPE_CHECKING
                yield from announced([*node.body, *node.orelse], owner)
            case ast.ClassDef() if is_public(node.name):
                yield from ((f"{owner}{node.name}", [base]) for base in node.bases)
                yield from announced(node.body, f"{owner}{node.name}.")
            case ast.FunctionDef() | ast.AsyncFunctionDef() if is_public(node.name):
                given = node.args
                arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
                types = [argument.annotation for argument in arguments if argument]
                yield f"{owner}{node.name}", [*types, node.returns]
            case ast.AnnAssign(target=ast.Name(name)) if is_public(name):
                yield f"{owner}{name}", [node.annotation, node.value]
            case ast.Assign(targets=[ast.Name(name)]) if is_public(name):
                yield f"{owner}{name}", [node.value]


def says_any(type_: ast.expr | None) -> bool:
    nodes = list(ast.walk(type_)) if type_ else []
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return "Any" in names or any("Any]" in text or "Any," in text for text in texts)


def test_nothing_public_is_of_any_type() -> None:
    found = set()
    for path in ROOT.rglob("*.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        place = path.relative_to(ROOT).as_posix()
        found |= {f"{place}: {name}" for name, types in announced(body) if any(map(says_any, types))}
    assert found == UNTYPED
