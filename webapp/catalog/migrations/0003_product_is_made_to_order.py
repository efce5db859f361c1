from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_product_filled"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="is_made_to_order",
            field=models.BooleanField(default=False, verbose_name="made for you"),
        ),
    ]
