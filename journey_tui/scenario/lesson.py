"""The lesson of a scenario: chapters, stops, questions and notes. Its form is not settled: any mapping is taken."""

from typing import Any

Lesson = dict[str, Any]
