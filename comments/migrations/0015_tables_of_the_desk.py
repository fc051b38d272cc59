"""Tables of the desk, of screening, of reports and of sanctions; what holds a comment."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_index_tags'),
        ('comments', '0014_recommending'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.UUIDField(unique=True)),
                ('move', models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('keep', 'kept'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10, verbose_name='move')),
                ('note', models.CharField(blank=True, max_length=500)),
                ('query', models.CharField(blank=True, max_length=2000, verbose_name='selected by')),
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
                ('revision', models.PositiveIntegerField()),
                ('refused', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.BigIntegerField()),
                ('report_count', models.PositiveIntegerField(default=0, verbose_name='reports')),
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
            },
        ),
        migrations.CreateModel(
            name='CommentScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField()),
                ('score', models.FloatField(verbose_name='score')),
                ('pieces', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DeskKeys',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keys', models.JSONField(default=dict)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DiscussionTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(blank=True, choices=[('all', 'everything waits'), ('first', 'first comments wait'), ('screened', 'nothing waits unless screening holds it'), ('closed', 'closed')], max_length=10, verbose_name='mode')),
                ('close_after_days', models.PositiveSmallIntegerField(blank=True, help_text='Since the article was published. Empty: as the level above says.', null=True, verbose_name='closes after days')),
            ],
            options={
                'verbose_name': 'terms of discussions',
                'verbose_name_plural': 'terms of discussions',
            },
        ),
        migrations.CreateModel(
            name='HandOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(auto_now_add=True)),
                ('until', models.DateTimeField(null=True, verbose_name='until')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ModeratorNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.BigIntegerField()),
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
            name='ModeratorScope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('languages', models.JSONField(blank=True, default=list, help_text='None: all languages.', verbose_name='languages')),
            ],
            options={
                'verbose_name': 'limits of a moderator',
                'verbose_name_plural': 'limits of moderators',
            },
        ),
        migrations.CreateModel(
            name='QueueCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
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
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField(verbose_name='revision seen')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='text')),
                ('guest', models.CharField(blank=True, max_length=64, verbose_name='guest')),
                ('address', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('warning', 'warning'), ('hold', 'everything waits'), ('suspension', 'suspended'), ('ban', 'banned')], max_length=10, verbose_name='sanction')),
                ('guest', models.CharField(blank=True, max_length=64, verbose_name='guest')),
                ('guest_name', models.CharField(blank=True, max_length=60, verbose_name="guest's name")),
                ('network', models.CharField(blank=True, max_length=49, verbose_name='network')),
                ('network_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('begins_at', models.DateTimeField(auto_now_add=True, verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, help_text='Empty: never.', null=True, verbose_name='ends')),
                ('lifted_at', models.DateTimeField(editable=False, null=True, verbose_name='lifted')),
                ('lifted_because', models.CharField(blank=True, max_length=500, verbose_name='why it was lifted')),
            ],
            options={
                'verbose_name': 'sanction',
                'verbose_name_plural': 'sanctions',
                'ordering': ['-pk'],
                'default_permissions': ('view', 'add', 'change'),
            },
        ),
        migrations.CreateModel(
            name='SavedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('fa', 'Persian')], max_length=10, verbose_name='language')),
                ('text', models.CharField(max_length=500, verbose_name='text')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
            ],
            options={
                'verbose_name': 'saved reply',
                'verbose_name_plural': 'saved replies',
                'ordering': ['position', 'pk'],
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
            },
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField(verbose_name='revision')),
                ('held_by', models.CharField(blank=True, max_length=60, verbose_name='held by')),
                ('said', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
            ],
            options={
                'verbose_name': 'screening',
                'verbose_name_plural': 'screenings',
                'ordering': ['comment', 'revision'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField(verbose_name='revision')),
                ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('fa', 'Persian')], max_length=10, verbose_name='language')),
                ('body', models.TextField(verbose_name='text')),
                ('made_at', models.DateTimeField(auto_now=True, verbose_name='time')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'permissions': [('translate_comment', 'Can translate comments')],
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
            ],
            options={
                'verbose_name': 'word list',
                'verbose_name_plural': 'word lists',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='held_by',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=60, verbose_name='held by'),
        ),
        migrations.AddField(
            model_name='comment',
            name='score',
            field=models.FloatField(editable=False, null=True, verbose_name='learned score'),
        ),
        migrations.AddField(
            model_name='discussion',
            name='mode',
            field=models.CharField(blank=True, choices=[('all', 'everything waits'), ('first', 'first comments wait'), ('screened', 'nothing waits unless screening holds it'), ('closed', 'closed')], db_default='', help_text='Empty: as the section or the site says.', max_length=10, verbose_name='mode'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='move',
            field=models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('keep', 'kept'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10, verbose_name='move'),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.rule'),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='undoes',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='comments.bulkact'),
        ),
        migrations.AddField(
            model_name='bulkitem',
            name='bulk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='comments.bulkact'),
        ),
        migrations.AddField(
            model_name='bulkitem',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='case',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='commentscore',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='deskkeys',
            name='moderator',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='discussionterms',
            name='section',
            field=models.OneToOneField(blank=True, help_text='Empty: the whole site.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='handout',
            name='comment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='handed_out', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='handout',
            name='moderator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator'),
        ),
        migrations.AddField(
            model_name='moderatornote',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='moderatornote',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='moderatorscope',
            name='moderator',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator'),
        ),
        migrations.AddField(
            model_name='moderatorscope',
            name='sections',
            field=models.ManyToManyField(blank=True, help_text='None: all sections.', related_name='+', to='articles.section', verbose_name='sections'),
        ),
        migrations.AddField(
            model_name='queuecount',
            name='section',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section'),
        ),
        migrations.AddField(
            model_name='report',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='comments.case', verbose_name='case'),
        ),
        migrations.AddField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='report',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.rule', verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='report',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment', verbose_name='because of the comment'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='lifted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sanction',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='rule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.rule', verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='savedreply',
            name='rule',
            field=models.ForeignKey(blank=True, help_text='Offered first with this rule.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='comments.rule', verbose_name='rule'),
        ),
        migrations.AddConstraint(
            model_name='scoremodel',
            constraint=models.UniqueConstraint(condition=models.Q(('in_use', True)), fields=('in_use',), name='one_score_model_is_in_use'),
        ),
        migrations.AddField(
            model_name='commentscore',
            name='model',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.scoremodel'),
        ),
        migrations.AddField(
            model_name='screening',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='translation',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='translation',
            name='translator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='translator'),
        ),
        migrations.AddField(
            model_name='wordlist',
            name='changed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='bulkitem',
            constraint=models.UniqueConstraint(fields=('bulk', 'comment'), name='bulk_names_a_comment_once'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['opened_at'], name='case_open'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['closing_act'], name='case_of_an_act'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('comment',), name='comment_has_one_open_case'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closing_act', None)), models.Q(('closed_at__isnull', False), ('closing_act__isnull', False)), _connector='OR'), name='case_is_closed_by_an_act'),
        ),
        migrations.AddConstraint(
            model_name='discussionterms',
            constraint=models.UniqueConstraint(fields=('section',), name='one_row_of_terms_a_section', nulls_distinct=False, violation_error_message='There are terms for this already: change those.'),
        ),
        migrations.AddIndex(
            model_name='handout',
            index=models.Index(fields=['moderator', 'until'], name='hand_out_of_somebody'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['user', 'made_at'], name='report_of_an_account'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['address', 'made_at'], name='report_from_an_address'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('case', 'user'), name='account_reports_once_a_case'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('user', None), models.Q(('guest', ''), _negated=True)), fields=('case', 'guest'), name='guest_reports_once_a_case'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('guest', ''), ('user', None), models.Q(('address', ''), _negated=True)), fields=('case', 'address'), name='stranger_reports_once_a_case'),
        ),
        migrations.AddIndex(
            model_name='sanction',
            index=models.Index(condition=models.Q(('user__isnull', False)), fields=['user'], name='sanction_user'),
        ),
        migrations.AddIndex(
            model_name='sanction',
            index=models.Index(condition=models.Q(('guest', ''), _negated=True), fields=['guest'], name='sanction_guest'),
        ),
        migrations.AddIndex(
            model_name='sanction',
            index=models.Index(condition=models.Q(('network_hash', ''), _negated=True), fields=['network_hash'], name='sanction_network'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guest', ''), ('network', ''), ('network_hash', ''), ('user__isnull', False)), models.Q(('network', ''), ('network_hash', ''), ('user', None), models.Q(('guest', ''), _negated=True)), models.Q(('guest', ''), ('user', None), models.Q(('network', ''), ('network_hash', ''), _negated=True)), _connector='OR'), name='sanction_is_on_one'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'suspension'), _negated=True), ('ends_at__isnull', False), _connector='OR'), name='suspension_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='commentscore',
            constraint=models.UniqueConstraint(fields=('comment', 'revision', 'model'), name='text_is_scored_once_a_model'),
        ),
        migrations.AddConstraint(
            model_name='commentscore',
            constraint=models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 1)), name='score_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.UniqueConstraint(fields=('comment', 'revision'), name='text_is_screened_once'),
        ),
        migrations.AddConstraint(
            model_name='translation',
            constraint=models.UniqueConstraint(fields=('comment', 'language'), name='comment_has_one_translation_a_language'),
        ),
    ]
