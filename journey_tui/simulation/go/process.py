"""The Go process: the runtime, and the program `http.ListenAndServe` with the scenario's routes."""

from random import Random

from journey_tui.scenario.server import Server as ServerSettings
from journey_tui.simulation.go.boot import initialize, raise_file_limit, start_runtime
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.listener import listen
from journey_tui.simulation.go.operating_system import Kernel, Recorder, Registry
from journey_tui.simulation.go.plain import accept_only, sleep, wait_for_ever
from journey_tui.simulation.go.scheduler import Scheduler
from journey_tui.simulation.go.server import Server
from journey_tui.simulation.go.version import minor_version


class GoProcess:
    """The server process of a run."""

    def __init__(
        self, kernel: Kernel, recorder: Recorder, registry: Registry, server: ServerSettings, random: Random
    ) -> None:
        self._recorder = recorder
        self._settings = server
        self._minor = minor_version(server.go)
        self.scheduler = Scheduler(
            kernel, recorder, gomaxprocs=server.gomaxprocs, random=random, go_minor=self._minor
        )
        self._server = Server(
            self.scheduler,
            registry,
            server.routes,
            go=server.go,
            timeouts=server.timeouts,
            random=random,
            now=lambda: recorder.now,
        )

    def start(self) -> None:
        """Execute the program; time zero is marked when its accept loop first parks."""
        self.scheduler.start(self._settings.go, initialize(self.scheduler, self._minor), self._main)

    @property
    def busy(self) -> bool:
        """Whether a goroutine runs or is about to, or a timer will wake one."""
        return self.scheduler.threads.busy_processors > 0 or self.scheduler.timers.keep_going

    def _main(self, goroutine: Goroutine) -> Code[None]:
        """`main.main`: `log.Fatal(http.ListenAndServe(address, mux))`."""
        yield from start_runtime(self.scheduler, goroutine)
        raise_file_limit(self.scheduler.syscalls, self._minor)
        listener = yield from listen(self.scheduler, goroutine, self._settings, self._minor)
        if self._settings.accepts == 0:
            listener.when_first_parked(self._recorder.mark_zero)
        else:
            self._recorder.mark_zero()  # a plain listener: time counts from listen()'s return
        if self._settings.accepts is None:
            yield from wait_for_ever()
        if self._settings.accepts:
            yield from sleep(self.scheduler, goroutine, self._settings.accepts)
        if self._settings.reads:
            yield from self._server.serve(goroutine, listener)
        else:
            yield from accept_only(goroutine, listener)
        yield from listener.close(goroutine)
        yield from wait_for_ever()  # the listener is gone; connections that are open stay served
