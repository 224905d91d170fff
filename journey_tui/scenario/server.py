"""The Go server: whose behaviour is modelled, where it listens, and its routes with their handlers."""

import ipaddress
import re
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from journey_tui.scenario.base import Model
from journey_tui.scenario.drawn import Drawn
from journey_tui.scenario.errors import Refusal, shown
from journey_tui.scenario.machine import LARGEST_INT, Cpus
from journey_tui.scenario.quantity import LARGEST_BODY, LONGEST_TIME_NS, SIZE, TIME, Quantity, Size, Time
from journey_tui.scenario.suggestions import did_you_mean
from journey_tui.scenario.values import Choice, Flag, JsonSchema, Line, Name, Whole
from journey_tui.scenario.wire import Body, Headers, Pattern

GoVersion = Annotated[Literal["1.22", "1.23", "1.24", "1.25", "1.26", "1.27"], Choice()]
NEWEST_GO: Final = "1.27"

_THIS_NETWORK: Final = ipaddress.IPv4Network("0.0.0.0/8")
"""Of these only 0.0.0.0 itself can be listened on (RFC 6890, section 2.2.2)."""

_MOST_WRITES: Final = 100_000
"""Writes of one handler, so that one line of a scenario cannot ask for an endless run."""


class _Accepts:
    """Annotation for `accepts`: true, false, or the time from which on it does."""

    _time = Quantity(TIME, highest=LONGEST_TIME_NS)

    def read(self, value: object) -> int | None:
        """Return nanoseconds, 0 for true and None for false; raises `Refusal`."""
        if isinstance(value, bool):
            return 0 if value else None
        if not isinstance(value, str):
            raise Refusal(f"must be true, false, or a time such as 2.2s, not {shown(value)}")
        return int(self._time.read(value))

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"anyOf": [{"type": "boolean"}, self._time.__get_pydantic_json_schema__(core, handler)]}


class _ReadBody:
    """Annotation for `read_body`: all, none, or the limit of a MaxBytesReader."""

    _words = ("all", "none")
    _size = Quantity(SIZE, highest=2**30)

    def read(self, value: object) -> str | int:
        """Return the word, or the limit in bytes; raises `Refusal`."""
        if isinstance(value, str) and value in self._words:
            return value
        if isinstance(value, str) and not value[:1].isdecimal():
            hint = did_you_mean(value, self._words)
            raise Refusal(f"must be all, none, or a size such as 1MiB, not {shown(value)}{hint}")
        return int(self._size.read(value))

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {
            "anyOf": [{"enum": list(self._words)}, self._size.__get_pydantic_json_schema__(core, handler)]
        }


class Writes(NamedTuple):
    """`5x1KiB`: so many writes of so many bytes each."""

    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody asks of two numbers
    length_bytes: int


class _Chunks:
    """Annotation for `chunks`."""

    _size = Quantity(SIZE, lowest=1, highest=LARGEST_BODY)

    def read(self, value: object) -> Writes:
        """Return how many writes of how many bytes; raises `Refusal`."""
        found = re.fullmatch(r"([0-9]{1,9})x(.*)", value) if isinstance(value, str) else None
        if found is None:
            raise Refusal(
                f"must be a number of writes and the size of each, such as 5x1KiB, not {shown(value)}"
            )
        count = int(found[1])
        if not 1 <= count <= _MOST_WRITES:
            raise Refusal(f"{count} writes are out of range; from 1 to {_MOST_WRITES:,}")
        return Writes(count, int(self._size.read(found[2])))

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {
            "type": "string",
            "pattern": "^[0-9]+x" + SIZE.pattern.removeprefix("^"),
            "examples": ["5x1KiB"],
        }


