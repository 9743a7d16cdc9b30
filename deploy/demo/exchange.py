"""A hub, its publishers and its desks as processes of this machine, in a scratch folder."""

import ctypes
import json
import os
import re
import signal
import socket
import subprocess
import time

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class Failure(Exception):
    """The demonstration cannot go on."""


def free_port():
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def read_commented(path):
    """JSON with comments and commas before closing brackets, as the exchange's own files are."""
    token = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/|,(?=(?:\s|//[^\n]*|/\*.*?\*/)*[\]}])', re.DOTALL)
    text = path.read_text(encoding="utf-8")
    return json.loads(token.sub(lambda found: found[0] if found[0][0] == '"' else "", text))


def read_lines(path):
    """The objects of a file of JSON Lines; a last line that is still being written is left out."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1] if line.strip()]


class Exchange:
    """Owns the folder and every process that it starts; `close` ends these and no others."""

    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = folder
        self.processes = []
        self.hub = None
        self.home = folder / "exchange"
        for name in ("received", "receipts", "logs"):
            (folder / name).mkdir(parents=True)

    def run(self, *arguments, check=True, **options):
        """Runs `cordon` to its end."""
        done = subprocess.run([self.programs / "cordon", *arguments], text=True, check=False,
                              **{"capture_output": True, "timeout": 30, **options})
        if check and done.returncode != 0:
            raise Failure(f"cordon {' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr}")
        return done

    def start(self, program, *arguments, **files):
        """Starts a process that ends with this one, whatever ends it."""
        def die_with_parent():
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        process = subprocess.Popen([self.programs / program, *arguments], start_new_session=True,
                                   preexec_fn=die_with_parent, **files)
        self.processes.append(process)
        return process

    def close(self):
        """Ends what is still running."""
        running = [process for process in self.processes if process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + 3
        for process in running:
            try:
                process.wait(max(0.05, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    # The hub

    def set_up(self, members):
        self.run("hub", "init", self.home, "--members", ",".join(members),
                 "--listen", f"tcp://127.0.0.1:{free_port()}")

    def change_rights(self, changes):
        """Sets fields of desks in the directory: {member: {field: value}}."""
        path = self.home / "members.jsonc"
        directory = read_commented(path)
        for member in directory["members"]:
            for principal in member["principals"]:
                if principal["name"] == "desk":
                    principal.update(changes.get(member["id"], {}))
        path.write_text(json.dumps(directory, indent=4, ensure_ascii=False) + "\n", encoding="utf-8")
        return directory

    def start_hub(self):
        log = (self.folder / "logs" / "hub.log").open("ab")
        self.hub = self.start("cordond", "-c", self.home / "hub.jsonc", stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + 15
        while self.run("--context", self.context("org-rilo", "operator"), "status", "--timeout", "1s",
                       check=False).returncode != 0:
            if self.hub.poll() is not None or time.monotonic() > deadline:
                raise Failure(f"the hub does not answer: see {log.name}")

    def kill_hub(self):
        self.hub.kill()
        self.hub.wait()

    def context(self, member, principal):
        return self.home / "contexts" / f"{member.lower()}-{principal}.jsonc"

    # Clients

    def start_desk(self, desk):
        """Starts a desk that appends what it gets to its file; the hub knows where it was."""
        arguments = ["--context", self.context(desk.member, "desk"), "subscribe", "desk", "--where", desk.rule]
        for pattern in desk.topics:
            arguments += ["--topic", pattern]
        if desk.exercises:
            arguments.append("--exercises")
        if desk.keeps_cursor:
            # The hub stores cursors now and then; a desk with one of its own gets nothing again after the hub's crash.
            arguments += ["--cursor", desk.file(self.folder).with_suffix(".cursor")]
        log = (self.folder / "logs" / f"{desk.member.lower()}-desk.log").open("ab")
        with desk.file(self.folder).open("ab") as received:
            return self.start("cordon", *arguments, stdin=subprocess.DEVNULL, stdout=received, stderr=log)

    def start_publisher(self, member):
        """Starts a publisher that reads alerts from a pipe and writes its receipts to a file."""
        log = (self.folder / "logs" / f"{member.lower()}-publisher.log").open("ab")
        with self.receipts(member).open("wb") as receipts:
            return self.start("cordon", "--context", self.context(member, "enforcement"), "publish", "-",
                              stdin=subprocess.PIPE, stdout=receipts, stderr=log)

    def receipts(self, member):
        return self.folder / "receipts" / f"{member.lower()}.jsonl"

    def open_subscriptions(self):
        """How many durable subscriptions are served now."""
        answer = self.run("--context", self.context("org-rilo", "operator"), "status", "--subscriptions", "--json")
        return sum(json.loads(line)["mode"] != "away" for line in answer.stdout.splitlines())
