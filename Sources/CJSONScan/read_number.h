// How the second pass reads numbers (RFC 8259, section 6).
#ifndef CORDON_READ_NUMBER_H
#define CORDON_READ_NUMBER_H

#include "read.h"

static const uint64_t whole_powers[9] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
static const double exact_powers[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// The digits that a text begins with, at most eight.
typedef struct {
    uint64_t values;
    unsigned count;
} digits;

INLINE digits digits_at(const uint8_t *at) {
    uint64_t word = word_at(at);
    digits found = {word - 0x3030303030303030u, 8};
    // The lowest top bit marks the first byte that is no digit; what borrows change lies above it.
    uint64_t others = (found.values | (found.values + 0x7676767676767676u) | word) & 0x8080808080808080u;
    if (others != 0) found.count = (unsigned)__builtin_ctzll(others) >> 3;
    return found;
}

// So many of them, at most eight, as the last of eight, zeros in front.
INLINE uint64_t last_of_eight(digits found, unsigned count) {
    return count == 0 ? 0 : found.values << (64 - 8 * count);
}

// What eight digits amount to: sums of neighbours, and of theirs.
INLINE uint64_t value_of_eight(uint64_t value) {
    value = (value * 10 + (value >> 8)) & 0x00FF00FF00FF00FFu;
    value = (value * 100 + (value >> 16)) & 0x0000FFFF0000FFFFu;
    return (value * 10000 + (value >> 32)) & 0x00000000FFFFFFFFu;
}

// Reads digits, at least one.
INLINE bool read_digits(const uint8_t **at, uint64_t *mantissa) {
    const uint8_t *start = *at;
    digits found;
    do {
        found = digits_at(*at);
        *mantissa = *mantissa * whole_powers[found.count] + value_of_eight(last_of_eight(found, found.count));
        *at += found.count;
    } while (found.count == 8);
    return *at != start;
}

// Reads an exponent behind its letter; of very large ones the digits are only checked.
static bool read_exponent(const uint8_t **at, int64_t *exponent) {
    bool negative = **at == '-';
    if (negative || **at == '+') ++*at;
    if ((uint8_t)(**at - '0') > 9) return false;
    int64_t written = 0;
    for (; (uint8_t)(**at - '0') <= 9; ++*at) {
        if (written < 100000) written = written * 10 + (**at - '0');
    }
    *exponent += negative ? -written : written;
    return true;
}

// Any number; false where it is none.
static __attribute__((noinline)) bool read_any_number(cursor *here, const cjson_source *source) {
    const uint8_t *at = here->at;
    bool negative = *at == '-', whole = true;
    at += negative;
    const uint8_t *first = at;
    uint64_t mantissa = 0;
    if (!read_digits(&at, &mantissa) || (*first == '0' && at - first > 1)) return false;
    int64_t exponent = 0, count = at - first;
    if (*at == '.') {
        whole = false;
        const uint8_t *fraction = ++at;
        if (!read_digits(&at, &mantissa)) return false;
        exponent = fraction - at;
        count -= exponent;
    }
    if ((*at | 0x20) == 'e') {
        whole = false;
        at++;
        if (!read_exponent(&at, &exponent)) return false;
    }
    if (count <= 18 && whole) {
        put(here, INTEGER, source, at, negative ? 0 - mantissa : mantissa);
    } else if (count <= 18 && mantissa < (uint64_t)1 << 53 && exponent >= -22 && exponent <= 22) {
        double power = exact_powers[exponent < 0 ? -exponent : exponent];
        double value = exponent < 0 ? (double)mantissa / power : (double)mantissa * power;
        uint64_t payload;
        memcpy(&payload, &value, 8);
        put(here, DOUBLE, source, at, payload | (uint64_t)negative << 63);
    } else {
        put(here, BIG_NUMBER, source, at, 0);
    }
    return true;
}

// Mostly a number has few digits and no exponent. Such take the same steps whatever they are, as they cannot be
// foretold.
INLINE bool read_number(cursor *here, const cjson_source *source) {
    uint64_t negative = *here->at == '-';
    const uint8_t *first = here->at + negative;
    digits whole = digits_at(first);
    const uint8_t *point = first + whole.count;
    uint64_t has_point = *point == '.';
    digits fraction = digits_at(point + 1);
    unsigned decimals = has_point ? fraction.count : 0;
    const uint8_t *end = point + has_point + decimals;
    bool is_usual = (whole.count - 1 < 7) & (whole.count + decimals <= 8) & (has_point <= decimals)
        & ((*first != '0') | (whole.count == 1)) & ((*end | 0x20) != 'e');
    if (UNUSUAL(!is_usual)) {
        // A copy, so that the original may stay in registers.
        cursor moved = *here;
        bool is_number = read_any_number(&moved, source);
        *here = moved;
        return is_number;
    }
    uint64_t all = (whole.values << (64 - 8 * whole.count)) >> (8 * (decimals & 7));
    all |= (fraction.values << 8) << ((56 - 8 * decimals) & 63);
    int64_t mantissa = (int64_t)value_of_eight(all);
    int64_t integer = (mantissa ^ -(int64_t)negative) + (int64_t)negative;
    double value = (double)mantissa / exact_powers[decimals];
    uint64_t payload;
    memcpy(&payload, &value, 8);
    payload |= negative << 63;
    put(here, (uint8_t)(INTEGER + has_point), source, end, has_point ? payload : (uint64_t)integer);
    return true;
}

#endif
