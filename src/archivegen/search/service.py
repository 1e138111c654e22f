"""Pagefind as a program that is sent messages and answers each. Knows the form of messages, not what they are about."""

from __future__ import annotations

import base64
import math
import os
import subprocess
import threading
from pathlib import Path

import msgspec

_END = b","
"""Of a message, which is JSON in base64."""
_SAID = 16_000
"""Bytes of what it said that are looked at when it fails."""
_LINE = 200
_CHUNK = 65_536
PATIENCE_S, SLOWEST = 60.0, 10_000
"""It is given up when it has not answered for so long, and for a second more for every so many bytes that it was sent: a hundred
times what it takes."""
LOOK_S = 1.0
"""How often that is looked at."""
_FRUGAL = {"_RJEM_MALLOC_CONF": "narenas:1,dirty_decay_ms:100,muzzy_decay_ms:0"}
"""Its allocator would keep what it frees for ten seconds, which is longer than most runs: half of its memory, most of the time."""


class Unable(Exception):
    """Pagefind gave no index; says why, in words that end a sentence."""


class Made(msgspec.Struct, frozen=True):
    """A file that it made."""

    path: str
    content: bytes


class Answer(msgspec.Struct, frozen=True):
    """What it answers; which of these depends on what it was asked."""

    type: str
    message: str = ""
    index_id: int = 0
    files: list[Made] = []


class _Sent(msgspec.Struct, frozen=True):
    payload: Answer


class Service:
    """A Pagefind that runs in *folder*. Use: ask; or tell, and take the answer later; stop when done or when giving up."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._said = folder / "said"
        own = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")} | _FRUGAL
        with self._said.open("wb") as said:
            try:
                self._process = subprocess.Popen(
                    [program, "--service"],
                    cwd=folder,  # where nobody has a pagefind.yml
                    env=own,  # settings of the environment are no input of a site
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=said,  # a file takes all that it says; nobody need read beside it
                )
            except OSError as error:
                raise Unable(f"{program} does not run here ({error.strerror})") from error
        self._sent = 0
        self._watch = _Watch(self._process)

    def ask(self, **message: object) -> Answer:
        """The answer to *message*. Waits; raises Unable."""
        self.tell(**message)
        return self.answer()

    def tell(self, **message: object) -> None:
        """Send *message*, without waiting for its answer: that one must be taken before the next message. Raises Unable."""
        assert self._process.stdin is not None
        data = msgspec.json.encode({"message_id": 1, "payload": message})  # none is on its way beside it
        self._sent += len(data)
        self._watch.begin(PATIENCE_S + self._sent / SLOWEST)
        try:
            self._process.stdin.write(base64.b64encode(data) + _END)
            self._process.stdin.flush()
        except OSError as error:
            raise self._ended() from error

    def answer(self) -> Answer:
        """The answer to the last message. Waits; raises Unable."""
        assert self._process.stdout is not None
        data = bytearray()
        while not data.endswith(_END):
            more = os.read(self._process.stdout.fileno(), _CHUNK)
            if not more:
                raise self._ended()
            data += more
        self._watch.end()
        del data[-len(_END) :]
        try:
            answer = msgspec.json.decode(base64.b64decode(data), type=_Sent).payload
        except (ValueError, msgspec.DecodeError) as error:
            raise unknown(f"an answer that is none: {error}") from error
        if answer.type == "Error":
            raise Unable(f"Pagefind says {' '.join(answer.message.split())[:_LINE]}")
        return answer

    def stop(self) -> None:
        """End it at once: what it was asked for and has answered is done."""
        self._watch.stop()
        self._process.kill()
        self._process.communicate()

    def _ended(self) -> Unable:
        status = self._process.wait()
        if self._watch.lost_s:
            return Unable(f"Pagefind gave no answer for {self._watch.lost_s:,.0f} seconds")
        if status == 0:
            return unknown("no answer")
        if status == -9:
            return Unable("Pagefind was killed, most likely for want of memory")
        if status < 0:
            return Unable(f"Pagefind was ended by signal {-status}")
        said = self._said.read_bytes()[:_SAID].decode("utf-8", "replace").split("\n")
        told = next((line.strip() for line in said if line.strip() and not line.startswith("⚠")), "")
        return Unable(f"Pagefind ended with {status}" + (f" ({told[:_LINE]})" if told else ""))


class _Watch(threading.Thread):
    """Kills *process* when what it was asked takes too long; a thread, since writing to it and reading from it both wait."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._is_over = threading.Event()
        self._limit_s = self._left_s = math.inf
        self.lost_s = 0.0
        """How long it was waited for in vain; 0 as long as it was not."""
        self.start()

    def begin(self, limit_s: float) -> None:
        self._limit_s = self._left_s = limit_s

    def end(self) -> None:
        self._left_s = math.inf

    def stop(self) -> None:
        self._is_over.set()
        self.join()  # who forks next must be alone

    def run(self) -> None:
        while not self._is_over.wait(LOOK_S):
            self._left_s -= LOOK_S  # counted, not told by a clock: that goes on while a run is halted
            if self._left_s < 0:
                self.lost_s = self._limit_s
                self._process.kill()
                return


def unknown(what: object) -> Unable:
    """For *what* another version of Pagefind does."""
    return Unable(f"what Pagefind wrote is not what is known of it ({what}); use version 1.5")
