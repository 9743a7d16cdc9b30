#ifndef CORDON_CALERTSCHEMAS_H
#define CORDON_CALERTSCHEMAS_H

#include <stddef.h>

/// A file of the folder `schemas`, as it was when the program was built.
typedef struct {
    /// Path below `schemas`, NUL-terminated.
    const char *_Nonnull path;
    /// The bytes of the file; valid for the life of the program.
    const unsigned char *_Nonnull bytes;
    /// Number of bytes.
    size_t length;
} calertschemas_file;

/// Number of embedded files.
size_t calertschemas_count(void);

/// The embedded file at `index`, which must be below the count.
calertschemas_file calertschemas_at(size_t index);

#endif
