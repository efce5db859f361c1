"""Designs, sheets and boards as JSON: the schemas of the API, and what fills them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Schema

from . import selectors
from .models import Board, Design, Sheet


class CategoryOut(Schema):
    name: str
    label: str


class StudioModelOut(Schema):
    version: str
    kind: str
    label: str
    is_live: bool
    is_after_photos: bool
    """Designs only after a photo."""
    categories: list[CategoryOut]


class CategoryFactsOut(Schema):
    name: str
    label: str
    photos: int
    coverage: float | None
    is_weak: bool


class ModelFactsOut(Schema):
    version: str
    photos: int
    minutes: float
    per_category: list[CategoryFactsOut]


class DesignOut(Schema):
    id: UUID
    title: str
    category: str
    model: str
    image: str
    """64 pixels, as drawn; 256 and 512 in place of 64 at its end give larger ones."""
    url: str
    is_mine: bool
    is_shortlisted: bool
    created_at: datetime


class DesignDetail(DesignOut):
    recipe: dict[str, Any]
    parents: list[UUID]


class SheetOut(Schema):
    id: UUID
    kind: str
    state: str
    error: str
    model: str
    category: str
    options: dict[str, Any]
    job: UUID | None
    """While it is being made; see /jobs."""
    designs: list[DesignOut]


class BoardOut(Schema):
    id: UUID
    name: str
    is_shared: bool
    token: str | None
    """Of its link; null unless it is shared."""
    designs: list[DesignOut]


class Wish(Schema):
    kind: Annotated[
        str, Field(description="sample, vary, blend, recast, steer or nearest")
    ] = Sheet.Kind.SAMPLE  # fmt: skip
    category: str = ""
    model: Annotated[str, Field(description="version; empty: the parents' own, or the default")] = (
        ""
    )
    options: Annotated[
        dict[str, Any],
        Field(
            description="seed, count, truncation, radius (vary), weight (steer), steps (blend), "
            "parents (ids of designs), categories (recast), shape, colour and embedder (nearest)"
        ),
    ] = {}


class PhotoWish(Schema):
    category: str = ""
    model: str = ""
    count: int | None = None
    seed: int | None = None
    truncation: float | None = None


class PreviewOut(Schema):
    images: list[str]
    """data: URLs."""


class DesignChange(Schema):
    title: str | None = None
    is_shortlisted: bool | None = None


class NamedOut(Schema):
    name: str
    probability: float


class NearOut(Schema):
    id: int
    similarity: float


class OriginalityOut(Schema):
    verdict: str
    """"new", "close" or "copy"."""
    product_id: int
    similarity: float
    usual: float
    """How alike that product and its nearest other are."""
    learnt_here: bool


class LookOut(Schema):
    categories: list[NamedOut]
    style: NamedOut | None
    nearest: list[NearOut]
    originality: OriginalityOut | None
    versions: dict[str, str]


class LineageOut(Schema):
    design: UUID | None
    kind: str
    category: str
    parents: list["LineageOut"]


class BoardIn(Schema):
    name: str


class BoardChange(Schema):
    name: str | None = None
    is_shared: bool | None = None
    designs: list[UUID] | None = None
    """In their new order."""


class ProblemDocument(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


PROBLEMS: Any = dict.fromkeys((401, 404, 409, 410, 422, 429, 503, 507), ProblemDocument)
PHOTO_PROBLEMS: Any = PROBLEMS | dict.fromkeys((400, 413), ProblemDocument)


# What fills them ---------------------------------------------------------------------


def sheet_document(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    names = ("id", "kind", "state", "error", "category", "options")
    return {name: getattr(sheet, name) for name in names} | {
        "model": sheet.model.version,
        "job": sheet.job_id,
        "designs": [design_document(request, design) for design in sheet.designs.all()],
    }


def design_document(request: HttpRequest, design: Design) -> dict[str, Any]:
    is_mine = selectors.is_owner(request.user, design)
    return {
        "id": design.pk,
        "title": str(design),
        "category": design.category,
        "model": design.model.version,
        "image": request.build_absolute_uri(reverse("studio:image", args=[design.pk, 64])),
        "url": request.build_absolute_uri(design.get_absolute_url()),
        "is_mine": is_mine,
        "is_shortlisted": design.is_shortlisted and is_mine,
        "created_at": design.created_at,
    }


def detail_document(request: HttpRequest, design: Design) -> dict[str, Any]:
    parents = (design.parent_id, design.other_parent_id)
    return design_document(request, design) | {
        "recipe": selectors.recipe_document(design),
        "parents": [pk for pk in parents if pk is not None],
    }


def lineage_document(tree: selectors.Lineage) -> dict[str, Any]:
    return {
        "design": tree.design.pk if tree.design else None,
        "kind": tree.kind,
        "category": tree.category,
        "parents": [lineage_document(parent) for parent in tree.parents],
    }


def board_document(request: HttpRequest, board: Board, *, public: bool = False) -> dict[str, Any]:
    designs = selectors.board_designs(board, public=public)
    return {
        "id": board.pk,
        "name": board.name,
        "is_shared": board.is_shared,
        "token": board.token if board.is_shared else None,
        "designs": [design_document(request, design) for design in designs],
    }
