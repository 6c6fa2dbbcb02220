"""Serve the app and say when it is ready: ``python tools/serve.py --port 8501``.

Streamlit runs app.py for the first time when somebody opens it. Its own health check is asked once
here, so that the libraries are loaded and a deep link opens quickly for the first visitor too.
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 60


def is_taken(port: int) -> bool:
    """Whether something already listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(url: str) -> bool:
    """Whether the address answers with success."""
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
        return bool(answer.status == 200)
    return False


def announce(port: int) -> None:
    """Wait for the server, warm it up and print the address."""
    base = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ask(f"{base}/_stcore/health"):
        if time.monotonic() > deadline:
            return
        time.sleep(0.2)
    ask(f"{base}/_stcore/script-health-check")
    print(f"网览已就绪：http://localhost:{port}（按 Ctrl+C 停止）", flush=True)


def main() -> int:
    """Start the server in the foreground."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    port: int = parser.parse_args().port
    if is_taken(port):
        print(f"端口 {port} 已被占用，请换一个端口：make run PORT={port + 1}", file=sys.stderr)
        return 1
    threading.Thread(target=announce, args=(port,), daemon=True).start()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    try:
        return subprocess.call(command, cwd=ROOT)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
