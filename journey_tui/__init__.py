"""One HTTP request's journey through a NIC, the Linux kernel and the Go runtime, simulated and shown in a terminal."""

__version__ = "0.1.0"
