"""A browser, a server, and one site to read. What goes wrong in a page (an error in the console, a request to another host)
fails the test. Skipped, with the reason, where no chromium stands; REQUIRE_BROWSER=1 makes that a failure."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

import pytest

from archivegen.search import pagefind
from browser import harbor
from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions"]

Tabs = Callable[..., AbstractContextManager["Page"]]
"""Opens empty tabs; takes what `Browser.new_context` does."""


def _lacking(what: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(f"{what}; REQUIRE_BROWSER is set", pytrace=False)
    pytest.skip(what)


# Of the package, not of the session: an event loop runs as long as the browser does, and other tests start their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's own chromium."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        _lacking("playwright is not installed: pip install -e '.[dev]'")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        _lacking(f"no chromium stands here (looked for {', '.join(NAMES)})")
    with sync_playwright() as driver:
        failure = ""
        try:
            browser = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        except Error as error:
            failure = error.message.splitlines()[0]
        if failure:
            _lacking(f"{found} does not start: {failure}")
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser) -> Tabs:
    """Empty tabs of a browser that remembers nothing; closing one tells what went wrong in it."""

    @contextmanager
    def opened(**options: Any) -> Iterator[Page]:
        wide = {"width": 1280, "height": 900}
        context = browser.new_context(**{"viewport": wide, "locale": "en-US", "reduced_motion": "reduce"} | options)
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if _is_here(asked.url) else wrong.append(f"elsewhere: {asked.url}"))
        try:
            yield page
        finally:
            context.close()
        assert wrong == []

    return opened


def _is_here(address: str) -> bool:
    found = urlsplit(address)
    return found.hostname == "127.0.0.1" or found.scheme in ("file", "data", "blob")


@pytest.fixture
def page(tab: Tabs) -> Iterator[Page]:
    """An empty tab, as wide as a desk has it."""
    with tab() as page:
        yield page


def barriers(page: Page, *rules: str) -> list[str]:
    """The rules of axe-core that *page* breaks (of all, or of *rules*), each with the first element that does."""
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("options => axe.run(options).then(({violations}) => violations)", options)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A tab that was closed does not listen any more."""


@pytest.fixture(scope="package")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves folders; gives the address of each."""
    servers = []

    def start(folder: Path) -> str:
        server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site that most tests read."""
    if pagefind.program() is None:
        _lacking("Pagefind is not installed, so there is no search to read")
    return harbor.built(tmp_path_factory.mktemp("harbor") / "site")


@pytest.fixture(scope="package")
def address(site: Site, serve: Callable[[Path], str]) -> str:
    return serve(site.root / "public")


@pytest.fixture(scope="package")
def forms(site: Site) -> dict[str, str]:
    """By form: a page of it; one more article, with blocks that the other has not."""
    return harbor.one_of_each_form(site.root / "public") | {"article with a table": harbor.PIER}
