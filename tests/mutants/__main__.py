"""`python -m tests.mutants [WORD]`: puts each fault into a copy of the project, and says which of them no test saw.

With a word, only faults about it. Ends with 1 if one survived.
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.faults import FAULTS, Fault

BASE_DIR = Path(__file__).resolve().parent.parent.parent
POSTGRES = "--postgres"
NO_TESTS = (0, 5)  # all passed, or none was found


def main(word: str = "") -> int:
    chosen = [fault for fault in FAULTS if word in fault.about]
    survived = 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder) / "project"
        copy_to(copy)
        for fault in chosen:
            caught = is_caught(copy, fault)
            survived += not caught
            print(
                f"{'caught  ' if caught else 'SURVIVED'}  {fault.about:10}  {fault.file}: {fault.right.strip()[:70]!r}"
            )
            sys.stdout.flush()
    print(f"{len(chosen) - survived} of {len(chosen)} faults were caught.")
    return 1 if survived else 0


def copy_to(copy: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=BASE_DIR, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (BASE_DIR / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(BASE_DIR / name, copy / name)


def is_caught(copy: Path, fault: Fault) -> bool:
    file = copy / fault.file
    before = file.read_text(encoding="utf-8")
    if before.count(fault.right) != 1:
        raise SystemExit(f"{fault.file} does not hold this once: {fault.right}")
    file.write_text(before.replace(fault.right, fault.wrong), encoding="utf-8")
    try:
        return run(copy, fault.tests) not in NO_TESTS
    finally:
        file.write_text(before, encoding="utf-8")


def run(copy: Path, tests: str) -> int:
    arguments = shlex.split(tests)
    server = [sys.executable, "-m", "tests.postgres"] if POSTGRES in arguments else []
    chosen = [argument for argument in arguments if argument != POSTGRES]
    command = [
        *server,
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        *chosen,
    ]
    return subprocess.run(
        command, cwd=copy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
