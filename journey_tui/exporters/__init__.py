"""What can be taken out of a trace: transcript, JSON result, JSON Lines, pcap. Pure functions of the trace."""
