"""One-line faults in what must hold, and the tests that catch each. `make mutants` runs them; see `faults.py`."""
