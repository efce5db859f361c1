import pytest

from tests.integration.conftest import (  # noqa: F401  fixtures
    classifier_folder,
    embedders,
    search_settings,
    session_var,
    shop,
)
from tests.support import faults


def pytest_collection_modifyitems(items):
    for item in items:
        if "/tests/faults/" in str(item.path):
            item.add_marker(pytest.mark.faults)


def pytest_terminal_summary(terminalreporter):
    if faults.told:
        form = "the long form" if faults.LONG else "the short form; FAULTS=long is the long one"
        terminalreporter.section(f"faults, {form}")
    for line in faults.told:
        terminalreporter.write_line(line)
