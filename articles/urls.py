from django.urls import path

from articles import feeds, views

urlpatterns = [
    path("articles/", views.article_list, name="articles"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("media/cards/<slug:name>.png", views.card, name="card"),
    path("preview/<str:signed>/", views.preview, name="preview"),
    path("tags/", views.tag_list, name="tags"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("questions/", views.question_list, name="questions"),
    path("glossary/", views.glossary, name="glossary"),
    path("corrections/", views.corrections, name="corrections"),
    path("feed.xml", feeds.feed, name="feed"),
]
