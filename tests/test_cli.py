"""The program as its user meets it: what it prints, what it leaves behind, how it ends."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

STORY = "Flood Hits Callan\n\nBy Ann Lee\n\nMay 3, 2019\n\nThe river Tolka rose on Friday, Mayor Lena Ortiz said. Nobody was hurt.\n"


def run(*arguments: str, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    done = subprocess.run(
        [sys.executable, "-m", "archivegen", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def site(tmp_path: Path) -> Path:
    run("init", "site", cwd=tmp_path)
    (tmp_path / "site/seeds/flood.txt").write_text(STORY, "utf-8")
    return tmp_path / "site"


def test_a_new_site_builds_at_once(site: Path) -> None:
    done = run("build", cwd=site)
    assert "in: 1 article (1 new)" in done.stdout
    assert (site / "public/index.html").is_file()
    assert (site / "public/2019/05/03/flood-hits-callan.html").is_file()
    assert (site / "content/flood.md").is_file()


def test_the_site_is_looked_for_upwards(site: Path) -> None:
    run("build", cwd=site / "seeds")
    assert (site / "public/index.html").is_file()


def test_a_second_build_writes_nothing_and_says_the_same(site: Path) -> None:
    (site / "seeds/empty.txt").write_text("")
    first = run("build", cwd=site, code=1)
    second = run("build", cwd=site, code=1)
    assert "pages: 0 written" in second.stdout
    assert first.stderr == second.stderr


def test_a_profile_tells_the_cost_of_each_stage_and_kind_of_page(site: Path, tmp_path: Path) -> None:
    run("build", "--profile", str(tmp_path / "costs.json"), cwd=site)
    costs = json.loads((tmp_path / "costs.json").read_text())
    assert {"ingest", "link", "plan", "render", "publish"} <= costs["stages"].keys()
    assert all(stage["wall_s"] >= 0 and stage["cpu_s"] >= 0 for stage in costs["stages"].values())
    assert costs["pages"]["article"]["pages"] == costs["articles"] == 1
    assert sum(kind["pages"] for kind in costs["pages"].values()) == costs["written"]


def test_no_site_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    done = run("build", cwd=tmp_path, code=2)
    assert done.stderr.count("\n") == 1
    assert "archivegen init" in done.stderr


def test_an_unknown_command_and_option_end_with_two(site: Path) -> None:
    run("bild", cwd=site, code=2)
    run("build", "--job", "x", cwd=site, code=2)
    assert "base-url" in run("build", "--base-url", "nonsense", cwd=site, code=2).stderr
    assert "--output" in run("build", "--output", "../out", cwd=site, code=2).stderr


def test_every_mistake_in_site_yaml_is_told(site: Path) -> None:
    (site / "site.yaml").write_text("title: T\npage_sise: 3\nfeed: {item: 2}\n")
    done = run("build", cwd=site, code=2)
    assert "did you mean page_size?" in done.stderr
    assert "did you mean feed.items?" in done.stderr
    assert not (site / "public").exists()


BAD = {
    "empty.txt": (b"", "seeds/empty.txt: error: seed-empty"),
    "binary.txt": (bytes(range(256)) * 40, "seeds/binary.txt: error: "),
    "front.md": (b"---\ntitle: a: b: [\n---\n\nWords stand here, said Ann Lee.\n", "seeds/front.md:2: "),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_seed_is_one_line_and_costs_no_neighbour(site: Path, name: str) -> None:
    data, told = BAD[name]
    (site / "seeds" / name).write_bytes(data)
    done = run("build", cwd=site, code=1)
    assert sum(name in line for line in done.stderr.splitlines()) == 1
    assert told in done.stderr
    assert (site / "public/2019/05/03/flood-hits-callan.html").is_file()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig", "utf-16-be"])
def test_other_encodings_are_read_right(site: Path, encoding: str) -> None:
    text = (
        "Café Rosé Opens — Again\n\nThe “Café Rosé” opened on May 4, 2019, said José Núñez. It had closed in March.\n"
    )
    data = text.encode(encoding)
    (site / "seeds/cafe.txt").write_bytes(b"\xfe\xff" + data if encoding == "utf-16-be" else data)
    run("build", cwd=site)
    (page,) = (path for path in (site / "public").rglob("cafe-rose*.html") if ".raw" not in path.name)
    assert "José Núñez" in page.read_text("utf-8")


def test_two_articles_of_one_title_and_day_both_stand(site: Path) -> None:
    (site / "seeds/other.txt").write_text(STORY.replace("Nobody", "Somebody"), "utf-8")
    run("build", cwd=site)
    folder = site / "public/2019/05/03"
    assert (folder / "flood-hits-callan.html").is_file()
    assert (folder / "flood-hits-callan-2.html").is_file()


def test_a_second_seed_of_the_same_bytes_is_set_aside(site: Path) -> None:
    (site / "seeds/copy.txt").write_text(STORY, "utf-8")
    done = run("build", cwd=site)
    assert "in: 1 article (1 new, 1 duplicate set aside)" in done.stdout


def test_an_edited_file_is_kept_byte_for_byte_and_a_changed_seed_reported(site: Path) -> None:
    run("build", cwd=site)
    content = site / "content/flood.md"
    edited = content.read_bytes() + b"\nA person wrote this.\n"
    content.write_bytes(edited)
    (site / "seeds/flood.txt").write_text(STORY.replace("Nobody", "Somebody"), "utf-8")
    for _ in range(2):
        done = run("build", cwd=site)
        assert "seeds/flood.txt: warning: seed-changed: " in done.stderr
        assert content.read_bytes() == edited
    run("build", "--strict", cwd=site, code=1)


def test_a_dry_run_makes_no_folder_and_an_edited_article_is_settled(site: Path) -> None:
    assert "new: content/flood.md" in run("ingest", "--dry-run", cwd=site).stdout
    assert not (site / ".archivegen").exists()
    assert not (site / "content/flood.md").exists()
    run("ingest", cwd=site)
    content = site / "content/flood.md"
    content.write_bytes(content.read_bytes() + b"\nA person wrote this.\n")
    (site / "seeds/flood.txt").write_text(STORY.replace("Nobody was hurt", "Two were hurt"), "utf-8")
    done = run("ingest", cwd=site)
    assert "content/flood.md and its seed (- yours, + the seed's):" in done.stdout
    assert "+ The river Tolka rose" in done.stdout
    assert "--take seed content/flood.md" in done.stderr
    assert "take-unclear" in run("ingest", "--take", "mine", cwd=site, code=2).stderr
    assert "take-missing" in run("ingest", "--all", cwd=site, code=2).stderr
    assert "seed-changed" not in run("ingest", "--take", "mine", "content/flood.md", cwd=site).stderr
    run("ingest", "--take", "seed", "content/flood.md", cwd=site)
    assert "Two were hurt" in content.read_text("utf-8")


def test_an_untouched_file_follows_its_seed(site: Path) -> None:
    run("build", cwd=site)
    (site / "seeds/flood.txt").write_text(STORY.replace("Nobody", "Somebody"), "utf-8")
    assert "1 changed" in run("build", cwd=site).stdout
    assert "Somebody was hurt" in (site / "content/flood.md").read_text("utf-8")


def test_a_vanished_seed_takes_its_article_along_and_leaves_a_tombstone(site: Path) -> None:
    run("build", cwd=site)
    (site / "seeds/flood.txt").unlink()
    run("build", cwd=site)
    assert not (site / "content/flood.md").exists()
    page = (site / "public/2019/05/03/flood-hits-callan.html").read_text("utf-8")
    assert "noindex" in page and "river Tolka" not in page


@pytest.mark.parametrize("edit", ["", "\nA person wrote this.\n"])
def test_a_renamed_seed_keeps_its_article_and_its_address(site: Path, edit: str) -> None:
    run("build", cwd=site)
    content = site / "content/flood.md"
    content.write_text(content.read_text("utf-8") + edit, "utf-8")
    (site / "seeds/2019").mkdir()
    (site / "seeds/flood.txt").rename(site / "seeds/2019/the flood: day 1.txt")
    done = run("build", cwd=site)
    assert "in: 1 article (1 with renamed seeds)" in done.stdout and not done.stderr.count("warning")
    assert [path.name for path in (site / "content").rglob("*.md")] == ["flood.md"]
    assert "path: 'seeds/2019/the flood: day 1.txt'" in content.read_text("utf-8")
    assert "river Tolka" in (site / "public/2019/05/03/flood-hits-callan.html").read_text("utf-8")
    assert "in: 1 article\n" in run("build", cwd=site).stdout
    (site / "seeds/2019/the flood: day 1.txt").write_text(STORY.replace("Nobody", "Somebody"), "utf-8")
    assert ("1 changed" in run("build", cwd=site).stdout) != bool(edit)


def test_a_second_seed_of_the_same_bytes_takes_the_place_of_one_that_vanished(site: Path) -> None:
    (site / "seeds/other.txt").write_text(STORY, "utf-8")
    run("build", cwd=site)
    (site / "seeds/flood.txt").unlink()
    run("build", cwd=site)
    assert "river Tolka" in (site / "public/2019/05/03/flood-hits-callan.html").read_text("utf-8")
    assert "in: 1 article\n" in run("build", cwd=site).stdout


def test_a_renamed_folder_keeps_its_articles_also_where_two_have_the_same_bytes(site: Path) -> None:
    (site / "seeds/copy.txt").write_text(STORY, "utf-8")
    run("build", cwd=site)
    (site / "seeds").rename(site / "old")
    (site / "seeds").mkdir()
    (site / "old").rename(site / "seeds/y2019")
    assert "in: 1 article (2 with renamed seeds" in run("build", cwd=site).stdout
    assert "river Tolka" in (site / "public/2019/05/03/flood-hits-callan.html").read_text("utf-8")


def test_a_seed_may_have_as_long_a_name_as_a_file_can_have(site: Path) -> None:
    (site / "seeds" / f"{'n' * 251}.txt").write_text(STORY.replace("Callan", "Derry"), "utf-8")
    assert "in: 2 articles (2 new)" in run("build", cwd=site).stdout


def test_a_deleted_content_file_stays_deleted_until_it_is_asked_for(site: Path) -> None:
    run("build", cwd=site)
    (site / "content/flood.md").unlink()
    run("build", cwd=site)
    run("build", cwd=site)
    assert not (site / "content/flood.md").exists()
    run("ingest", "seeds/flood.txt", cwd=site)
    assert (site / "content/flood.md").exists()


def test_ingest_copies_what_lies_outside(site: Path, tmp_path: Path) -> None:
    (tmp_path / "far.txt").write_text(STORY.replace("Callan", "Derry"), "utf-8")
    run("ingest", str(tmp_path / "far.txt"), cwd=site)
    assert (site / "seeds/far.txt").is_file()
    assert (site / "content/far.md").is_file()
    assert not (site / "public").exists()


def test_explain_tells_where_each_field_came_from(site: Path) -> None:
    for name in ("flood", "content/flood.md", "seeds/flood.txt", "/2019/05/03/flood-hits-callan.html"):
        told = run("explain", name, cwd=site).stdout
        assert "Flood Hits Callan" in told and "Ann Lee" in told and "line 1" in told
    assert "no article is called" in run("explain", "nothing", cwd=site, code=2).stderr


def test_export_is_data_alone(site: Path) -> None:
    (line,) = run("export", "jsonl", cwd=site).stdout.splitlines()
    record = json.loads(line)
    assert (record["id"], record["date"], record["byline"]) == ("flood", "2019-05-03", ["Ann Lee"])
    run("export", "jsonl", "-o", "out.jsonl", cwd=site)
    assert json.loads((site / "out.jsonl").read_text("utf-8")) == record


def test_check_names_a_dead_link_with_its_page(site: Path) -> None:
    run("build", cwd=site)
    assert "0 errors" in run("check", cwd=site).stdout
    page = site / "public/2019/05/03/flood-hits-callan.html"
    page.write_text(page.read_text("utf-8").replace("</main>", '<a href="nowhere.html">x</a></main>'), "utf-8")
    assert 'link-dead: "nowhere.html"' in run("check", cwd=site, code=1).stderr


def test_a_second_build_at_the_same_time_is_refused(site: Path) -> None:
    from archivegen import cache

    with cache.alone(site):
        done = run("build", cwd=site, code=2)
    assert f"process {os.getpid()} is building this site" in done.stderr


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("<p>\n{% for %}", "templates/article.html:2: error: template-"),
        ("<p>{{ view.titel }}", "titel"),
        ("{% include 'nothing.html' %}", "nothing.html"),
    ],
)
def test_a_wrong_template_is_one_line_and_leaves_the_old_site(site: Path, template: str, told: str) -> None:
    run("build", cwd=site)
    before = (site / "public/2019/05/03/flood-hits-callan.html").read_text("utf-8")
    (site / "templates/article.html").write_text(template)
    done = run("build", cwd=site, code=2)
    assert told in done.stderr and "templates/article.html" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (site / "public/2019/05/03/flood-hits-callan.html").read_text("utf-8") == before


def test_an_address_given_for_one_build_is_not_asked_for(site: Path) -> None:
    assert "base_url is not set" in run("build", cwd=site).stdout
    assert "base_url is not set" not in run("build", "--base-url", "https://a.example/", cwd=site).stdout


@pytest.mark.parametrize("folder", ["seeds", "content/x", "../up", ".archivegen"])
def test_the_site_is_never_written_among_what_it_is_made_from(site: Path, folder: str) -> None:
    done = run("build", "--output", folder, cwd=site, code=2)
    assert done.stderr.startswith("--output: error: ")
    assert sorted(path.name for path in (site / "seeds").iterdir()) == ["flood.txt"]


def test_a_name_cannot_command_the_terminal(site: Path) -> None:
    (site / "seeds/a\x1b[31m\u202eb.xyz").write_text("x")
    done = run("build", cwd=site)
    assert "\x1b" not in done.stderr and "\u202e" not in done.stderr
    assert "seeds/a\\x1b[31m\\u202eb.xyz: note" in done.stderr


def test_explain_tells_of_articles_that_are_not_on_the_site_too(site: Path) -> None:
    (site / "seeds/wall.txt").write_text("Page not found\n\nThe page you are looking for does not exist.\n", "utf-8")
    told = run("explain", "content/wall.md", cwd=site).stdout
    assert told.startswith("wall  (not on the site: set-aside)")
    assert 'no story but a wall or an error page: "page not found"' in told


def test_explain_knows_an_article_by_the_name_that_its_seed_has_now(site: Path) -> None:
    run("build", cwd=site)
    (site / "seeds/flood.txt").rename(site / "seeds/the flood.txt")
    assert "Flood Hits Callan" in run("explain", "seeds/the flood.txt", cwd=site).stdout
    assert "no article is called" in run("explain", "seeds/flood.txt", cwd=site, code=2).stderr


def test_a_port_that_is_taken_is_told(site: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("serve", "--port", str(port), cwd=site, code=2)
    assert f"--port: error: port-taken: port {port} cannot be had" in done.stderr


def test_a_build_shows_what_an_earlier_command_has_read(site: Path) -> None:
    run("build", cwd=site)
    content = site / "content/flood.md"
    content.write_text(content.read_text("utf-8").replace("\nstatus:", "\ntags: [rivers]\nstatus:"), "utf-8")
    run("check", cwd=site)
    run("build", cwd=site)
    assert (site / "public/tags/rivers.html").is_file()


def test_many_files_of_an_unknown_ending_are_one_line(site: Path) -> None:
    for number in range(5):
        (site / f"seeds/{number}.xyz").write_bytes(b"x")
    told = [line for line in run("build", cwd=site).stderr.splitlines() if "seed-unknown-kind" in line]
    assert len(told) == 1
    assert "and 4 files more" in told[0]


def test_a_ledger_that_is_no_text_stops_the_build_in_one_line(site: Path) -> None:
    run("build", cwd=site)
    (site / "content/ledger.tsv").write_bytes(b"article\t\xff\n")
    assert "ledger-unreadable" in run("build", cwd=site, code=2).stderr


def test_a_folder_in_the_place_of_the_store_is_no_obstacle(site: Path) -> None:
    (site / ".archivegen/store.sqlite/x").mkdir(parents=True)
    run("build", cwd=site)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no symbolic links")
def test_a_link_that_leads_nowhere_is_an_error_and_one_that_leads_out_is_passed_over(
    site: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("Nobody may read this.")
    (site / "seeds/out.txt").symlink_to(tmp_path / "secret.txt")
    assert "seeds/out.txt: warning: seed-odd: " in run("build", cwd=site).stderr
    (site / "seeds/broken.txt").symlink_to("nothing.txt")
    (site / "seeds/self.txt").symlink_to("self.txt")
    told = run("build", cwd=site, code=1).stderr
    assert "seeds/broken.txt: error: seed-odd: is a link to a file that is missing" in told
    assert "seeds/self.txt: error: seed-odd: is a link that leads in a loop" in told
    assert not any("Nobody may read" in page.read_text("utf-8") for page in (site / "public").rglob("*.html"))
