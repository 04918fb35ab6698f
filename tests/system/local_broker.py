"""LocalBroker: a Kafka node of a test's own, for `with`. Where none can be had the test ends as left out."""
import os
import shutil
import subprocess

from check import check, leave_out


class LocalBroker:
    """A node with its data in `folder`; `address` is where it answers. It ends with the block, or with the test."""

    def __init__(self, source, folder):
        for tool in ("java", "kcat"):
            if shutil.which(tool) is None:
                leave_out(f"no broker: {tool} is not installed (deploy/setup installs it)")
        self.script, self.folder, self.address = f"{source}/deploy/kafka/broker", str(folder), None

    def __enter__(self):
        run = self.call("start", "--watch", str(os.getpid()))
        check(run.returncode == 0, f"deploy/kafka/broker start ended with {run.returncode}: {run.stderr}")
        self.address = run.stdout.strip()
        return self

    def __exit__(self, *_):
        self.call("stop")

    def call(self, command, *options):
        return subprocess.run([self.script, command, self.folder, *options], capture_output=True, text=True,
                              check=False)

    def send(self, topic, file):
        """Each line of `file` as a record."""
        subprocess.run(["kcat", "-P", "-l", "-b", self.address, "-t", topic, file], check=True)

    def read(self, topic, form="%s"):
        """What a read_committed reader sees of the topic up to its end now, a line for each record."""
        out = subprocess.run(["kcat", "-C", "-q", "-e", "-b", self.address, "-t", topic, "-o", "beginning",
                              "-X", "isolation.level=read_committed", "-f", form + "\n"],
                             capture_output=True, check=True).stdout
        return out.decode("utf-8").splitlines()
