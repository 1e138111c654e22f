"""What the documents say is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import click

from archivegen import cli, config, scaffold

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def test_the_readme_tells_of_every_command_and_of_no_other() -> None:
    assert set(re.findall(r"^\| `archivegen (\w+)", README, re.MULTILINE)) == set(cli.cli.commands)


def test_each_command_and_option_has_help() -> None:
    for command in cli.cli.commands.values():
        assert command.help, command.name
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, (command.name, parameter.name)


def test_every_key_of_site_yaml_is_explained_in_a_new_one() -> None:
    keys = (set(config.Config.__struct_fields__) | set(config.Site.__struct_fields__)) - {"site", "notes", "words"}
    for key in keys:
        line = next(line for line in scaffold.SITE_YAML.splitlines() if re.match(rf"#? ?{key}:", line))
        assert "#" in line or line.rstrip().endswith(":"), line


def test_the_architecture_names_every_room() -> None:
    package = ROOT / "src/archivegen"
    for path in sorted(package.iterdir()):
        if path.is_dir() and (path / "__init__.py").is_file():
            assert f"`{path.name}/`" in ARCHITECTURE, path.name


def test_the_figures_in_the_readme_are_those_of_a_run() -> None:
    from benchmarks import seeds

    shown = seeds.table(seeds.scores())
    assert shown in README, "run python -m benchmarks.seeds --write"


def test_no_document_names_a_path_of_one_machine() -> None:
    for path in (*ROOT.glob("*.md"), *(ROOT / "src").rglob("*.py")):
        text = path.read_text("utf-8")
        assert not re.search(r"(?:^|[\s\"'(])/(?:home|root|work|Users)/", text), path
