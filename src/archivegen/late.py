"""Modules that are imported once something of them is asked for: most runs need few of them, and none needs all."""

from __future__ import annotations

from importlib import import_module, util
from types import ModuleType
from typing import Any


class _Late(ModuleType):
    """Stands for a module of its name. It is no entry of sys.modules, where imports would take it for a finished one."""

    _meant: ModuleType

    def __getattr__(self, name: str) -> Any:
        if name != "_meant":
            return getattr(self._meant, name)
        self._meant = import_module(self.__name__)  # found here from now on: to ask again costs more than most calls
        return self._meant


def late(name: str) -> ModuleType:
    """The module archivegen.*name*, to be imported at its first use. Raises ModuleNotFoundError at once if there is none."""
    full = f"archivegen.{name}"
    if util.find_spec(full) is None:
        raise ModuleNotFoundError(full, name=full)
    return _Late(full)
