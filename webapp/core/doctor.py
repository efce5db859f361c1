"""What `manage.py doctor` looks at: each app adds its own diagnoses in AppConfig.ready."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    level: Level
    text: str
    """What was found, with figures; a report is meant to be pasted in public."""
    advice: str = ""
    """What to do about it."""


Diagnose = Callable[[], Iterable[Finding]]
_diagnoses: dict[str, Diagnose] = {}


def diagnosis(title: str) -> Callable[[Diagnose], Diagnose]:
    """Register a function that yields findings; it may be slow, and may raise."""

    def register(function: Diagnose) -> Diagnose:
        _diagnoses[title] = function
        return function

    return register


@dataclass(frozen=True)
class Section:
    title: str
    findings: list[Finding]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def examine() -> Iterator[Section]:
    """One section a diagnosis; a diagnosis that breaks is itself an error finding."""
    for title, function in _diagnoses.items():
        try:
            findings = list(function())
        except Exception as error:
            findings = [Finding("error", f"could not be examined: {type(error).__name__}: {error}")]
        yield Section(title, [_redacted(finding) for finding in findings])


_PASSWORD_IN_URL = re.compile(r"(\w+://[^\s/@:]*):[^\s/@]+@")


def redact(text: str) -> str:
    """Without the passwords of URLs."""
    return _PASSWORD_IN_URL.sub(r"\1:***@", text)


def _redacted(finding: Finding) -> Finding:
    return Finding(finding.level, redact(finding.text), redact(finding.advice))
