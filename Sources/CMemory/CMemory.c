#define _GNU_SOURCE
#include "CMemory.h"

#include <stdint.h>
#include <sys/mman.h>

void *cmemory_map(size_t size) {
    // Mapped with a large page more, of which what lies before and behind an aligned piece is given back.
    const size_t page = cmemory_large_page;
    if (size > SIZE_MAX - page) return NULL;
    char *start = mmap(NULL, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) return NULL;
    const size_t before = (page - (uintptr_t)start % page) % page;
    if (before > 0) munmap(start, before);
    if (page - before > 0) munmap(start + before + size, page - before);
    madvise(start + before, size, MADV_HUGEPAGE);
    return start + before;
}

void cmemory_unmap(void *memory, size_t size) { munmap(memory, size); }
