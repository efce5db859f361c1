"""Addresses of the studio, below /studio/."""

from django.urls import path

from . import board_views, design_views, views

app_name = "studio"

urlpatterns = [
    path("", views.start, name="start"),
    path("sheet/<uuid:pk>", views.sheet, name="sheet"),
    path("make", views.make, name="make"),
    path("photo", views.photo, name="photo"),
    path("preview", views.preview, name="preview"),
    path("undo", views.undo, name="undo"),
    path("redo", views.redo, name="redo"),
    path("recipe", views.recipe_import, name="recipe_import"),
    path("model/<int:pk>", views.model, name="model"),
    path("model/<int:pk>/film.mp4", views.film, name="film"),
    path("design/<uuid:pk>", design_views.design, name="design"),
    path("design/<uuid:pk>/picture/<int:side>", design_views.image, name="image"),
    path("design/<uuid:pk>/look", design_views.look, name="look"),
    path("design/<uuid:pk>/design.png", design_views.export_png, name="export_png"),
    path("design/<uuid:pk>/recipe.json", design_views.export_recipe, name="export_recipe"),
    path("design/<uuid:pk>/name", design_views.rename, name="rename"),
    path("shortlist", design_views.shortlist, name="shortlist"),
    path("compare", design_views.compare, name="compare"),
    path("blend.gif", design_views.blend_gif, name="blend_gif"),
    path("boards", board_views.boards, name="boards"),
    path("board/<uuid:pk>", board_views.board, name="board"),
    path("board/<uuid:pk>/rename", board_views.board_rename, name="board_rename"),
    path("board/<uuid:pk>/delete", board_views.board_delete, name="board_delete"),
    path("board/<uuid:pk>/share", board_views.board_share, name="board_share"),
    path("board/<uuid:pk>/order", board_views.board_reorder, name="board_reorder"),
    path("pin", board_views.pin, name="pin"),
    path("unpin", board_views.unpin, name="unpin"),
    path("shared/<str:token>", board_views.shared, name="shared"),
]
