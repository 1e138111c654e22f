"""Sites that tests build: their folder as a value, and what stands in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from archivegen import build, config

INPUTS = ("seeds", "content", "site.yaml", "entities.yaml", "stories.yaml", "templates", "static", "media")
"""All that a site is made from. Anything else may be deleted."""


@dataclass(frozen=True)
class Site:
    root: Path

    def build(self, *, jobs: int = 1) -> build.Result:
        return build.build(self.root, config.load(self.root), build.Options(jobs=jobs))

    def public(self) -> dict[str, bytes]:
        return files(self.root / "public")

    def inputs(self) -> dict[str, bytes]:
        return {path: data for path, data in files(self.root).items() if path.split("/")[0] in INPUTS}

    def copy_of_inputs(self, root: Path) -> Site:
        """A new site at *root* made of the inputs alone: what a clean build starts from."""
        root.mkdir(parents=True)
        for name in INPUTS:
            source = self.root / name
            if source.is_dir():
                shutil.copytree(source, root / name)
            elif source.exists():
                shutil.copy2(source, root / name)
        return Site(root)


def site_of(root: Path, text: str, count: int, *, ending: str) -> Site:
    """A new site at *root*, without search, of *count* seeds a00, a01 …: *text*, each with its number as {n}."""
    (root / "seeds").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Harbor Papers\nsearch: false\n")
    for n in range(count):
        (root / f"seeds/a{n:02}{ending}").write_text(text.format(n=n))
    return Site(root)


def files(folder: Path) -> dict[str, bytes]:
    """The files below *folder*, hidden ones too, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def difference(found: dict[str, bytes], wanted: dict[str, bytes]) -> str:
    """What tells two trees apart, for a person; "" if they are equal."""
    lines = [f"+ {path}" for path in sorted(found.keys() - wanted.keys())]
    lines += [f"- {path}" for path in sorted(wanted.keys() - found.keys())]
    for path in sorted(found.keys() & wanted.keys()):
        if found[path] != wanted[path]:
            lines += [f"! {path}", *_first_difference(found[path], wanted[path])]
    return "\n".join(lines)


def _first_difference(found: bytes, wanted: bytes) -> list[str]:
    pairs = zip([*found.splitlines(), b""], [*wanted.splitlines(), b""], strict=False)
    for number, (one, other) in enumerate(pairs, 1):
        if one != other:
            at = next(
                (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
            )
            cut = slice(max(0, at - 40), at + 80)
            return [f"  {number} found  {one[cut]!r}", f"  {number} wanted {other[cut]!r}"]
    return ["  line ends differ"]
