#include "CLinux.h"

#include <errno.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

int cordon_event_descriptor(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

int cordon_tcp_bytes_received(int descriptor, uint64_t *bytes) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) {
        return -1;
    }
    // An older kernel fills in less of the structure and says so in `length`.
    if (length < offsetof(struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received) {
        errno = EOPNOTSUPP;
        return -1;
    }
    *bytes = info.tcpi_bytes_received;
    return 0;
}

int cordon_tcp_bytes_unread(int descriptor, int *bytes) {
    return ioctl(descriptor, SIOCINQ, bytes);
}

void cordon_name_this_thread(const char *name) {
    // The kernel cuts what is too long.
    prctl(PR_SET_NAME, name, 0, 0, 0);
}
