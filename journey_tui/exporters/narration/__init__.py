"""A run told in words, one event a line: for who reads with a braille display or a screen reader, and for pipes."""

from journey_tui.exporters.narration.lesson import LessonLines
from journey_tui.exporters.narration.lines import Narration, Telling, narration_lines, one_lined

__all__ = ["LessonLines", "Narration", "Telling", "narration_lines", "one_lined"]
