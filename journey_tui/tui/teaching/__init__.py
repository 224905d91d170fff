"""The lesson on the screen: it holds the run at each stop, asks before it reveals, and tells a second terminal what is shown."""
