"""Modules that are imported at their first use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from archivegen.late import late


def says(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_it_is_imported_when_something_of_it_is_asked_for() -> None:
    program = """
import sys
from archivegen.late import late
link = late("link.whole")
before = "archivegen.link.whole" in sys.modules
link.link
print(before, "archivegen.link.whole" in sys.modules)
"""
    assert says(program) == "False True"


def test_a_part_that_is_imported_first_is_not_imported_twice() -> None:
    """A package may give a function the name of the module that it comes from."""
    program = """
from archivegen.late import late
package = late("pages")
import archivegen.pages.stories
print(callable(package.stories))
"""
    assert says(program) == "True"


def test_a_slip_in_a_name_is_told_at_once() -> None:
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        late("nowhere")
