"""Modules that are imported once something of them is asked for: most runs need few of them, and none needs all."""

from __future__ import annotations

import sys
from importlib import util
from types import ModuleType


def late(name: str) -> ModuleType:
    """The module archivegen.*name*, as it is if it was imported already, else to be imported at its first use."""
    full = f"archivegen.{name}"
    if full in sys.modules:
        return sys.modules[full]
    spec = util.find_spec(full)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(full, name=full)
    spec.loader = util.LazyLoader(spec.loader)
    module = sys.modules[full] = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parent, _, own = full.rpartition(".")
    setattr(sys.modules[parent], own, module)
    return module
