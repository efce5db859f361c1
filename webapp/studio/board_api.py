"""Boards as JSON."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.security import django_auth

from . import selectors, services
from .asking import own_board, own_design, person, seen
from .documents import PROBLEMS, BoardChange, BoardIn, BoardOut, board_document

router = Router(tags=["studio"], auth=django_auth)


@router.get("/studio/boards", response=list[BoardOut], summary="Your boards")
def list_boards(request: HttpRequest) -> list[dict[str, Any]]:
    return [board_document(request, board) for board in selectors.boards(person(request))]


@router.post("/studio/boards", response={201: BoardOut, **PROBLEMS}, summary="A new one")
def create_board(request: HttpRequest, wish: BoardIn) -> Status[dict[str, Any]]:
    board = services.board_create(user=person(request), name=wish.name)
    return Status(201, board_document(request, board))


@router.get("/studio/boards/{uuid:pk}", response={200: BoardOut, **PROBLEMS}, summary="A board")
def read_board(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    return board_document(request, own_board(request, pk))


@router.patch(
    "/studio/boards/{uuid:pk}", response={200: BoardOut, **PROBLEMS},
    summary="Name it, share it, sort it",
)  # fmt: skip
def change_board(request: HttpRequest, pk: UUID, change: BoardChange) -> dict[str, Any]:
    """No longer sharing it takes its link back for good."""
    board = own_board(request, pk)
    if change.name is not None:
        services.board_rename(board=board, name=change.name)
    if change.designs is not None:
        services.board_reorder(board=board, ids=change.designs)
    if change.is_shared is not None:
        services.board_share(board=board, on=change.is_shared)
    return board_document(request, own_board(request, pk))


@router.delete(
    "/studio/boards/{uuid:pk}", response={204: None, **PROBLEMS}, summary="Delete a board"
)
def delete_board(request: HttpRequest, pk: UUID) -> Status[None]:
    services.board_delete(board=own_board(request, pk))
    return Status(204, None)


@router.put(
    "/studio/boards/{uuid:pk}/designs/{uuid:design}", response={200: BoardOut, **PROBLEMS},
    summary="Pin a design",
)  # fmt: skip
def pin(request: HttpRequest, pk: UUID, design: UUID) -> dict[str, Any]:
    """Safe to repeat."""
    services.board_pin(board=own_board(request, pk), design=own_design(request, design))
    return board_document(request, own_board(request, pk))


@router.delete(
    "/studio/boards/{uuid:pk}/designs/{uuid:design}", response={204: None, **PROBLEMS},
    summary="Take a design off",
)  # fmt: skip
def unpin(request: HttpRequest, pk: UUID, design: UUID) -> Status[None]:
    """Safe to repeat."""
    services.board_unpin(board=own_board(request, pk), design=own_design(request, design))
    return Status(204, None)


@router.get(
    "/studio/shared/{token}", auth=None, response={200: BoardOut, **PROBLEMS},
    summary="A shared board",
)  # fmt: skip
def read_shared(request: HttpRequest, token: str) -> dict[str, Any]:
    """For whoever has its link."""
    board = seen(lambda: selectors.board_shared(token))
    return board_document(request, board, public=True)
