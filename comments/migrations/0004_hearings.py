"""Tables of a fair hearing: reasons, appeals, the public log, holds, and what people are told."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('comments', '0023_tables_of_a_fair_hearing'),
        ('comments', '0024_notices_of_reports_and_appeals'),
        ('comments', '0025_first_version_of_the_policy'),
        ('comments', '0027_who_hands_cases_over'),
    ]
    initial = True
    dependencies = [
        ('comments', '0003_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='version')),
                ('begins_at', models.DateTimeField(verbose_name='in force since')),
                ('rules', models.JSONField(default=list)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'version of the policy',
                'verbose_name_plural': 'versions of the policy',
                'ordering': ['-number'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='StatementOfReasons',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('decision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='comments.decision')),
                ('sanction', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='comments.sanction')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='comments.comment')),
                ('measure', models.CharField(choices=[('removed', 'comment removed'), ('rejected', 'comment not published'), ('held', 'comment held'), ('all_held', 'everything waits'), ('suspended', 'person suspended'), ('banned', 'person banned')], max_length=10, verbose_name='measure')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.policyversion')),
                ('is_sent', models.BooleanField(default=True, verbose_name='is told to the person')),
                ('made_at', models.DateTimeField(verbose_name='time')),
                ('appeal_until', models.DateTimeField(verbose_name='may be appealed until')),
            ],
            options={
                'verbose_name': 'statement of reasons',
                'verbose_name_plural': 'statements of reasons',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
                'indexes': [
                    models.Index(fields=['made_at'], name='statement_by_time'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('decision__isnull', False), ('sanction', None)), models.Q(('decision', None), ('sanction__isnull', False)), _connector='OR'), name='statement_is_of_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StatementExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='export', to='comments.statementofreasons')),
                ('puid', models.CharField(max_length=500, unique=True)),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('taken_at', models.DateTimeField(null=True, verbose_name='taken')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='what the database answered')),
            ],
            options={
                'verbose_name': 'statement in the transparency database',
                'verbose_name_plural': 'statements in the transparency database',
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='comments.decision')),
                ('sanction', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='comments.sanction')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.comment', verbose_name='comment')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.report')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('text', models.TextField(blank=True, max_length=5000, verbose_name='text')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'the decision stands'), ('reversed', 'the decision was reversed'), ('withdrawn', 'taken back')], max_length=10, verbose_name='outcome')),
                ('answer', models.TextField(blank=True, max_length=5000, verbose_name='answer')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('alone', models.BooleanField(default=False, verbose_name='decided by somebody who had taken part')),
                ('act', models.UUIDField(null=True)),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
                'indexes': [
                    models.Index(condition=models.Q(('closed_at', None)), fields=['made_at'], name='appeal_open'),
                    models.Index(fields=['made_at'], name='appeal_by_time'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('decision__isnull', False), ('sanction', None)), models.Q(('decision', None), ('report', None), ('sanction__isnull', False)), _connector='OR'), name='appeal_is_against_one'),
                    models.CheckConstraint(condition=models.Q(models.Q(('act', None), ('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='appeal_ends_with_an_outcome'),
                    models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['upheld', 'reversed']), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='appeal_is_decided_by_a_person'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AppealMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='comments.appeal')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_house', models.BooleanField(default=False)),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='text')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
            ],
            options={
                'verbose_name': 'message about an appeal',
                'verbose_name_plural': 'messages about an appeal',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('kind', models.CharField(choices=[('removed', 'comment removed'), ('rejected', 'comment not published'), ('held', 'comment sent back to waiting'), ('all_held', 'everything of a person waits'), ('suspended', 'person suspended'), ('banned', 'person banned'), ('restored', 'comment restored'), ('undone', 'decision taken back'), ('lifted', 'sanction lifted'), ('upheld', 'appeal decided: the decision stands')], max_length=10, verbose_name='measure')),
                ('rule', models.CharField(blank=True, max_length=10, verbose_name='rule')),
                ('automated', models.BooleanField(default=False, verbose_name='by a machine')),
                ('started_by', models.CharField(max_length=10, verbose_name='started by')),
                ('alone', models.BooleanField(default=False, verbose_name='by somebody who had taken part')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('story_id', models.BigIntegerField(null=True)),
                ('comment_id', models.BigIntegerField(null=True)),
                ('reverses', models.BigIntegerField(null=True, verbose_name='reverses number')),
                ('decision_id', models.BigIntegerField(null=True, unique=True)),
                ('sanction_id', models.BigIntegerField(null=True)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'verbose_name': 'entry of the public log',
                'verbose_name_plural': 'public log',
                'ordering': ['-number'],
                'default_permissions': ('view',),
                'indexes': [
                    models.Index(fields=['at'], name='log_by_time'),
                    models.Index(fields=['reverses'], name='log_reversals'),
                    models.Index(fields=['sanction_id', 'kind'], name='log_of_a_sanction'),
                ],
            },
        ),
        migrations.CreateModel(
            name='FiguresOfMonth',
            fields=[
                ('month', models.DateField(primary_key=True, serialize=False, verbose_name='month')),
                ('numbers', models.JSONField(verbose_name='numbers')),
                ('moderators', models.JSONField(default=list, verbose_name='moderators')),
                ('counted_at', models.DateTimeField(auto_now_add=True, verbose_name='counted')),
            ],
            options={
                'verbose_name': 'figures of a month',
                'verbose_name_plural': 'figures of months',
                'ordering': ['-month'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment', verbose_name='comment')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.photo', verbose_name='photo')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name="a person's records")),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='what is held')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('lifted_at', models.DateTimeField(editable=False, null=True, verbose_name='lifted')),
                ('lifted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_because', models.CharField(blank=True, max_length=500, verbose_name='why it was lifted')),
            ],
            options={
                'verbose_name': 'legal hold',
                'verbose_name_plural': 'legal holds',
                'ordering': ['-pk'],
                'default_permissions': ('view', 'add', 'change'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('lifted_at__isnull', False), models.Q(('comment__isnull', False), ('photo', None), ('user', None)), models.Q(('comment', None), ('photo__isnull', False), ('user', None)), models.Q(('comment', None), ('photo', None), ('user__isnull', False)), _connector='OR'), name='legal_hold_is_on_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='comments.comment', verbose_name='comment')),
                ('authority', models.CharField(max_length=200, verbose_name='to whom')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'case handed to the authorities',
                'verbose_name_plural': 'cases handed to the authorities',
                'ordering': ['-pk'],
                'default_permissions': ('view', 'add'),
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('own_comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment', verbose_name="guest's comment")),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.report', verbose_name='reporter by mail')),
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
                'indexes': [
                    # The letters of the last day are counted without reading all.
                    models.Index(fields=['made_at'], name='letter_by_time'),
                    models.Index(condition=models.Q(('dropped_at', None), ('sent_at', None)), fields=['made_at'], name='letter_on_its_way'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('own_comment', None), ('report', None), ('user__isnull', False)), models.Q(('own_comment__isnull', False), ('report', None), ('user', None)), models.Q(('own_comment', None), ('report__isnull', False), ('user', None)), _connector='OR'), name='letter_goes_to_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'your comment has arrived'), ('decision', 'a decision on your comment'), ('answer', 'an answer to you'), ('story', 'a comment on a story that you follow'), ('article', 'a comment on your article'), ('sanction', 'a sanction on you'), ('reported', 'your report has arrived'), ('outcome', 'what became of your report'), ('appealed', 'your appeal has arrived'), ('appeal', 'an answer to an appeal')], max_length=10)),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('own_comment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment')),
                ('story_id', models.BigIntegerField(null=True)),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.decision')),
                ('sanction', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.sanction')),
                ('report', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.report')),
                ('appeal', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.appeal')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='comments.letter')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'default_permissions': (),
                'indexes': [
                    models.Index(fields=['user', '-id'], name='notice_to_an_account'),
                    models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread'),
                    models.Index(condition=models.Q(('settled_at', None)), fields=['due_at'], name='notice_unsettled'),
                    models.Index(condition=models.Q(('sanction__isnull', False)), fields=['sanction'], name='notice_of_a_sanction'),
                    models.Index(condition=models.Q(('report__isnull', False)), fields=['report'], name='notice_of_a_report'),
                    models.Index(condition=models.Q(('appeal__isnull', False)), fields=['appeal'], name='notice_of_an_appeal'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('own_comment', None), ('user__isnull', False)), models.Q(('own_comment__isnull', False), ('user', None)), models.Q(('own_comment', None), ('report__isnull', False), ('user', None)), _connector='OR'), name='notice_is_to_one'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('kind', 'decision')), models.Q(models.Q(('kind', 'decision'), _negated=True), ('decision__isnull', True)), _connector='OR'), name='notice_of_a_decision_names_it'),
                    models.CheckConstraint(condition=models.Q(models.Q(('comment', None), ('kind', 'sanction'), ('sanction__isnull', False)), models.Q(('comment', None), ('kind__in', ['reported', 'outcome']), ('report__isnull', False), ('sanction', None)), models.Q(('appeal__isnull', False), ('comment', None), ('kind__in', ['appealed', 'appeal']), ('sanction', None)), models.Q(models.Q(('kind__in', ['sanction', 'reported', 'outcome', 'appealed', 'appeal']), _negated=True), ('comment__isnull', False), ('sanction', None)), _connector='OR'), name='notice_is_of_a_comment_or_sanction'),
                    models.UniqueConstraint(condition=models.Q(('decision', None), ('own_comment', None)), fields=('user', 'comment'), name='account_told_of_a_comment_once'),
                    models.UniqueConstraint(condition=models.Q(('decision', None), ('user', None)), fields=('own_comment', 'comment'), name='guest_told_of_a_comment_once'),
                    models.UniqueConstraint(condition=models.Q(('decision__isnull', False)), fields=('decision',), name='decision_told_once'),
                ],
            },
        ),
    ]
