"""A handout as one HTML page that needs nothing else: words, pictures, questions with folded answers, and a player."""

from journey_tui.exporters.html.page import Handout, page

__all__ = ["Handout", "page"]
