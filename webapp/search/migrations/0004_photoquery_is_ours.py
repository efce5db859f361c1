from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_counted_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="photoquery",
            name="is_ours",
            field=models.BooleanField(default=False),
        ),
    ]
