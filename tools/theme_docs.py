"""Bring the tables of types in docs/theme.md up to date from the source: every field, its type and what its docstring says.

usage: theme_docs.py            writes docs/theme.md
       theme_docs.py --check    writes nothing; ends with 1 if it is stale
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs/theme.md"
BEGIN, END = "<!-- types: made by tools/theme_docs.py -->\n", "<!-- end of types -->\n"
SOURCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("views.py", ()),
    ("article_views.py", ()),
    ("search_views.py", ("SearchView",)),
    ("config.py", ("Site", "FeedOptions", "EntityOptions")),
    ("model/archive.py", ("Page", "Medium")),
    ("model/article.py", ("Article", "Seed", "Inference", "Evidence", "Removed")),
    ("render/html/articles.py", ("Told", "Listed")),
    ("render/html/entities.py", ("Group",)),
    ("render/html/calendars.py", ("Month", "Day")),
    ("render/charts/columns.py", ("Columns", "Column", "Label")),
    ("render/charts/world.py", ()),
    ("render/charts/network.py", ()),
)
"""Modules, and which of their types templates get to see; () = all."""


def types(path: Path, names: tuple[str, ...]) -> Iterator[ast.ClassDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and (not names or node.name in names):
            yield node


def table(node: ast.ClassDef) -> str:
    lines = [
        f"### {node.name}\n",
        f"{' '.join((ast.get_docstring(node) or '').split())}\n",
        "| field | type | |",
        "|---|---|---|",
    ]
    lines += [f"| `{name}` | {kind} | {told} |" for name, kind, told in fields(node)]
    return "\n".join(line for line in lines if line != "\n") + "\n"


def fields(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    """(name, type, docstring) of each field."""
    following = [*node.body[1:], ast.Pass()]
    for line, after in zip(node.body, following, strict=True):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and not line.target.id.startswith("_"):
            told = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            yield line.target.id, _code(line.annotation), " ".join(str(told).split()).replace("|", "\\|")
        elif isinstance(line, ast.FunctionDef) and [ast.unparse(one) for one in line.decorator_list] == ["property"]:
            yield line.name, _code(line.returns), ast.get_docstring(line) or ""


def _code(annotation: ast.expr | None) -> str:
    return f"`{ast.unparse(annotation).replace('|', 'or')}`" if annotation is not None else ""


def tables() -> str:
    found = []
    for module, names in SOURCES:
        found += [table(node) for node in types(ROOT / "src/archivegen" / module, names)]
    return "\n".join(found)


def document() -> str:
    """The document as it should be."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{tables()}\n{END}{rest.partition(END)[2]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        sys.exit(0 if document() == DOCUMENT.read_text(encoding="utf-8") else "docs/theme.md is stale: run make words")
    DOCUMENT.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
