"""Everything that a site cannot make again, in one sealed file, and back into a new place."""
