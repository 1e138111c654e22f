"""Build, serve on loopback, build again on change, reload the browser. The reload snippet goes into responses, never into public/."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn
import watchfiles
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from archivegen import build, cache, config
from archivegen.errors import CannotRun, Origin, Problem

HOST = "127.0.0.1"
_VERSION = "/.archivegen/version"
_SNIPPET = (
    f"<script>(()=>{{let seen;setInterval(async()=>{{try{{const now=await(await fetch('{_VERSION}')).text();"
    "if(seen!==undefined&&seen!==now)location.reload();seen=now}catch{}},700)})()</script>"
)


class _State:
    """What the server shows: which build this is."""

    def __init__(self) -> None:
        self.builds = 0


def serve(root: Path, *, port: int, jobs: int, say: Callable[[str], None]) -> None:
    """Serve the site in *root* until interrupted."""
    state = _State()
    stop = threading.Event()
    settings = config.load(root)
    _refuse_if_taken(port)
    _build(root, jobs, state, say)
    watcher = threading.Thread(target=_watch, args=(root, jobs, state, stop, say), daemon=True)
    watcher.start()
    say(f"the site is at http://{HOST}:{port}/ (stop with Ctrl-C)")
    uvicorn.run(application(root / settings.output, state), host=HOST, port=port, log_level="warning")
    stop.set()


def _refuse_if_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            message = f"port {port} cannot be had ({error.strerror}); choose another: --port {port % 65535 + 1}"
            raise CannotRun(Problem(Origin("--port"), "error", "port-taken", message)) from error


def _build(root: Path, jobs: int, state: _State, say: Callable[[str], None]) -> None:
    try:
        settings = config.load(root)
        options = build.Options(jobs=jobs)
        result = build.build(root, settings, options)
    except CannotRun as error:
        for problem in error.problems:
            say(str(problem))
        return
    except sqlite3.Error as error:
        say(f".archivegen/store.sqlite: error: system: {error}; the site is as it was")
        return
    except OSError as error:
        say(f"{error.filename or root}: error: system: {error.strerror or error}; the site is as it was")
        return
    for problem in sorted(set(result.problems)):
        say(str(problem))
    if result.written or result.removed:
        state.builds += 1
        say(f"{result.written} pages written, {result.removed} removed, in {result.seconds:.2f} s")


def _watch(root: Path, jobs: int, state: _State, stop: threading.Event, say: Callable[[str], None]) -> None:
    settings = config.load(root)
    own = (root / settings.output, root / cache.FOLDER)

    def is_input(_: watchfiles.Change, path: str) -> bool:
        return not any(Path(path).is_relative_to(folder) for folder in own) and "/." not in path[len(str(root)) :]

    for _ in watchfiles.watch(root, watch_filter=is_input, stop_event=stop, raise_interrupt=False):
        _build(root, jobs, state, say)


def application(output: Path, state: _State) -> Starlette:
    """The site in *output* as a web server would show it."""

    def show(request: Request) -> Response:
        path = request.path_params["path"]
        target = (output / path).resolve()
        if target.is_dir():
            if path and not path.endswith("/"):  # as a web server does: relative links count from the folder
                return RedirectResponse(f"/{path}/")
            target /= "index.html"
        is_inside = target.is_relative_to(output.resolve())
        if not is_inside or not target.is_file():
            missing = output / "404.html"
            return HTMLResponse(missing.read_text("utf-8") + _SNIPPET if missing.is_file() else "not found", 404)
        if target.suffix == ".html":
            return HTMLResponse(target.read_text("utf-8") + _SNIPPET, headers={"Cache-Control": "no-store"})
        return FileResponse(target, headers={"Cache-Control": "no-store"})

    def version(_: Request) -> Response:
        return PlainTextResponse(str(state.builds))

    return Starlette(routes=[Route(_VERSION, version), Route("/{path:path}", show)])
