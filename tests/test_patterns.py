"""Regular expressions that are compiled at their first use."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import archivegen
from archivegen import patterns
from archivegen.patterns import late_pattern


def test_it_does_what_the_pattern_does() -> None:
    pattern = late_pattern(r"(?P<day>\d+)\. may", re.IGNORECASE)
    found = pattern.search("on 4. May")
    assert found is not None
    assert found["day"] == "4"
    assert pattern.sub("|", "4. may, 5. MAY") == "|, |"
    assert pattern.pattern == r"(?P<day>\d+)\. may"
    assert [pattern.findall("4. may"), pattern.findall("5. may")] == [["4"], ["5"]]


def test_it_is_compiled_when_something_of_it_is_asked_for() -> None:
    pattern = late_pattern("(")
    with pytest.raises(re.error):
        pattern.search("(")


def test_all_of_the_program_can_be_compiled() -> None:
    found = 0
    for module in pkgutil.walk_packages(archivegen.__path__, "archivegen."):
        if module.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, patterns._Late):
                assert value.pattern
                found += 1
    assert found
