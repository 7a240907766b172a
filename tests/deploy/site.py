"""A whole site on this machine: replicas of the real app behind a real nginx, with deploy/nginx as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import requests

from benchmarks.server import free_port

ROOT = Path(__file__).parents[2]
NGINX = ROOT / "deploy" / "nginx"
NOBODY = 65534
# As deploy/systemd and deploy/containers start a replica.
OPTIONS = ["--no-access-log", "--ws-per-message-deflate", "false", "--timeout-graceful-shutdown", "3"]
UNPACKED = ROOT / ".venv" / "nginx" / "usr" / "sbin" / "nginx"


class Replica:
    """One process of the app, on a port that stays the same when it is started again."""

    def __init__(self, data_dir: Path, log: Path) -> None:
        self.port = free_port()
        self.environment = os.environ | {"THREE_PAGES_DATA_DIR": str(data_dir)}
        self.log = log
        self.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(self.port), *OPTIONS]
        with self.log.open("a") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=out, stderr=out)

    def wait_until_healthy(self) -> None:
        done = subprocess.run([sys.executable, ROOT / "deploy" / "healthy.py", str(self.port), "60"])
        assert done.returncode == 0, self.log.read_text()

    def stop(self) -> None:
        """As `systemctl stop` and `docker stop` do."""
        self.process.terminate()
        self.process.wait(timeout=20)

    def kill(self) -> None:
        """As a machine that runs out of memory does."""
        self.process.kill()
        self.process.wait(timeout=20)


class Site:
    """Replicas behind nginx. `log` is nginx's own, a line a request."""

    def __init__(self, folder: Path, replicas: Sequence[Replica], port: int) -> None:
        self.folder, self.replicas, self.port = folder, replicas, port

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def websocket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/_stcore/stream"

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text()


def nginx_program() -> str:
    found = shutil.which(os.environ.get("NGINX", "nginx"), path=f"{os.environ['PATH']}:/usr/sbin")
    return found or str(UNPACKED)


@contextmanager
def site(data_dir: Path, replicas: int) -> Iterator[Site]:
    """A site with so many replicas that serve one data directory."""
    with _folder() as folder, ExitStack() as stack:
        running = []
        for number in range(1, replicas + 1):
            running.append(Replica(data_dir, folder / f"replica-{number}.txt"))
            stack.callback(running[-1].kill)
        for replica in running:
            replica.wait_until_healthy()
        yield Site(folder, running, stack.enter_context(_nginx(folder, [each.address for each in running])))


@contextmanager
def nginx_alone() -> Iterator[str]:
    """The address of an nginx whose replicas are all away."""
    with _folder() as folder, _nginx(folder, [f"127.0.0.1:{free_port()}" for _ in range(2)]) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _folder() -> Iterator[Path]:
    # Not below pytest's folders, which nobody else can enter: nginx runs without root, whoever runs the tests.
    folder = Path(tempfile.mkdtemp(prefix="three-pages-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _nginx(folder: Path, replicas: Sequence[str]) -> Iterator[int]:
    """The port of an nginx in front of replicas, laid out in a folder."""
    port = free_port()
    places = {"LISTEN": f"127.0.0.1:{port}", "COMPRESSED": f"127.0.0.1:{free_port()}"}
    subprocess.run([NGINX / "lay-out", folder, *replicas], env=os.environ | places, check=True)
    shutil.copy(NGINX / "nginx.conf", folder)
    shutil.copy(nginx_program(), folder / "nginx")
    log = folder / "log.txt"
    log.touch()
    someone_else: dict = {}
    if os.geteuid() == 0:
        os.chmod(folder, 0o755)
        for each in (folder, log):
            os.chown(each, NOBODY, NOBODY)
        someone_else = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    command = [folder / "nginx", "-p", f"{folder}/", "-c", folder / "nginx.conf", "-e", "stderr"]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder, **someone_else)
    try:
        _wait_until_it_listens(folder, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_it_listens(folder: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while not (folder / "nginx.pid").exists():
        assert process.poll() is None and time.monotonic() < deadline, (folder / "log.txt").read_text()
        time.sleep(0.02)


class Visitors:
    """Threads that open pages one after another, each as a browser does that has never been there."""

    def __init__(self, open_page, threads: int = 3) -> None:
        self.opened: list[float] = []
        self.failed: list[Exception] = []
        self._over = threading.Event()
        self._open_page = open_page
        self._threads = [threading.Thread(target=self._come, args=(number,)) for number in range(threads)]

    def _come(self, number: int) -> None:
        while not self._over.is_set():
            began = time.perf_counter()
            try:
                self._open_page(number + len(self.opened))
                self.opened.append(time.perf_counter() - began)
            except (requests.RequestException, OSError, RuntimeError, AssertionError) as problem:
                self.failed.append(problem)

    def wait_for(self, more: int) -> None:
        """Until so many more pages have been opened."""
        wanted = len(self.opened) + more
        deadline = time.monotonic() + 60
        while len(self.opened) < wanted and not self.failed:
            assert time.monotonic() < deadline, f"{len(self.opened)} of {wanted} pages opened within a minute"
            self._over.wait(0.02)

    def __enter__(self) -> Visitors:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            with suppress(RuntimeError):
                thread.join()
