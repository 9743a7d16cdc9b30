#include "CAlertSchemas.h"

// #embed is C23; the compiler takes it in earlier modes too, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char envelope[] = {
#embed "../../schemas/alert/envelope.schema.json"
};
static const unsigned char parts[] = {
#embed "../../schemas/alert/parts.schema.json"
};
static const unsigned char seizure[] = {
#embed "../../schemas/alert/seizure.schema.json"
};
static const unsigned char warning[] = {
#embed "../../schemas/alert/warning.schema.json"
};
static const unsigned char request[] = {
#embed "../../schemas/alert/request.schema.json"
};
static const unsigned char feedback[] = {
#embed "../../schemas/alert/feedback.schema.json"
};
static const unsigned char aeo[] = {
#embed "../../schemas/alert/aeo.schema.json"
};
static const unsigned char hub[] = {
#embed "../../schemas/config/hub.schema.json"
};
static const unsigned char members[] = {
#embed "../../schemas/config/members.schema.json"
};
static const unsigned char categories[] = {
#embed "../../schemas/codelists/categories.json"
};
static const unsigned char currencies[] = {
#embed "../../schemas/codelists/currencies.json"
};
static const unsigned char unodc_ids[] = {
#embed "../../schemas/imports/unodc-ids.json"
};

#define FILE_AT(path, bytes) {path, bytes, sizeof(bytes)}

static const calertschemas_file files[] = {
    FILE_AT("alert/envelope.schema.json", envelope),
    FILE_AT("alert/parts.schema.json", parts),
    FILE_AT("alert/seizure.schema.json", seizure),
    FILE_AT("alert/warning.schema.json", warning),
    FILE_AT("alert/request.schema.json", request),
    FILE_AT("alert/feedback.schema.json", feedback),
    FILE_AT("alert/aeo.schema.json", aeo),
    FILE_AT("config/hub.schema.json", hub),
    FILE_AT("config/members.schema.json", members),
    FILE_AT("codelists/categories.json", categories),
    FILE_AT("codelists/currencies.json", currencies),
    FILE_AT("imports/unodc-ids.json", unodc_ids),
};

size_t calertschemas_count(void) { return sizeof(files) / sizeof(files[0]); }

calertschemas_file calertschemas_at(size_t index) { return files[index]; }
