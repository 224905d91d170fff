"""socket, bind, listen, setsockopt, getsockname, accept4, and read and write on a connection."""

from typing import Any

from journey_tui.simulation.cpu import Process
from journey_tui.simulation.files import ConnectionFile, SocketFile
from journey_tui.simulation.syscalls.base import SHOWN_BYTES, Calls, Result
from journey_tui.simulation.tcp.connection import WRITABLE
from journey_tui.simulation.tcp.listener import Listener, ListenSettings
from journey_tui.simulation.thread import Thread
from journey_tui.trace.events import kernel


class SocketCalls(Calls):
    """System calls on sockets."""

    somaxconn = 4096
    listen_settings = ListenSettings()

    def socket(self, thread: Thread, protocol: str = "IPPROTO_TCP", family: str = "AF_INET") -> Process:
        """A new socket without an address; answers its descriptor."""
        fields: dict[str, Any] = {"operation": protocol, "address": family}
        yield from self.enter(thread, "socket", **fields)
        yield from thread.run(self.costs["socket"])
        fd = self.files.install(SocketFile(f"{protocol.removeprefix('IPPROTO_')}"))
        self.recorder.emit(kernel.SocketCreated(fd=fd, protocol=protocol, thread=thread.id))
        self.leave(thread, "socket", fd, **fields)
        return fd

    def bind(self, thread: Thread, fd: int, address: str) -> Process:
        """Give it an address."""
        yield from self.enter(thread, "bind", fd, address=address)
        yield from thread.run(self.costs["bind"])
        file = self.file(fd)
        assert isinstance(file, SocketFile)
        file.address = address
        self.recorder.emit(kernel.SocketBound(fd=fd, address=address, thread=thread.id))
        self.leave(thread, "bind", 0, fd, address=address)
        return 0

    def listen(self, thread: Thread, fd: int, backlog: int) -> Process:
        """Make it a listener; the backlog is capped at somaxconn (`__sys_listen`)."""
        yield from self.enter(thread, "listen", fd, value=backlog)
        yield from thread.run(self.costs["listen"])
        file = self.file(fd)
        assert isinstance(file, SocketFile)
        file.kind = "listener"
        capped = min(backlog, self.somaxconn)
        file.listener = self.stack.listener = Listener(capped, self.listen_settings, file)
        self.recorder.emit(
            kernel.ListenStarted(fd=fd, address=file.address, backlog=capped, thread=thread.id)
        )
        self.leave(thread, "listen", 0, fd, value=backlog)
        return 0

    def setsockopt(self, thread: Thread, fd: int, option: str, value: int) -> Process:
        """Set an option."""
        yield from self.enter(thread, "setsockopt", fd, operation=option, value=value)
        yield from thread.run(self.costs["setsockopt"])
        self.leave(thread, "setsockopt", 0, fd, operation=option, value=value)
        return 0

    def getsockname(self, thread: Thread, fd: int) -> Process:
        """Ask for its own address."""
        yield from self.enter(thread, "getsockname", fd)
        yield from thread.run(self.costs["getsockname"])
        file = self.file(fd)
        record = file.record
        address = record.remote if record else getattr(file, "address", "")
        self.leave(thread, "getsockname", 0, fd, address=address)
        return address

    def accept4(self, thread: Thread, fd: int) -> Process:
        """Take the oldest connection of the accept queue; the descriptor is reserved first (`do_accept`)."""
        yield from self.enter(thread, "accept4", fd)
        file = self.file(fd)
        assert isinstance(file, SocketFile)
        listener = file.listener
        assert listener is not None
        if listener.accept_queue and not self.files.full:
            yield from thread.run(self.costs["accept4"])
        if self.files.full or not listener.accept_queue:
            empty = "EINVAL" if listener.closed else "EAGAIN"  # inet_csk_accept
            errno = "EMFILE" if self.files.full else empty
            self.leave(thread, "accept4", -1, fd, errno=errno)
            return Result(-1, errno)
        endpoint = listener.accept_queue.popleft()
        self.recorder.emit(
            kernel.ConnectionAccepted(
                accept_queue_length=len(listener.accept_queue),
                connection=endpoint.record.id,
                thread=thread.id,
                goroutine=thread.goroutine,
                cpu=thread.cpu,
            )
        )
        new = self.files.install(ConnectionFile(endpoint))
        self.leave(thread, "accept4", new, fd, address=endpoint.record.local)
        return Result(new)

    def read(self, thread: Thread, fd: int, size: int) -> Process:
        """Copy what is there; EAGAIN when nothing is, 0 at the end (`tcp_recvmsg`)."""
        yield from self.enter(thread, "read", fd, size=size)
        endpoint = self.connection(fd).endpoint
        yield from self.stack.lock(endpoint, thread)
        tcp = endpoint.tcp
        if tcp.receiver.queue:
            yield from thread.run(self.costs["read"])
            data, request = tcp.read(size, self.recorder.now)
            self._tell_read(thread, fd, len(data), request)
            yield from self.stack.flush(endpoint, thread)
            result = Result(len(data), "", data, request)
        elif tcp.receiver.finished:  # SOCK_DONE goes before any error
            result = Result(0)
        elif error := tcp.take_error():
            result = Result(-1, error)
        else:
            result = Result(0) if tcp.state == "CLOSED" else Result(-1, "EAGAIN")
        yield from self.stack.release(endpoint, thread)
        shown = result.data[:SHOWN_BYTES]
        self.leave(thread, "read", result.value, fd, size=size, errno=result.errno, data=shown)
        return result

    def _tell_read(self, thread: Thread, fd: int, count: int, request: int | None) -> None:
        file = self.connection(fd)
        receiver = file.endpoint.tcp.receiver
        self.recorder.emit(
            kernel.DataRead(
                length_bytes=count,
                queued_bytes=len(receiver.queue),
                window_bytes=receiver.window,
                **self._about(thread, fd, file, request),
            )
        )

    def write(self, thread: Thread, fd: int, data: bytes) -> Process:
        """Copy what there is room for into the send queue, and send what may be sent, on the caller's time."""
        size = len(data)
        yield from self.enter(thread, "write", fd, size=size)
        endpoint = self.connection(fd).endpoint
        yield from self.stack.lock(endpoint, thread)
        if endpoint.tcp.state in WRITABLE:
            result = yield from self._send(thread, fd, data)
        else:
            result = Result(-1, endpoint.tcp.take_error() or "EPIPE")  # sk_stream_error
        yield from self.stack.release(endpoint, thread)
        shown = data[:SHOWN_BYTES]
        self.leave(thread, "write", result.value, fd, size=size, errno=result.errno, data=shown)
        return result

    def _send(self, thread: Thread, fd: int, data: bytes) -> Process:
        """`tcp_sendmsg`; a large one looks at the ACKs that came meanwhile, and goes on."""
        yield from thread.run(self.costs["write"])
        file = self.connection(fd)
        taken = yield from self._take(thread, fd, file, data)
        endpoint, sender = file.endpoint, file.endpoint.tcp.sender
        while taken < len(data) and not sender.memory.short_of_room and endpoint.tcp.state in WRITABLE:
            yield from self.stack.flush_backlog(endpoint, thread)
            taken += yield from self._take(thread, fd, file, data[taken:])
        return Result(taken) if taken else Result(-1, "EAGAIN")

    def _take(self, thread: Thread, fd: int, file: ConnectionFile, data: bytes) -> Process:
        endpoint, sender = file.endpoint, file.endpoint.tcp.sender
        request = thread.request if thread.request is not None else file.record.serving
        about = self._about(thread, fd, file, request)
        taken = endpoint.tcp.write(data, self.recorder.now, request)
        about |= {"queued_bytes": len(sender.queue), "capacity_bytes": sender.capacity_bytes}
        if taken:
            self.recorder.emit(kernel.DataWritten(length_bytes=taken, **about))
        if sender.memory.short_of_room:
            file.short_of_room = True
            self.recorder.emit(kernel.SendBufferFull(**about))
        yield from self.stack.flush(endpoint, thread)
        return taken

    def shutdown(self, thread: Thread, fd: int, how: str = "SHUT_WR") -> Process:
        """FIN after what was written; reading goes on (`inet_shutdown`)."""
        yield from self.enter(thread, "shutdown", fd, operation=how)
        yield from thread.run(self.costs["close"])
        endpoint = self.connection(fd).endpoint
        yield from self.stack.lock(endpoint, thread)
        open_still = endpoint.tcp.state != "CLOSED"
        endpoint.tcp.shutdown(self.recorder.now)
        yield from self.stack.flush(endpoint, thread)
        yield from self.stack.release(endpoint, thread)
        result = Result(0) if open_still else Result(-1, "ENOTCONN")
        self.leave(thread, "shutdown", result.value, fd, operation=how, errno=result.errno)
        return result

    def _about(self, thread: Thread, fd: int, file: ConnectionFile, request: int | None) -> dict[str, Any]:
        return {
            "fd": fd,
            "connection": file.record.id,
            "request": request,
            "thread": thread.id,
            "goroutine": thread.goroutine,
            "cpu": thread.cpu,
        }
