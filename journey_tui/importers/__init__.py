"""From a recording of a real server to a trace."""
