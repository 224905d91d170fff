"""The scenario room: what a scenario file may say, and the loader that refuses the rest with line and column."""
