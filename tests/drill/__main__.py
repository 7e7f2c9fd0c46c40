"""`make drill`: the long one. SUBMISSIONS, DATABASE_URL and SEED come from the environment."""

import os
import sys
import tempfile
from pathlib import Path

from tests.drill.run import Plan, run


def main() -> int:
    plan = Plan(submissions=int(os.environ.get("SUBMISSIONS", "2000")), seed=int(os.environ.get("SEED", "1")))
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        report = run(plan, Path(folder), os.environ.get("DATABASE_URL", ""))
        for name, value in report.figures.items():
            print(f"{name}: {value}")
        print("\nMust be nought:")
        for name, number in report.wrong.items():
            print(f"  {name}: {number}")
        if not report.is_good:
            log = Path(folder) / "log"
            print(f"\nThe end of the log:\n{log.read_text()[-3000:]}")
    return 0 if report.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
