import Testing

/// The hub as it runs: a program with sockets, disk and signals. One test at a time, as each has a hub of its own and
/// measures it.
@Suite(.serialized) struct RunningHub {}