def _check_listen(text: str) -> str:
    host, colon, port = text.rpartition(":")
    rule = 'an IPv4 address and a port, such as "0.0.0.0:3000"'
    if not colon or not re.fullmatch(r"[0-9]{1,5}", port) or not 1 <= int(port) <= 65_535:
        raise Refusal(f"{shown(text)} has no port from 1 to 65535; {rule}")
    if host in {"", "*", "localhost"}:
        meant = "127.0.0.1" if host == "localhost" else "0.0.0.0"  # noqa: S104 — a suggestion; nothing is bound
        raise Refusal(f"{shown(text)} names no address; {rule}; did you mean '{meant}:{port}'?")
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        raise Refusal(f"{shown(host)} is not an IPv4 address; {rule}") from None
    if address.is_multicast or address.is_reserved or (address in _THIS_NETWORK and int(address)):
        raise Refusal(f"{shown(host)} is no host's address, so nobody can connect to it; {rule}")
    return text


class Timeouts(Model):
    """http.Server's timeouts; 0s is none, which is Go's default."""

    read_header: Time = 0
    read: Time = 0
    write: Time = 0
    idle: Time = 0


class Handler(Model):
    """What a handler does when it is called."""

    name: Name = "handler"
    """Name of the function."""
    cpu: Drawn = Drawn.fixed(20_000)
    """Time it computes, preempted like any other goroutine. Default: 20us, illustrative."""
    wait: Drawn = Drawn.fixed(0)
    """Time it is parked, as while a database works."""
    status: Annotated[int, Whole(200, 999)] = 200
    """Status code. What WriteHeader takes (net/http, checkWriteHeaderCode), without the informational ones."""
    body: Body = ""
    """Answer's body, ASCII."""
    body_size: Size | None = None
    """Answer's body as so many bytes, instead of `body`, in one write."""
    chunks: Annotated[Writes, _Chunks()] | None = None
    """Answer's body in so many writes of so many bytes, instead of `body`."""
    content_length: Annotated[Literal["declared", "automatic"], Choice()] = "automatic"
    """declared: the handler sets Content-Length itself; automatic: net/http does, or sends chunks."""
    flush: Flag = False
    """Flush after each write."""
    headers: Headers = ()
    """Header fields that the handler sets, in this order."""
    read_body: Annotated[Literal["all", "none"] | int, _ReadBody()] = "all"
    """How much of the request's body it reads; a size is the limit of an http.MaxBytesReader."""
    panic: Annotated[Literal["never", "before_write", "after_flush"], Choice()] = "never"
    """Whether it panics, and when."""
    respects_context: Flag = False
    """While it waits: return without writing when the request's context is cancelled."""


class Route(Model):
    """A registered pattern and its handler."""

    pattern: Pattern = "/"
    """A ServeMux pattern of Go 1.22 and later: `GET /details/{id}`."""
    handler: Handler = Handler()
    """What is called."""


class Server(Model):
    """The process: `http.ListenAndServe` with its routes."""

    go: GoVersion = NEWEST_GO
    """Go version whose behaviour is modelled."""
    gomaxprocs: Cpus = 2
    """How many goroutines run at once; as Go does, the number of processors unless it is said."""
    listen: Annotated[str, Line("an address", 30), AfterValidator(_check_listen)] = "0.0.0.0:3000"
    """Address and port."""
    backlog: Annotated[int, Whole(0, LARGEST_INT)] = 4096
    """Asked of listen(); somaxconn unless it is said, as Go asks for. The kernel caps it to somaxconn."""
    accepts: Annotated[int | None, _Accepts()] = 0
    """true: Go's accept loop; false: a plain listener that never accepts; a time: accepts from then on.

    In the model: nanoseconds, 0 for true, None for false.
    """
    reads: Flag = True
    """false: accepts and never reads."""
    timeouts: Timeouts = Timeouts()
    """Timeouts of the http.Server."""
    routes: tuple[Route, ...] = ()
    """Routes of the ServeMux."""

    @property
    def address(self) -> str:
        """The IPv4 address that it listens on."""
        return self.listen.rpartition(":")[0]

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.listen.rpartition(":")[2])
