"""From nothing to the first page: the real command in a process of its own, and the memory that it then holds."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

PATIENCE = 60.0


@dataclass(frozen=True)
class Start:
    """Seconds to the first page: on an empty folder, then again, and of processor. Memory in MiB once it answered."""

    first: float
    again: float
    cpu: float
    rss: float
    pss: float


def measure(folder: Path) -> Start:
    first, _, _, _ = _start(folder)
    again, cpu, rss, pss = min(_start(folder) for _ in range(2))
    return Start(first, again, cpu, rss, pss)


def _start(folder: Path) -> tuple[float, float, float, float]:
    port = _free_port()
    environment = {
        **os.environ,
        "MAILLAGE_DATA_DIR": str(folder),
        "MAILLAGE_BASE_URL": f"http://127.0.0.1:{port}",
        "MAILLAGE_DEMO": "true",
        "MAILLAGE_LOG_LEVEL": "ERROR",
    }
    command = [str(Path(sys.executable).parent / "maillage"), "run", "--port", str(port)]
    began = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for_page(port, process)
            seconds = time.perf_counter() - began
            return seconds, _processor(process.pid), *_memory(process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _wait_for_page(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except ConnectionError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise RuntimeError(f"no page within {PATIENCE:.0f} s")


def _processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> tuple[float, float]:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    held = {
        line.split()[0].rstrip(":"): int(line.split()[1]) / 1024
        for line in rollup.splitlines()[1:]
        if "kB" in line
    }
    return held["Rss"], held["Pss"]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
