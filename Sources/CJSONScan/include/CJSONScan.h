#ifndef CORDON_CJSONSCAN_H
#define CORDON_CJSONSCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that are read, and written with zeros, past the end of every text.
#define CJSON_PADDING 64

/// What a pass over a text found.
typedef struct {
    /// How many quotes were written.
    size_t quote_count;
    /// The first control character within a string, `SIZE_MAX` where there is none.
    size_t control_offset;
    /// The first byte that is not UTF-8 (RFC 3629), `SIZE_MAX` where there is none.
    size_t broken_offset;
    /// How many strings with backslashes were written.
    size_t escaped_count;
} cjson_scan_result;

/// Copies a text of `length` bytes to `target` (which may be the text itself), puts zeros behind it, and finds in the
/// same pass:
/// - `quotes`: the offsets of all quotes that are not escaped, in order, then twice `length`; room for
///   `length` + 66 entries is needed;
/// - `backslashes`: one bit for each byte that is a backslash; room for `length` / 64 + 3 words is needed;
/// - `escaped`: of each string with a backslash the number of its closing quote, in order, then the largest number; room
///   for `length` / 2 + 2 entries is needed.
///
/// What it says of strings holds as far as the text before is JSON.
cjson_scan_result cjson_scan(
    const uint8_t *_Nullable text, size_t length, uint8_t *_Nonnull target, uint32_t *_Nonnull quotes,
    uint64_t *_Nonnull backslashes, uint32_t *_Nonnull escaped);

/// The same without the instructions that not every processor has: for comparison.
cjson_scan_result cjson_scan_portable(
    const uint8_t *_Nullable text, size_t length, uint8_t *_Nonnull target, uint32_t *_Nonnull quotes,
    uint64_t *_Nonnull backslashes, uint32_t *_Nonnull escaped);

#ifdef __cplusplus
}
#endif

#endif
