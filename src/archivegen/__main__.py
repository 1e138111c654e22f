"""`python -m archivegen`, and the command itself: at once where nothing changed, else with all that cli needs."""

from __future__ import annotations

import gc
import sys

from archivegen import unchanged


def main() -> None:
    """Run the command line."""
    try:
        status = unchanged.again(sys.argv[1:]) if sys.argv[1:2] in (["build"], ["ingest"]) else None
    except OSError:  # the reader of the output has gone
        sys.exit(1)
    if status is not None:
        sys.exit(status)
    # a run makes hundreds of thousands of small values, and an import thousands, with hardly a circle among them: they are
    # not looked through again and again
    gc.set_threshold(200_000, 20, 50)
    from archivegen import cli  # late: it takes longer than all of the above

    try:
        cli.main(sys.argv[1:])
    finally:
        gc.freeze()  # the process ends, and would look through all it has made for circles first: a tenth of an edit's time


if __name__ == "__main__":
    main()
