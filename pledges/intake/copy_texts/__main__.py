"""Reads a file from standard input and writes its text, or why there is none, as JSON: `python -m … text/html URL`."""

from __future__ import annotations

import json
import resource
import sys

from pledges.intake.copy_texts.copy_limits import MAX_MEMORY, MAX_SECONDS
from pledges.intake.copy_texts.read_texts import read_text
from pledges.intake.importers.import_limits import FileProblem


def limit_process() -> None:
    """Let the system itself stop a file that takes too much: no file is written, no dump is left."""
    limits = {
        resource.RLIMIT_AS: MAX_MEMORY,
        resource.RLIMIT_CPU: MAX_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def main() -> None:
    """Answer {"text": …}, or {"problem": …}."""
    media_type, page_url = sys.argv[1], sys.argv[2]
    limit_process()
    try:
        answer = {"text": read_text(sys.stdin.buffer.read(), media_type=media_type, page_url=page_url)}
    except FileProblem as problem:
        answer = {"problem": f"{problem.message}: {problem.hint}" if problem.hint else problem.message}
    except MemoryError:
        answer = {"problem": "it takes more memory than is allowed to read it"}
    except RecursionError:
        answer = {"problem": "it is nested too deeply"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
