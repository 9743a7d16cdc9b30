"""A plain client of CXP/1, written from docs/protocol.md alone.

    socket = connect("tcp://127.0.0.1:7710", hub_key, public_key, secret_key)
    session = hello(socket)
    publish(socket, 1, [b'{"id": ...}'])
    for alert in subscribe(socket, 1, [">"], start=EARLIEST, count=10): ...
    print(request(socket, "status"))

`python3 cxp_client.py --self-check docs/protocol.md` checks the codec against the transcripts of the specification.
"""

import hashlib
import json
import os
import re
import struct
import sys
import time

HEADER = struct.Struct(">HBBH")
SIGNATURE, VERSION = 0xC00D, 1
CURSOR, EARLIEST, LATEST, POSITION, TIME = range(5)
RECEIPT_ENTRY, DELIVER_ENTRY = struct.Struct(">QBBHQ32s"), struct.Struct(">IBBQ")

# B, H, I, Q: unsigned numbers; e: 16 bytes; s, S: a string behind one or two bytes of length; L: a list of strings;
# R, D: the entries of a RECEIPT and of a DELIVER behind a count of two bytes.
GRAMMAR = {
    0x01: ("HELLO", "lowest:B highest:B features:I session:Q deliver_alerts:H deliver_bytes:I agent:s"),
    0x02: ("WELCOME", "version:B features:I session:Q alert_bytes_max:I batch_alerts_max:H window_alerts:I"
           " window_bytes:Q subscriptions_max:H deliver_alerts_max:H deliver_bytes_max:I ping_interval:I"
           " epoch:e head:Q hub_time:Q hub_id:s member:s principal:s"),
    0x03: ("PUBLISH", "first_publish_id:Q alert_count:H flags:B"),
    0x04: ("RECEIPT", "entries:R"),
    0x05: ("SUBSCRIBE", "tag:I mode:B flags:B start:B start_value:Q epoch:e name:s topics:L rule:S"),
    0x06: ("SUBSCRIBED", "tag:I epoch:e start:Q head:Q"),
    0x07: ("UNSUBSCRIBE", "tag:I flags:B"),
    0x08: ("UNSUBSCRIBED", "tag:I code:H"),
    0x09: ("CREDIT", "sequence_limit:Q byte_limit:Q"),
    0x0A: ("DELIVER", "first_sequence:Q alerts:D"),
    0x0B: ("CONFIRM", "tag:I position:Q"),
    0x0C: ("GAP", "tag:I sequence:Q from_position:Q to_position:Q skipped:Q"),
    0x0D: ("PING", "nonce:Q"),
    0x0E: ("PONG", "nonce:Q last_sequence:Q head:Q hub_time:Q"),
    0x0F: ("RESET", "code:H"),
    0x10: ("ERROR", "code:H retry:B flags:B command:B reference:Q text:S"),
    0x11: ("REQUEST", "id:I verb:s"),
    0x12: ("RESPONSE", "id:I"),
    0x13: ("BYE", ""),
}
CODES = {name: code for code, (name, _) in GRAMMAR.items()}


class Refused(Exception):
    """The hub sent ERROR or RESET."""


def encode(command, following=0, optional=b"", /, **values):
    """The first frame of a command."""
    frame = HEADER.pack(SIGNATURE, VERSION, CODES[command], following)
    for field in GRAMMAR[CODES[command]][1].split():
        key, kind = field.split(":")
        value = values[key]
        if kind in "BHIQ":
            frame += struct.pack(">" + kind, value)
        elif kind == "e":
            frame += value
        elif kind in "sS":
            frame += struct.pack(">B" if kind == "s" else ">H", len(value.encode())) + value.encode()
        elif kind == "L":
            frame += bytes([len(value)]) + b"".join(bytes([len(v.encode())]) + v.encode() for v in value)
        else:
            entry = RECEIPT_ENTRY if kind == "R" else DELIVER_ENTRY
            frame += struct.pack(">H", len(value)) + b"".join(entry.pack(*v) for v in value)
    return frame + optional


