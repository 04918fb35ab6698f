"""The README's fenced blocks with the comments that say what they are, and how a shown output is put right.

  <!-- example: offline -->   run with bash, its first failure is the test's
  <!-- example: broker -->    the same, with a Kafka node in place of 127.0.0.1:9092
  <!-- example: script -->    a script of ours that other tests run: it has to be there and to have --help
  <!-- prints -->             the whole standard output of the example before it
  <!-- shows: demo -->        one item of what deploy/demo shows
  <!-- file: NAME -->         the file that the examples after it read
"""
import os
import re

BLOCK = re.compile(r"(?:^<!-- (?P<mark>[a-z]+)(?:: (?P<name>[\w.-]+))? -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$",
                   re.MULTILINE | re.DOTALL)


class Readme:
    """A file's text and its blocks; shows() compares one, or takes what is right with HEARSAY_GOLDEN=update."""

    def __init__(self, path):
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.blocks = list(BLOCK.finditer(self.text))
        self.edits = []

    def place(self, block):
        return f"{self.path.name}:{self.text.count(chr(10), 0, block.start('text')) + 1}"

    def shows(self, block, right):
        """True if the block holds `right`, or is going to."""
        if block["text"] == right:
            return True
        if os.environ.get("HEARSAY_GOLDEN") != "update":
            print(f"{self.place(block)}: shows\n{block['text']}but this is printed\n{right}"
                  "HEARSAY_GOLDEN=update puts it right")
            return False
        self.edits.append((block.start("text"), block.end("text"), right))
        return True

    def write(self):
        for start, end, right in sorted(self.edits, reverse=True):
            self.text = self.text[:start] + right + self.text[end:]
        if self.edits:
            self.path.write_text(self.text, encoding="utf-8")
