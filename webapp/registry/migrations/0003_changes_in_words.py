from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_versions_of_every_kind")]

    operations = [
        migrations.AlterModelOptions(
            name="promotion",
            options={
                "ordering": ["-created_at", "-id"],
                "verbose_name": "change",
                "verbose_name_plural": "changes of models",
            },
        ),
    ]
