"""The verbs around programs and the words of phases. Each is one transaction."""
