"""The studio as JSON: everything that its pages do, for the signed-in designer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, File, Form, Query, Router, Status
from ninja.files import UploadedFile
from ninja.security import django_auth

from webapp.core.quotas import quota_take

from . import selectors, services
from .asking import model_chosen, model_named, own_design, person, seen, visible_design
from .documents import (
    PHOTO_PROBLEMS,
    PROBLEMS,
    DesignChange,
    DesignDetail,
    DesignOut,
    LineageOut,
    LookOut,
    ModelFactsOut,
    PhotoWish,
    PreviewOut,
    SheetOut,
    StudioModelOut,
    Wish,
    design_document,
    detail_document,
    lineage_document,
    sheet_document,
)
from .models import Sheet

router = Router(tags=["studio"], auth=django_auth)


# Models ----------------------------------------------------------------------------------


@router.get("/studio/models", response=list[StudioModelOut], summary="What can draw")
def list_models(request: HttpRequest) -> list[dict[str, Any]]:
    """The default first."""
    return [
        {
            "version": model.version.version,
            "kind": model.version.kind,
            "label": model.label,
            "is_live": model.is_live,
            "is_after_photos": model.is_after_photos,
            "categories": [{"name": name, "label": label} for name, label in model.categories],
        }
        for model in selectors.studio_models()
    ]


@router.get(
    "/studio/models/{version}", response={200: ModelFactsOut, **PROBLEMS},
    summary="What a model learnt from",
)  # fmt: skip
def read_model(request: HttpRequest, version: str) -> dict[str, Any]:
    """Photos of each category, and a warning where they are few or badly covered."""
    facts = selectors.model_facts(model_named(version))
    return {
        "version": version,
        "photos": facts.photos,
        "minutes": facts.minutes,
        "per_category": [vars(row) for row in facts.per_category],
    }


# Sheets ----------------------------------------------------------------------------------


@router.get("/studio/sheets", response=list[SheetOut], summary="The history, newest first")
def list_sheets(request: HttpRequest, limit: int = Query(30, ge=1, le=100)) -> Any:
    sheets = selectors.sheets_recent(person(request), limit)
    return [sheet_document(request, sheet) for sheet in sheets]


@router.get("/studio/sheets/{uuid:pk}", response={200: SheetOut, **PROBLEMS}, summary="One of them")
def read_sheet(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    sheet = seen(lambda: selectors.sheet_get(person(request), pk))
    return sheet_document(request, sheet)


@router.post(
    "/studio/sheets", response={201: SheetOut, 202: SheetOut, **PROBLEMS}, summary="Design"
)
def make_sheet(request: HttpRequest, wish: Wish) -> Status[dict[str, Any]]:
    """201 with the designs, or 202 with the job that makes them where that takes longer."""
    quota_take(request, "design")
    sheet = seen(lambda: services.sheet_make(user=person(request), **_arguments(wish)))
    return _made(request, sheet)


@router.post(
    "/studio/photos", response={202: SheetOut, **PHOTO_PROBLEMS}, summary="Design after a photo"
)
def make_after_photo(
    request: HttpRequest,
    wish: Form[PhotoWish],
    photo: File[UploadedFile] = None,  # type: ignore[assignment]
) -> Status[dict[str, Any]]:
    """A JPEG, PNG, WebP or HEIC photo up to 10 MB; it is deleted once the designs are made."""
    quota_take(request, "design")
    sheet = services.sheet_make(
        user=person(request),
        kind=Sheet.Kind.FROM_PHOTO,
        category=wish.category,
        model=model_chosen(wish.model),
        options={"count": wish.count, "seed": wish.seed, "truncation": wish.truncation},
        photo=photo,
    )
    return _made(request, sheet)


@router.post("/studio/previews", response={200: PreviewOut, **PROBLEMS}, summary="Look, keep none")
def make_preview(request: HttpRequest, wish: Wish) -> dict[str, Any]:
    quota_take(request, "preview")
    images = seen(lambda: services.preview(user=person(request), **_arguments(wish)))
    return {"images": images}


@router.post("/studio/undo", response={200: SheetOut | None, **PROBLEMS}, summary="A step back")
def undo(request: HttpRequest) -> dict[str, Any] | None:
    """Where the designer is then; null at the beginning."""
    sheet = services.sheet_undo(user=person(request))
    return None if sheet is None else sheet_document(request, sheet)


@router.post("/studio/redo", response={200: SheetOut | None, **PROBLEMS}, summary="Forward again")
def redo(request: HttpRequest) -> dict[str, Any] | None:
    sheet = services.sheet_redo(user=person(request))
    return None if sheet is None else sheet_document(request, sheet)


# Designs ---------------------------------------------------------------------------------


@router.get("/studio/shortlist", response=list[DesignOut], summary="The shortlist")
def list_shortlist(request: HttpRequest) -> list[dict[str, Any]]:
    return [design_document(request, design) for design in selectors.shortlist(person(request))]


@router.get(
    "/studio/designs/{uuid:pk}", response={200: DesignDetail, **PROBLEMS}, summary="A design"
)
def read_design(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """Your own, or one that is public."""
    return detail_document(request, visible_design(request, pk))


@router.patch(
    "/studio/designs/{uuid:pk}", response={200: DesignDetail, **PROBLEMS},
    summary="Name it, shortlist it",
)  # fmt: skip
def change_design(request: HttpRequest, pk: UUID, change: DesignChange) -> dict[str, Any]:
    design = own_design(request, pk)
    if change.title is not None:
        services.design_rename(design=design, title=change.title)
    if change.is_shortlisted is not None:
        services.design_shortlist(design=design, on=change.is_shortlisted)
    return detail_document(request, design)


@router.get(
    "/studio/designs/{uuid:pk}/recipe", response={200: dict[str, Any], **PROBLEMS},
    summary="Its recipe, to draw it again",
)  # fmt: skip
def read_recipe(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    return selectors.recipe_document(own_design(request, pk))


@router.get(
    "/studio/designs/{uuid:pk}/design.png", response={200: None, **PROBLEMS},
    summary="Its picture, labelled, with the recipe inside",
)  # fmt: skip
def read_picture(request: HttpRequest, pk: UUID, side: int = 512) -> HttpResponse:
    content = services.design_export(design=own_design(request, pk), side=side)
    return HttpResponse(
        content,
        content_type="image/png",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


@router.get(
    "/studio/designs/{uuid:pk}/look", response={200: LookOut, **PROBLEMS},
    summary="What the other models say of it",
)  # fmt: skip
def read_look(request: HttpRequest, pk: UUID) -> Any:
    """Category and style, the nearest products, and whether it is nearly a copy."""
    return services.design_look(design=visible_design(request, pk))


@router.get(
    "/studio/designs/{uuid:pk}/lineage", response={200: LineageOut, **PROBLEMS},
    summary="What it was made from",
)  # fmt: skip
def read_lineage(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    return lineage_document(selectors.lineage(visible_design(request, pk)))


@router.post(
    "/studio/recipes", response={201: DesignDetail, **PROBLEMS}, summary="Draw a recipe again"
)
def import_recipe(request: HttpRequest, entry: Body[dict[str, Any]]) -> Status[dict[str, Any]]:
    """The same bytes again. 422 where its model is not here."""
    quota_take(request, "design")
    design = services.recipe_import(user=person(request), entry=entry)
    return Status(201, detail_document(request, design))


def _arguments(wish: Wish) -> dict[str, Any]:
    return {
        "kind": wish.kind,
        "category": wish.category,
        "model": model_chosen(wish.model),
        "options": wish.options,
    }


def _made(request: HttpRequest, sheet: Sheet) -> Status[dict[str, Any]]:
    document = sheet_document(request, selectors.sheet_get(person(request), sheet.pk))
    return Status(202 if sheet.state == Sheet.State.MAKING else 201, document)
