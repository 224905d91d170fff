"""`python -m journey_tui` is `journey`."""

from journey_tui.cli import main

main()
