"""What the demonstration says, handsome on a terminal and plain elsewhere."""

import os
import shutil
import sys
import time

STYLES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "blue": 34, "cyan": 36}


class Stage:
    """Prints headings, lines and tables; draws progress on a terminal alone."""

    def __init__(self):
        self.is_terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self.has_color = self.is_terminal and not os.environ.get("NO_COLOR")
        self.columns = shutil.get_terminal_size((100, 24)).columns if self.is_terminal else None
        self.began = time.monotonic()
        self.has_progress = False

    def styled(self, text, *styles):
        if not self.has_color:
            return text
        return f"\x1b[{';'.join(str(STYLES[style]) for style in styles)}m{text}\x1b[0m"

    def heading(self, text):
        self.clear()
        print(f"\n{self.styled(text, 'bold', 'blue')}")

    def line(self, text):
        self.clear()
        print(f"  {text}", flush=True)

    def event(self, text, style="yellow"):
        """Something that happens in time."""
        self.clear()
        seconds = f"{time.monotonic() - self.began:5.1f} s"
        print(f"  {self.styled(seconds, 'dim')}  {self.styled(text, style)}", flush=True)

    def table(self, titles, rows, right=()):
        """Rows in columns; the columns whose numbers are in `right` stand at the right."""
        self.clear()
        rows = [[str(cell) for cell in row] for row in rows]
        widths = [max(len(row[index]) for row in [titles] + rows) for index in range(len(titles))]
        for number, row in enumerate([titles] + rows):
            cells = [cell.rjust(width) if index in right else cell.ljust(width)
                     for index, (cell, width) in enumerate(zip(row, widths))]
            text = "  ".join(cells).rstrip()
            if self.columns and len(text) > self.columns - 3:
                text = text[:self.columns - 4] + "…"
            print(f"  {self.styled(text, 'bold') if number == 0 else text}")

    def progress(self, done, total):
        if not self.is_terminal:
            return
        filled = 30 * done // max(1, total)
        print(f"\r  {'━' * filled}{'─' * (30 - filled)}  {done} of {total} alerts handed in\x1b[K", end="", flush=True)
        self.has_progress = True

    def clear(self):
        if self.has_progress:
            print("\r\x1b[K", end="")
            self.has_progress = False
