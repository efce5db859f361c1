"""What workers and the clock call."""

from typing import Any

from webapp.jobs.handlers import JobContext, handler
from webapp.jobs.periodic import periodic

from . import drift, plans, selectors, training


@handler(selectors.JOB, queue="training", isolated=True, permission="retraining.start_trainingrun")
def train(context: JobContext) -> dict[str, Any] | None:
    training.step_back()
    return training.run_train(context)


@handler(drift.JOB, isolated=True, max_attempts=1)
def measure(context: JobContext) -> dict[str, Any] | None:
    return drift.drift_measure()


@periodic(seconds=300)
def plans_start() -> None:
    plans.plans_start()


@periodic(seconds=86_400)
def drift_look() -> None:
    drift.drift_enqueue()


@periodic(seconds=86_400)
def runs_tidy() -> None:
    plans.runs_tidy()
