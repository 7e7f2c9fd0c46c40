"""Articles, questions and terms as files: brought in from here and from other systems, and taken out again."""
