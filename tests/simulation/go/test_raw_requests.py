"""Raw requests, odd and broken, held against real servers of four releases: statuses, and whether the connection stays."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.simulation.go.fake_machine import FakeFile
from tests.simulation.go.programs import Website, route

RECORDED: Final[list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "truth" / "raw_requests.json").read_text()
)["requests"]
PROBE: Final = b"GET /details/probe HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n"
PATIENCE_NS: Final = 250_000_000
STATUS: Final = re.compile(rb"HTTP/1\.1 (\d+)")


def website(go: str) -> Website:
    ignoring = ("GET /hello", "/details/{id}", "/tree/", "/ignore", "h.example/only")
    return Website(
        *(route(pattern, name="ignores", body="ok\n", read_body="none") for pattern in ignoring),
        route("/upload", name="reads", body="read\n", read_body="all"),
        route("POST /limited", name="limits", body="read\n", read_body="1000B"),
        go=go,
    )


def told(site: Website, request: bytes) -> str:
    """What came back, and whether the connection is open: of the request, and of one more if it is."""
    before = len(site.syscalls.calls)
    connection = site.syscalls.connect(request)
    answers = []
    for more in (b"", PROBE):
        written = len(connection.written)
        connection.arrive(more)
        site.kernel.settle(PATIENCE_NS)
        closed = is_closed(site, connection, before)
        statuses = [status.decode() for status in STATUS.findall(connection.written[written:])]
        answers.append(" ".join([*statuses, "closed" if closed else "open"]))
        if closed:
            break
    return ", ".join(answers)


def is_closed(site: Website, connection: FakeFile, before: int) -> bool:
    """Whether the client has read the end: the server closed, or has sent FIN and lingers."""
    calls = site.syscalls.calls[before:]
    fd = next(call.result for call in calls if call.name == "accept4" and call.result != "EAGAIN")
    return any(call.fd == fd and call.name in {"close", "shutdown"} for call in calls)


@pytest.mark.parametrize("go", ["1.22", "1.25", "1.26", "1.27"])
def test_raw_requests_are_answered_as_by_that_release(go: str) -> None:
    site = website(go)
    expected = {recorded["request"]: recorded.get(go) or recorded["answer"] for recorded in RECORDED}
    found = {request: told(site, request.encode("latin-1")) for request in expected}
    assert found == expected
