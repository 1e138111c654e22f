"""What tests share: the flag that rewrites golden files, whole small sites to build in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from sites import Site

hypothesis.settings.register_profile("archivegen", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("archivegen")
SITES = Path(__file__).parent / "sites"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write what tests see into the golden files; then read the diff"
    )


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture
def small_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Site]:
    """Makes fresh copies, by name, of the inputs of tests/sites/small."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")  # 10 June 2024

    def make(name: str) -> Site:
        root = tmp_path / name
        shutil.copytree(SITES / "small", root, ignore=shutil.ignore_patterns("public", "ingested", "problems.txt"))
        return Site(root)

    return make