def decode(frame):
    """The name, the number of frames that follow, the fields, and the bytes of the optional fields."""
    signature, version, code, following = HEADER.unpack_from(frame)
    if (signature, version) != (SIGNATURE, VERSION):
        raise ValueError("not a frame of CXP/1")
    name, fields = GRAMMAR[code]
    at, values = HEADER.size, {}

    def take(form):
        nonlocal at
        form = struct.Struct(form)
        at += form.size
        return form.unpack_from(frame, at - form.size)

    def text(length):
        nonlocal at
        if at + length > len(frame):
            raise ValueError("a string leads past the frame's end")
        at += length
        return frame[at - length:at].decode()

    for field in fields.split():
        key, kind = field.split(":")
        if kind in "BHIQ":
            values[key] = take(">" + kind)[0]
        elif kind == "e":
            values[key] = take("16s")[0]
        elif kind in "sS":
            values[key] = text(take(">B" if kind == "s" else ">H")[0])
        elif kind == "L":
            values[key] = [text(take("B")[0]) for _ in range(take("B")[0])]
        else:
            entry = RECEIPT_ENTRY if kind == "R" else DELIVER_ENTRY
            values[key] = [take(entry.format) for _ in range(take(">H")[0])]
    return name, following, values, frame[at:]


def record_header(header):
    """The fields of a record header."""
    version, kind, position, epoch, accepted_at, alert_id, message_type = struct.unpack_from(">BBQ16sQ16sB", header)
    if (version, kind) != (1, 1):
        raise ValueError("not a record header of version 1")
    at = 51

    def text(size=1):
        nonlocal at
        length = int.from_bytes(header[at:at + size], "big")
        at += size + length
        return header[at - length:at].decode()

    names = {name: text() for name in ("kind", "sender_member", "sender_principal", "origin")}
    at += 1
    topics = [text() for _ in range(header[at - 1])]
    at += 1
    warnings = [(text(), text(2), text(2)) for _ in range(header[at - 1])]
    if at != len(header):
        raise ValueError("bytes follow the record header")
    return dict(names, position=position, epoch=epoch, accepted_at=accepted_at, alert_id=alert_id,
                message_type=message_type, topics=topics, warnings=warnings)


def leaf_hash(header, alert, signature=b""):
    """The leaf of the transparency tree for one record."""
    digests = hashlib.sha256(alert).digest() + hashlib.sha256(signature).digest()
    return hashlib.sha256(b"\0" + header + digests).digest()


def connect(endpoint, hub_key, public_key, secret_key, context=None):
    """A DEALER with the options that the specification demands; keys are Z85, and no hub key means no CURVE."""
    import zmq

    socket = (context or zmq.Context.instance()).socket(zmq.DEALER)
    socket.setsockopt(zmq.ROUTING_ID, b"\1" + os.urandom(16))
    for option, value in ((zmq.RCVHWM, 0), (zmq.LINGER, 0), (zmq.RECONNECT_IVL, 200), (zmq.RECONNECT_IVL_MAX, 30_000),
                          (zmq.TCP_KEEPALIVE, 1), (zmq.TCP_KEEPALIVE_IDLE, 30), (zmq.TCP_KEEPALIVE_INTVL, 10),
                          (zmq.TCP_KEEPALIVE_CNT, 3)):
        socket.setsockopt(option, value)
    if hub_key:
        socket.curve_serverkey, socket.curve_publickey, socket.curve_secretkey = hub_key, public_key, secret_key
    socket.connect(endpoint)
    return socket


def receive(socket, timeout=60.0):
    """The next message: name, fields, and the frames after the first."""
    if not socket.poll(int(timeout * 1000)):
        raise TimeoutError("nothing came from the hub")
    frames = socket.recv_multipart()
    name, following, values, _ = decode(frames[0])
    if following != len(frames) - 1:
        raise ValueError("the hub announced another number of frames")
    if name in ("ERROR", "RESET"):
        raise Refused(name, values)
    return name, values, frames[1:]


def wait_for(socket, wanted, timeout=60.0):
    """The next message of one name; others are dropped, so one thing is done at a time."""
    end = time.monotonic() + timeout
    while True:
        message = receive(socket, max(0.001, end - time.monotonic()))
        if message[0] == wanted:
            return message


def hello(socket, agent="cxp_client.py", timeout=60.0):
    """Begins a session; the fields of WELCOME."""
    session = int.from_bytes(os.urandom(8), "big")
    socket.send(encode("HELLO", lowest=1, highest=1, features=7, session=session, deliver_alerts=0, deliver_bytes=0,
                       agent=agent))
    while True:
        _, values, _ = wait_for(socket, "WELCOME", timeout)
        if values["session"] == session:
            return values


