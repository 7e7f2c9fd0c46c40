"""The list of faults fits the code as it is. Whether each is caught, `make mutants` tells."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from tests.mutants.faults import FAULTS, Fault

AREAS = {
    *("gate", "sealing", "roles", "review", "retention", "cache", "clocks", "outbound", "throttling", "links"),
    "together",
}


def test_there_are_thirty_and_some_in_each_area() -> None:
    assert len(FAULTS) >= 30
    counts = Counter(fault.about for fault in FAULTS)
    assert counts.keys() == AREAS
    assert min(counts.values()) >= 2


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault.file}-{number}" for number, fault in enumerate(FAULTS)])
def test_each_has_its_line_and_its_tests(fault: Fault) -> None:
    base = Path(settings.BASE_DIR)
    assert (base / fault.file).read_text(encoding="utf-8").count(fault.right) == 1
    paths = [argument for argument in fault.tests.split() if argument.startswith("tests/")]
    assert paths
    assert all((base / path).exists() for path in paths)
