"""The scenario room: what a scenario file may say, and the loader that refuses the rest with line and column.

Left empty on purpose: `journey --help` looks in here and must not pay for pydantic and the YAML reader.
"""
