"""One client process: connect, send each request, read its answer, close."""

from dataclasses import dataclass
from typing import Final

from journey_tui.scenario.clients import Client, Request
from journey_tui.simulation.client.answer import Answer
from journey_tui.simulation.client.seat import Seat
from journey_tui.simulation.client.socket import ClientSocket
from journey_tui.simulation.cpu import Process
from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.stack import Stack
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnected,
    ClientConnecting,
    ConnectFailed,
    RequestFinished,
    RequestSent,
    ResponseDataReceived,
)

_FILLER: Final = b"x"


def request_bytes(plan: Request) -> bytes:
    """What the client sends: request line, Host, the headers listed, what body and `close` need, and the body."""
    fields = [("Host", plan.host), *plan.headers]
    if plan.body_size is not None:
        fields.append(("Content-Length", str(plan.body_size)))
    if plan.close:
        fields.append(("Connection", "close"))
    lines = [f"{plan.method} {plan.target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields)]
    return "\r\n".join([*lines, "", ""]).encode() + _FILLER * (plan.body_size or 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was due."""

    id: int
    plan: Request
    due_ns: int
    answer: Answer


class ClientProcess:
    """One client of the scenario."""

    def __init__(self, name: str, plan: Client, addresses: tuple[str, str], stack: Stack, seat: Seat) -> None:
        self.name = name
        self.plan = plan
        self._record: ConnectionRecord = stack.around.registry.connect(name, *addresses)
        self._stack = stack
        self._seat = seat
        self._around = stack.around
        self._connecting = False
        self._asked: Asked | None = None
        self._left = list(plan.requests)
        self._deadline = int(self._around.env.now) + plan.timeout

    def live(self) -> Process:
        """The whole life of the client."""
        if self._left and not self._left[0].after:
            self._ask()
        socket = ClientSocket(self._stack, self._seat, self._record)
        if (yield from self._connect(socket)):
            while (yield from self._next(socket)) and (yield from self._exchange(socket)):
                pass
            yield from self._close(socket)
        self._seat.leave()

    def stop(self) -> None:
        """The run is over: what is under way stays unfinished."""
        if self._connecting:
            self._tell_failure("unfinished")
        self._finish("unfinished")

    # ── connecting ──

    def _connect(self, socket: ClientSocket) -> Process:
        record, emit, started = self._record, self._around.recorder.emit, self._around.recorder.now
        request = self._asked.id if self._asked else None
        emit(
            ClientConnecting(
                client=self.name,
                local=record.local,
                remote=record.remote,
                connection=record.id,
                request=request,
            )
        )
        self._connecting = True
        outcome = yield from socket.connect(self._deadline)
        self._connecting = False
        if outcome == "established":
            duration = self._around.recorder.now - started
            emit(ClientConnected(client=self.name, duration_ns=duration, connection=record.id))
            return True
        self._tell_failure(outcome)
        self._finish("refused" if outcome == "refused" else "connect_timeout")
        return False

    def _tell_failure(self, outcome: str) -> None:
        self._around.recorder.emit(
            ConnectFailed(client=self.name, outcome=outcome, connection=self._record.id)
        )

    # ── one request ──

    def _next(self, socket: ClientSocket) -> Process:
        """The next request is due, when there is one, after its pause; answers whether there is."""
        if self._asked is None and self._left and not socket.ended:
            yield from self._sleep(self._left[0].after)
            self._ask()
        return self._asked is not None

    def _ask(self) -> None:
        plan = self._left.pop(0)
        number = self._around.registry.next_request()
        self._record.requests.append(number)
        self._asked = Asked(number, plan, self._around.recorder.now, Answer(plan.method))

    def _exchange(self, socket: ClientSocket) -> Process:
        """Send the request and read its answer; answers whether the connection may go on."""
        asked = self._asked
        assert asked is not None
        yield from self._send(socket, asked)
        outcome = ""
        while not outcome:
            data = yield from socket.receive(self._deadline)
            if data is None:
                outcome = "timeout"
            elif data:
                outcome = self._read(asked, data)
            elif socket.tcp.error:
                outcome = "reset"
            else:
                outcome = asked.answer.end()
        self._finish(outcome)
        return outcome == "ok" and not (asked.answer.closes or asked.plan.close)

    def _send(self, socket: ClientSocket, asked: Asked) -> Process:
        data, plan = request_bytes(asked.plan), asked.plan
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
        yield from socket.send(data, asked.id, self._deadline)

    def _read(self, asked: Asked, data: bytes) -> str:
        asked.answer.feed(data)
        self._around.recorder.emit(
            ResponseDataReceived(
                client=self.name,
                length_bytes=len(data),
                total_bytes=asked.answer.total_bytes,
                request=asked.id,
                connection=self._record.id,
            )
        )
        return "ok" if asked.answer.done else ""

    def _finish(self, outcome: str) -> None:
        asked, self._asked = self._asked, None
        if asked is None:
            return
        self._around.recorder.emit(
            RequestFinished(
                client=self.name,
                outcome=outcome,
                status=asked.answer.status,
                response_bytes=asked.answer.total_bytes,
                latency_ns=self._around.recorder.now - asked.due_ns,
                method=asked.plan.method,
                target=asked.plan.target,
                request=asked.id,
                connection=self._record.id,
            )
        )

    # ── the end ──

    def _close(self, socket: ClientSocket) -> Process:
        if self.plan.keep_open:
            yield from self._sleep(self.plan.keep_open, socket)
        yield from self._seat.run(self._around.costs["client_think"])
        if socket.tcp.state != "CLOSED":
            self._around.recorder.emit(ClientClosed(client=self.name, connection=self._record.id))
            yield from socket.close()

    def _sleep(self, duration_ns: int, socket: ClientSocket | None = None) -> Process:
        """Pause; the end of a connection that is only kept open ends the pause."""
        end = int(self._around.env.now) + duration_ns
        while int(self._around.env.now) < end and not (socket and socket.ended):
            yield from self._seat.wait(end)
