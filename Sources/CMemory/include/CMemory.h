#ifndef CORDON_CMEMORY_H
#define CORDON_CMEMORY_H

#include <stddef.h>

/// The size of a large page, in bytes.
static const size_t cmemory_large_page = (size_t)2 << 20;

/// Zeroed memory of its own that the kernel is asked to put on large pages (MADV_HUGEPAGE, madvise(2)), so that access
/// to it here and there seldom waits for an address to be translated. `size` is a multiple of `cmemory_large_page`.
///
/// NULL where there is no memory. Where the kernel has no large pages it is memory like any other.
void *_Nullable cmemory_map(size_t size);

/// Gives memory back that `cmemory_map` returned for that size.
void cmemory_unmap(void *_Nonnull memory, size_t size);

/// Asks the processor to fetch the cache line of an address that will be read soon. Any address will do.
static inline void cmemory_prefetch(const void *_Nonnull address) { __builtin_prefetch(address, 0, 3); }

#endif
