"""The simulation: from a scenario to events, by the rules of the machine that is modelled."""
