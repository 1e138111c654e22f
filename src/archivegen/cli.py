"""The commands: arguments in, a summary and an exit status out."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from archivegen import __version__, config, unchanged
from archivegen.command_options import (
    jobs_option,
    media_option,
    options_of,
    refuse,
    root_of,
    site_option,
    strict_option,
)
from archivegen.console import CLEAN, COULD_NOT_RUN, WITH_ERRORS, printable, progress_bar, say, say_problems, status_of
from archivegen.errors import CannotRun, Origin, Problem

if TYPE_CHECKING:
    from archivegen.build import Quiet, Result

_STORE_HINT = "make room if the disk is full, else delete .archivegen/, which is only a cache"


class _Commands(click.Group):
    """Lists commands in the order in which a newcomer meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="archivegen")
def cli() -> None:
    """Turn a folder of raw news stories into a static archive site.

    \b
    archivegen init my-archive      a new site, with every setting explained
    (put .txt or .md files into my-archive/seeds/)
    cd my-archive
    archivegen build                the whole site, in public/
    archivegen serve                the same, shown in the browser and kept up to date

    Exit status: 0 clean, 1 done but with errors among the problems listed, 2 could not run.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; a slip of the user's ends in one line a problem, never in a traceback.

    *arguments*, where they are given, are those of the whole command: what it said may be said again for them.
    """
    try:
        cli.main(arguments, standalone_mode=False, obj=arguments)
    except CannotRun as error:
        for problem in error.problems:
            say(str(problem), err=True)
        sys.exit(COULD_NOT_RUN)
    except click.exceptions.Abort:
        click.echo("stopped; the site is as it was", err=True)
        sys.exit(COULD_NOT_RUN)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT_RUN)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        say(f"{place}error: system: {error.strerror or error}; the site is as it was", err=True)
        sys.exit(COULD_NOT_RUN)
    except sqlite3.Error as error:
        first = error.__context__ if isinstance(error.__context__, sqlite3.Error) else error
        say(f".archivegen/store.sqlite: error: system: {first}; the site is as it was; {_STORE_HINT}", err=True)
        sys.exit(COULD_NOT_RUN)


