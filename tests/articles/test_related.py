import pytest
from django.test import Client

from articles.models import Article, ArticleQuestion, Question
from articles.related import MOST_ARTICLES, MOST_QUESTIONS, related_articles, related_questions
from articles.services.listing import bring_in_step
from programs.models import Phase
from review.services.publishing import withdraw
from tests.articles.making import make_article, make_live, make_question

pytestmark = pytest.mark.django_db


def choose(article: Article, *questions: Question) -> None:
    ArticleQuestion.objects.bulk_create(
        ArticleQuestion(article=article, question=question, position=position)
        for position, question in enumerate(questions, start=1)
    )


class TestQuestions:
    def test_those_an_editor_chose_come_first_in_the_editors_order(self) -> None:
        article = make_live(tags=("A", "B"))
        shared, first, second = make_question("One?", tags=("A", "B")), make_question("Z?"), make_question("C?")
        choose(article, first, second)
        assert related_questions(article) == [first, second, shared]

    def test_then_come_those_that_share_most_tags_and_then_by_name(self) -> None:
        article = make_live(tags=("A", "B", "C"))
        one = make_question("A one?", tags=("A", "D", "E", "F"))
        three = make_question("Z three?", tags=("A", "B", "C"))
        two = make_question("M two?", tags=("B", "C", "D"))
        another = make_question("B one?", tags=("C",))
        make_question("None?", tags=("D",))
        assert related_questions(article) == [three, two, one, another]

    def test_none_comes_twice(self) -> None:
        article = make_live(tags=("A", "B"))
        chosen, other = make_question("Chosen?", tags=("A", "B")), make_question("Other?", tags=("A", "B"))
        choose(article, chosen)
        assert related_questions(article) == [chosen, other]

    def test_there_is_a_cap(self) -> None:
        article = make_live(tags=("A",))
        choose(article, *[make_question(f"Chosen {number}?") for number in range(2)])
        for number in range(MOST_QUESTIONS):
            make_question(f"Shared {number}?", tags=("A",))
        found = related_questions(article)
        assert len(found) == MOST_QUESTIONS
        assert [question.question for question in found[:3]] == ["Chosen 0?", "Chosen 1?", "Shared 0?"]

    def test_all_that_an_editor_chose_are_shown(self, client: Client) -> None:
        article = make_live("many", tags=("A",))
        chosen = [make_question(f"Chosen {number}?") for number in range(MOST_QUESTIONS + 3)]
        choose(article, *chosen)
        make_question("Shared?", tags=("A",))
        bring_in_step(article.pk)
        assert related_questions(article) == chosen
        page = client.get("/articles/many/").content.decode()
        assert [f"<h3>{question.question}</h3>" in page for question in chosen] == [True] * len(chosen)
        assert "Shared?" not in page

    def test_only_reviewed_ones_come_even_if_an_editor_chose_them(self) -> None:
        article = make_live(tags=("A",))
        choose(article, make_question("Chosen?", reviewed=False))
        make_question("Shared?", tags=("A",), reviewed=False)
        assert related_questions(article) == []


class TestArticles:
    def test_those_that_share_most_tags_and_phases_come_first_and_others_not_at_all(self) -> None:
        article = make_live("this", tags=("A", "B"))
        one, two, three = make_live("one", tags=("A",)), make_live("two", tags=("B",)), make_live("three")
        make_live("none", tags=("D",))
        phases = Phase.objects.filter(position__lt=4)
        article.phases.set(phases)
        two.phases.set(phases[:1])
        three.phases.set(phases)
        bring_in_step(two.pk, three.pk)
        assert related_articles(article) == [three, two, one]

    def test_only_live_ones_and_never_the_article_itself(self) -> None:
        article = make_live("this", tags=("A",))
        make_article("draft", tags=("A",))
        withdraw(subject=make_live("withdrawn", tags=("A",)), by=None, because="Wrong.")
        assert related_articles(article) == []

    def test_there_is_a_cap(self) -> None:
        article = make_live("this", tags=("A",))
        for number in range(MOST_ARTICLES + 1):
            make_live(f"other-{number}", tags=("A",))
        assert len(related_articles(article)) == MOST_ARTICLES
