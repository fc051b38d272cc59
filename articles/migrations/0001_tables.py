"""Tables of the newsroom, its articles and photos, and of what came from another site."""

import articles.models.newsroom
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('articles', '0001_initial'),
        ('articles', '0003_index_tags'),
        ('articles', '0004_old_addresses'),
        ('articles', '0005_missing_media'),
        ('articles', '0006_embeds_and_placed_figures'),
        ('articles', '0008_moving_in'),
        ('articles', '0009_articles_on_top'),
        ('articles', '0010_room_for_headlines'),
    ]
    initial = True
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Masthead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('fa', 'Persian')], max_length=10, unique=True, verbose_name='language')),
                ('position', models.PositiveSmallIntegerField(default=1, help_text="The first one answers at the site's bare address.", verbose_name='position')),
                ('name', models.CharField(max_length=80, verbose_name='name of the newspaper')),
                ('tagline', models.CharField(blank=True, max_length=160, verbose_name='tagline')),
                ('notice', models.CharField(blank=True, help_text='Stands at the foot of every page.', max_length=300, verbose_name='notice')),
            ],
            options={
                'verbose_name': 'masthead',
                'verbose_name_plural': 'mastheads',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, validators=[articles.models.newsroom.not_reserved], verbose_name='slug')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('parent', models.ForeignKey(blank=True, db_index=False, help_text="Its articles stand on that section's page too, which leads to its own.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='articles.section', verbose_name='part of')),
                ('at_foot', models.BooleanField(db_default=False, default=False, help_text='For “About us” and the like: not among the sections on top of each page.', verbose_name='at the foot of the page')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SectionName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='articles.section', verbose_name='section')),
                ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('fa', 'Persian')], max_length=10, verbose_name='language')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
            ],
            options={
                'verbose_name': 'name of the section',
                'verbose_name_plural': 'names of the section',
                'constraints': [
                    models.UniqueConstraint(fields=('section', 'language'), name='section_has_one_name_a_language'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=60, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to='photos/', verbose_name='file')),
                ('width', models.PositiveIntegerField(editable=False, verbose_name='width')),
                ('height', models.PositiveIntegerField(editable=False, verbose_name='height')),
                ('caption', models.CharField(blank=True, max_length=500, verbose_name='caption')),
                ('credit', models.CharField(blank=True, help_text='Whom the picture is from, without brackets.', max_length=120, verbose_name='credit')),
                ('photographer', models.CharField(blank=True, max_length=120, verbose_name='photographer')),
                ('alt_text', models.CharField(blank=True, help_text='What is seen, for those who do not see it. Neither caption nor file name.', max_length=300, verbose_name='alternative text')),
                ('focal_x', models.FloatField(default=0.5, validators=[django.core.validators.MinValueValidator(0.0), django.core.validators.MaxValueValidator(1.0)], verbose_name='focal point, across')),
                ('focal_y', models.FloatField(default=0.5, validators=[django.core.validators.MinValueValidator(0.0), django.core.validators.MaxValueValidator(1.0)], verbose_name='focal point, down')),
                ('source_metadata', models.JSONField(blank=True, default=dict, editable=False, verbose_name='what the file said of itself')),
                ('checksum', models.CharField(db_index=True, editable=False, help_text='SHA-256', max_length=64, verbose_name='checksum')),
                ('rendition_state', models.CharField(choices=[('waiting', 'waiting'), ('making', 'being made'), ('ready', 'ready'), ('failed', 'failed')], default='waiting', editable=False, max_length=10, verbose_name='sizes')),
                ('rendition_error', models.CharField(blank=True, editable=False, max_length=300)),
                ('renditions', models.JSONField(blank=True, default=list, editable=False)),
                ('uploaded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='added')),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
                'ordering': ['-created_at', '-pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('rendition_state__in', ['waiting', 'making', 'ready', 'failed'])), name='photo_rendition_state_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PhotoGallery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
            ],
            options={
                'verbose_name': 'photo gallery',
                'verbose_name_plural': 'photo galleries',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='GalleryPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gallery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='articles.photogallery')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.photo', verbose_name='photo')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('caption', models.CharField(blank=True, help_text="Empty: the photo's own.", max_length=500, verbose_name='caption')),
                ('alt_text', models.CharField(blank=True, help_text="Empty: the photo's own.", max_length=300, verbose_name='alternative text')),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='photogallery',
            name='photos',
            field=models.ManyToManyField(related_name='+', through='articles.GalleryPhoto', to='articles.photo'),
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('slug', models.SlugField(max_length=100, unique=True, verbose_name='slug')),
                ('role', models.CharField(blank=True, max_length=100, verbose_name='role')),
                ('bio', models.TextField(blank=True, max_length=1000, verbose_name='about')),
                ('portrait', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.photo', verbose_name='portrait')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='author', to=settings.AUTH_USER_MODEL, verbose_name='signs in as')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(help_text='For the newsroom; readers never see it.', max_length=120, verbose_name='working title')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='begun')),
            ],
            options={
                'verbose_name': 'story',
                'verbose_name_plural': 'stories',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.story', verbose_name='story')),
                ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('fa', 'Persian')], default='en', max_length=10, verbose_name='language')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.section', verbose_name='section')),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, verbose_name='slug')),
                ('kicker', models.CharField(blank=True, max_length=60, verbose_name='kicker')),
                ('headline', models.CharField(blank=True, max_length=300, verbose_name='headline')),
                ('dek', models.CharField(blank=True, max_length=600, verbose_name='dek')),
                ('place', models.CharField(blank=True, help_text='For example TOLMIR', max_length=60, verbose_name='dateline place')),
                ('lead_photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.photo', verbose_name='lead photo')),
                ('lead_caption', models.CharField(blank=True, help_text="Empty: the photo's own.", max_length=500, verbose_name='caption of the lead photo')),
                ('lead_alt_text', models.CharField(blank=True, help_text="Empty: the photo's own.", max_length=300, verbose_name='alternative text of the lead photo')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', editable=False, max_length=10, verbose_name='status')),
                ('publish_at', models.DateTimeField(blank=True, help_text='Empty: at the moment of publishing. Later: readers see it from then on.', null=True, verbose_name='publish at')),
                ('first_published_at', models.DateTimeField(editable=False, null=True, verbose_name='first published')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last substantive update')),
                ('on_top', models.BooleanField(db_default=False, default=False, verbose_name='stays on top of the front page')),
                ('is_standing', models.BooleanField(db_default=False, default=False, help_text='“About us” and the like: no news, so without byline and date, in no list.', verbose_name='standing page')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='begun')),
                ('saved_at', models.DateTimeField(auto_now=True, verbose_name='last saved')),
                ('likes', models.PositiveIntegerField(default=0, editable=False, verbose_name='yes votes')),
                ('dislikes', models.PositiveIntegerField(default=0, editable=False, verbose_name='no votes')),
                ('tags', models.ManyToManyField(blank=True, related_name='articles', to='articles.tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ['-publish_at', '-pk'],
                'permissions': [('publish_article', 'Can publish and withdraw articles'), ('change_any_article', 'Can change articles that somebody else began')],
                'indexes': [
                    models.Index(condition=models.Q(('status', 'published')), fields=['language', '-publish_at', '-id'], name='article_latest'),
                    models.Index(condition=models.Q(('status', 'published')), fields=['section', 'language', '-publish_at', '-id'], name='article_latest_in_section'),
                    # What stays on top of a front page is found without reading the others.
                    models.Index(condition=models.Q(('on_top', True), ('status', 'published')), fields=['language', '-publish_at', '-id'], name='article_on_top'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('story', 'language'), name='story_has_one_article_a_language', violation_error_message='This story has an article in this language already.'),
                    models.UniqueConstraint(fields=('language', 'slug'), name='article_slug_unique_in_its_language', violation_error_message='Another article in this language has this slug. Change one of its words.'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='article_status_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('publish_at__isnull', False), ('section__isnull', False)), _connector='OR'), name='published_article_has_time_and_section'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.article')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='articles.author', verbose_name='author')),
                ('role', models.CharField(choices=[('writer', 'writer'), ('photographer', 'photographer'), ('translator', 'translator'), ('editor', 'editor')], default='writer', max_length=12, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'byline',
                'verbose_name_plural': 'bylines',
                'ordering': ['position', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('article', 'author', 'role'), name='byline_names_a_role_once'),
                ],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='authors',
            field=models.ManyToManyField(related_name='articles', through='articles.Byline', to='articles.author'),
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_set', to='articles.article')),
                ('region', models.CharField(default='main', max_length=255)),
                ('ordering', models.IntegerField(default=0)),
                ('html', models.TextField(verbose_name='text')),
            ],
            options={
                'verbose_name': 'text',
                'verbose_name_plural': 'texts',
                'ordering': ['ordering'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_set', to='articles.article')),
                ('region', models.CharField(default='main', max_length=255)),
                ('ordering', models.IntegerField(default=0)),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.photo', verbose_name='photo')),
                ('caption', models.CharField(blank=True, help_text="Empty: the photo's own.", max_length=500, verbose_name='caption')),
                ('alt_text', models.CharField(blank=True, help_text="Empty: the photo's own.", max_length=300, verbose_name='alternative text')),
                ('placement', models.CharField(blank=True, choices=[('', 'between two paragraphs'), ('start', 'beside the text, where its lines begin'), ('end', 'beside the text, where its lines end'), ('wide', 'across the page')], db_default='', default='', max_length=5, verbose_name='placement')),
            ],
            options={
                'verbose_name': 'figure',
                'verbose_name_plural': 'figures',
                'ordering': ['ordering'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Gallery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_set', to='articles.article')),
                ('region', models.CharField(default='main', max_length=255)),
                ('ordering', models.IntegerField(default=0)),
                ('gallery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.photogallery', verbose_name='photo gallery')),
            ],
            options={
                'verbose_name': 'gallery',
                'verbose_name_plural': 'galleries',
                'ordering': ['ordering'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PullQuote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_set', to='articles.article')),
                ('region', models.CharField(default='main', max_length=255)),
                ('ordering', models.IntegerField(default=0)),
                ('text', models.TextField(max_length=400, verbose_name='quote')),
                ('attribution', models.CharField(blank=True, max_length=120, verbose_name='who said it')),
            ],
            options={
                'verbose_name': 'pull quote',
                'verbose_name_plural': 'pull quotes',
                'ordering': ['ordering'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Embed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_set', to='articles.article')),
                ('region', models.CharField(default='main', max_length=255)),
                ('ordering', models.IntegerField(default=0)),
                ('url', models.URLField(help_text="Of the page that shows it, as the browser's address bar has it.", max_length=1000, validators=[django.core.validators.URLValidator(['http', 'https'])], verbose_name='address')),
                ('title', models.CharField(blank=True, help_text='What it is called there.', max_length=200, verbose_name='title')),
                ('caption', models.CharField(blank=True, max_length=500, verbose_name='caption')),
            ],
            options={
                'verbose_name': 'embedded content',
                'verbose_name_plural': 'embedded contents',
                'ordering': ['ordering'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MissingMedia',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_set', to='articles.article')),
                ('region', models.CharField(default='main', max_length=255)),
                ('ordering', models.IntegerField(default=0)),
                ('address', models.CharField(blank=True, max_length=1000, verbose_name='where it was')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why it is missing')),
                ('photo', models.ForeignKey(blank=True, help_text='Choose the picture, or another one: it stands here once you save.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.photo', verbose_name='photo')),
                ('caption', models.CharField(blank=True, max_length=500, verbose_name='caption')),
                ('credit', models.CharField(blank=True, max_length=120, verbose_name='credit')),
                ('alt_text', models.CharField(blank=True, max_length=300, verbose_name='alternative text')),
            ],
            options={
                'verbose_name': 'missing picture',
                'verbose_name_plural': 'missing pictures',
                'ordering': ['ordering'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReaderVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.story')),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='articles.article')),
                ('reader', models.CharField(max_length=64)),
                ('address', models.CharField(help_text='Keyed hash of the network address.', max_length=64)),
                ('likes', models.BooleanField()),
                ('voted_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['address', 'voted_at'], name='votes_of_an_address'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('article', 'reader'), name='one_vote_a_reader'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=500, verbose_name='old address')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article', verbose_name='article')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section', verbose_name='section')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.author', verbose_name='author')),
                ('tag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.tag', verbose_name='tag')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.photo', verbose_name='photo')),
                ('to', models.CharField(blank=True, max_length=500, verbose_name='another page')),
                ('language', models.CharField(blank=True, help_text="Whose page of a section, an author or a tag. Empty: the first masthead's.", max_length=10, verbose_name='language')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
            ],
            options={
                'verbose_name': 'old address',
                'verbose_name_plural': 'old addresses',
                'ordering': ['-pk'],
                'indexes': [
                    models.Index(condition=models.Q(('to', ''), _negated=True), fields=['to'], name='old_address_to_another_page'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('address',), name='old_address_leads_to_one_goal'),
                    models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('author__isnull', True), ('photo__isnull', True), ('section__isnull', True), ('tag__isnull', True), ('to', '')), models.Q(('article__isnull', True), ('author__isnull', True), ('photo__isnull', True), ('section__isnull', False), ('tag__isnull', True), ('to', '')), models.Q(('article__isnull', True), ('author__isnull', False), ('photo__isnull', True), ('section__isnull', True), ('tag__isnull', True), ('to', '')), models.Q(('article__isnull', True), ('author__isnull', True), ('photo__isnull', True), ('section__isnull', True), ('tag__isnull', False), ('to', '')), models.Q(('article__isnull', True), ('author__isnull', True), ('photo__isnull', False), ('section__isnull', True), ('tag__isnull', True), ('to', '')), models.Q(('article__isnull', True), ('author__isnull', True), ('photo__isnull', True), ('section__isnull', True), ('tag__isnull', True), models.Q(('to', ''), _negated=True)), _connector='OR'), name='old_address_has_one_goal'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ImportedThing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site', models.CharField(max_length=200, verbose_name='site')),
                ('kind', models.CharField(choices=[('article', 'article'), ('author', 'author'), ('section', 'section'), ('tag', 'tag')], max_length=10, verbose_name='kind')),
                ('key', models.CharField(max_length=255, verbose_name='name there')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.author')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.section')),
                ('tag', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.tag')),
                ('source', models.CharField(blank=True, max_length=64)),
                ('written', models.CharField(blank=True, max_length=64)),
                ('missing', models.PositiveIntegerField(default=0, verbose_name='pictures that could not be had')),
                ('first_at', models.DateTimeField(auto_now_add=True, verbose_name='came in')),
                ('last_at', models.DateTimeField(auto_now=True, verbose_name='last changed by an import')),
            ],
            options={
                'verbose_name': 'imported thing',
                'verbose_name_plural': 'imported things',
                'default_permissions': ('view',),
                'constraints': [
                    models.UniqueConstraint(fields=('site', 'kind', 'key'), name='thing_came_in_once'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['article', 'author', 'section', 'tag'])), name='imported_kind_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TakenPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=700)),
                ('checksum', models.CharField(db_index=True, max_length=64)),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.photo')),
                ('taken_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('address',), name='picture_is_taken_once_an_address'),
                ],
            },
        ),
        # The articles that a tag was given last are found without reading all that ever had it.
        # Django makes the table of links by itself and lets nobody name indexes on it.
        migrations.RunSQL(
            "CREATE INDEX articles_tag_lately ON articles_article_tags (tag_id, article_id)",
            "DROP INDEX articles_tag_lately",
        ),
    ]
