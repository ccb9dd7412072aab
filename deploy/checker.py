"""Keeps the warm file checker (records.gate) in the process tree.

Started by whoever needs it, the checker leaves itself behind in the background, where nobody would end it. Started
here it stays below this process and in its group, so it goes down with the tree, be the supervisor killed.
"""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

from deploy.tree import adopt_orphans
from records.gate import client


def main(data: Path) -> int:
    """Starts the checker on its usual socket and waits for its end (it steps down when idle, or for a newer one)."""
    path = data / client.SOCKET
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    adopt_orphans()
    # The same lock as every other starter's: one checker at a time may take the socket.
    with (data / client.LOCK).open("a") as lock, path.with_suffix(".log").open("ab") as log:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # It opens what strangers send: it gets no secret of ours, not even in its environment.
        clean = {"PATH": os.defpath, "LANG": "C.UTF-8"}
        subprocess.run(client.command(path), env=clean, stdout=log, stderr=log, check=True)  # noqa: S603 (our own)
    os.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(os.environ["TEACHERSYNC_DATA"])))
