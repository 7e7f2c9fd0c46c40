"""Everything that a site cannot make anew, in one sealed file, and back into a new place."""
