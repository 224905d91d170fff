"""`journey export`: take a run out into another program."""

import sys
from pathlib import Path

import click

from journey_tui.cli.output import OUTPUT_OPTION, deliver
from journey_tui.cli.sources import SourceRefused, open_source, refusing


@click.command()
@click.argument("source")
@click.option(
    "--to", "form", type=click.Choice(["pcap"]), required=True, help="pcap: the packets, for Wireshark."
)
@OUTPUT_OPTION
def export(source: str, form: str, output: Path | None) -> None:
    """Write SOURCE's packets as tcpdump on the server's interface would."""
    from journey_tui.exporters.pcap import pcap_chunks

    if output is None and sys.stdout.isatty():
        raise SourceRefused(f"{form} is binary: name a file with -o FILE")
    trace = open_source(source)
    with refusing():
        trace.pull_all()
    deliver(pcap_chunks(trace), output)