def publish(socket, first_id, alerts, signatures=None, timeout=60.0):
    """Publishes one batch; (publish id, outcome, retry class, code, position, leaf hash) for each alert."""
    frames = [f for pair in zip(alerts, signatures) for f in pair] if signatures else list(alerts)
    socket.send_multipart([encode("PUBLISH", len(frames), first_publish_id=first_id, alert_count=len(alerts),
                                  flags=1 if signatures else 0)] + frames)
    receipts = {}
    while len(receipts) < len(alerts):
        for entry in wait_for(socket, "RECEIPT", timeout)[1]["entries"]:
            receipts[entry[0]] = entry
    return [receipts[first_id + index] for index in range(len(alerts))]


def subscribe(socket, tag, topics, start=CURSOR, value=0, name="", rule="", flags=0, epoch=bytes(16), count=None,
              window=64, timeout=60.0):
    """Yields (delivery fields, record header, alert, signature), grants credit and confirms; begins a new session's
    first subscription. Without a name it is live."""
    mode = 0 if name else 1
    socket.send(encode("SUBSCRIBE", tag=tag, mode=mode, flags=flags, start=start, start_value=value, epoch=epoch,
                       name=name, topics=topics, rule=rule))
    wait_for(socket, "SUBSCRIBED", timeout)
    expected, seen, length = 1, 0, 0
    socket.send(encode("CREDIT", sequence_limit=window, byte_limit=window << 20))
    while count is None or seen < count:
        kind, values, frames = receive(socket, timeout)
        if kind == "GAP":
            values = dict(values, first_sequence=values["sequence"], alerts=[])
        elif kind != "DELIVER":
            continue
        if values["first_sequence"] != expected:
            raise ValueError("a hole in the session sequence: say HELLO again")
        expected += max(1, len(values["alerts"]))
        for index, (of, flag, reason, position) in enumerate(values["alerts"]):
            header, alert, signature = frames[3 * index:3 * index + 3]
            length += len(header) + len(alert) + len(signature)
            seen += 1
            yield dict(tag=of, flags=flag, reason=reason, position=position), header, alert, signature
        if mode == 0 and values["alerts"]:
            socket.send(encode("CONFIRM", tag=tag, position=values["alerts"][-1][3]))
        socket.send(encode("CREDIT", sequence_limit=expected - 1 + window, byte_limit=length + (window << 20)))


def ping(socket, nonce=1, timeout=60.0):
    """Asks whether the hub is there; the fields of PONG."""
    socket.send(encode("PING", nonce=nonce))
    return wait_for(socket, "PONG", timeout)[1]


def request(socket, verb, argument=None, number=1, timeout=60.0):
    """Makes a request; the answer, decoded from JSON."""
    socket.send_multipart([encode("REQUEST", 1, id=number, verb=verb), json.dumps(argument or {}).encode()])
    while True:
        _, values, frames = wait_for(socket, "RESPONSE", timeout)
        if values["id"] == number:
            return json.loads(frames[0])


def transcripts(document):
    """(name, frames) of every transcript in the specification."""
    found = []
    for block in re.findall(r"```cxp\n(.*?)```", document, re.S):
        for part in re.split(r"^(?=[CH]: )", block, flags=re.M):
            if part.strip():
                title, _, lines = part.partition("\n")
                frames = re.findall(r"^ *\d+ \|((?:[^|]*?)(?=\n *\d+ \||\Z))", lines, re.S | re.M)
                found.append((title.split()[1], [bytes.fromhex(re.sub(r"[\s|]", "", f)) for f in frames]))
    return found


def self_check(path):
    """Holds this codec against the specification's transcripts; the number of commands seen."""
    with open(path, encoding="utf-8") as file:
        document = file.read()
    seen = {}
    for name, frames in transcripts(document):
        decoded, following, values, optional = decode(frames[0])
        assert decoded == name, f"{name}: decodes as {decoded}"
        assert following == len(frames) - 1, f"{name}: announces {following} frames"
        assert encode(name, following, optional, **values) == frames[0], f"{name}: encodes to other bytes"
        seen.setdefault(name, []).append((values, frames))
    assert set(seen) == set(CODES), f"no transcript of {set(CODES) - set(seen)}"
    header, alert, signature = seen["DELIVER"][0][1][1:4]
    entry = seen["RECEIPT"][0][0]["entries"][0]
    assert record_header(header)["position"] == entry[4], "the record header is of another position"
    assert leaf_hash(header, alert, signature) == entry[5], "the leaf hash is another one"
    return len(seen)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "--self-check":
        sys.exit("usage: cxp_client.py --self-check docs/protocol.md")
    print(self_check(sys.argv[2]), "commands agree with the specification")
