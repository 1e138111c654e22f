"""The site as served: what a web server would show, and a page that reloads itself after a build."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from archivegen import scaffold

STORY = "Flood Hits Callan\n\nMay 3, 2019\n\nThe river Tolka rose on Friday, Mayor Lena Ortiz said.\n"


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def eventually(url: str, status: int, *, unlike: str = "", timeout_s: float = 60) -> str:
    """What *url* says once it answers *status*, and not *unlike*."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        try:
            code, text = get(url)
        except OSError:
            code, text = 0, ""
        if code == status and text != unlike:
            return text
        time.sleep(0.1)
    raise AssertionError(f"{url} never answered {status}")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    scaffold.make(tmp_path)
    (tmp_path / "seeds/flood.txt").write_text(STORY)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "archivegen", "serve", "--site", str(tmp_path), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield tmp_path, f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(10)


def test_a_change_is_built_and_the_page_can_tell(served: tuple[Path, str]) -> None:
    root, address = served
    assert "Flood Hits Callan" in eventually(address, 200)
    before = eventually(f"{address}.archivegen/version", 200)
    (root / "seeds/storm.txt").write_text(STORY.replace("Flood", "Storm"))
    assert "Storm Hits Callan" in eventually(f"{address}2019/05/03/storm-hits-callan.html", 200)
    assert eventually(f"{address}.archivegen/version", 200, unlike=before)  # told a moment after the files are there
    assert "/.archivegen/version" in get(address)[1]
    assert "/.archivegen/version" not in (root / "public/index.html").read_text()


def test_it_answers_as_a_web_server_would(served: tuple[Path, str]) -> None:
    _, address = served
    eventually(address, 200)
    assert get(f"{address}nowhere.html")[0] == 404
    assert get(f"{address}..%2fsite.yaml")[0] == 404
    assert get(f"{address}2019")[1] == get(f"{address}2019/")[1]
