"""What `manage.py demo` remembers between two starts, and the people it invents."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

from .models import User

ROLES = ("shopper", "designer", "admin")


@dataclass
class DemoState:
    """``var/demo.json``, readable by its owner only because it holds the demo's passwords."""

    passwords: dict[str, str] = field(default_factory=dict)
    catalogue: str = ""
    """What the database holds: "sample" or a path."""
    database: str = ""
    """Which database that is; another one starts afresh."""

    @staticmethod
    def path() -> Path:
        return Path(settings.VAR_DIR) / "demo.json"

    @classmethod
    def load(cls) -> "DemoState":
        try:
            return cls(**json.loads(cls.path().read_text()))
        except (FileNotFoundError, TypeError, ValueError):
            return cls()

    def save(self) -> None:
        path = self.path()
        temporary = path.with_suffix(".partial")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(asdict(self), file, indent=2)
        os.replace(temporary, path)


def demo_users_create(*, state: DemoState) -> None:
    """One account a role, with a password of this machine alone; existing ones stay as they are."""
    for role in ROLES:
        if User.objects.filter(username=role).exists():
            continue
        state.passwords[role] = f"{role}-{secrets.token_hex(4)}"
        is_admin = role == "admin"
        User.objects.create_user(
            username=role,
            email=f"{role}@example.org",
            password=state.passwords[role],
            role=User.Role.SHOPPER if role == "shopper" else User.Role.DESIGNER,
            is_staff=is_admin,
            is_superuser=is_admin,
        )


def demo_logins(*, state: DemoState) -> list[tuple[str, str]]:
    """Name and password of each demo account; no password where it has been changed."""
    users = {user.username: user for user in User.objects.filter(username__in=ROLES)}
    return [
        (role, password if role in users and users[role].check_password(password) else "")
        for role, password in ((role, state.passwords.get(role, "")) for role in ROLES)
    ]


def database_mark() -> str:
    """Changes when the database is made anew."""
    first = User.objects.order_by("pk").first()
    return first.date_joined.isoformat() if first else ""
