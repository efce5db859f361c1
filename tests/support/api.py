"""Accounts that may do some things, and answers held against the API's own document."""

from typing import Any

import jsonschema
from django.contrib.auth.models import Permission
from django.test import Client

from webapp.core.models import User


def clerk(*permissions: str, name: str = "clerk", is_staff: bool = True) -> Client:
    """Signed in, with these rights (their code names) and no others."""
    user = User.objects.create_user(name, f"{name}@example.org", "x", is_staff=is_staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def check_documented(client: Client, method: str, path: str, answer: Any) -> None:
    """Raises jsonschema.ValidationError unless the answer (of status 200) is as promised at
    ``path``, which is written as in the document."""
    document = client.get("/api/v1/openapi.json").json()
    schema = document["paths"][path][method]["responses"]["200"]["content"]["application/json"]
    jsonschema.validate(answer, {**schema["schema"], "components": document["components"]})
