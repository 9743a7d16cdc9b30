// The short tests of rules, sixteen at a time where the processor can.
#ifndef CORDON_CRULESCAN_H
#define CORDON_CRULESCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How tests are made: all ways give the same.
typedef enum { CRULES_PORTABLE, CRULES_AVX512 } crules_way;

/// Whether this processor knows a way.
bool crules_has(crules_way way);

/// What tests are made on.
typedef struct {
    /// Of an alert. As many as a test can name may be read, whatever `column_count` says.
    const uint32_t *_Nonnull columns;
    size_t column_count;
    /// Of thresholds; `rank_mask` brings any number within them.
    const uint32_t *_Nonnull ranks;
    uint32_t rank_mask;
} crules_alert;

/// Words that are written past what results say, at most.
static const size_t crules_slack = 16;

/// Finds the runs whose test holds: pairs of words, a test that is no long one and where the run ends. The word before
/// the first says where that begins.
///
/// Writes where each begins and where it ends, as the words have it, and gives their number.
size_t crules_find_runs(
    crules_way way, const crules_alert *_Nonnull alert, const uint32_t *_Nonnull runs, size_t count,
    uint32_t *_Nonnull begins, uint32_t *_Nonnull ends);

/// Records with three tests each, a list for each of the four.
typedef struct {
    uint32_t *_Nonnull rules;
    uint32_t *_Nonnull first;
    uint32_t *_Nonnull second;
    uint32_t *_Nonnull third;
} crules_records;

/// How many records.
typedef struct {
    /// Of which all tests hold.
    size_t matching;
    /// Of which all short tests hold, and at least one is a long one.
    size_t pending;
} crules_counts;

/// Makes the tests of records. Writes the rules of those of which all hold, and those with a long test that may hold.
crules_counts crules_test_records(
    crules_way way, const crules_alert *_Nonnull alert, const crules_records *_Nonnull records, size_t count,
    uint32_t *_Nonnull matching, const crules_records *_Nonnull pending);

#endif
