"""The command line: the one place where the two halves meet."""
