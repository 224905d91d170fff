"""What a frame is drawn from: one moment of the player, gathered once, that panes read and never change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from journey_tui.tui.keymap import COMMAND_BY_ID, Command
from journey_tui.tui.looking import Looking

if TYPE_CHECKING:
    from journey_tui.content import Explanation
    from journey_tui.playback.spans import RequestSpan
    from journey_tui.tui.scene import Scene
    from journey_tui.tui.teaching.card import Card


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event of the past, as the log shows it."""

    position: int
    time_ns: int
    stage: str
    text: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay of the request at a stage."""

    position: int
    time_ns: int
    stage: str
    duration_ns: int | None
    """None while it lasts, or where the next stay has not been pulled."""
    lost_at: int | None = None
    """The position at which the packet is lost there: it is the wait for the next try that takes so long."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything that one frame shows."""

    scene: "Scene | None" = None
    """None until a source is open."""
    explanation: "Explanation | None" = None
    translation: "Explanation | None" = None
    """The same in the second language, where two are shown."""
    language: str = "en"
    """What prose is shown in: `en`, `bn` or `both`."""
    stage: str = "client"
    """Stage of the last event: where the packet is."""
    came_from: str = ""
    """Stage at which the event's packet was before it; empty where it is about no packet, or a new one."""
    looking: Looking = field(default_factory=Looking)
    """What the viewer looks at."""
    looked: bool = False
    """Whether Esc leads back to a look before this one."""
    gathered: Mapping[str, Any] = field(default_factory=dict)
    """What each lens that is shown has read from the timeline, by the lens's id; its type is the lens's own."""
    position: int = 0
    length: int = 0
    complete: bool = False
    time_ns: int = 0
    playing: bool = False
    speed_words: str = "×1"
    """Pace and speed in few cells."""
    skipped_ns: int = 0
    """What passes in the run while this moment stands, where that is shortened; else 0."""
    follow: int | None = None
    log: Sequence[LogLine] = ()
    visits: tuple[Visit, ...] = ()
    visit_request: "RequestSpan | None" = None
    spans: "Sequence[RequestSpan]" = ()
    starts: Sequence[int] = ()
    """Where each of these begins."""
    drops: Sequence[int] = ()
    breaks: Sequence[int] = ()
    """Positions of breakpoints, in order."""
    stops: frozenset[str] = frozenset()
    """Stages with a breakpoint."""
    stoppable: bool = False
    """Whether any breakpoint is switched on."""
    chapters: Sequence[tuple[int, str]] = ()
    """Positions at which chapters begin, in order, and their names."""
    chapter: str = ""
    """The title of the chapter at hand."""
    card: "Card | None" = None
    """What a lesson says or asks at this moment; it stands where the explanation would."""
    enter: str = ""
    """In a lesson, in a word or two, what Enter does; empty: what it always does."""
    notice: str = ""
    """What is to be told instead of a scene, or below the picture: opening, an error."""
    failed: bool = False
    """Whether the source could not be opened; then the notice says why."""
    introduced: bool = False
    """Whether the run begins here for its viewer: then what it is about is told first."""
    zoomed: bool = False
    still: bool = False
    """Whether it is a picture to keep, which no key changes."""
    seeking: bool = False
    """Whether a search for a breakpoint goes on."""
    commands: Mapping[str, Command] = field(default_factory=lambda: COMMAND_BY_ID)
    """Every command with the keys in force."""
    times: tuple[int, int] = field(default=(0, 0))
    """First and last moment that is known, in nanoseconds."""

    @property
    def progress(self) -> float:
        """How far this moment has come in being shown; 1 at rest."""
        return 1.0 if self.scene is None else self.scene.progress

    @property
    def moved_from(self) -> str:
        """The stage that packet or request comes from, while it is on its way; else empty."""
        return "" if self.scene is None else self.scene.moved_from

    @property
    def pinned(self) -> str | None:
        """The stage that the viewer chose to look at instead."""
        return self.looking.pinned

    @property
    def shown(self) -> str:
        """The stage whose picture is drawn."""
        return self.pinned or self.stage
