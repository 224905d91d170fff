"""The scenario: everything that one file says, frozen, every quantity a plain number in its smallest unit."""

from typing import Annotated, Any, Final, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from journey_tui.scenario.base import Model
from journey_tui.scenario.clients import Client
from journey_tui.scenario.errors import Refusal, shown
from journey_tui.scenario.faults import Fault
from journey_tui.scenario.lesson.model import Lesson
from journey_tui.scenario.load import Load
from journey_tui.scenario.machine import Machine
from journey_tui.scenario.network import Network
from journey_tui.scenario.quantity import PositiveTime
from journey_tui.scenario.server import Server
from journey_tui.scenario.values import Choice, Goal, JsonSchema, Summary, Title, Whole

FORMAT: Final = 1
"""The one format version there is."""

LARGEST_SEED: Final = 2**63 - 1


class _Format:
    """Annotation for `journey`."""

    def read(self, value: object) -> int:
        """Return the version; raises `Refusal`."""
        if type(value) is not int or value != FORMAT:
            raise Refusal(f"must be {FORMAT}, the format version of this program, not {shown(value)}")
        return FORMAT

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"const": FORMAT}


class Scenario(Model):
    """A scenario file of format 1."""

    journey: Annotated[int, _Format()]
    """Format version: 1."""
    title: Title
    """One line that says what is seen."""
    summary: Summary = ""
    """What it shows and why that matters."""
    goals: tuple[Goal, ...] = ()
    """What somebody who watched it knows afterwards."""
    level: Annotated[Literal["beginner", "intermediate", "advanced"], Choice()] = "beginner"
    """For whom it is."""
    seed: Annotated[int, Whole(0, LARGEST_SEED)] = 1
    """Seed of everything that is drawn at random."""
    until: PositiveTime | None = None
    """When the clock stops; else when all clients are done and nothing they caused is under way."""
    machine: Machine = Machine()
    """The server machine."""
    server: Server = Server()
    """The Go server."""
    network: Network = Network()
    """The way between client and server."""
    clients: tuple[Client, ...] = ()
    """Who connects."""
    load: tuple[Load, ...] = ()
    """Many clients, drawn from distributions."""
    faults: tuple[Fault, ...] = ()
    """What goes wrong."""
    lesson: Lesson | None = None
    """Chapters, stops, questions and notes."""

    @model_validator(mode="before")
    @classmethod
    def _name_the_nameless(cls, value: Any) -> Any:
        """Number clients without a name, so that no two are called alike."""
        clients = value.get("clients") if isinstance(value, dict) else None
        if not isinstance(clients, list) or len(clients) < 2:
            return value
        named = [
            {"name": f"client{index}", **client} if isinstance(client, dict) else client
            for index, client in enumerate(clients, 1)
        ]
        return value | {"clients": named}

    @model_validator(mode="after")
    def _follow_the_machine(self) -> "Scenario":
        """Give GOMAXPROCS and the backlog the values that Go reads from the machine, unless they are said."""
        said = self.server.model_fields_set
        follows = {"gomaxprocs": self.machine.cpus, "backlog": self.machine.kernel.somaxconn}
        missing = {name: value for name, value in follows.items() if name not in said}
        if missing:
            # The one place where a frozen model is completed: nobody has seen it yet.
            self.__dict__["server"] = self.server.model_copy(update=missing)
        return self
