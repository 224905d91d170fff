"""Every counter that the world keeps, in the order in which nstat and ethtool print them (Linux 6.12)."""

from typing import Final

_IP: Final = ("IpInReceives", "IpInDelivers", "IpOutRequests", "IpOutTransmits")
_TCP: Final = (
    "TcpActiveOpens",
    "TcpPassiveOpens",
    "TcpAttemptFails",
    "TcpEstabResets",
    "TcpInSegs",
    "TcpOutSegs",
    "TcpRetransSegs",
    "TcpInErrs",
    "TcpOutRsts",
)
_TCP_EXT: Final = (
    "TcpExtSyncookiesSent",
    "TcpExtSyncookiesRecv",
    "TcpExtSyncookiesFailed",
    "TcpExtEmbryonicRsts",
    "TcpExtTW",
    "TcpExtDelayedACKs",
    "TcpExtDelayedACKLost",
    "TcpExtListenOverflows",
    "TcpExtListenDrops",
    "TcpExtTCPHPHits",
    "TcpExtTCPPureAcks",
    "TcpExtTCPHPAcks",
    "TcpExtTCPSackRecovery",
    "TcpExtTCPLostRetransmit",
    "TcpExtTCPFastRetrans",
    "TcpExtTCPSlowStartRetrans",
    "TcpExtTCPTimeouts",
    "TcpExtTCPLossProbes",
    "TcpExtTCPBacklogCoalesce",
    "TcpExtTCPDSACKOldSent",
    "TcpExtTCPDSACKRecv",
    "TcpExtTCPAbortOnData",
    "TcpExtTCPAbortOnClose",
    "TcpExtTCPAbortOnTimeout",
    "TcpExtTCPDSACKIgnoredNoUndo",
    "TcpExtTCPReqQFullDoCookies",
    "TcpExtTCPReqQFullDrop",
    "TcpExtTCPRcvCoalesce",
    "TcpExtTCPOFOQueue",
    "TcpExtTCPChallengeACK",
    "TcpExtTCPSYNChallenge",
    "TcpExtTCPFromZeroWindowAdv",
    "TcpExtTCPToZeroWindowAdv",
    "TcpExtTCPWantZeroWindowAdv",
    "TcpExtTCPSynRetrans",
    "TcpExtTCPOrigDataSent",
    "TcpExtTCPACKSkippedSeq",
    "TcpExtTCPACKSkippedChallenge",
    "TcpExtTCPWinProbe",
    "TcpExtTCPDelivered",
    "TcpExtTCPZeroWindowDrop",
    "TcpExtTcpTimeoutRehash",
    "TcpExtTCPDSACKRecvSegs",
)
_IP_EXT: Final = ("IpExtInOctets", "IpExtOutOctets", "IpExtInNoECTPkts")

KERNEL_COUNTERS: Final = (*_IP, *_TCP, *_TCP_EXT, *_IP_EXT)
"""In nstat's order: /proc/net/snmp, then /proc/net/netstat."""
CARD_COUNTERS: Final = ("rx_packets", "rx_bytes", "rx_missed_errors", "tx_packets", "tx_bytes")
"""In ethtool's."""
COUNTERS: Final = (*KERNEL_COUNTERS, *CARD_COUNTERS)
