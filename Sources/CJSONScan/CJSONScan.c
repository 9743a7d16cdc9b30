// The first pass over a JSON text: where strings begin and end, and whether what is in them is good, 64 bytes at a time.
// Swift cannot reach the wide compare instructions that this takes, so this much is C.
#include "scan.h"

// MARK: Portable

static inline uint64_t gather(uint64_t high_bits) {
    // Brings the top bits of eight bytes together, the first byte's lowest.
    return ((high_bits >> 7) * 0x0102040810204080u) >> 56;
}

static inline uint64_t bytes_below(uint64_t word, uint64_t limit) {
    // Exact for each byte: no borrow leaves one, as its top bit is set first.
    const uint64_t tops = 0x8080808080808080u;
    return ~(((word | tops) - limit) | word) & tops;
}

static inline block_masks masks_portable(const uint8_t *block) {
    const uint64_t ones = 0x0101010101010101u;
    block_masks masks = {0, 0, 0, 0};
    for (unsigned at = 0; at < 8; at++) {
        uint64_t word;
        memcpy(&word, block + at * 8, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        unsigned shift = at * 8;
        masks.quotes |= gather(bytes_below(word ^ (ones * '"'), ones)) << shift;
        masks.backslashes |= gather(bytes_below(word ^ (ones * '\\'), ones)) << shift;
        masks.controls |= gather(bytes_below(word, ones * 0x20)) << shift;
        masks.beyond_ascii |= gather(word & (ones * 0x80)) << shift;
    }
    return masks;
}

// Writes the offsets of bits, with a flag where a second set has them, too.
static inline uint32_t *write_offsets(uint32_t *out, size_t base, uint64_t bits, uint64_t flagged) {
    for (; bits != 0; bits &= bits - 1) {
        unsigned at = (unsigned)__builtin_ctzll(bits);
        *out++ = ((uint32_t)base + at) | (flagged >> at & 1 ? CJSON_ESCAPED : 0);
    }
    return out;
}

static cjson_scan_result scan_portable(const uint8_t *text, size_t length, cjson_scan_target target) {
    scan_state state = begin(target);
    copy_tail(text, 0, length, target.text);
    for (size_t base = 0; base < length; base += BLOCK) {
        block_masks masks = masks_portable(target.text + base);
        if (length - base < BLOCK) masks = within(masks, length - base);
        list_block(base, masks.beyond_ascii, &state);
        if (is_plain(masks, &state)) {
            state.quotes = write_offsets(state.quotes, base, masks.quotes, 0);
            continue;
        }
        block_marks marks = advance(base, masks, target.quotes, &state);
        state.quotes = write_offsets(state.quotes, base, marks.quotes, marks.closes_escaped);
        state.escapes = write_offsets(state.escapes, base, marks.escapes, 0);
    }
    cjson_scan_result result = finish(&state, length, target);
    if (state.blocks != target.blocks) {
        result.broken_offset = cjson_broken_utf8(target.text, target.blocks[0], length);
    }
    return result;
}

// MARK: UTF-8

// The length of the UTF-8 sequence at `at`, 0 where it is none.
static inline size_t sequence_length(const uint8_t *at) {
    uint8_t lead = at[0], second = at[1];
    if (lead < 0xC2) return 0;
    if ((second & 0xC0) != 0x80) return 0;
    if (lead < 0xE0) return 2;
    if ((at[2] & 0xC0) != 0x80) return 0;
    if (lead < 0xF0) {
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 0;
        return 3;
    }
    if (lead > 0xF4 || (at[3] & 0xC0) != 0x80) return 0;
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
    return 4;
}

size_t cjson_broken_utf8(const uint8_t *text, size_t from, size_t length) {
    size_t at = from;
    while (at < length) {
        uint64_t word;
        memcpy(&word, text + at, 8);
        if ((word & 0x8080808080808080u) == 0) {
            at += 8;
        } else if (text[at] < 0x80) {
            at++;
        } else {
            size_t sequence = sequence_length(text + at);
            if (sequence == 0) return at;
            at += sequence;
        }
    }
    return SIZE_MAX;
}

// MARK: Escapes

// What each byte is as a hexadecimal digit, with a bit above it; 0 where it is none.
#define IS_DIGIT 0x10
#define DIGIT(value) (IS_DIGIT | (value))
static const uint8_t digits[256] = {
    ['0'] = DIGIT(0),  ['1'] = DIGIT(1),  ['2'] = DIGIT(2),  ['3'] = DIGIT(3),  ['4'] = DIGIT(4),  ['5'] = DIGIT(5),
    ['6'] = DIGIT(6),  ['7'] = DIGIT(7),  ['8'] = DIGIT(8),  ['9'] = DIGIT(9),  ['A'] = DIGIT(10), ['B'] = DIGIT(11),
    ['C'] = DIGIT(12), ['D'] = DIGIT(13), ['E'] = DIGIT(14), ['F'] = DIGIT(15), ['a'] = DIGIT(10), ['b'] = DIGIT(11),
    ['c'] = DIGIT(12), ['d'] = DIGIT(13), ['e'] = DIGIT(14), ['f'] = DIGIT(15)};

// The bytes that are all there is to an escape.
static const bool is_letter[256] = {
    ['"'] = true, ['\\'] = true, ['/'] = true, ['b'] = true, ['f'] = true, ['n'] = true, ['r'] = true, ['t'] = true};

bool cjson_escapes_are_usual(const uint8_t *text, const uint32_t *escapes, size_t count) {
    bool unusual = false;
    for (size_t index = 0; index < count; index++) {
        // Without a branch for each, as they cannot be foretold. Zeros follow the text.
        const uint8_t *at = text + escapes[index];
        uint8_t first = digits[at[1]], second = digits[at[2]];
        bool is_unit = (first & second & digits[at[3]] & digits[at[4]] & IS_DIGIT) != 0;
        bool is_surrogate = (first == DIGIT(0xD)) & ((second & 8) != 0);
        unusual |= at[0] == 'u' ? !is_unit | is_surrogate : !is_letter[at[0]];
    }
    return !unusual;
}

// MARK: Choosing a way

bool cjson_has(cjson_way way) {
#if defined(__x86_64__)
    if (way == CJSON_AVX512) return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw");
    if (way == CJSON_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
#endif
    return way == CJSON_PORTABLE;
}

cjson_scan_result cjson_scan_by(cjson_way way, const uint8_t *text, size_t length, cjson_scan_target target) {
#if defined(__x86_64__)
    if (way == CJSON_AVX512) return cjson_scan_avx512(text, length, target);
    if (way == CJSON_AVX2) return cjson_scan_avx2(text, length, target);
#endif
    (void)way;
    return scan_portable(text, length, target);
}

static inline cjson_way fastest_way(void) {
    return cjson_has(CJSON_AVX512) ? CJSON_AVX512 : cjson_has(CJSON_AVX2) ? CJSON_AVX2 : CJSON_PORTABLE;
}

cjson_scan_result cjson_scan(const uint8_t *text, size_t length, cjson_scan_target target) {
    return cjson_scan_by(fastest_way(), text, length, target);
}

size_t cjson_read(const cjson_source *source) { return cjson_read_by(fastest_way(), source); }
