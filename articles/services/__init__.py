"""The verbs of the editorial work. Each is one transaction; each refuses with a code and a sentence."""
