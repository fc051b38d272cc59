"""Tables of the desk, of screening, of reports and of sanctions."""

import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('comments', '0015_tables_of_the_desk'),
        ('comments', '0016_queues_of_the_desk'),
        ('comments', '0019_texts_are_screened'),
        ('comments', '0020_copies_and_trust'),
        ('comments', '0021_acts_on_many_and_figures'),
        ('comments', '0022_sanctions_are_told'),
        ('comments', '0028_strangers_reports_by_mail'),
    ]
    initial = True
    dependencies = [
        ('comments', '0002_taking_part'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='comments.comment', verbose_name='comment')),
                ('story_id', models.BigIntegerField()),
                ('report_count', models.PositiveIntegerField(default=0, verbose_name='reports')),
                ('weight', models.IntegerField(db_default=0, default=0, verbose_name='weight')),
                ('is_legal', models.BooleanField(db_default=False, default=False, verbose_name='illegal content')),
                ('was_approved', models.BooleanField(default=False, verbose_name='reported after it was approved')),
                ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='opened')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('closing_act', models.UUIDField(null=True)),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
                'indexes': [
                    models.Index(condition=models.Q(('closed_at', None)), fields=['opened_at'], name='case_open'),
                    models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['closing_act'], name='case_of_an_act'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('comment',), name='comment_has_one_open_case'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closing_act', None)), models.Q(('closed_at__isnull', False), ('closing_act__isnull', False)), _connector='OR'), name='case_is_closed_by_an_act'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='comments.case', verbose_name='case')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment')),
                ('story_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField(verbose_name='revision seen')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.rule', verbose_name='rule')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='text')),
                ('kind', models.CharField(choices=[('rule', 'a rule of the policy'), ('illegal', 'illegal content')], db_default='rule', default='rule', max_length=10, verbose_name='kind')),
                ('explanation', models.TextField(blank=True, db_default='', default='', max_length=5000, verbose_name='why it is illegal')),
                ('name', models.CharField(blank=True, db_default='', default='', max_length=100, verbose_name='name')),
                ('email', models.EmailField(blank=True, db_default='', default='', max_length=254, verbose_name='e-mail')),
                ('is_exempt', models.BooleanField(db_default=False, default=False, verbose_name='needs no name')),
                ('language', models.CharField(blank=True, db_default='', default='', max_length=10)),
                ('weight', models.SmallIntegerField(db_default=1, default=1, verbose_name='weight')),
                ('token_hash', models.CharField(blank=True, db_default='', default='', max_length=64)),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('guest', models.CharField(blank=True, max_length=64, verbose_name='guest')),
                ('address', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['pk'],
                'default_permissions': ('view',),
                'indexes': [
                    models.Index(fields=['user', 'made_at'], name='report_of_an_account'),
                    models.Index(fields=['address', 'made_at'], name='report_from_an_address'),
                    models.Index(condition=models.Q(('guest', ''), _negated=True), fields=['guest', 'made_at'], name='report_of_a_guest'),
                    models.Index(fields=['made_at'], name='report_by_time'),
                    models.Index(condition=models.Q(('token_hash', ''), _negated=True), fields=['token_hash'], name='report_by_token'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('case', 'user'), name='account_reports_once_a_case'),
                    models.UniqueConstraint(condition=models.Q(('user', None), models.Q(('guest', ''), _negated=True)), fields=('case', 'guest'), name='guest_reports_once_a_case'),
                    models.UniqueConstraint(condition=models.Q(('guest', ''), ('user', None), models.Q(('address', ''), _negated=True)), fields=('case', 'address', 'email'), name='stranger_reports_once_a_case_and_mail'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('warning', 'warning'), ('hold', 'everything waits'), ('suspension', 'suspended'), ('ban', 'banned')], max_length=10, verbose_name='sanction')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('guest', models.CharField(blank=True, max_length=64, verbose_name='guest')),
                ('guest_name', models.CharField(blank=True, max_length=60, verbose_name="guest's name")),
                ('network', models.CharField(blank=True, max_length=49, verbose_name='network')),
                ('network_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.rule', verbose_name='rule')),
                ('reason', models.CharField(help_text='Whoever is under the sanction reads it.', max_length=500, verbose_name='reason')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment', verbose_name='because of the comment')),
                ('begins_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, help_text='Empty: never.', null=True, verbose_name='ends')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('lifted_at', models.DateTimeField(editable=False, null=True, verbose_name='lifted')),
                ('lifted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_because', models.CharField(blank=True, max_length=500, verbose_name='why it was lifted')),
            ],
            options={
                'verbose_name': 'sanction',
                'verbose_name_plural': 'sanctions',
                'ordering': ['-pk'],
                'default_permissions': ('view', 'add', 'change'),
                'indexes': [
                    models.Index(condition=models.Q(('user__isnull', False)), fields=['user'], name='sanction_user'),
                    models.Index(condition=models.Q(('guest', ''), _negated=True), fields=['guest'], name='sanction_guest'),
                    models.Index(condition=models.Q(('network_hash', ''), _negated=True), fields=['network_hash'], name='sanction_network'),
                    django.contrib.postgres.indexes.GistIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf('network', models.Value('')), models.GenericIPAddressField()), name='inet_ops'), condition=models.Q(('network', ''), _negated=True), name='sanction_network_in_clear'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('guest', ''), ('network', ''), ('network_hash', ''), ('user__isnull', False)), models.Q(('network', ''), ('network_hash', ''), ('user', None), models.Q(('guest', ''), _negated=True)), models.Q(('guest', ''), ('user', None), models.Q(models.Q(('network', ''), ('network_hash', ''), _negated=True), models.Q(('ends_at', None), _negated=True), models.Q(('lifted_at', None), _negated=True), _connector='OR')), _connector='OR'), name='sanction_is_on_one'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'suspension'), _negated=True), ('ends_at__isnull', False), _connector='OR'), name='suspension_has_an_end'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HandOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='handed_out', to='comments.comment')),
                ('moderator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
                ('since', models.DateTimeField(auto_now_add=True)),
                ('until', models.DateTimeField(null=True, verbose_name='until')),
            ],
            options={
                'default_permissions': (),
                'indexes': [
                    models.Index(fields=['moderator', 'until'], name='hand_out_of_somebody'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ModeratorNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='comments.comment')),
                ('story_id', models.BigIntegerField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('text', models.CharField(max_length=1000, verbose_name='note')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
            ],
            options={
                'verbose_name': 'note of a moderator',
                'verbose_name_plural': 'notes of moderators',
                'ordering': ['pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='SavedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('fa', 'Persian')], max_length=10, verbose_name='language')),
                ('text', models.CharField(max_length=500, verbose_name='text')),
                ('rule', models.ForeignKey(blank=True, help_text='Offered first with this rule.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='comments.rule', verbose_name='rule')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
            ],
            options={
                'verbose_name': 'saved reply',
                'verbose_name_plural': 'saved replies',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BulkAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.UUIDField(unique=True)),
                ('move', models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('keep', 'kept'), ('uphold', 'upheld on appeal'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10, verbose_name='move')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.rule')),
                ('note', models.CharField(blank=True, max_length=500)),
                ('query', models.CharField(blank=True, max_length=2000, verbose_name='selected by')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='comments.bulkact')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('stopped', 'stopped')], default='waiting', max_length=10, verbose_name='state')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='comments')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='decided')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='left as they are')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
            ],
            options={
                'verbose_name': 'act on many comments',
                'verbose_name_plural': 'acts on many comments',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='BulkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bulk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='comments.bulkact')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment')),
                ('revision', models.PositiveIntegerField()),
                ('latest', models.BigIntegerField(db_default=0, default=0)),
                ('refused', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'default_permissions': (),
                'constraints': [
                    models.UniqueConstraint(fields=('bulk', 'comment'), name='bulk_names_a_comment_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QueueCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section')),
                ('language', models.CharField(max_length=10)),
                ('state', models.CharField(max_length=12)),
                ('held_by', models.CharField(blank=True, max_length=60)),
                ('number', models.BigIntegerField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DayCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section')),
                ('language', models.CharField(max_length=10)),
                ('by', models.CharField(choices=[('wait', 'Wait'), ('moderator', 'Moderator'), ('rule', 'Rule'), ('phase', 'Phase')], max_length=10)),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.rule')),
                ('phase', models.CharField(blank=True, max_length=60)),
                ('waited', models.SmallIntegerField(null=True)),
                ('move', models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('keep', 'kept'), ('uphold', 'upheld on appeal'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10)),
                ('number', models.PositiveIntegerField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [
                    models.Index(fields=['day'], name='day_count_of_a_day'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ModeratorScope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moderator', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
                ('languages', models.JSONField(blank=True, default=list, help_text='None: all languages.', verbose_name='languages')),
                ('sections', models.ManyToManyField(blank=True, help_text='None: all sections.', related_name='+', to='articles.section', verbose_name='sections')),
            ],
            options={
                'verbose_name': 'limits of a moderator',
                'verbose_name_plural': 'limits of moderators',
            },
        ),
        migrations.CreateModel(
            name='DeskKeys',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moderator', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('keys', models.JSONField(default=dict)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='comments.comment')),
                ('story_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField(verbose_name='revision')),
                ('held_by', models.CharField(blank=True, max_length=60, verbose_name='held by')),
                ('said', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('text_hash', models.BigIntegerField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
            ],
            options={
                'verbose_name': 'screening',
                'verbose_name_plural': 'screenings',
                'ordering': ['comment', 'revision'],
                'default_permissions': ('view',),
                'indexes': [
                    # Copies of a text are found along it.
                    models.Index(fields=['text_hash', 'made_at'], name='text_said_lately'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('comment', 'revision'), name='text_is_screened_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WordList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('fa', 'Persian')], help_text='Empty: counts whatever the language.', max_length=10, verbose_name='language')),
                ('says', models.CharField(choices=[('hold', 'hold the comment'), ('refuse', 'refuse the comment')], default='hold', max_length=10, verbose_name='what it does')),
                ('entries', models.TextField(max_length=50000, verbose_name='entries')),
                ('in_force', models.BooleanField(default=True, verbose_name='in force')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'word list',
                'verbose_name_plural': 'word lists',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ScoreModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trained_at', models.DateTimeField(auto_now_add=True, verbose_name='trained')),
                ('figures', models.JSONField(default=dict, verbose_name='figures')),
                ('refused', models.TextField(blank=True, verbose_name='why it was not switched on')),
                ('in_use', models.BooleanField(default=False, verbose_name='in use')),
                ('data', models.BinaryField()),
            ],
            options={
                'verbose_name': 'learned score',
                'verbose_name_plural': 'learned scores',
                'ordering': ['-pk'],
                'default_permissions': ('view', 'change'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('in_use', True)), fields=('in_use',), name='one_score_model_is_in_use'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CommentScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='comments.comment')),
                ('story_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField()),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.scoremodel')),
                ('score', models.FloatField(verbose_name='score')),
                ('pieces', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
                'constraints': [
                    models.UniqueConstraint(fields=('comment', 'revision', 'model'), name='text_is_scored_once_a_model'),
                    models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 1)), name='score_is_a_share'),
                ],
            },
        ),
    ]
