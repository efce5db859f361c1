from django.db import migrations

SUNDAY = 6


def make_plans(apps, schema_editor):
    """One a task; a site that ran before has them already."""
    plans = apps.get_model("retraining", "Plan").objects
    plans.get_or_create(task="index", defaults={"is_on": True, "hour": 3})
    weekly = {"is_on": False, "hour": 2, "weekday": SUNDAY, "kind": "embedder"}
    plans.get_or_create(task="model", defaults=weekly)


def name_judges(apps, schema_editor):
    """Generators that are not done were watched by what serves, as far as anybody knows."""
    live = apps.get_model("registry", "ModelVersion").objects.filter(kind="embedder", is_live=True)
    runs = apps.get_model("retraining", "TrainingRun").objects.filter(model=None)
    runs.exclude(kind__in=["embedder", "classifier"]).update(judge=live.first())


class Migration(migrations.Migration):
    dependencies = [("retraining", "0002_trainingrun_judge")]

    operations = [
        migrations.RunPython(make_plans, migrations.RunPython.noop),
        migrations.RunPython(name_judges, migrations.RunPython.noop),
    ]
