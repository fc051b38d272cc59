"""Tables of what readers do besides writing: recommend, ignore, follow, come back by a link."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('comments', '0007_tables_of_people'),
        ('comments', '0011_guests_ask_for_links'),
        ('comments', '0012_letters_by_time'),
        ('comments', '0014_recommending'),
    ]
    initial = True
    dependencies = [
        ('comments', '0001_discussions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment')),
                ('story_id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('guest', models.CharField(blank=True, max_length=64)),
                ('address', models.CharField(blank=True, db_default='', default='', max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'recommendation',
                'verbose_name_plural': 'recommendations',
                'default_permissions': (),
                'indexes': [
                    models.Index(condition=models.Q(('user__isnull', False)), fields=['user', 'made_at'], name='recommended_by_account'),
                    models.Index(condition=models.Q(('guest', ''), _negated=True), fields=['guest', 'made_at'], name='recommended_by_guest'),
                    models.Index(condition=models.Q(('address', ''), _negated=True), fields=['address', 'made_at'], name='recommended_from_address'),
                    models.Index(fields=['made_at'], name='recommended_lately'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('comment', 'user'), name='account_recommends_once'),
                    models.UniqueConstraint(condition=models.Q(('guest', ''), _negated=True), fields=('comment', 'guest'), name='guest_recommends_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('guest', ''), ('user__isnull', False)), models.Q(('user', None), models.Q(('guest', ''), _negated=True)), _connector='OR'), name='recommendation_is_of_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Ignored',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'ignored commenter',
                'verbose_name_plural': 'ignored commenters',
                'default_permissions': (),
                'constraints': [
                    models.UniqueConstraint(fields=('user', 'comment'), name='commenter_ignored_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.story', verbose_name='story')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('comment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscription', to='comments.comment', verbose_name='comment')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
                'default_permissions': (),
                'constraints': [
                    models.UniqueConstraint(fields=('story', 'user'), name='story_followed_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', True), ('user__isnull', False)), models.Q(('comment__isnull', False), ('user__isnull', True)), _connector='OR'), name='subscription_is_of_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MailSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('answers', models.CharField(choices=[('at_once', 'at once'), ('daily', 'once a day'), ('never', 'not at all')], default='at_once', max_length=10, verbose_name='answers to me')),
                ('stories', models.CharField(choices=[('at_once', 'at once'), ('daily', 'once a day'), ('never', 'not at all')], default='daily', max_length=10, verbose_name='new comments on stories that I follow')),
                ('articles', models.CharField(choices=[('at_once', 'at once'), ('daily', 'once a day'), ('never', 'not at all')], default='at_once', max_length=10, verbose_name='comments on my articles')),
                ('digest_hour', models.PositiveSmallIntegerField(default=8, help_text='By your own clock.', verbose_name='hour of the daily mail')),
            ],
            options={
                'verbose_name': 'mail settings',
                'verbose_name_plural': 'mail settings',
                'default_permissions': (),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('digest_hour__lt', 24)), name='digest_hour_is_of_a_day'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(max_length=64, unique=True)),
                ('reason', models.CharField(choices=[('bounce', 'mail came back'), ('complaint', 'called unwanted'), ('not_me', '“that was not me”')], max_length=10, verbose_name='reason')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'address that is not written to',
                'verbose_name_plural': 'addresses that are not written to',
                'default_permissions': ('view', 'delete'),
            },
        ),
        migrations.CreateModel(
            name='GuestLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guest_links', to='comments.comment', verbose_name='comment')),
                ('story_id', models.BigIntegerField()),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='good until')),
                ('opened_at', models.DateTimeField(null=True, verbose_name='first opened')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': "guest's link",
                'verbose_name_plural': "guests' links",
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LinkRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail_address', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('mail_hash', models.CharField(max_length=64)),
                ('address', models.CharField(blank=True, max_length=64)),
                ('network', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='mailed')),
            ],
            options={
                'verbose_name': 'request for links',
                'verbose_name_plural': 'requests for links',
                'default_permissions': (),
                'indexes': [
                    models.Index(fields=['mail_hash', 'made_at'], name='links_asked_for_an_address'),
                    models.Index(fields=['address', 'made_at'], name='links_asked_from_an_address'),
                    models.Index(fields=['network', 'made_at'], name='links_asked_from_a_network'),
                    models.Index(fields=['made_at'], name='links_asked_lately'),
                ],
            },
        ),
    ]
