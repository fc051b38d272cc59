"""Tables of discussions: comments, what was decided of them, and by which rules."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('comments', '0001_initial'),
        ('comments', '0004_decisions_by_time'),
        ('comments', '0005_indexes_by_story'),
        ('comments', '0006_comments_of_people'),
        ('comments', '0008_orders_of_people'),
        ('comments', '0010_index_of_addresses'),
        ('comments', '0013_comments_of_an_account'),
        ('comments', '0030_index_of_imported_comments'),
    ]
    initial = True
    dependencies = [
        ('articles', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, unique=True, verbose_name='number')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('category', models.CharField(choices=[('CYBER_VIOLENCE', 'cyber violence'), ('DATA_PROTECTION_AND_PRIVACY_VIOLATIONS', 'privacy violation'), ('ILLEGAL_OR_HARMFUL_SPEECH', 'illegal or harmful speech'), ('NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS', 'civic discourse'), ('OTHER_VIOLATION_TC', "other violation of the house's terms"), ('PROTECTION_OF_MINORS', 'protection of minors'), ('SCAMS_AND_FRAUD', 'scams and fraud'), ('SELF_HARM', 'self-harm'), ('VIOLENCE', 'violence')], default='OTHER_VIOLATION_TC', help_text="As the European Union's transparency database names it.", max_length=60, verbose_name='category')),
                ('keyword', models.CharField(blank=True, choices=[('', 'none'), ('KEYWORD_HATE_SPEECH', 'hate speech'), ('KEYWORD_DEFAMATION', 'defamation'), ('KEYWORD_DISCRIMINATION', 'discrimination'), ('KEYWORD_INCITEMENT_VIOLENCE_HATRED', 'incitement to violence or hatred'), ('KEYWORD_INCITEMENT_AGAINST_WOMEN', 'incitement against women'), ('KEYWORD_CYBER_HARASSMENT', 'harassment'), ('KEYWORD_CYBER_INCITEMENT', 'incitement online'), ('KEYWORD_CYBER_BULLYING_INTIMIDATION', 'bullying or intimidation'), ('KEYWORD_CYBER_STALKING', 'stalking'), ('KEYWORD_MISINFORMATION_DISINFORMATION', 'misinformation'), ('KEYWORD_TERRORIST_CONTENT', 'terrorist content'), ('KEYWORD_COORDINATED_HARM', 'coordinated harm'), ('KEYWORD_PHISHING', 'phishing'), ('KEYWORD_COPYRIGHT_INFRINGEMENT', 'copyright infringement'), ('KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING', 'impersonation'), ('KEYWORD_INAUTHENTIC_ACCOUNTS', 'inauthentic accounts'), ('KEYWORD_RIGHT_TO_BE_FORGOTTEN', 'right to be forgotten'), ('KEYWORD_SUICIDE', 'suicide'), ('KEYWORD_NUDITY', 'nudity'), ('KEYWORD_HIDDEN_ADVERTISEMENT', 'hidden advertisement'), ('KEYWORD_OTHER', 'other')], db_default='', default='', max_length=60, verbose_name='keyword')),
                ('ground', models.CharField(choices=[('house', "the house's own rule"), ('law', 'illegal content')], db_default='house', default='house', help_text='Of what breaks the law, the texts name the law.', max_length=10, verbose_name='ground')),
                ('is_spam', models.BooleanField(db_default=False, default=False, help_text='No statement of reasons is sent for it, as the law allows; it is counted.', verbose_name='deceptive bulk advertising')),
                ('in_force', models.BooleanField(default=True, verbose_name='in force')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RuleText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='comments.rule')),
                ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('fa', 'Persian')], max_length=10, verbose_name='language')),
                ('title', models.CharField(help_text='As in “rule 3, personal attacks”.', max_length=80, verbose_name='title')),
                ('text', models.TextField(max_length=2000, verbose_name='text')),
                ('examples', models.TextField(blank=True, db_default='', default='', help_text='One a line, for the page of the policy.', max_length=2000, verbose_name='examples')),
                ('why', models.TextField(blank=True, db_default='', default='', help_text='Stands in the statement of reasons: why such a comment breaks this rule.', max_length=2000, verbose_name='why it applies')),
                ('law', models.CharField(blank=True, db_default='', default='', help_text='Of what is illegal: the law and its article.', max_length=500, verbose_name='law')),
            ],
            options={
                'verbose_name': 'text of the rule',
                'verbose_name_plural': 'texts of the rule',
                'constraints': [
                    models.UniqueConstraint(fields=('rule', 'language'), name='rule_has_one_text_a_language'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.story', verbose_name='story')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article', verbose_name='written on')),
                ('parent', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='comments.comment', verbose_name='answers')),
                ('root', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment')),
                ('anchor', models.BigIntegerField(editable=False)),
                ('path', models.CharField(db_collation='C', editable=False, max_length=640)),
                ('depth', models.PositiveIntegerField(default=0, editable=False)),
                ('author', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('guest_name', models.CharField(blank=True, editable=False, max_length=60, verbose_name="guest's name")),
                ('guest_email', models.EmailField(blank=True, editable=False, max_length=254, verbose_name="guest's e-mail")),
                ('body', models.TextField(editable=False, verbose_name='text')),
                ('language', models.CharField(editable=False, max_length=10, verbose_name='language')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='revision')),
                ('status', models.CharField(choices=[('held', 'waiting'), ('published', 'published'), ('rejected', 'rejected'), ('removed', 'removed'), ('deleted', 'deleted by its author')], default='held', editable=False, max_length=10, verbose_name='status')),
                ('submission', models.UUIDField(editable=False, help_text='The form it was sent with: a second send is it.', unique=True)),
                ('address', models.CharField(blank=True, editable=False, max_length=64)),
                ('network', models.CharField(blank=True, editable=False, max_length=64)),
                ('origin', models.CharField(default='form', editable=False, max_length=20, verbose_name='came by')),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='submitted')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='first published')),
                ('shown', models.BooleanField(default=False, editable=False)),
                ('thread_size', models.PositiveIntegerField(default=0, editable=False)),
                ('discussed_rank', models.PositiveIntegerField(default=2147483647, editable=False)),
                ('recommended_rank', models.PositiveIntegerField(db_default=2147483647, default=2147483647, editable=False)),
                ('recommend_count', models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='recommended')),
                ('edited_at', models.DateTimeField(editable=False, null=True, verbose_name='edited')),
                ('featured_at', models.DateTimeField(editable=False, null=True, verbose_name='featured')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased')),
                ('held_by', models.CharField(blank=True, db_default='', default='', editable=False, max_length=60, verbose_name='held by')),
                ('score', models.FloatField(editable=False, null=True, verbose_name='learned score')),
                ('unconfirmed', models.BooleanField(db_default=False, default=False, editable=False, verbose_name='waits for its guest to confirm the e-mail address')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['-pk'],
                'permissions': [('moderate_comment', 'Can moderate comments'), ('feature_comment', 'Can feature comments')],
                'indexes': [
                    models.Index(condition=models.Q(('parent', None), ('shown', True)), fields=['story', 'path'], name='comment_shown_roots'),
                    models.Index(condition=models.Q(('parent', None), ('shown', True)), fields=['story', 'discussed_rank', 'path'], name='comment_discussed_roots'),
                    # What the orders of recommended and featured comments are read from.
                    models.Index(condition=models.Q(('parent', None), ('shown', True)), fields=['story', 'recommended_rank', 'path'], name='comment_recommended_roots'),
                    models.Index(condition=models.Q(('featured_at__isnull', False)), fields=['story', 'featured_at'], name='comment_featured'),
                    models.Index(condition=models.Q(('shown', True)), fields=['anchor', 'path'], name='comment_shown_thread'),
                    models.Index(condition=models.Q(('status', 'held')), fields=['submitted_at', 'id'], name='comment_waiting'),
                    # The queues of the desk read along these: by the phase that holds, by the learned score.
                    models.Index(condition=models.Q(('status', 'held')), fields=['held_by', 'submitted_at', 'id'], name='comment_held_by_a_phase'),
                    models.Index(models.OrderBy(models.F('score'), descending=True, nulls_last=True), models.F('submitted_at'), models.F('id'), condition=models.Q(('status', 'held')), name='comment_waiting_by_score'),
                    models.Index(condition=models.Q(('author', None)), fields=['guest_email'], name='comment_of_a_guest'),
                    # An account's comments in their order, for its own pages, its export and its closing;
                    # in the place of the foreign key's own, so that posting writes no more indexes.
                    models.Index(condition=models.Q(('author__isnull', False)), fields=['author', '-id'], name='comment_of_an_account'),
                    # What was taken from an account, for how far it is trusted.
                    models.Index(condition=models.Q(('author__isnull', False), ('status__in', ['removed', 'rejected', 'deleted'])), fields=['author'], name='comment_taken_from_an_account'),
                    models.Index(fields=['address', 'submitted_at'], name='comment_from_an_address'),
                    # Begins with the state: no index of stories but those that hold a discussion in its order.
                    models.Index(fields=['status', 'story'], name='comment_in_a_state'),
                    # For the job that forgets addresses: a few months of comments, however many years there are.
                    models.Index(condition=models.Q(('address', ''), ('network', ''), _negated=True), fields=['submitted_at'], name='comment_with_an_address'),
                    # No figure counts what an older site decided.
                    models.Index(condition=models.Q(('origin', 'wordpress')), fields=['id'], name='comment_imported'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('anchor', 'path'), name='comment_place_unique'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['held', 'published', 'rejected', 'removed', 'deleted'])), name='comment_status_known'),
                    # Erased ones need no name.
                    models.CheckConstraint(condition=models.Q(('author__isnull', False), models.Q(('guest_name', ''), _negated=True), ('erased_at__isnull', False), _connector='OR'), name='comment_has_a_name'),
                    models.CheckConstraint(condition=models.Q(models.Q(('depth', 0), ('parent__isnull', True), ('root__isnull', True)), models.Q(('depth__gt', 0), ('parent__isnull', False), ('root__isnull', False)), _connector='OR'), name='comment_is_root_or_has_both'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CommentRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='comments.comment', verbose_name='comment')),
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
                'constraints': [
                    models.UniqueConstraint(fields=('comment', 'number'), name='comment_has_one_text_a_revision'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='comments.comment', verbose_name='comment')),
                ('story_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField(verbose_name='revision seen')),
                ('move', models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('keep', 'kept'), ('uphold', 'upheld on appeal'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10, verbose_name='move')),
                ('status_before', models.CharField(blank=True, choices=[('held', 'waiting'), ('published', 'published'), ('rejected', 'rejected'), ('removed', 'removed'), ('deleted', 'deleted by its author')], max_length=10, verbose_name='before')),
                ('status_after', models.CharField(choices=[('held', 'waiting'), ('published', 'published'), ('rejected', 'rejected'), ('removed', 'removed'), ('deleted', 'deleted by its author')], max_length=10, verbose_name='after')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.rule', verbose_name='rule')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('phase', models.CharField(blank=True, max_length=60, verbose_name='screening phase')),
                ('automated', models.BooleanField(default=False, verbose_name='automated')),
                ('started_by', models.CharField(choices=[('author', 'the author'), ('house', 'the house'), ('report', 'a report'), ('notice', 'a notice of illegal content'), ('appeal', 'an appeal')], default='house', max_length=10, verbose_name='started by')),
                ('alone', models.BooleanField(db_default=False, default=False, verbose_name='by somebody who had taken part')),
                ('act', models.UUIDField(verbose_name='act')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='comments.decision', verbose_name='reverses')),
                ('decided_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
                'indexes': [
                    models.Index(fields=['actor', '-id'], name='decision_of_an_actor'),
                    models.Index(fields=['act'], name='decision_of_an_act'),
                    # What was decided lately, without reading every decision that was ever made.
                    models.Index(fields=['decided_at'], name='decision_lately'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('move__in', ['remove', 'reject']), _negated=True), ('rule__isnull', False), _connector='OR'), name='removal_names_a_rule'),
                    models.CheckConstraint(condition=models.Q(models.Q(('move', 'undo'), ('reverses__isnull', False)), models.Q(models.Q(('move', 'undo'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='undo_reverses_a_decision'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.story', verbose_name='story')),
                ('is_open', models.BooleanField(default=True, verbose_name='open')),
                ('closes_at', models.DateTimeField(blank=True, help_text='Empty: stays open.', null=True, verbose_name='closes at')),
                ('mode', models.CharField(blank=True, choices=[('all', 'everything waits'), ('first', 'first comments wait'), ('screened', 'nothing waits unless screening holds it'), ('closed', 'closed')], db_default='', help_text='Empty: as the section or the site says.', max_length=10, verbose_name='mode')),
                ('comment_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='comments')),
            ],
            options={
                'verbose_name': 'discussion',
                'verbose_name_plural': 'discussions',
                'indexes': [
                    models.Index(fields=['-comment_count', '-story'], name='discussion_most_discussed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DiscussionTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.OneToOneField(blank=True, help_text='Empty: the whole site.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section', verbose_name='section')),
                ('mode', models.CharField(blank=True, choices=[('all', 'everything waits'), ('first', 'first comments wait'), ('screened', 'nothing waits unless screening holds it'), ('closed', 'closed')], max_length=10, verbose_name='mode')),
                ('close_after_days', models.PositiveSmallIntegerField(blank=True, help_text='Since the article was published. Empty: as the level above says.', null=True, verbose_name='closes after days')),
            ],
            options={
                'verbose_name': 'terms of discussions',
                'verbose_name_plural': 'terms of discussions',
                'constraints': [
                    models.UniqueConstraint(fields=('section',), name='one_row_of_terms_a_section', nulls_distinct=False, violation_error_message='There are terms for this already: change those.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='comments.comment', verbose_name='comment')),
                ('story_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField(verbose_name='revision')),
                ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('fa', 'Persian')], max_length=10, verbose_name='language')),
                ('body', models.TextField(verbose_name='text')),
                ('translator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='translator')),
                ('made_at', models.DateTimeField(auto_now=True, verbose_name='time')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'permissions': [('translate_comment', 'Can translate comments')],
                'constraints': [
                    models.UniqueConstraint(fields=('comment', 'language'), name='comment_has_one_translation_a_language'),
                ],
            },
        ),
    ]
