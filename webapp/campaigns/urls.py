"""Addresses of the crowdfunding board, below /designs/."""

from django.urls import path

from . import designer_views as designer
from . import pledge_views as pledges
from . import views

app_name = "campaigns"

urlpatterns = [
    path("", views.board, name="board"),
    path("mine", designer.mine, name="mine"),
    path("new/<uuid:design>", designer.create, name="create"),
    path("<uuid:pk>", views.page, name="page"),
    path("<uuid:pk>/edit", designer.edit, name="edit"),
    path("<uuid:pk>/publish", designer.publish, name="publish"),
    path("<uuid:pk>/cancel", designer.cancel, name="cancel"),
    path("<uuid:pk>/discard", designer.discard, name="discard"),
    path("<uuid:pk>/pledge", pledges.pledge, name="pledge"),
    path("<uuid:pk>/withdraw", pledges.withdraw, name="withdraw"),
    path("<uuid:pk>/report", pledges.report, name="report"),
    path("<uuid:pk>/picture/<int:side>", views.picture, name="picture"),
    path("<uuid:pk>/made-from/<uuid:design>", views.ancestor, name="ancestor"),
    path("<uuid:pk>/share.jpg", views.share, name="share"),
    path("<uuid:pk>/film", views.film, name="film"),
]
