"""``maillage criteria rank`` on the two tables of a call, beside the plain reading of the larger by the csv module."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.ranking import ENVELOPE, entries, grid, panel

READING = "import csv, sys; all(csv.reader(open(sys.argv[1], encoding='utf-8', newline='')))"
"""The reference: every row of the table of marks, made and forgotten."""
WATCHING = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)"""
"""A process of its own, because a child counts the memory of whoever started it as its first."""
OPENED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Commanded:
    """One size: seconds of processor and mebibytes at the peak (resident), of the command; seconds of the reference."""

    applications: int = 0
    seconds: float = 0
    memory: float = 0
    reading: float = 0

    @property
    def ratio(self) -> float:
        return self.seconds / self.reading


def measure(folder: Path, applications: int, times: int) -> Commanded:
    """Each run so many times, and the smallest kept."""
    scores, beside = write(folder, applications)
    maillage = str(Path(sys.executable).parent / "maillage")
    command = [maillage, "criteria", "rank", str(folder), str(scores), "--applications", str(beside)]
    runs = [_run([*command, "--money", str(ENVELOPE // 100)]) for _ in range(times)]
    readings = [_run([sys.executable, "-c", READING, str(scores)]) for _ in range(times)]
    return Commanded(applications, min(runs)[0], min(peak for _, peak in runs), min(readings)[0])


def write(folder: Path, applications: int) -> tuple[Path, Path]:
    """The grid, the marks and the amounts of `bench.ranking`, as files; the paths of both tables."""
    folder.mkdir(parents=True)
    cast = panel(applications)
    known = entries(cast)
    kept = grid().model_dump(mode="json", exclude_unset=True)
    (folder / "scoring.yaml").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    scores, beside = folder / "scores.csv", folder / "applications.csv"
    with scores.open("w", encoding="utf-8") as file:
        file.write("application,reviewer,criterion,mark\n")
        for row, (at, marks) in enumerate(zip(cast.application.tolist(), cast.marks.tolist(), strict=True)):
            who = f"{cast.applications[at]},{cast.reviewers[row % len(cast.reviewers)]}"
            file.writelines(
                f"{who},{key},{mark / 10:g}\n" for key, mark in zip(cast.columns, marks, strict=True)
            )
    with beside.open("w", encoding="utf-8") as file:
        file.write("application,amount,filed_at\n")
        columns = (known.references, known.amounts.tolist(), known.filed.tolist())
        for name, amount, filed in zip(*columns, strict=True):
            moment = OPENED + timedelta(seconds=filed % (27 * 86_400))
            file.write(f"{name},{amount / 100:.2f},{moment:%Y-%m-%d %H:%M:%S}\n")
    return scores, beside


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds of processor and mebibytes at the peak of one process, whose output is forgotten."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHING, *command], check=True, capture_output=True, text=True
    )
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak / 1024
