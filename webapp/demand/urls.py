"""What people look for, and what they are told. Included below /demand/."""

from django.urls import path

from . import views

app_name = "demand"
urlpatterns = [
    path("", views.board, name="board"),
    path("<uuid:pk>", views.group, name="group"),
    path("<uuid:pk>/design", views.design, name="design"),
    path("notices", views.notices, name="notices"),
    path("notices/read", views.notices_read, name="notices_read"),
    path("notices/<int:pk>", views.notice, name="notice"),
    path("follows/<int:pk>/end", views.follow_end, name="follow_end"),
    path("search/<uuid:pk>/memory", views.memory, name="memory"),
    path("search/<uuid:pk>/follow", views.follow, name="follow"),
]
