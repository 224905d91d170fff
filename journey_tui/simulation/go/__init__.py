"""Inside the Go process: scheduler, netpoller, listener, server, parser, mux and response."""
