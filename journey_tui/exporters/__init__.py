"""A trace in another form: transcript, JSON, pcap."""
