"""One client process: connect, write requests, read their answers, close.

It is a plain blocking program: it writes a request to its end before it reads the answer, as curl's simplest
relatives do, and it leaves when its time is up, whatever it is doing.
"""

from collections import deque
from dataclasses import dataclass

from journey_tui.scenario.clients import Client, Request
from journey_tui.simulation.client.answer import Answer
from journey_tui.simulation.client.seat import Seat
from journey_tui.simulation.client.socket import ClientSocket
from journey_tui.simulation.client.sockets import socket_of
from journey_tui.simulation.client.wire import Message, Write, message_of, writes_of
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was due."""

    id: int
    message: Message
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
        self._left = deque(plan.requests)
        self._asked: deque[Asked] = deque()
        """Due, and not finished."""
        self._deadline = self._clock + plan.timeout
        self._leaves_ns: int | None = None
        """When it gives up."""
        self._unread = b""
        """Came behind the end of an answer."""
        self._last_outcome = "ok"

    def live(self) -> Process:
        """The whole life of the client."""
        if self._left and not self._left[0].after:
            self._ask()
        socket = socket_of(self.plan, self._stack, self._seat, self._record)
        connected = yield from self._connect(socket)
        if connected:
            while (yield from self._next(socket)) and (yield from self._exchange(socket)):
                pass
        self._give_up_the_rest()
        if connected:
            yield from self._leave(socket)
        self._seat.leave()

    def stop(self) -> None:
        """The run is over: what is under way stays unfinished."""
        if self._connecting:
            self._tell_failure("unfinished")
        while self._asked:
            self._finish("unfinished")

    @property
    def _clock(self) -> int:
        return int(self._around.env.now)

    @property
    def _patience_ns(self) -> int:
        """How long it waits for anything: up to its timeout, or until it gives up."""
        return self._deadline if self._leaves_ns is None else min(self._deadline, self._leaves_ns)

    @property
    def _gave_up(self) -> bool:
        return self._leaves_ns is not None and self._leaves_ns <= self._clock

    # ── connecting ──

    def _connect(self, socket: ClientSocket) -> Process:
        record, emit, started = self._record, self._around.recorder.emit, self._around.recorder.now
        emit(
            ClientConnecting(
                client=self.name,
                local=record.local,
                remote=record.remote,
                connection=record.id,
                request=self._asked[0].id if self._asked else None,
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
        while self._asked:
            self._finish("refused" if outcome == "refused" else "connect_timeout")
        return False

    def _tell_failure(self, outcome: str) -> None:
        self._around.recorder.emit(
            ConnectFailed(client=self.name, outcome=outcome, connection=self._record.id)
        )

    # ── requests ──

    def _next(self, socket: ClientSocket) -> Process:
        """The next request is due, when there is one, after its pause; answers whether there is."""
        if not self._asked and self._left and not socket.ended:
            due = self._clock + self._left[0].after
            yield from self._sleep(self._left[0].after)
            if self._clock < due:  # its time was up before
                self._last_outcome = "gave_up" if self._gave_up else "timeout"
            else:
                self._ask()
        return bool(self._asked)

    def _ask(self) -> None:
        """The next request, or all of them when they are pipelined."""
        for _ in range(len(self._left) if self.plan.pipelined else 1):
            plan = self._left.popleft()
            number = self._around.registry.next_request()
            self._record.requests.append(number)
            message = message_of(plan)
            answer = Answer(message.method)
            self._asked.append(Asked(number, message, plan, self._around.recorder.now, answer))

    def _give_up_the_rest(self) -> None:
        """There is no connection for what was still to be sent."""
        while self._left:
            plan = self._left.popleft()
            message = message_of(plan)
            self._around.recorder.emit(
                RequestFinished(
                    client=self.name,
                    outcome="not_sent",
                    method=message.method,
                    target=message.target,
                    request=self._around.registry.next_request(),
                    connection=self._record.id,
                )
            )

    def _exchange(self, socket: ClientSocket) -> Process:
        """Send what is due and read its answers; answers whether the connection may go on."""
        if self._leaves_ns is None and self.plan.gives_up is not None:
            self._leaves_ns = self._clock + self.plan.gives_up.after
        yield from self._send(socket)
        stays = True
        while self._asked:
            asked = self._asked[0]
            outcome = yield from self._read_answer(socket, asked)
            stays = stays and outcome == "ok" and not (asked.answer.closes or asked.plan.close)
            self._finish(outcome)
        return stays

    # ── sending ──

    def _send(self, socket: ClientSocket) -> Process:
        group = list(self._asked)
        for asked in group:
            self._tell_sent(asked)
        if not self.plan.pipelined and group[0].message.waits_for_continue:
            yield from self._send_after_continue(socket, group[0])
            return
        head = b"".join(asked.message.head + asked.message.body for asked in group[:-1])
        last = group[-1].message
        yield from self._write(
            socket, writes_of(head + last.head, last.body, self.plan.segments), group[0].id
        )

    def _send_after_continue(self, socket: ClientSocket, asked: Asked) -> Process:
        """The header; and the body when the server has asked for it, but not when it has answered already."""
        message, answer = asked.message, asked.answer
        yield from self._write(socket, writes_of(message.head, b"", self.plan.segments), asked.id)
        while not (answer.continued or answer.status or self._unread):
            data = yield from socket.receive(self._patience_ns)
            if not data:
                return
            self._take(asked, data)
        if answer.continued:
            yield from self._write(socket, writes_of(b"", message.body, self.plan.segments), asked.id)

    def _write(self, socket: ClientSocket, writes: list[Write], request: int) -> Process:
        """One write after the other, until one fails or its time is up."""
        for write in writes:
            if write.after_ns:
                due = self._clock + write.after_ns
                yield from self._sleep(write.after_ns)
                if self._clock < due:  # its time was up before
                    return
            if not (yield from socket.send(write.data, request, self._patience_ns)):
                return

    def _tell_sent(self, asked: Asked) -> None:
        self._around.recorder.emit(
            RequestSent(
                client=self.name,
                method=asked.message.method,
                target=asked.message.target,
                host=asked.plan.host if asked.plan.raw is None else "",
                length_bytes=asked.message.length,
                request=asked.id,
                connection=self._record.id,
            )
        )

    # ── reading ──

    def _read_answer(self, socket: ClientSocket, asked: Asked) -> Process:
        """Read until the answer is whole; answers the outcome."""
        self._take(asked, self._unread)
        while not asked.answer.done:
            data = yield from socket.receive(self._patience_ns)
            if data is None:
                return "gave_up" if self._gave_up else "timeout"
            if not data and socket.was_reset:
                return "timeout" if socket.was_given_up else "reset"
            if not data:
                return asked.answer.end()
            self._take(asked, data)
        return "ok"

    def _take(self, asked: Asked, data: bytes) -> None:
        """Bytes of an answer, and perhaps of the next one."""
        self._unread = b""
        if not data:
            return
        self._unread = asked.answer.feed(data)
        self._around.recorder.emit(
            ResponseDataReceived(
                client=self.name,
                length_bytes=len(data) - len(self._unread),
                total_bytes=asked.answer.total_bytes,
                request=asked.id,
                connection=self._record.id,
            )
        )

    def _finish(self, outcome: str) -> None:
        asked = self._asked.popleft()
        self._last_outcome = outcome
        self._around.recorder.emit(
            RequestFinished(
                client=self.name,
                outcome=outcome,
                status=asked.answer.status,
                response_bytes=asked.answer.total_bytes,
                latency_ns=self._around.recorder.now - asked.due_ns,
                method=asked.message.method,
                target=asked.message.target,
                request=asked.id,
                connection=self._record.id,
            )
        )

    # ── the end ──

    def _leave(self, socket: ClientSocket) -> Process:
        """Close, after a while when it has all its answers; a client that gives up may do so with RST."""
        gives_up = self.plan.gives_up
        left_early = self._last_outcome in ("gave_up", "timeout")
        how = gives_up.how if gives_up is not None and self._last_outcome == "gave_up" else "close"
        if self.plan.keep_open and not left_early:
            yield from self._sleep(self.plan.keep_open, socket)
        yield from self._seat.run(self._around.costs["client_think"])
        if socket.tcp.state != "CLOSED":
            self._around.recorder.emit(ClientClosed(client=self.name, how=how, connection=self._record.id))
            yield from socket.close(reset=how == "reset")

    def _sleep(self, duration_ns: int, socket: ClientSocket | None = None) -> Process:
        """Pause, no longer than its patience; the end of a connection that is only kept open ends the pause."""
        end = self._clock + duration_ns
        if socket is None:
            end = min(end, max(self._patience_ns, self._clock))
        while self._clock < end and not (socket and socket.ended):
            yield from self._seat.wait(end)
