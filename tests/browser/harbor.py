"""The site that browser tests read: the two seeds, and small texts that have what those lack. It has pages of every form."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from archivegen import withdrawal
from archivegen.render import html
from picture_files import jpeg
from sites import Site
from small_archive import ROOT

SETTINGS = """\
title: Harbor Papers
base_url: https://archive.example/
entities: {min_articles: 1}
publish_data: [jsonl, csv]
rights: {Agence Nord: excerpt}
excerpt_words: 40
"""

COUNCIL = (
    "Mayor Ruth Calder, Councilman Peter Voss and Councilwoman Ida Brandt met Ann Lee, Tom Okafor and Maria Santos on Tuesday.\n\n"
    "“The pier will be mended before winter,” Ms. Calder said. “Nobody will pay for it twice.”\n\n"
)

TEXTS: Mapping[str, str] = {
    "covenant.md": "---\ntitle: Pilots sign a covenant\nsource: The Ledger\ndate: 2024-05-02\n---\n"
    "The pilots of Port Salis met on Thursday.\n\nBoth sides had signed the covenant by noon, said Ann Lee. It rained.\n\n"
    "Nothing in North Korea was said of it.\n",
    "storm.md": "---\ntitle: A storm at sea\nsource: The Herald\ndate: 2023-11-20\n---\n"
    "Ann Lee told reporters that no covenant could stop a storm.\n\nNorth Korea sent a ship.\n",
    "ships.md": "---\ntitle: Ships of North Korea\nsource: The Herald\ndate: 2023-10-01\n---\n"
    "Three ships left. North Korea was silent.\n",
    "zh.md": "---\ntitle: 海上的消息\nlanguage: zh\ndate: 2022-01-01\n---\n船长说，港口已经关闭。渔民们回家了。\n",
    "ar.md": "---\ntitle: أخبار البحر\nlanguage: ar\ndate: 2022-01-02\n---\nأغلق الميناء أبوابه. عاد الصيادون إلى بيوتهم.\n",
    "pier.md": "---\ntitle: The pier will be mended\ndek: The council agrees on a budget.\nbyline: [Nora Quill]\nsource: The Herald\n"
    "date: 2024-03-05\nsection: City\ntags: [harbor, budget]\nurl: https://herald.example/2024/pier?from=feed\n"
    "redirect_from: [/2024/pier-budget.html]\nrights: © The Herald\n---\n"
    f"{COUNCIL}![The pier at low tide. (Herald photo)](pier.jpg)\n\n## What it costs\n\n"
    "| Part | Crowns |\n|---|---|\n| Planks | 40,000 |\n| Nails | 3,000 |\n\n"
    "- The north side comes first.\n- The south side waits.\n\n"
    "> We have waited for ten years.\n\nThe plans are [on the council’s site](https://council.example/pier/plans).\n",
    "pier-again.md": "---\ntitle: Council to mend the pier\nbyline: [Nora Quill]\nsource: Agence Nord\ndate: 2024-03-05\nsection: City\n"
    "tags: [harbor]\n---\n"
    f"{COUNCIL}Work on the pier begins on April 2, as soon as the ice has left the harbor and the boats are out.\n\nThe budget was agreed by five votes.\n",
    "wrong.md": "---\ntitle: A report that was wrong\ndate: 2024-04-01\n---\nNone of this was so.\n",
}

WITHDRAWN = "wrong.md"
PIER = "2024/03/05/the-pier-will-be-mended.html"
"""Where the article of pier.md stands: the one with most kinds of blocks."""


def built(root: Path) -> Site:
    """The site, made in the new folder *root*: built, then built again after an article was withdrawn."""
    seeds = root / "seeds"
    seeds.mkdir(parents=True)
    (root / "site.yaml").write_text(SETTINGS, "utf-8")
    for seed in sorted((ROOT / "seeds").glob("*.txt")):
        shutil.copy2(seed, seeds)
    for name, text in TEXTS.items():
        (seeds / name).write_text(text, "utf-8")
    (seeds / "pier.jpg").write_bytes(jpeg())
    site = Site(root)
    site.build()
    content = root / "content" / WITHDRAWN
    content.write_text(withdrawal.with_status(content.read_text("utf-8"), "withdrawn"), "utf-8")
    assert {problem.severity for problem in site.build().problems} <= {"note"}
    return site


def one_of_each_form(public: Path) -> dict[str, str]:
    """By form: the largest page of it, a path in *public*. Redirects are left out: no reader stays there."""
    found: dict[str, Path] = {}
    for path in sorted(public.rglob("*.html"), key=lambda path: path.stat().st_size):
        form = re.search(r'<body class="page-([a-z]+)', path.read_text("utf-8"))
        if form:
            found[form[1]] = path
    assert found.keys() == html.RENDERERS.keys() - {"redirect"}
    return {form: found[form].relative_to(public).as_posix() for form in sorted(found)}
