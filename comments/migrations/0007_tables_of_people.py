"""Tables of what people wrote before, follow, are told of, recommend and ignore."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_index_tags"),
        ("comments", "0006_comments_of_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='CommentRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField(verbose_name='revision')),
                ('body', models.TextField(verbose_name='text')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('was_published', models.BooleanField(verbose_name='readers have seen it')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('replaced_at', models.DateTimeField(auto_now_add=True, verbose_name='replaced')),
            ],
            options={
                'verbose_name': 'earlier text',
                'verbose_name_plural': 'earlier texts',
                'ordering': ['number'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='GuestLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.BigIntegerField()),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='good until')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': "guest's link",
                'verbose_name_plural': "guests' links",
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Ignored',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'ignored commenter',
                'verbose_name_plural': 'ignored commenters',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('is_digest', models.BooleanField(default=False, verbose_name='daily')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('dropped_at', models.DateTimeField(null=True, verbose_name='not sent after all')),
                ('why_dropped', models.CharField(blank=True, max_length=200, verbose_name='why')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='MailSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.CharField(choices=[('at_once', 'at once'), ('daily', 'once a day'), ('never', 'not at all')], default='at_once', max_length=10, verbose_name='answers to me')),
                ('stories', models.CharField(choices=[('at_once', 'at once'), ('daily', 'once a day'), ('never', 'not at all')], default='daily', max_length=10, verbose_name='new comments on stories that I follow')),
                ('articles', models.CharField(choices=[('at_once', 'at once'), ('daily', 'once a day'), ('never', 'not at all')], default='at_once', max_length=10, verbose_name='comments on my articles')),
                ('digest_hour', models.PositiveSmallIntegerField(default=8, help_text='By your own clock.', verbose_name='hour of the daily mail')),
            ],
            options={
                'verbose_name': 'mail settings',
                'verbose_name_plural': 'mail settings',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'your comment has arrived'), ('decision', 'a decision on your comment'), ('answer', 'an answer to you'), ('story', 'a comment on a story that you follow'), ('article', 'a comment on your article')], max_length=10)),
                ('story_id', models.BigIntegerField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.BigIntegerField()),
                ('guest', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'recommendation',
                'verbose_name_plural': 'recommendations',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
                'default_permissions': (),
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
        migrations.AddField(
            model_name='commentrevision',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='guestlink',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guest_links', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='ignored',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='ignored',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='own_comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment', verbose_name="guest's comment"),
        ),
        migrations.AddField(
            model_name='letter',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='mailsettings',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='notice',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='notice',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.decision'),
        ),
        migrations.AddField(
            model_name='notice',
            name='letter',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='comments.letter'),
        ),
        migrations.AddField(
            model_name='notice',
            name='own_comment',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='notice',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='comment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='subscription',
            name='comment',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscription', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.story', verbose_name='story'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddConstraint(
            model_name='commentrevision',
            constraint=models.UniqueConstraint(fields=('comment', 'number'), name='comment_has_one_text_a_revision'),
        ),
        migrations.AddConstraint(
            model_name='ignored',
            constraint=models.UniqueConstraint(fields=('user', 'comment'), name='commenter_ignored_once'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('dropped_at', None), ('sent_at', None)), fields=['made_at'], name='letter_on_its_way'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('own_comment__isnull', True), ('user__isnull', False)), models.Q(('own_comment__isnull', False), ('user__isnull', True)), _connector='OR'), name='letter_goes_to_one'),
        ),
        migrations.AddConstraint(
            model_name='mailsettings',
            constraint=models.CheckConstraint(condition=models.Q(('digest_hour__lt', 24)), name='digest_hour_is_of_a_day'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['user', '-id'], name='notice_to_an_account'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['due_at'], name='notice_unsettled'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('own_comment__isnull', True), ('user__isnull', False)), models.Q(('own_comment__isnull', False), ('user__isnull', True)), _connector='OR'), name='notice_is_to_one'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('kind', 'decision')), models.Q(models.Q(('kind', 'decision'), _negated=True), ('decision__isnull', True)), _connector='OR'), name='notice_of_a_decision_names_it'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', None), ('own_comment', None)), fields=('user', 'comment'), name='account_told_of_a_comment_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', None), ('user', None)), fields=('own_comment', 'comment'), name='guest_told_of_a_comment_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('decision__isnull', False)), fields=('decision',), name='decision_told_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('comment', 'user'), name='account_recommends_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(condition=models.Q(('guest', ''), _negated=True), fields=('comment', 'guest'), name='guest_recommends_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guest', ''), ('user__isnull', False)), models.Q(('user', None), models.Q(('guest', ''), _negated=True)), _connector='OR'), name='recommendation_is_of_one'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(fields=('story', 'user'), name='story_followed_once'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', True), ('user__isnull', False)), models.Q(('comment__isnull', False), ('user__isnull', True)), _connector='OR'), name='subscription_is_of_one'),
        ),
    ]
