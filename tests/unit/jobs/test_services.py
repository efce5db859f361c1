import pytest

from webapp.jobs import handlers, services
from webapp.jobs.handlers import JobContext
from webapp.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of job that returns its payload."""
    monkeypatch.setattr(handlers, "_handlers", {})

    @handlers.handler("test.echo")
    def run(context: JobContext) -> dict[str, object]:
        return context.payload

    return "test.echo"


def test_an_enqueued_job_runs_and_keeps_its_result(echo, run_jobs):
    job = services.job_enqueue(kind=echo, payload={"a": 1})
    assert run_jobs() == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (Job.State.SUCCEEDED, {"a": 1}, 1)
