import pytest

from webapp.jobs import handlers
from webapp.jobs.handlers import JobRefused, LeaseLost


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Kinds of jobs for tests; ``kinds["stolen"]`` and the like may be set from outside."""
    monkeypatch.setattr(handlers, "_handlers", {})
    hooks = {}

    @handlers.handler("echo")
    def echo(context):
        return context.payload

    @handlers.handler("fail")
    def fail(context):
        raise ValueError("broken on purpose")

    @handlers.handler("refuse")
    def refuse(context):
        raise JobRefused("That file is empty.")

    @handlers.handler("hook")
    def hook(context):
        return hooks["run"](context)

    @handlers.handler("lost")
    def lost(context):
        raise LeaseLost

    @handlers.handler("guarded", permission="registry.promote_modelversion")
    def guarded(context):
        return None

    return hooks
