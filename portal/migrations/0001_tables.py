"""What people sign in with, and the cache that all workers share."""

import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('portal', '0001_initial'),
        ('portal', '0003_reader_accounts'),
        ('portal', '0004_display_names_are_unique'),
    ]
    initial = True
    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('display_name', models.CharField(help_text='Shown beside what this person writes.', max_length=60, verbose_name='display name')),
                ('display_name_folded', models.CharField(blank=True, db_default='', default='', editable=False, max_length=200)),
                ('language', models.CharField(blank=True, db_default='', default='', max_length=10, verbose_name='language')),
                ('time_zone', models.CharField(blank=True, db_default='', default='', max_length=64, verbose_name='time zone')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_staff', models.BooleanField(default=False, help_text='May sign in to the admin; shown with a badge.', verbose_name='staff')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='joined')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed')),
                ('session_generation', models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'constraints': [
                    models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique_in_any_case', violation_error_message='Somebody with this e-mail address exists already.'),
                    models.UniqueConstraint(condition=models.Q(('display_name_folded', ''), _negated=True), fields=('display_name_folded',), name='user_display_name_unique_as_it_looks'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CacheEntry',
            fields=[
                ('key', models.TextField(primary_key=True, serialize=False)),
                ('value', models.JSONField()),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
        ),
        # What it holds is worth no writing ahead: limits start afresh after a crash.
        migrations.RunSQL(
            "ALTER TABLE portal_cacheentry SET UNLOGGED", "ALTER TABLE portal_cacheentry SET LOGGED"
        ),
    ]
