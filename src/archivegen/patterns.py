"""Regular expressions that are compiled once something is searched for: those that are large, and that few texts need (of other
scripts, of captions, of what stands around no story). An edited article is done sooner than all of them would be compiled."""

from __future__ import annotations

import re
from typing import Any


class _Late:
    """Stands for the pattern that it is made into once something of it is asked for."""

    def __init__(self, regex: str, flags: int) -> None:
        self._told = regex, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "_meant":
            self._meant = re.compile(*self._told)
            return self._meant
        found = getattr(self._meant, name)
        setattr(self, name, found)  # found here from now on, as fast as in the pattern itself
        return found


def late_pattern(regex: str, flags: int = 0) -> re.Pattern[str]:
    """*regex*, to be compiled when it is first searched for. An error in it shows only then."""
    return _Late(regex, flags)  # type: ignore[return-value]
