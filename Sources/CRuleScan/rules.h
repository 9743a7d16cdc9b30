// What all ways know of tests: the layout of `TestCode` in Swift.
#ifndef CORDON_RULES_H
#define CORDON_RULES_H

#include "CRuleScan.h"

enum {
    COLUMN_SHIFT = 20,
    COLUMN_MASK = 0xFF,
    OPERAND_MASK = 0xFFFFF,
    KIND_SHIFT = 28,
    // Below are comparisons with numbers of values, above with thresholds.
    KIND_OF_SETS = 8,
    // The first number of a text, and how many texts a set can have.
    FIRST_TEXT = 6,
    SET_SIZE = 20,
};

// Tests below are long ones.
#define FIRST_SHORT ((uint32_t)1 << KIND_SHIFT)
// Always holds.
#define ALWAYS ((uint32_t)15 << KIND_SHIFT)

#if defined(__x86_64__)
size_t crules_find_runs_avx512(
    const crules_alert *alert, const uint32_t *runs, size_t count, uint32_t *begins, uint32_t *ends);
crules_counts crules_test_records_avx512(
    const crules_alert *alert, const crules_records *records, size_t count, uint32_t *matching,
    const crules_records *pending);
#endif

#endif
