// The functions of one algorithm: those that name it at run time look it up at every call, which takes longer than
// hashing a short text.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
