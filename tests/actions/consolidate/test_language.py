"""What a consolidation writes is Uzbek, whatever language its messages speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from running import akmxl, everything_in

from akmxl.core.i18n import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_result_its_answers_and_summary_forms_are_the_same(
    came: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {}
    for language in LANGUAGES:
        folder = tmp_path / language
        folder.mkdir()
        monkeypatch.chdir(folder)
        run = akmxl(
            "consolidate", came, "--out", "jamlama.xlsx", "--summary", "shakllar", "--csv", "sonlar.csv",
            "--today", "2025-04-10", lang=language,
        )  # fmt: skip
        assert run.code == 1
        said[language] = run.out
    uzbek = everything_in(tmp_path / "uz")
    assert len(uzbek) > 5
    assert everything_in(tmp_path / "ru") == everything_in(tmp_path / "en") == uzbek
    assert "Файлы: " in said["ru"]
    assert "Fayllar: " in said["uz"]
