"""The four rights, the same for every kind of words."""

from typing import Final

WRITE: Final = "review.write_words"
EDIT: Final = "review.edit_words"
REVIEW: Final = "review.review_words"
PUBLISH: Final = "review.publish_words"
