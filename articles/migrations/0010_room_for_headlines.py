"""Headlines and deks of other sites are longer than ours were: they come in whole.

A wider column is changed in the catalog alone, and the version before writes into it as ever.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_articles_on_top")]
    operations = [
        migrations.AlterField(
            model_name='article',
            name='dek',
            field=models.CharField(blank=True, max_length=600, verbose_name='dek'),
        ),
        migrations.AlterField(
            model_name='article',
            name='headline',
            field=models.CharField(blank=True, max_length=300, verbose_name='headline'),
        ),
    ]
