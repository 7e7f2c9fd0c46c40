"""What the database itself refuses, asked past every service: by raw SQL and by bulk updates."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from articles.models import Article, ArticleRevision, Source
from articles.services.saving import placement_of, save_article
from articles.words import Words
from tests.articles.making import (
    REVIEWED_ON,
    SOURCE,
    change,
    in_the_morning,
    latest,
    make_article,
    make_live,
    make_person,
    make_question,
    make_reviewer,
    make_user,
)
from tests.codes import guarded, names_in

pytestmark = pytest.mark.django_db


def refused(row: Model, **values: Any) -> str:
    """What the database says to a bulk update of this row, and to the same in SQL, by the guard's name or the
    constraint's; "" if it lets one of them."""
    said = []
    sets = ", ".join(f"{row._meta.get_field(name).column} = %s" for name in values)  # type: ignore[union-attr]
    plain = [value.pk if isinstance(value, Model) else value for value in values.values()]
    for attempt in ("bulk update", "SQL"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if attempt == "SQL":
                    cursor.execute(f"UPDATE {row._meta.db_table} SET {sets} WHERE id = %s", [*plain, row.pk])
                else:
                    type(row)._default_manager.filter(pk=row.pk).update(**values)
        except IntegrityError as error:
            said.append(f"{names_in(error)} {error}")
        else:
            return ""
    return said[0]


@pytest.fixture
def draft() -> ArticleRevision:
    writer, user = make_person("wanda-writer"), make_user("wanda")
    return latest(make_article(by=user, writer=writer, sources=[SOURCE]))


@pytest.fixture
def live() -> Article:
    return make_live("live-article", sources=[SOURCE])


def live_revision(article: Article) -> ArticleRevision:
    revision: ArticleRevision | None = article.live_revision
    assert revision is not None
    return revision


def test_only_what_is_reviewed_goes_live_whoever_is_named_as_its_reviewer(draft: ArticleRevision) -> None:
    rows = ArticleRevision.objects.filter(pk=draft.pk)
    rows.update(state="submitted", reviewer=make_reviewer(), reviewed_on=REVIEWED_ON)
    said = refused(draft.article, live_revision=draft, published_on=REVIEWED_ON)
    assert "article_live_revision_is_reviewed" in said


class TestReviews:
    def test_the_reviewer_is_not_the_writer(self, draft: ArticleRevision) -> None:
        assert draft.writer is not None
        said = refused(draft, state="reviewed", reviewer=draft.writer, reviewed_on=REVIEWED_ON)
        assert "article_nobody_signs_own_work" in said

    def test_who_signs_is_not_who_saved(self, draft: ArticleRevision) -> None:
        assert draft.saved_by is not None
        signed = {"state": "reviewed", "reviewer": make_reviewer(), "reviewed_on": REVIEWED_ON}
        assert "article_nobody_signs_own_work" in refused(draft, reviewed_by=draft.saved_by, **signed)

    @pytest.mark.parametrize("signed", [{}, {"reviewed_on": REVIEWED_ON}, {"reviewer": None}])
    def test_reviewed_says_by_whom_and_when(self, draft: ArticleRevision, signed: dict[str, object]) -> None:
        if "reviewer" in signed:
            signed = {"reviewer": make_reviewer()}
        assert "reviewed_says_by_whom_and_when" in refused(draft, state="reviewed", **signed)

    @pytest.mark.parametrize("state", ["draft", "submitted", "sent-back", "replaced"])
    def test_only_what_is_reviewed_is_scheduled(self, draft: ArticleRevision, state: str) -> None:
        assert "only_reviewed_is_scheduled" in refused(draft, state=state, publish_at=in_the_morning(date(2027, 1, 1)))


class TestLiveRevisions:
    ONLY = "article_live_revision_is_reviewed"

    @pytest.mark.parametrize("state", ["draft", "submitted", "sent-back", "replaced"])
    def test_what_is_not_reviewed_cannot_be_live(self, draft: ArticleRevision, state: str) -> None:
        ArticleRevision.objects.update(state=state)
        assert self.ONLY in refused(draft.article, live_revision=draft, published_on=REVIEWED_ON)

    def test_a_revision_of_another_article_cannot_be_live(self, draft: ArticleRevision, live: Article) -> None:
        other = live_revision(live)
        assert refused(live, live_revision=None) == ""  # else the column's own uniqueness would refuse it
        assert self.ONLY in refused(draft.article, live_revision=other, published_on=REVIEWED_ON)

    def test_an_article_cannot_be_born_live(self, live: Article) -> None:
        revision = live_revision(live)
        Article.objects.filter(pk=live.pk).update(live_revision=None)
        with guarded(self.ONLY):
            Article.objects.create(slug="twin", live_revision=revision, published_on=REVIEWED_ON)

    @pytest.mark.parametrize("change", [{"state": "sent-back"}, {"state": "replaced"}, {"state": "draft"}])
    def test_it_stays_reviewed(self, live: Article, change: dict[str, str]) -> None:
        said = refused(live_revision(live), **change)
        assert "article_live_revision_stays_reviewed" in said or "article_revision_is_no_draft_again" in said

    @pytest.mark.parametrize("name", ["reviewer", "reviewed_on"])
    def test_it_keeps_who_and_when(self, live: Article, name: str) -> None:
        assert refused(live_revision(live), **{name: None}) != ""

    def test_it_has_a_date_of_publication(self, live: Article) -> None:
        assert "live_article_has_publication_date" in refused(live, published_on=None)

    def test_it_is_not_withdrawn_too(self, live: Article) -> None:
        said = refused(live, withdrawn_on=REVIEWED_ON, withdrawn_because="Wrong.")
        assert "withdrawn_article_is_not_live_and_says_why" in said

    def test_a_withdrawn_article_says_why(self, draft: ArticleRevision) -> None:
        said = refused(draft.article, withdrawn_on=REVIEWED_ON)
        assert "withdrawn_article_is_not_live_and_says_why" in said


class TestRevisions:
    @pytest.mark.parametrize("name", ["title", "summary", "body"])
    @pytest.mark.parametrize("state", ["draft", "replaced"])
    def test_words_never_change(self, draft: ArticleRevision, name: str, state: str) -> None:
        ArticleRevision.objects.update(state=state)
        assert "article_revision_keeps_its_words" in refused(draft, **{name: "Other words."})

    def test_nor_does_who_wrote_and_who_saved(self, draft: ArticleRevision, live: Article) -> None:
        changes: list[dict[str, object]] = [
            {"writer": make_person("another")},
            {"writer": None},
            {"saved_by": make_user("another")},
            {"saved_by": None},
            {"number": 7},
            {"article": live, "number": 8},
        ]
        for values in changes:
            assert "article_revision_keeps_its_words" in refused(draft, **values), values

    def test_what_is_computed_from_them_may(self, draft: ArticleRevision) -> None:
        assert refused(draft, html="<p>Rendered again</p>", state="submitted") == ""


class TestSources:
    KEEPS = "source_joins_a_draft"

    @pytest.mark.parametrize("state", ["submitted", "sent-back", "reviewed", "replaced"])
    def test_only_a_drafts_sources_change(self, draft: ArticleRevision, state: str) -> None:
        ArticleRevision.objects.update(state=state, reviewer=make_reviewer(), reviewed_on=REVIEWED_ON)
        assert self.KEEPS in refused(draft.sources.get(), title="Another")
        with guarded(self.KEEPS):
            Source.objects.bulk_create([Source(revision=draft, position=2, title="Another")])

    def test_a_source_cannot_move_away_from_a_reviewed_revision_or_to_one(
        self, draft: ArticleRevision, live: Article
    ) -> None:
        theirs, mine = live_revision(live).sources.get(), draft.sources.get()
        assert self.KEEPS in refused(theirs, revision=draft, position=9)
        assert self.KEEPS in refused(mine, revision=live_revision(live), position=9)

    def test_a_drafts_sources_may(self, draft: ArticleRevision) -> None:
        assert refused(draft.sources.get(), title="Another") == ""


class TestQuestions:
    @pytest.mark.parametrize("name", ["question", "answer"])
    def test_question_and_answer_are_both_required(self, name: str) -> None:
        question = make_question("Why?", reviewed=False)
        with pytest.raises(IntegrityError, match="question_and_answer_both"), transaction.atomic():
            change(question, **{name: " "})


def test_a_revision_cannot_be_deleted_while_it_is_live() -> None:
    live = make_live("bare")  # without sources, which would be refused first
    with guarded("article_revision_stays"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_articlerevision WHERE id = %s", [live.live_revision_id])


def test_none_of_this_stands_in_the_way_of_the_services(live: Article) -> None:
    words = Words("New title", "New words.", sources=[SOURCE])
    save_article(article=live, words=words, place=placement_of(live), base=live.edits, by=None)
    assert list(live.revisions.values_list("number", flat=True)) == [2, 1]
