from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_pace_and_workers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="worker",
            name="process",
            field=models.CharField(max_length=120),
        ),
    ]
