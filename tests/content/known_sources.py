"""Every function that a sentence of an event names as its source, by the file that defines it.

Looked up in the sources themselves: a name that only sounds right (close_fd for close(2)) is easily written.
"""

from typing import Final

LINUX: Final = {
    "arch/x86/entry/entry_64.S": "entry_SYSCALL_64",
    "arch/x86/kernel/irq.c": "common_interrupt",
    "drivers/net/ethernet/intel/igb/igb_main.c": (
        "igb_alloc_rx_buffers igb_clean_rx_irq igb_clean_tx_irq igb_msix_ring igb_xmit_frame"
    ),
    "fs/eventpoll.c": "ep_insert ep_poll ep_poll_callback ep_remove ep_send_events",
    "fs/exec.c": "execve",
    "fs/file.c": "fd_install file_close_fd get_unused_fd_flags",
    "include/linux/netdevice.h": "napi_schedule",
    "include/net/dropreason-core.h": "skb_drop_reason",
    "include/net/inet_hashtables.h": "__inet_lookup_skb",
    "include/net/sock.h": "sk_acceptq_is_full",
    "kernel/entry/common.c": "syscall_exit_to_user_mode",
    "kernel/futex/waitwake.c": "futex_wait_setup",
    "kernel/sched/core.c": "context_switch schedule try_to_wake_up",
    "kernel/softirq.c": "__local_bh_enable_ip do_softirq handle_softirqs irq_exit_rcu run_ksoftirqd",
    "net/core/dev.c": (
        "__napi_poll enqueue_to_backlog napi_complete_done napi_poll net_rx_action netif_rx process_backlog"
    ),
    "net/core/gro.c": "napi_gro_complete skb_gro_receive",
    "net/core/skbuff.c": "napi_build_skb",
    "net/core/stream.c": "sk_stream_wait_memory",
    "net/ipv4/af_inet.c": "inet_bind",
    "net/ipv4/inet_connection_sock.c": (
        "inet_csk_accept inet_csk_listen_start inet_csk_reqsk_queue_drop inet_reqsk_alloc reqsk_timer_handler"
    ),
    "net/ipv4/ip_forward.c": "ip_forward",
    "net/ipv4/ip_input.c": "ip_local_deliver ip_rcv",
    "net/ipv4/syncookies.c": "cookie_v4_check cookie_v4_init_sequence",
    "net/ipv4/sysctl_net_ipv4.c": "tcp_syn_retries",
    "net/ipv4/tcp.c": "tcp_cleanup_rbuf tcp_close tcp_disconnect tcp_recvmsg tcp_sendmsg tcp_set_state",
    "net/ipv4/tcp_input.c": (
        "tcp_clean_rtx_queue tcp_conn_request tcp_data_queue tcp_data_queue_ofo tcp_fastretrans_alert "
        "tcp_fin tcp_rcv_state_process tcp_rcv_synsent_state_process tcp_reset"
    ),
    "net/ipv4/tcp_ipv4.c": (
        "tcp_add_backlog tcp_v4_connect tcp_v4_rcv tcp_v4_send_reset tcp_v4_send_synack tcp_v4_syn_recv_sock"
    ),
    "net/ipv4/tcp_minisocks.c": "tcp_time_wait",
    "net/ipv4/tcp_offload.c": "tcp_gro_receive",
    "net/ipv4/tcp_output.c": (
        "__tcp_send_ack __tcp_transmit_skb tcp_connect tcp_retransmit_skb tcp_select_window "
        "tcp_send_active_reset tcp_send_delayed_ack tcp_send_fin tcp_send_loss_probe tcp_send_probe0 "
        "tcp_write_xmit"
    ),
    "net/ipv4/tcp_timer.c": "tcp_delack_timer_handler tcp_retransmit_timer tcp_write_err",
    "net/socket.c": "__sys_socket",
}
"""Linux 6.12; assembly and interrupt entry are those of x86."""

GO: Final = {
    "bufio/bufio.go": "bufio.Writer",
    "internal/poll/fd_poll_runtime.go": (
        "internal/poll.(*pollDesc).wait internal/poll.(*pollDesc).waitRead "
        "internal/poll.(*pollDesc).waitWrite internal/poll.runtime_pollSetDeadline"
    ),
    "internal/poll/fd_posix.go": "internal/poll.(*FD).Shutdown",
    "internal/poll/fd_unix.go": (
        "internal/poll.(*FD).Accept internal/poll.(*FD).Read internal/poll.(*FD).Write"
    ),
    "internal/poll/sock_cloexec.go": "internal/poll.accept",
    "net/http/request.go": "net/http.parseRequestLine net/http.readRequestLimit",
    "net/http/routing_tree.go": "net/http.(*routingNode).match",
    "net/http/server.go": (
        "net/http.(*ServeMux).findHandler net/http.(*ServeMux).matchingMethods net/http.(*Server).Serve "
        "net/http.(*Server).logf net/http.(*chunkWriter).writeHeader net/http.(*conn).closeWriteAndWait "
        "net/http.(*conn).serve net/http.(*conn).setState net/http.(*connReader).abortPendingRead "
        "net/http.(*connReader).backgroundRead net/http.(*connReader).handleReadErrorLocked "
        "net/http.(*connReader).startBackgroundRead net/http.(*response).Write "
        "net/http.(*response).finishRequest net/http.(*response).write net/http.HandlerFunc.ServeHTTP "
        "net/http.RedirectHandler net/http.checkConnErrorWriter net/http.cleanPath "
        "net/http.serverHandler.ServeHTTP"
    ),
    "net/textproto/reader.go": "net/textproto.(*Reader).ReadMIMEHeader",
    "runtime/asm_amd64.s": "runtime.rt0_go",
    "runtime/lock_futex.go": "runtime.notetsleep",
    "runtime/netpoll.go": (
        "runtime.netpollblock runtime.netpolldeadlineimpl runtime.netpollready runtime.netpollunblock"
    ),
    "runtime/netpoll_epoll.go": "runtime.netpoll runtime.netpollinit",
    "runtime/os_linux.go": "runtime.newosproc",
    "runtime/proc.go": (
        "runtime.acquirep runtime.execute runtime.exitsyscallNoP runtime.findRunnable runtime.goexit0 "
        "runtime.gopark runtime.goschedImpl runtime.handoffp runtime.injectglist runtime.newproc "
        "runtime.preemptone runtime.ready runtime.releasep runtime.retake runtime.runqgrab "
        "runtime.runqputbatch runtime.runqsteal runtime.schedinit runtime.stopm runtime.sysmon"
    ),
    "runtime/sys_linux_amd64.s": "runtime.read runtime.usleep",
    "runtime/time.go": "runtime.(*timer).modify runtime.(*timers).run",
}
"""Go 1.27, below src/; the files of Linux on amd64."""

NO_FUNCTIONS: Final = {
    "DMA engine of the NIC",
    "Documentation/networking/scaling.rst",
    "MAC of the NIC",
    "RFC 1812",
    "RFC 9112",
    "RFC 9293",
    "RSS",
    "descriptor write-back",
    "ethtool -C rx-usecs",
    "net/http",
    "rx-frames",
    "scenario: faults",
    "writel(tail)",
    "your handler",
}
"""Standards, hardware, options and a macro."""

NAMES: Final = {name for table in (LINUX, GO) for names in table.values() for name in names.split()}