# ---------------------------------------------------------------- commands


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new site in FOLDER, with every setting explained."""
    from archivegen import scaffold

    made = scaffold.make(folder)
    click.echo(f"made {len(made)} files and folders in {folder}")
    click.echo(f"next: put stories (.txt, .md) into {folder / 'seeds'}, then: archivegen build --site {folder}")


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@site_option
@jobs_option
@strict_option
@media_option
@click.option("--dry-run", "is_dry", is_flag=True, help="Tell what would be written; write nothing.")
@click.option(
    "--take",
    type=click.Choice(["seed", "mine"]),
    help="For edited articles whose seed changed: make those of PATHS anew from the seed, or let mine stand.",
)
@click.option("--all", "everything", is_flag=True, help="With --take: all edited articles whose seed changed.")
def ingest(
    paths: tuple[Path, ...],
    site: Path | None,
    jobs: int | None,
    strict: bool,
    media: tuple[Path, ...],
    is_dry: bool,
    take: Any,
    everything: bool,
) -> None:
    """Read seeds into content/, as files that you can edit.

    PATHS outside the site are copied into seeds/ first. Without PATHS, all that is new or changed in seeds/ is read.
    With --take, PATHS are content files, seeds, or folders of either.
    """
    from archivegen import build as shell
    from archivegen import scaffold, summary
    from archivegen.ingest import Wishes

    root = root_of(site)
    settings = config.load(root)
    lent: dict[str, str] = {}
    if take or everything:
        wishes = Wishes(take=take or "", paths=_named(root, paths, take, everything), everything=everything, show=True)
    else:
        lent = scaffold.lent(root, settings.seeds[0], paths) if is_dry else {}
        asked = (scaffold.wanted if is_dry else scaffold.copy_in)(root, settings.seeds[0], paths)
        wishes = Wishes(again=frozenset(asked), show=True)
    with progress_bar() as progress:
        options = options_of(settings, jobs, media=media, progress=progress)
        if is_dry:
            result = shell.rehearse(root, settings, options, wishes=wishes, lent=lent)
        else:
            result = shell.ingest(root, settings, options, wishes=wishes, needs_archive=False)
    if result.quiet is not None and not paths:  # what lies outside the site is not looked at
        _note(root, result.quiet, settings, strict=strict, output="", base_url=settings.site.base_url)
    for line in summary.of_intake(result.ingest):
        say(line)
    if is_dry:
        for path, real in lent.items():
            say(f"{real} would be copied to {path} first")
        say_problems(result.ingest.problems)
        sys.exit(status_of(result.ingest.problems, strict=strict))
    _finish(root, result, settings, strict=strict)


def _named(root: Path, paths: tuple[Path, ...], take: str | None, everything: bool) -> tuple[str, ...]:
    """*paths* as the site names them, for --take."""
    if not take:
        refuse("--all", [Problem(Origin("--all"), "error", "take-missing", "say --take seed or --take mine with it")])
    if bool(paths) == everything:
        message = "name the articles (content files, seeds or folders of either), or say --all"
        refuse("--take", [Problem(Origin("--take"), "error", "take-unclear", message)])
    outside = [path for path in paths if not path.resolve().is_relative_to(root)]
    refuse(
        "--take",
        [Problem(Origin("--take"), "error", "take-unknown", f"{path} is not in this site") for path in outside],
    )
    return tuple(path.resolve().relative_to(root).as_posix() for path in paths)


@cli.command()
@site_option
@jobs_option
@strict_option
@click.option("--output", default="", metavar="DIR", help="Where the site is written (default: output in site.yaml).")
@click.option(
    "--base-url", default=None, metavar="URL", help="The site's own address (default: base_url in site.yaml)."
)
@media_option
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="Let the workers of a Dask cluster do what is done of each article alone: tcp://HOST:8786.",
)
@click.option(
    "--profile",
    default="",
    metavar="FILE",
    help="Write what each stage and each kind of page cost, as JSON (-: to the screen).",
)
def build(
    site: Path | None,
    jobs: int | None,
    strict: bool,
    output: str,
    base_url: str | None,
    media: tuple[Path, ...],
    cluster: str,
    profile: str,
) -> None:
    """Read what is new in seeds/ and build the whole site."""
    from archivegen import build as shell

    root = root_of(site)
    settings = config.load(root)
    with progress_bar() as progress:
        options = options_of(settings, jobs, output, base_url, media=media, cluster=cluster, progress=progress)
        result = shell.build(root, settings, options)
    address = settings.site.base_url if options.base_url is None else options.base_url
    if result.quiet is not None and not profile:
        _note(root, result.quiet, settings, strict=strict, output=result.quiet.output[0], base_url=address)
    elif result.written or result.removed:
        unchanged.forget(str(root))
    if profile:
        from archivegen import summary

        told = summary.profile(result)
        click.echo(told) if profile == "-" else Path(profile).write_text(f"{told}\n", "utf-8")
    _finish(root, result, settings, strict=strict, output=options.output or settings.output, base_url=address)


def _note(root: Path, quiet: Quiet, settings: config.Config, *, strict: bool, output: str, base_url: str) -> None:
    """Keep what this command is to say as long as nothing changes. *output*: the folder that was built, if any."""
    from archivegen import summary

    arguments = click.get_current_context().obj
    if arguments is None:  # not the whole of a process
        return
    result = quiet.result
    seeds = summary.seeds_beside(root, settings, result.outcome)
    lines = [
        *(() if output else summary.of_intake(result.ingest)),
        *summary.lines(result, settings, output=output, base_url=base_url, seeds=seeds, took=unchanged.TOOK),
    ]
    said = [
        *(f"e{printable(str(problem))}" for problem in summary.grouped(result.problems)),
        *(f"o{printable(line)}" for line in lines),
    ]
    status = status_of(result.problems, strict=strict)
    unchanged.note(str(root), arguments, quiet.inputs, quiet.output, said=said, status=status)


@cli.command()
@site_option
@jobs_option
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port on this machine.")
def serve(site: Path | None, jobs: int | None, port: int) -> None:
    """Build, show the site on this machine, and build again whenever something changes."""
    from archivegen import serve as server

    root = root_of(site)
    server.serve(root, port=port, jobs=jobs or 0, say=lambda text: say(text, err=True))


@cli.command()
@site_option
@strict_option
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Only tell which file answers each address of an old sitemap (or index of them, or list of addresses).",
)
def check(site: Path | None, strict: bool, against: Path | None) -> None:
    """Look for bad metadata, slug clashes, dead links and fragments, in content/ and in the built site."""
    from archivegen import build as shell

    root = root_of(site)
    settings = config.load(root)
    with progress_bar() as progress:
        result = shell.ingest(root, settings, shell.Options(progress=progress))
    if against is not None:
        _say_answers(root, settings, result, against)
    problems = [*result.problems, *_dead_links(root, settings)]
    say_problems(problems)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = sum(problem.severity == "warning" for problem in problems)
    click.echo(f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}")
    sys.exit(status_of(problems, strict=strict))


def _say_answers(root: Path, settings: config.Config, result: Result, against: Path) -> None:
    """Say what answers each address of the old site, and end with 1 if nothing does for any."""
    from archivegen import oldsites

    assert result.archive is not None
    built = oldsites.look(root / settings.output, result.archive, settings.site)
    if not built.files:
        message = "there is no built site to look at; run archivegen build first"
        refuse("--against", [Problem(Origin("--against"), "error", "site-not-built", message)])
    found = list(oldsites.answers(oldsites.addresses(against), built))
    for line in oldsites.lines(found):
        say(line)
    sys.exit(WITH_ERRORS if any(one.kind in oldsites.UNANSWERED for one in found) else CLEAN)


def _dead_links(root: Path, settings: config.Config) -> list[Problem]:
    from urllib.parse import urlsplit

    from archivegen import linkcheck

    base_path = urlsplit(settings.site.base_url).path or "/"
    return linkcheck.check(root / settings.output, settings.output, base_path=base_path)


@cli.command()
@site_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="Questions to show.")
def review(site: Path | None, limit: int) -> None:
    """List the inferences least sure, worst first, each with the line to write.

    Questions are grouped, so that one answer settles many.
    """
    from archivegen import build as shell
    from archivegen import retrieval
    from archivegen import review as reviewing
    from archivegen.furniture_file import FILE_NAME

    root = root_of(site)
    settings = config.load(root)
    result = shell.ingest(root, settings)
    answers, problems = retrieval.answers(root, settings)
    say_problems(problems)
    found = reviewing.doubts(retrieval.articles(root, result), answers)
    questions = [
        *reviewing.about_fields(found, content=settings.content),
        *reviewing.about_lines(retrieval.suspects(root, settings), path=f"{settings.content}/{FILE_NAME}"),
        *reviewing.about_names(retrieval.doubtful_names(root, result)),
    ]
    for line in reviewing.lines(questions, limit=limit):
        say(line)


@cli.command()
@click.argument("article")
@site_option
def explain(article: str, site: Path | None) -> None:
    """Tell of one ARTICLE every field, where it came from, and its evidence.

    ARTICLE is an id, the path of a content file or of a seed, or an address on the site.
    """
    from archivegen import build as shell
    from archivegen import explain as explaining

    root = root_of(site)
    settings = config.load(root)
    result = shell.ingest(root, settings)
    say(explaining.explain(root, settings, result, article).rstrip("\n"))


@cli.command()
@click.argument("articles", nargs=-1, required=True)
@site_option
def withdraw(articles: tuple[str, ...], site: Path | None) -> None:
    """Take ARTICLES (ids, content files or addresses) off the site; their addresses answer with a tombstone.

    Their text stays in content/, out of pages, feeds and data; `status: published` there brings one back.
    """
    from archivegen import build as shell
    from archivegen import withdrawal

    root = root_of(site)
    settings = config.load(root)
    shell.ingest(root, settings)
    places = withdrawal.find(root, settings, articles)
    withdrawal.withdraw(root, places)
    for place in places:
        say(f"withdrawn: {place.path}")
    _build_again(root, settings)


@cli.command()
@click.argument("articles", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@site_option
def remove(articles: tuple[str, ...], yes: bool, site: Path | None) -> None:
    """Delete ARTICLES (ids, content files or addresses) with their seeds; no trace stays in content, cache and site."""
    from archivegen import build as shell
    from archivegen import withdrawal

    root = root_of(site)
    settings = config.load(root)
    result = shell.ingest(root, settings)
    places = withdrawal.find(root, settings, articles)
    if not yes:
        click.confirm(f"Delete {', '.join(place.path for place in places)} and what they were made from?", abort=True)
    left = withdrawal.remove(root, settings, places, result.archive)
    for place in places:
        say(f"removed: {place.path}")
    for one in left:
        record = f", record {one.seed.record}" if one.seed.record else ""
        say(f"still there: {one.seed.path}{record}; that file holds other articles: take the text out of it by hand")
    say("copies elsewhere (version control, backups, the published site) are yours to delete")
    _build_again(root, settings)


@cli.command()
@click.argument("old", type=click.File("rb"))
@click.argument("new", type=click.File("rb"))
def diff(old: BinaryIO, new: BinaryIO) -> None:
    """Tell what changed between two exports (jsonl): articles, dates, entities, quotations, events, addresses.

    Ends with 1 where anything did. Made before and after a new version of the program, or a new reading of the seeds.
    """
    from archivegen import comparison

    told = list(comparison.lines(comparison.read(old, old.name), comparison.read(new, new.name)))
    for line in told:
        say(line)
    sys.exit(1 if len(told) > 1 else 0)


def _build_again(root: Path, settings: config.Config) -> None:
    from archivegen import build as shell

    result = shell.build(root, settings)
    _finish(root, result, settings, strict=False, output=settings.output, base_url=settings.site.base_url)


@cli.command()
@click.argument("format", type=click.Choice(["jsonl", "csv", "sqlite", "bibtex", "ris", "csl-json"]))
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (default: standard output).",
)
@click.option("--all", "everything", is_flag=True, help="Drafts, set-aside and withdrawn articles too.")
@site_option
def export(format: str, target: Path | None, everything: bool, site: Path | None) -> None:
    """Write the articles and all that was found in them as data (jsonl, csv, sqlite) or as references (bibtex, ris, csl-json)."""
    from archivegen import build as shell
    from archivegen import export as exporting
    from archivegen import retrieval

    if format == "sqlite" and target is None:
        raise click.UsageError("sqlite is written to a file: archivegen export sqlite -o archive.sqlite")

    root = root_of(site)
    settings = config.load(root)
    result = shell.ingest(root, settings)
    say_problems([problem for problem in result.problems if problem.severity == "error"])
    articles = retrieval.exported(root, result, everything=everything)
    lines = exporting.lines(format, articles, archive=settings.site.title, base_url=settings.site.base_url)
    if format == "sqlite" and target is not None:
        exporting.write_sqlite(articles, target)
    elif target is None:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    else:
        with target.open("wb") as file:
            file.writelines(lines)
    sys.exit(status_of(result.problems, strict=False))


@cli.command()
@site_option
def words(site: Path | None) -> None:
    """List all texts of the interface in templates/words.po, for you to say otherwise or in another language.

    What is there already stays as it is; texts that it lacks are added at its end.
    """
    from archivegen.words import OWN
    from archivegen.words.own import further

    root = root_of(site)
    settings = config.load(root)
    path = root / settings.templates / OWN
    more = further(settings.site.words, settings.site.language)
    if more:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{more}" if settings.site.words.strip() else more)
    say(
        f"{settings.templates}/{OWN}: {more.count(chr(10) + 'msgid ')} texts added; an empty msgstr leaves the text as it is"
    )


def _finish(
    root: Path, result: Result, settings: config.Config, *, strict: bool, output: str = "", base_url: str = ""
) -> None:
    """Say what came of a run and end it. *output*: the folder that was built, if any."""
    from archivegen import summary

    say_problems(result.problems)
    seeds = summary.seeds_beside(root, settings, result.outcome)
    for line in summary.lines(result, settings, output=output, base_url=base_url, seeds=seeds):
        say(line)
    sys.exit(status_of(result.problems, strict=strict))


if __name__ == "__main__":
    main()
