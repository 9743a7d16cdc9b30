#ifndef CORDON_CALLOCATIONS_H
#define CORDON_CALLOCATIONS_H

#include <stdint.h>

/// How many blocks of memory this thread has asked for since it began.
uint64_t allocations_of_this_thread(void);

#endif
