"""How the tests of the readers read: bytes in, Documents and problems out."""

from __future__ import annotations

import io

from archivegen.errors import Origin, Problem
from archivegen.model import Document
from archivegen.read import READERS


def read_all(data: bytes | str, name: str) -> tuple[list[Document], list[Problem]]:
    """(Documents, problems) of a seed called *name* that holds *data*."""
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    found = list(READERS["." + name.rsplit(".", 1)[1]](stream, Origin(f"seeds/{name}")))
    documents = [one for one in found if isinstance(one, Document)]
    return documents, [one for one in found if isinstance(one, Problem)]


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]
