// ZeroMQ: to be filled.
