"""The tables of a fair hearing: reasons, appeals, the public log, holds, the policy's versions."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


RECORDS = "".join(
    f"""
CREATE TRIGGER rows_are_append_only BEFORE UPDATE OR DELETE ON comments_{name}
    FOR EACH ROW EXECUTE FUNCTION comments_refuse_change();"""
    for name in ("logentry", "policyversion", "statementofreasons", "escalation")
) + """
CREATE FUNCTION comments_log_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('moderation');
    RETURN NULL;
END $$;
CREATE TRIGGER pages_hear AFTER INSERT ON comments_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION comments_log_changed();
CREATE TRIGGER pages_hear AFTER INSERT ON comments_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION comments_log_changed();
CREATE TRIGGER pages_hear_of_emptying AFTER TRUNCATE ON comments_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();
CREATE TRIGGER pages_hear_of_emptying AFTER TRUNCATE ON comments_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();
"""
FORGET = "DROP FUNCTION comments_log_changed CASCADE;" + "".join(
    f"DROP TRIGGER IF EXISTS rows_are_append_only ON comments_{name};"
    for name in ("logentry", "policyversion", "statementofreasons", "escalation")
) + "".join(
    f"DROP TRIGGER IF EXISTS pages_hear_of_emptying ON comments_{name};"
    for name in ("logentry", "policyversion")
)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_room_for_headlines'),
        ('comments', '0022_sanctions_are_told'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, max_length=5000, verbose_name='text')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'the decision stands'), ('reversed', 'the decision was reversed'), ('withdrawn', 'taken back')], max_length=10, verbose_name='outcome')),
                ('answer', models.TextField(blank=True, max_length=5000, verbose_name='answer')),
                ('alone', models.BooleanField(default=False, verbose_name='decided by somebody who had taken part')),
                ('act', models.UUIDField(null=True)),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='AppealMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
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
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(max_length=200, verbose_name='to whom')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'case handed to the authorities',
                'verbose_name_plural': 'cases handed to the authorities',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='what is held')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('lifted_at', models.DateTimeField(editable=False, null=True, verbose_name='lifted')),
                ('lifted_because', models.CharField(blank=True, max_length=500, verbose_name='why it was lifted')),
            ],
            options={
                'verbose_name': 'legal hold',
                'verbose_name_plural': 'legal holds',
                'ordering': ['-pk'],
                'default_permissions': ('view', 'add', 'change'),
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
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='version')),
                ('begins_at', models.DateTimeField(verbose_name='in force since')),
                ('rules', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'version of the policy',
                'verbose_name_plural': 'versions of the policy',
                'ordering': ['-number'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='StatementExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
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
            name='StatementOfReasons',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('measure', models.CharField(choices=[('removed', 'comment removed'), ('rejected', 'comment not published'), ('held', 'comment held'), ('all_held', 'everything waits'), ('suspended', 'person suspended'), ('banned', 'person banned')], max_length=10, verbose_name='measure')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('is_sent', models.BooleanField(default=True, verbose_name='is told to the person')),
                ('made_at', models.DateTimeField(verbose_name='time')),
                ('appeal_until', models.DateTimeField(verbose_name='may be appealed until')),
            ],
            options={
                'verbose_name': 'statement of reasons',
                'verbose_name_plural': 'statements of reasons',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddField(
            model_name='case',
            name='is_legal',
            field=models.BooleanField(db_default=False, default=False, verbose_name='illegal content'),
        ),
        migrations.AddField(
            model_name='case',
            name='weight',
            field=models.IntegerField(db_default=0, default=0, verbose_name='weight'),
        ),
        migrations.AddField(
            model_name='decision',
            name='alone',
            field=models.BooleanField(db_default=False, default=False, verbose_name='by somebody who had taken part'),
        ),
        migrations.AddField(
            model_name='letter',
            name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.report', verbose_name='reporter by mail'),
        ),
        migrations.AddField(
            model_name='notice',
            name='report',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.report'),
        ),
        migrations.AddField(
            model_name='report',
            name='email',
            field=models.EmailField(blank=True, db_default='', default='', max_length=254, verbose_name='e-mail'),
        ),
        migrations.AddField(
            model_name='report',
            name='explanation',
            field=models.TextField(blank=True, db_default='', default='', max_length=5000, verbose_name='why it is illegal'),
        ),
        migrations.AddField(
            model_name='report',
            name='is_exempt',
            field=models.BooleanField(db_default=False, default=False, verbose_name='needs no name'),
        ),
        migrations.AddField(
            model_name='report',
            name='kind',
            field=models.CharField(choices=[('rule', 'a rule of the policy'), ('illegal', 'illegal content')], db_default='rule', default='rule', max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='report',
            name='language',
            field=models.CharField(blank=True, db_default='', default='', max_length=10),
        ),
        migrations.AddField(
            model_name='report',
            name='name',
            field=models.CharField(blank=True, db_default='', default='', max_length=100, verbose_name='name'),
        ),
        migrations.AddField(
            model_name='report',
            name='token_hash',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
        migrations.AddField(
            model_name='report',
            name='weight',
            field=models.SmallIntegerField(db_default=1, default=1, verbose_name='weight'),
        ),
        migrations.AddField(
            model_name='rule',
            name='ground',
            field=models.CharField(choices=[('house', "the house's own rule"), ('law', 'illegal content')], db_default='house', default='house', help_text='Of what breaks the law, the texts name the law.', max_length=10, verbose_name='ground'),
        ),
        migrations.AddField(
            model_name='rule',
            name='is_spam',
            field=models.BooleanField(db_default=False, default=False, help_text='No statement of reasons is sent for it, as the law allows; it is counted.', verbose_name='deceptive bulk advertising'),
        ),
        migrations.AddField(
            model_name='rule',
            name='keyword',
            field=models.CharField(blank=True, choices=[('', 'none'), ('KEYWORD_HATE_SPEECH', 'hate speech'), ('KEYWORD_DEFAMATION', 'defamation'), ('KEYWORD_DISCRIMINATION', 'discrimination'), ('KEYWORD_INCITEMENT_VIOLENCE_HATRED', 'incitement to violence or hatred'), ('KEYWORD_INCITEMENT_AGAINST_WOMEN', 'incitement against women'), ('KEYWORD_CYBER_HARASSMENT', 'harassment'), ('KEYWORD_CYBER_INCITEMENT', 'incitement online'), ('KEYWORD_CYBER_BULLYING_INTIMIDATION', 'bullying or intimidation'), ('KEYWORD_CYBER_STALKING', 'stalking'), ('KEYWORD_MISINFORMATION_DISINFORMATION', 'misinformation'), ('KEYWORD_TERRORIST_CONTENT', 'terrorist content'), ('KEYWORD_COORDINATED_HARM', 'coordinated harm'), ('KEYWORD_PHISHING', 'phishing'), ('KEYWORD_COPYRIGHT_INFRINGEMENT', 'copyright infringement'), ('KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING', 'impersonation'), ('KEYWORD_INAUTHENTIC_ACCOUNTS', 'inauthentic accounts'), ('KEYWORD_RIGHT_TO_BE_FORGOTTEN', 'right to be forgotten'), ('KEYWORD_SUICIDE', 'suicide'), ('KEYWORD_NUDITY', 'nudity'), ('KEYWORD_HIDDEN_ADVERTISEMENT', 'hidden advertisement'), ('KEYWORD_OTHER', 'other')], db_default='', default='', max_length=60, verbose_name='keyword'),
        ),
        migrations.AddField(
            model_name='ruletext',
            name='examples',
            field=models.TextField(blank=True, db_default='', default='', help_text='One a line, for the page of the policy.', max_length=2000, verbose_name='examples'),
        ),
        migrations.AddField(
            model_name='ruletext',
            name='law',
            field=models.CharField(blank=True, db_default='', default='', help_text='Of what is illegal: the law and its article.', max_length=500, verbose_name='law'),
        ),
        migrations.AddField(
            model_name='ruletext',
            name='why',
            field=models.TextField(blank=True, db_default='', default='', help_text='Stands in the statement of reasons: why such a comment breaks this rule.', max_length=2000, verbose_name='why it applies'),
        ),
        migrations.AlterField(
            model_name='bulkact',
            name='move',
            field=models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('keep', 'kept'), ('uphold', 'upheld on appeal'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10, verbose_name='move'),
        ),
        migrations.AlterField(
            model_name='daycount',
            name='move',
            field=models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('keep', 'kept'), ('uphold', 'upheld on appeal'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10),
        ),
        migrations.AlterField(
            model_name='decision',
            name='move',
            field=models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('keep', 'kept'), ('uphold', 'upheld on appeal'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10, verbose_name='move'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='started_by',
            field=models.CharField(choices=[('author', 'the author'), ('house', 'the house'), ('report', 'a report'), ('notice', 'a notice of illegal content'), ('appeal', 'an appeal')], default='house', max_length=10, verbose_name='started by'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('received', 'your comment has arrived'), ('decision', 'a decision on your comment'), ('answer', 'an answer to you'), ('story', 'a comment on a story that you follow'), ('article', 'a comment on your article'), ('sanction', 'a sanction on you'), ('reported', 'your report has arrived'), ('outcome', 'what became of your report'), ('appealed', 'your appeal has arrived'), ('appeal', 'an answer to an appeal')], max_length=10),
        ),
        migrations.AddField(
            model_name='appeal',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decision',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='comments.decision'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.report'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='sanction',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='comments.sanction'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='notice',
            name='appeal',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.appeal'),
        ),
        migrations.AddField(
            model_name='appealmessage',
            name='appeal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='comments.appeal'),
        ),
        migrations.AddField(
            model_name='appealmessage',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='escalation',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='lifted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.photo', verbose_name='photo'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name="a person's records"),
        ),
        migrations.AddIndex(
            model_name='logentry',
            index=models.Index(fields=['at'], name='log_by_time'),
        ),
        migrations.AddIndex(
            model_name='logentry',
            index=models.Index(fields=['reverses'], name='log_reversals'),
        ),
        migrations.AddIndex(
            model_name='logentry',
            index=models.Index(fields=['sanction_id', 'kind'], name='log_of_a_sanction'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='statementofreasons',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='statementofreasons',
            name='decision',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='comments.decision'),
        ),
        migrations.AddField(
            model_name='statementofreasons',
            name='policy',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.policyversion'),
        ),
        migrations.AddField(
            model_name='statementofreasons',
            name='sanction',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='comments.sanction'),
        ),
        migrations.AddField(
            model_name='statementexport',
            name='statement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='export', to='comments.statementofreasons'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['made_at'], name='appeal_open'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['made_at'], name='appeal_by_time'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('decision__isnull', False), ('sanction', None)), models.Q(('decision', None), ('report', None), ('sanction__isnull', False)), _connector='OR'), name='appeal_is_against_one'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act', None), ('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='appeal_ends_with_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['upheld', 'reversed']), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='appeal_is_decided_by_a_person'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at__isnull', False), models.Q(('comment__isnull', False), ('photo', None), ('user', None)), models.Q(('comment', None), ('photo__isnull', False), ('user', None)), models.Q(('comment', None), ('photo', None), ('user__isnull', False)), _connector='OR'), name='legal_hold_is_on_one'),
        ),
        migrations.AddIndex(
            model_name='statementofreasons',
            index=models.Index(fields=['made_at'], name='statement_by_time'),
        ),
        migrations.AddConstraint(
            model_name='statementofreasons',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('decision__isnull', False), ('sanction', None)), models.Q(('decision', None), ('sanction__isnull', False)), _connector='OR'), name='statement_is_of_one'),
        ),
        migrations.RunSQL(RECORDS, FORGET),
    ]
