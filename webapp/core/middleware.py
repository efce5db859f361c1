"""Turns every problem into an answer, and refuses bodies that are too large before reading them."""

import errno
import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .limits import body_limit
from .problems import Problem, problem_response

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


class BodyLimitMiddleware:
    """413 by Content-Length alone, before a byte of the body is read."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        limit = body_limit(request.path)
        if length <= limit:
            return self.get_response(request)
        return problem_response(request, too_large(limit))


class ProblemMiddleware:
    """Problems raised by views become answers; so do a database that is away and a full disk."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        problem = problem_of(exception)
        return problem_response(request, problem) if problem else None


def problem_of(exception: BaseException | None) -> Problem | None:
    """The problem an exception stands for, or None if it is a plain bug."""
    if isinstance(exception, Problem):
        return exception
    if isinstance(exception, RequestDataTooBig):
        return too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
        logger.error("the disk is full: %s", exception)
        return disk_full()
    if isinstance(exception, OperationalError | InterfaceError):
        if "disk is full" in str(exception) or "No space left" in str(exception):
            return disk_full()
        logger.error("the database does not answer: %s", exception)
        return Problem(
            503,
            _("Back in a moment"),
            _("The shop cannot reach its database just now. Please try again shortly."),
            retry_after=5,
        )
    return None


def too_large(limit: int) -> Problem:
    return Problem(
        413,
        _("That file is too large"),
        _("At most %(megabytes)d MB fit. Choose a smaller file and try again.")
        % {"megabytes": limit // (1024 * 1024)},
        limit_bytes=limit,
    )


def disk_full() -> Problem:
    return Problem(
        507,
        _("No room left"),
        _("The server's disk is full, so nothing was saved. Please try again later."),
    )
