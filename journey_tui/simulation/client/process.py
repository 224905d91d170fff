"""One client process: connect, send each request, read its answer, close."""

from dataclasses import dataclass
from typing import Any

from journey_tui.simulation.client.answer import Answer
from journey_tui.simulation.client.seat import Seat
from journey_tui.simulation.cpu import Process
from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.connection import Received
from journey_tui.simulation.tcp.stack import Endpoint, Stack
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnected,
    ClientConnecting,
    ConnectFailed,
    RequestFinished,
    RequestSent,
    ResponseDataReceived,
)

_READ_BYTES = 65_536


def request_bytes(plan: Any) -> bytes:
    """What the client sends: request line, Host, the headers listed, Connection: close if asked for."""
    fields = [("Host", plan.host), *plan.headers]
    if plan.close:
        fields.append(("Connection", "close"))
    lines = [f"{plan.method} {plan.target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields)]
    return "\r\n".join([*lines, "", ""]).encode()


@dataclass(slots=True)
class _Asked:
    """A request that was due."""

    id: int
    plan: Any
    due_ns: int


class ClientProcess:
    """One client of the scenario."""

    def __init__(self, name: str, plan: Any, addresses: tuple[str, str], stack: Stack, seat: Seat) -> None:
        self.name = name
        self.plan = plan
        self.done = False
        self._local, self._remote = addresses
        self._stack = stack
        self._seat = seat
        self._around = stack.around
        self._endpoint: Endpoint | None = None
        self._asked: _Asked | None = None
        self._answer: Answer | None = None
        self._left: list[Any] = list(plan.requests)
        self._deadline = 0
        self._spare = b""

    @property
    def _record(self) -> ConnectionRecord:
        assert self._endpoint is not None
        return self._endpoint.record

    def live(self) -> Process:
        """The whole life of the client."""
        self._deadline = int(self._around.env.now) + self.plan.timeout
        if self._left:
            self._ask()
        if (yield from self._connect()):
            while self._asked is not None and (yield from self._exchange()):
                yield from self._next()
            yield from self._close()
        self.done = True
        self._seat.leave()

    # ── connecting ──

    def _connect(self) -> Process:
        record = self._around.registry.connect(self.name, self._local, self._remote)
        started = self._around.recorder.now
        if self._asked:
            record.requests.append(self._asked.id)
        self._around.recorder.emit(
            ClientConnecting(
                client=self.name,
                local=self._local,
                remote=self._remote,
                connection=record.id,
                request=self._asked.id if self._asked else None,
            )
        )
        tcp = self._stack.new_connection()
        self._endpoint = self._stack.add(record, tcp, self)
        tcp.connect(self._around.recorder.now)
        yield from self._seat.run(0)
        yield from self._stack.flush(self._endpoint, self._seat)
        yield from self._until(lambda: tcp.state != "SYN_SENT")
        if tcp.state == "ESTABLISHED" or tcp.receiver.finished:
            duration = self._around.recorder.now - started
            self._around.recorder.emit(
                ClientConnected(client=self.name, duration_ns=duration, connection=record.id)
            )
            return True
        refused = tcp.reset_by_peer
        tcp.abandon()
        self._stack.tell(self._endpoint)
        self._around.recorder.emit(
            ConnectFailed(client=self.name, outcome="refused" if refused else "timeout", connection=record.id)
        )
        self._finish("refused" if refused else "connect_timeout")
        return False

    def _until(self, reached: Any) -> Process:
        """Wait for a condition; answers whether it came before the client's timeout."""
        while not reached():
            if int(self._around.env.now) >= self._deadline:
                return False
            yield from self._seat.wait(self._deadline)
        return True

    def changed(self, received: Received) -> None:
        """The kernel wakes the client."""
        if (
            received.established
            or received.data_bytes
            or received.fin
            or received.reset
            or received.acknowledged_bytes
        ):
            self._seat.wake()

    # ── one request ──

    def _ask(self) -> None:
        """The next request is due."""
        plan = self._left.pop(0)
        self._asked = _Asked(self._around.registry.next_request(), plan, self._around.recorder.now)
        self._answer = Answer(plan.method)

    def _exchange(self) -> Process:
        """Send the request and read its answer; answers whether the connection may go on."""
        asked, answer, endpoint = self._asked, self._answer, self._endpoint
        assert asked is not None
        assert answer is not None
        assert endpoint is not None
        yield from self._send(asked)
        tcp = endpoint.tcp
        while not answer.done:
            if not (
                yield from self._until(
                    lambda: tcp.receiver.queue or tcp.receiver.finished or tcp.state == "CLOSED"
                )
            ):
                self._finish("timeout")
                return False
            if tcp.receiver.queue:
                yield from self._read(answer, asked)
            elif tcp.reset_by_peer:
                self._finish("reset")
                return False
            elif not answer.end():
                self._finish("truncated" if answer.total_bytes else "eof")
                return False
        self._finish("ok")
        return not (answer.closes or asked.plan.close or tcp.receiver.finished)

    def _send(self, asked: _Asked) -> Process:
        data, plan = request_bytes(asked.plan), asked.plan
        endpoint = self._endpoint
        assert endpoint is not None
        self._record.sending = asked.id
        self._around.recorder.emit(
            RequestSent(
                client=self.name,
                method=plan.method,
                target=plan.target,
                host=plan.host,
                length_bytes=len(data),
                request=asked.id,
                connection=self._record.id,
            )
        )
        while data and endpoint.tcp.state in ("ESTABLISHED", "CLOSE_WAIT"):
            taken = endpoint.tcp.write(data, self._around.recorder.now)
            data = data[taken:]
            yield from self._stack.flush(endpoint, self._seat)
            if data and not (yield from self._until(lambda: endpoint.tcp.sender.writable)):
                return

    def _read(self, answer: Answer, asked: _Asked) -> Process:
        endpoint = self._endpoint
        assert endpoint is not None
        data = endpoint.tcp.read(_READ_BYTES, self._around.recorder.now)
        self._spare = answer.feed(data)
        self._around.recorder.emit(
            ResponseDataReceived(
                client=self.name,
                length_bytes=len(data),
                total_bytes=answer.total_bytes,
                request=asked.id,
                connection=self._record.id,
            )
        )
        yield from self._stack.flush(endpoint, self._seat)

    def _next(self) -> Process:
        """The next request, when there is one, after its pause."""
        self._asked = None
        if not self._left:
            return
        pause_end = int(self._around.env.now) + self._left[0].after
        while int(self._around.env.now) < pause_end:
            yield from self._seat.wait(pause_end)
        self._ask()
        assert self._asked is not None
        self._record.requests.append(self._asked.id)

    def _finish(self, outcome: str) -> None:
        asked, answer = self._asked, self._answer
        if asked is None or answer is None:
            return
        now = self._around.recorder.now
        self._around.recorder.emit(
            RequestFinished(
                client=self.name,
                outcome=outcome,
                status=answer.status,
                response_bytes=answer.total_bytes,
                latency_ns=now - asked.due_ns,
                method=asked.plan.method,
                target=asked.plan.target,
                request=asked.id,
                connection=self._endpoint.record.id if self._endpoint else None,
            )
        )
        self._asked = None
        if outcome != "ok":
            self._left.clear()

    def stop(self) -> None:
        """The run is over: what is under way stays unfinished."""
        if self._asked is not None:
            self._finish("unfinished")

    # ── the end ──

    def _close(self) -> Process:
        endpoint = self._endpoint
        assert endpoint is not None
        keep_until = int(self._around.env.now) + self.plan.keep_open
        tcp = endpoint.tcp
        while int(self._around.env.now) < keep_until and not tcp.receiver.finished and tcp.state != "CLOSED":
            yield from self._seat.wait(keep_until)
        yield from self._seat.run(self._around.costs["client_think"])
        if tcp.state == "CLOSED":
            return
        self._around.recorder.emit(ClientClosed(client=self.name, connection=endpoint.record.id))
        endpoint.owner = None
        tcp.close(self._around.recorder.now)
        yield from self._stack.flush(endpoint, self._seat)
