#ifndef CORDON_CLINUX_H
#define CORDON_CLINUX_H

#include <stdint.h>

/// A new event counter (eventfd(2)), non-blocking and closed on exec, or -1 with errno.
int cordon_event_descriptor(void);

/// Reads how many bytes a TCP connection has received since it was opened (tcpi_bytes_received, RFC 4898).
///
/// The C library's own `struct tcp_info` ends before that field, so this uses the kernel's header. Returns 0, or -1
/// with errno: EBADF or ENOTSOCK for what is not a socket, EOPNOTSUPP where it is not TCP or the kernel is too old.
int cordon_tcp_bytes_received(int descriptor, uint64_t *_Nonnull bytes);

/// Reads how many bytes of a TCP connection wait in the kernel to be read (SIOCINQ, tcp(7)). Returns 0, or -1 with errno.
int cordon_tcp_bytes_unread(int descriptor, int *_Nonnull bytes);

/// Names the calling thread for `top` and debuggers; of a longer name nothing is set beyond 15 bytes.
void cordon_name_this_thread(const char *_Nonnull name);

#endif
