"""The lesson of a scenario: chapters, stops, questions and notes, each placed by what happens in the run.

What the file says is checked here as far as it can be without a run; whether the moments come is found by
`journey_tui.playback.lesson`, which looks them up.
"""
