"""The files of deploy/ fit the project and one another: what the image holds is enough, replicas start the same way."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.server import free_port
from tests.deploy.site import NGINX, OPTIONS, ROOT

DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "containers" / "Containerfile").read_text()
COMPOSE = (DEPLOY / "containers" / "compose.yaml").read_text()
UNIT = (DEPLOY / "systemd" / "three-pages@.service").read_text()
COPIED = [line.split()[1:] for line in CONTAINERFILE.splitlines() if line.startswith("COPY")]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the image holds of the project, and nothing else."""
    root = tmp_path_factory.mktemp("image")
    for source, target in COPIED:
        place = root / target / Path(source).name if target.endswith("/") else root / target
        place.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, place)
    return root


def test_what_the_image_holds_builds_the_figures_and_serves_them(image, tmp_path):
    environment = os.environ | {"THREE_PAGES_DATA_DIR": str(tmp_path), "PYTHONPATH": "", "HOME": "/nowhere"}
    build = [sys.executable, "-m", "data_pipeline", "build"]
    subprocess.run(build, cwd=image, env=environment, check=True, capture_output=True)
    port = str(free_port())
    serve = [sys.executable, "-m", "uvicorn", "app:app", "--port", port, *OPTIONS]
    with (tmp_path / "log.txt").open("w") as out:
        app = subprocess.Popen(serve, cwd=image, env=environment, stdout=out, stderr=out)
    try:
        healthy = subprocess.run([sys.executable, "deploy/healthy.py", port, "60"], cwd=image)
        assert healthy.returncode == 0, (tmp_path / "log.txt").read_text()
    finally:
        app.terminate()
        app.wait(timeout=20)
    assert subprocess.run([sys.executable, "deploy/healthy.py", port, "0"], cwd=image, capture_output=True).returncode


def test_the_context_of_the_build_holds_what_is_copied():
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert let_in == {source for source, _ in COPIED}


def test_replicas_start_the_same_way_everywhere():
    options = " ".join(OPTIONS)
    assert options in UNIT
    assert options in " ".join(re.findall(r'"([^"]*)"', CONTAINERFILE.split("\nCMD")[1]))
    make = re.sub(r"\s*\\\n\s*", " ", (ROOT / "Makefile").read_text())
    assert options in make


def test_the_container_is_not_root_and_its_base_is_pinned():
    assert re.search(r"^FROM python:3\.11\.\d+-slim-bookworm$", CONTAINERFILE, re.M)
    assert re.findall(r"^USER (.*)$", CONTAINERFILE, re.M) == ["10001:10001"]
    assert CONTAINERFILE.index("USER") < CONTAINERFILE.index("CMD [")
    assert re.search(r"image: nginx:1\.\d+\.\d+-alpine\n", COMPOSE)


def test_every_service_is_locked_and_nginx_knows_every_replica():
    services = COMPOSE.split("\nservices:\n")[1].split("\nvolumes:\n")[0]
    found = re.findall(r"^  ([\w-]+):(?: &job)?\n    <<: (.*)$", services, re.M)
    assert [name for name, _ in found] == ["app-1", "app-2", "app-3", "nginx", "figures", "refresh"]
    assert all(merged == "*app" or merged == "*job" or "*locked" in merged for _, merged in found)
    for rule in ("read_only: true", "cap_drop: [ALL]", '"no-new-privileges:true"'):
        assert rule in COMPOSE.split("x-locked: &locked")[1].split("x-image")[0]
    replicas = re.findall(r"app-\d:\n    <<: \*app\n    networks: \{ inside: \{ ipv4_address: ([\d.]+) \} \}", services)
    assert len(replicas) == 3
    assert " ".join(f"{address}:8501" for address in replicas) in services


@pytest.mark.parametrize("replicas", [[], ["app-1:8501"], ["127.0.0.1:8501", "127.0.0.1; }"]])
def test_lay_out_takes_addresses_and_nothing_else(tmp_path, replicas):
    run = subprocess.run([NGINX / "lay-out", tmp_path, *replicas], capture_output=True, text=True)
    assert run.returncode == 2
    assert "Usage" in run.stderr or "is no address" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_lay_out_leaves_what_a_council_listens_at(tmp_path):
    for _ in range(2):
        subprocess.run([NGINX / "lay-out", tmp_path, "127.0.0.1:8501"], check=True)
        listen = tmp_path / "three-pages" / "listen.conf"
        assert listen.read_text() in ("listen 8080;\n", "listen 443 ssl;\n")
        listen.write_text("listen 443 ssl;\n")
    assert listen.read_text() == "listen 443 ssl;\n"
