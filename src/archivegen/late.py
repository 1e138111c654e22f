"""Modules that are imported once something of them is asked for: most runs need few of them, and none needs all."""

from __future__ import annotations

from importlib import import_module, util
from types import ModuleType
from typing import Any


class _Late(ModuleType):
    """Stands for a module of its name. It is no entry of sys.modules, where imports would take it for a finished one."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


def late(name: str) -> ModuleType:
    """The module archivegen.*name*, to be imported at its first use. Raises ModuleNotFoundError at once if there is none."""
    full = f"archivegen.{name}"
    if util.find_spec(full) is None:
        raise ModuleNotFoundError(full, name=full)
    return _Late(full)
