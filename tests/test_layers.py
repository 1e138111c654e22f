"""Imports point down, no stage imports another, and only the shell knows them all."""

from __future__ import annotations

import ast
from pathlib import Path

import archivegen

PACKAGE = Path(archivegen.__file__).parent
SHELL = {
    "cli",
    "command_options",
    "console",
    "__main__",
    "serve",
    "build",
    "runs",
    "book",
    "standing",
    "touched",
    "linking",
    "publishing",
    "apart",
    "output",
    "writing",
    "planned",
    "shelf",
    "ingest",
    "renames",
    "folders",
    "work",
    "prepare",
    "plugins",
    "export",
    "datafiles",
    "hosts",
    "oldsites",
    "explain",
    "withdrawal",
    "retrieval",
    "comparison",
    "review",
    "summary",
    "scaffold",
    "linkcheck",
    "cache",
    "intake",
    "refresh",
    "calm",
    "media",
    "learning",
    "surveying",
    "differences",
    "search",
    "cluster",
}
"""What may know several stages."""
STAGES = {"read", "normalize", "content", "annotate", "link", "pages", "render", "publish", "store"}
GROUND = {
    "model", "urls", "views", "errors", "slugs", "dates", "sentences", "texts", "config", "yamltext", "yamlplain", "yamlwriting", "yamlwhole", "markdown", "markdown_plain",
    "ledger", "cards",
    "scan", "workers", "gazetteers", "entities_file", "feed_views", "search_views", "article_views", "words", "wordsets",
    "rights", "permalinks", "late", "patterns", "garbage", "stored", "sheets", "localfiles", "citations", "pictures", "boxes", "packed", "picture_sizes", "references", "furniture_file", "reviewed_file", "agencies", "unchanged", "generators",
}  # fmt: skip
ALLOWED_BETWEEN_STAGES: set[tuple[str, str]] = set()


def room(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py") if part != "__init__.py" else ""


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "archivegen":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("archivegen.")}
    return {name for name in found if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()}


def edges() -> set[tuple[str, str]]:
    return {
        (room(path), target)
        for path in PACKAGE.rglob("*.py")
        for target in imports(path)
        if room(path) and room(path) != target
    }


def test_every_room_is_known() -> None:
    rooms = {room(path) for path in PACKAGE.rglob("*.py")} - {""}
    assert rooms <= SHELL | STAGES | GROUND, rooms - SHELL - STAGES - GROUND


def test_no_stage_imports_another_or_the_shell() -> None:
    wrong = {
        (a, b) for a, b in edges() if a in STAGES and (b in STAGES | SHELL) and (a, b) not in ALLOWED_BETWEEN_STAGES
    }
    assert not wrong


def test_the_ground_imports_no_stage_and_no_shell() -> None:
    wrong = {(a, b) for a, b in edges() if a in GROUND and b in STAGES | SHELL}
    assert not wrong


def test_there_are_no_circles() -> None:
    graph: dict[str, set[str]] = {}
    for a, b in edges():
        graph.setdefault(a, set()).add(b)
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path, name))
        if name in done:
            return
        for target in sorted(graph.get(name, ())):
            visit(target, (*path, name))
        done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_only_the_command_line_prints() -> None:
    for path in PACKAGE.rglob("*.py"):
        if room(path) not in ("cli", "console"):
            calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
            names = {call.id for call in calls if isinstance(call, ast.Name)}
            assert not {"print", "echo"} & (names | {call.attr for call in calls if isinstance(call, ast.Attribute)}), (
                path
            )
