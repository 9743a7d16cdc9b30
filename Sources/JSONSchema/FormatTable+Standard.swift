extension FormatTable {
    private static let dateOutline = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    private static let timeOutline = #"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"#

    /// The formats of JSON Schema Validation 2020-12, section 7.3.
    public static let standard = FormatTable([
        Format(
            name: "date", expectation: "a date of RFC 3339, year-month-day", example: "2026-08-23",
            outline: "^\(dateOutline)$", matches: DateFormats.isDate),
        Format(
            name: "time", expectation: "a time of RFC 3339 with its zone", example: "10:15:00Z",
            outline: "^\(timeOutline)$",
            matches: DateFormats.isTime),
        Format(
            name: "date-time", expectation: "a date and time of RFC 3339 with its zone",
            example: "2026-08-23T10:15:00Z",
            outline: "^\(dateOutline)[Tt]\(timeOutline)$",
            matches: DateFormats.isDateTime),
        Format(
            name: "duration", expectation: "a duration of RFC 3339, appendix A", example: "P3DT12H",
            matches: DateFormats.isDuration),
        Format(
            name: "email", expectation: "an e-mail address", example: "desk@customs.example",
            matches: NetworkFormats.isEmail),
        Format(
            name: "idn-email", expectation: "an e-mail address, also with letters beyond ASCII",
            example: "büro@customs.example", matches: NetworkFormats.isInternationalEmail),
        Format(
            name: "hostname", expectation: "a host name", example: "hub.customs.example",
            matches: NetworkFormats.isHostname),
        Format(
            name: "idn-hostname", expectation: "a host name, also with letters beyond ASCII",
            example: "zoll.österreich.example", matches: NetworkFormats.isInternationalHostname),
        Format(
            name: "ipv4", expectation: "an IPv4 address of four decimal numbers", example: "192.0.2.1",
            outline: #"^[0-9]{1,3}(\.[0-9]{1,3}){3}$"#, matches: NetworkFormats.isIPv4),
        Format(
            name: "ipv6", expectation: "an IPv6 address", example: "2001:db8::1", matches: NetworkFormats.isIPv6),
        Format(
            name: "uri", expectation: "an absolute URI", example: "https://customs.example/alerts/1",
            matches: ResourceFormats.isURI),
        Format(
            name: "uri-reference", expectation: "a URI or a relative reference", example: "../alerts/1",
            matches: ResourceFormats.isURIReference),
        Format(
            name: "iri", expectation: "an absolute IRI", example: "https://customs.example/überseehafen",
            matches: ResourceFormats.isIRI),
        Format(
            name: "iri-reference", expectation: "an IRI or a relative reference", example: "../überseehafen",
            matches: ResourceFormats.isIRIReference),
        Format(
            name: "uri-template", expectation: "a URI template of RFC 6570", example: "/alerts/{id}",
            matches: ResourceFormats.isURITemplate),
        Format(
            name: "uuid", expectation: "a UUID of 32 hexadecimal digits and four hyphens",
            example: "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
            outline: "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", matches: IdentifierFormats.isUUID),
        Format(
            name: "json-pointer", expectation: "a JSON Pointer", example: "/goods/0/hs",
            matches: IdentifierFormats.isJSONPointer),
        Format(
            name: "relative-json-pointer", expectation: "a relative JSON Pointer", example: "1/hs",
            matches: IdentifierFormats.isRelativeJSONPointer),
        Format(
            name: "regex", expectation: "a regular expression of ECMA-262", example: "^[A-Z]{2}$",
            matches: IdentifierFormats.isRegex),
    ])
}
