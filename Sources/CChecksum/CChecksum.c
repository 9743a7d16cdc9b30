// CRC32C: Swift cannot reach the SSE 4.2 instruction, so this much is C.
#include "CChecksum.h"

#include <string.h>

static const uint32_t reflected_polynomial = 0x82F63B78u;

uint32_t cordon_crc32c_portable(uint32_t seed, const void *bytes, size_t length) {
    const unsigned char *p = bytes;
    uint32_t crc = ~seed;
    while (length-- > 0) {
        crc ^= *p++;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (reflected_polynomial & (0u - (crc & 1u)));
    }
    return ~crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t crc32c_sse42(uint32_t seed, const void *bytes, size_t length) {
    const unsigned char *p = bytes;
    uint64_t crc = (uint32_t)~seed;
    for (; length >= 8; length -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, sizeof word);
        crc = __builtin_ia32_crc32di(crc, word);
    }
    for (; length > 0; length--, p++) crc = __builtin_ia32_crc32qi((uint32_t)crc, *p);
    return ~(uint32_t)crc;
}
#endif

uint32_t cordon_crc32c(uint32_t seed, const void *bytes, size_t length) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return crc32c_sse42(seed, bytes, length);
#endif
    return cordon_crc32c_portable(seed, bytes, length);
}
