"""What the database refuses about articles, answers and words of the glossary. `guards` makes the triggers."""

from articles.models import Article, ArticleRevision, Question, QuestionRevision, Source, Term, TermRevision
from guards import Guard, never_replaced
from review.guarding import rules, rules_of_parts

_KINDS = (
    (Article, ArticleRevision, ("title", "summary", "body")),
    (Question, QuestionRevision, ("question", "answer")),
    (Term, TermRevision, ("term", "also_called", "meaning", "source_title", "source_url", "source_checked_on")),
)

GUARDS = [
    *(Guard(**rule) for subject, revision, words in _KINDS for rule in rules(subject, revision, words)),
    *(Guard(**rule) for rule in rules_of_parts(Source, "revision", ArticleRevision, "sources")),
    *(guard for _subject, revision, _words in _KINDS for guard in never_replaced(revision, "A revision")),
]
