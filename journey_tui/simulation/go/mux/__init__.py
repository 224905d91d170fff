"""http.ServeMux of Go 1.22 to 1.27: which handler gets a request, by method, host and path, and why.

    mux = ServeMux(go="1.27")
    mux.handle("GET /details/{id}")        # raises PatternError with the text of Go's panic
    route = mux.route("GET", "/details/42", "localhost:3000")
    route.status, route.pattern, route.values, route.reason

`pattern` reads a pattern, `conflict` says which two may not stand together, `index` finds such a pair, `tree` finds a
request's pattern, `asked` reads the request, `redirect` says where it is sent instead, `explain` gives the reasons.
"""

from journey_tui.simulation.go.mux.asked import strip_port
from journey_tui.simulation.go.mux.explain import Candidate, Outcome, Verdict
from journey_tui.simulation.go.mux.pattern import PatternError
from journey_tui.simulation.go.mux.serve_mux import Route, ServeMux, check_patterns

__all__ = [
    "Candidate",
    "Outcome",
    "PatternError",
    "Route",
    "ServeMux",
    "Verdict",
    "check_patterns",
    "strip_port",
]
