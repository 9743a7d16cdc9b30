#ifndef CORDON_CCHECKSUM_H
#define CORDON_CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// CRC32C (Castagnoli, RFC 3720 appendix B.4) of `length` bytes, continued from `seed` (0 to begin).
/// Uses the processor's instruction where there is one.
uint32_t cordon_crc32c(uint32_t seed, const void *_Nullable bytes, size_t length);

/// The same by table, on any processor; for tests that hold one against the other.
uint32_t cordon_crc32c_portable(uint32_t seed, const void *_Nullable bytes, size_t length);

#endif
