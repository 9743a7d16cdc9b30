#ifndef CORDON_CJSONSCAN_H
#define CORDON_CJSONSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that are written with zeros past the end of every text, and those that must be zero before it.
#define CJSON_PADDING 64

/// Set in the offset of a string's closing quote where the string has a backslash.
#define CJSON_ESCAPED 0x80000000u

/// What a pass over a text found.
typedef struct {
    /// The first control character within a string, `SIZE_MAX` where there is none.
    size_t control_offset;
    /// The first byte that is not UTF-8 (RFC 3629), `SIZE_MAX` where there is none.
    size_t broken_offset;
    /// How many escapes were written.
    size_t escape_count;
} cjson_scan_result;

/// What a pass writes, and where.
typedef struct {
    /// The copy of the text; may be the text itself. `CJSON_PADDING` zeros lie before it.
    uint8_t *_Nonnull text;
    /// The offsets of all quotes that are not escaped, in order, then twice the text's length. Room for the length + 66
    /// entries is needed.
    uint32_t *_Nonnull quotes;
    /// The offsets of all bytes that a backslash escapes, in order: of `\\` the second. Room for the length + 64 entries
    /// is needed.
    uint32_t *_Nonnull escapes;
    /// Working space: the 64-byte blocks that have, or follow, bytes beyond ASCII. Room for the length / 64 + 3 entries
    /// is needed.
    uint32_t *_Nonnull blocks;
} cjson_scan_target;

/// Copies a text, puts zeros behind it, and finds in the same pass what its strings need: see `cjson_scan_target` and
/// `cjson_scan_result`. What it says of strings holds as far as the text before is JSON.
cjson_scan_result cjson_scan(const uint8_t *_Nullable text, size_t length, cjson_scan_target target);

/// Whether all escapes that a pass found are of one letter or of one code unit that is no surrogate. Others may be good,
/// too.
bool cjson_escapes_are_usual(const uint8_t *_Nonnull text, const uint32_t *_Nonnull escapes, size_t count);

/// The ways in which the pass is made, by the instructions they take. All find the same.
typedef enum {
    CJSON_PORTABLE,
    CJSON_AVX2,
    CJSON_AVX512,
} cjson_way;

/// Whether this processor has the instructions.
bool cjson_has(cjson_way way);

/// The pass in a way that the processor must have: `cjson_scan` takes the fastest.
cjson_scan_result cjson_scan_by(
    cjson_way way, const uint8_t *_Nullable text, size_t length, cjson_scan_target target);

/// A value or a member name of a text; the layout of `JSONTapeNode`.
typedef struct {
    uint32_t offset, length;
    uint64_t payload;
} cjson_node;

/// How deep containers may nest at most.
#define CJSON_DEPTH_MAX 64

/// A text that `cjson_scan` has passed over, and what becomes of it.
typedef struct {
    /// The copy of the text, with its padding, and its length.
    const uint8_t *_Nonnull text;
    size_t length;
    /// See `cjson_scan_target`.
    const uint32_t *_Nonnull quotes;
    /// The values in document order, and their kinds as `JSONKind` numbers them. Room for half the length + 68 is needed.
    cjson_node *_Nonnull nodes;
    uint8_t *_Nonnull kinds;
    /// The seeds of the hashes of names: see `JSONKeyHash`.
    uint64_t seed_low, seed_high;
    /// How deep containers may nest: 1 to `CJSON_DEPTH_MAX`.
    size_t depth_max;
    bool allows_repeated_names;
} cjson_source;

/// The second pass: reads the values of a text without looking at what is in strings. The number of nodes; 0 where the
/// text is no JSON, or is unusual: has names with escapes, objects of very many members, or two names that may be the
/// same.
size_t cjson_read_by(cjson_way way, const cjson_source *_Nonnull source);

/// The same in the fastest way.
size_t cjson_read(const cjson_source *_Nonnull source);

/// Where a byte stands in a text, as editors count.
typedef struct {
    /// From 1.
    size_t line;
    /// The offset of the line's first byte.
    size_t line_start;
    /// The code points of the line before the byte. Bytes that are not UTF-8 count as far as they could begin one.
    size_t code_points;
} cjson_place;

/// The place of a byte, which may be the end. Linear in the offset.
cjson_place cjson_place_of(const uint8_t *_Nullable text, size_t offset);

#ifdef __cplusplus
}
#endif

#endif
