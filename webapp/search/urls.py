"""Search by photo. Included below /search/."""

from django.urls import path

from . import views

app_name = "search"
urlpatterns = [
    path("photo", views.start, name="start"),
    path("photo/sample/<slug:name>", views.sample, name="sample"),
    path("photo/<uuid:pk>", views.query, name="query"),
    path("photo/<uuid:pk>/results", views.results, name="results"),
    path("photo/<uuid:pk>/picture.jpg", views.picture, name="picture"),
    path("photo/<uuid:pk>/feedback", views.feedback, name="feedback"),
    path("photo/<uuid:pk>/delete", views.delete, name="delete"),
]
