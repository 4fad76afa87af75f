"""Starts real engines for the tests: a Spark cluster, ClickHouse behind HTTP; and stops them."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
"""For a small Java that lives for minutes: one collector of garbage, one compiler."""
QUICK = {
    "spark.driver.host": HOST,
    "spark.driver.bindAddress": HOST,
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.executor.memory": "1g",
    "spark.executor.cores": "1",
    "spark.cores.max": "2",
    "spark.locality.wait": "0s",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
}
"""Settings of a small cluster on this machine, for small data: code is not generated for it."""
LARGE = {
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.codegen.wholeStage": "true",
    "spark.sql.codegen.factoryMode": "FALLBACK",
}
"""What Spark does by itself, for a million events."""


def die_with_us():
    """Ask Linux to kill this process when the tests end, however they end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def free_port():
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]


def wait_for(port, process, seconds=120):
    """Wait until somebody listens; the process must live so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nobody listens on {port}; the process ended with {process.poll()}")


class Cluster:
    """A standalone Spark master and two workers of one core and 1 GB."""

    def __init__(self, folder: Path):
        import pyspark

        self.folder, self.processes = folder, []
        self.script = Path(pyspark.__file__).parent / "bin" / "spark-class"
        port = free_port()
        self.url = f"spark://{HOST}:{port}"
        master = self._start("master.Master", "--port", str(port), "--webui-port", str(free_port()))
        wait_for(port, master)
        self.workers = [
            self._start(
                "worker.Worker", "--cores", "1", "--memory", "1g", "--work-dir",
                str(folder / f"work{number}"), "--webui-port", str(free_port()), self.url,
            )
            for number in range(2)
        ]  # fmt: skip

    def _start(self, name, *args):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        with (folder / f"{len(self.processes)}.log").open("w") as log:
            process = subprocess.Popen(
                [str(self.script), f"org.apache.spark.deploy.{name}", "--host", HOST, *args],
                stdout=log,
                stderr=log,
                env={
                    **os.environ,
                    "SPARK_LOCAL_IP": HOST,
                    "SPARK_NO_DAEMONIZE": "1",
                    "SPARK_DAEMON_JAVA_OPTS": JAVA,
                    "SPARK_LAUNCHER_OPTS": JAVA,
                },
                start_new_session=True,
                preexec_fn=die_with_us,  # noqa: PLW1509 - no other thread starts anything
            )
        self.processes.append(process)
        return process

    def stop(self, processes=None):
        for process in processes or self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)


@contextmanager
def clickhouse_server(folder: Path):
    """Yield the port of a ClickHouse that answers HTTP, and its process."""
    port = free_port()
    script = Path(__file__).with_name("clickhouse_http.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(folder), str(port)],
        start_new_session=True,
        preexec_fn=die_with_us,  # noqa: PLW1509 - no other thread starts anything
    ) as process:
        try:
            wait_for(port, process)
            yield port, process
        finally:
            process.kill()
