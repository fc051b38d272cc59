"""Writing and publishing articles: a form that saves anything, and buttons for what may be done.

Saving never loses what was typed: an article that cannot be published is saved with its old
status and a message for each thing missing. Only what readers see already must stay complete.
"""

from typing import Any

from content_editor.admin import ContentEditor, ContentEditorInline
from csp.constants import SELF, UNSAFE_INLINE
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.forms import Script, Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from articles import drafting, publishing
from articles.admin.article_blocks import BLOCKS, BylineInline
from articles.admin.article_filters import PicturesFilter, SectionFilter, StandingFilter
from articles.admin.article_form import ArticleForm, fixed_fields
from articles.admin.article_moves import asked_for, buttons_for, carry_out, takes_back
from articles.admin.facts import facts_of
from articles.admin.former_slugs import RemembersSlugs
from articles.admin.photo_peek import photo_peek
from articles.admin.refusing import TakesBack
from articles.admin.stories import editions_for
from articles.admin.too_late import give_back, taken_from
from articles.completeness import missing_for_publication
from articles.models import Article, Byline
from articles.models.stories import ArticleStatus
from articles.publishing import PublishRefused, Standing, standing


@admin.register(Article)
class ArticleAdmin(TakesBack, RemembersSlugs, ContentEditor):
    """Articles, each person seeing those that they may write."""

    form = ArticleForm
    inlines = [BylineInline, *BLOCKS]
    autocomplete_fields = ["story", "lead_photo", "tags"]
    readonly_fields = ["stands", "updated_at"]
    fieldsets = [
        (
            None,
            {"fields": ["headline", "dek", ("kicker", "place"), ("section", "language"), "tags"]},
        ),
        (
            gettext_lazy("Lead photo"),
            {"fields": ["lead_photo", "lead_caption", "lead_alt_text"]},
        ),
        (
            gettext_lazy("Publication"),
            {
                "classes": ["after-body"],
                "fields": [
                    "stands",
                    "publish_at",
                    "updated_at",
                    "on_top",
                    "is_standing",
                    "slug",
                    "story",
                ],
            },
        ),
    ]
    list_display = ["title", "stands", "language", "in_section", "names", "saved_at"]
    list_filter = [StandingFilter, "language", SectionFilter, "authors", PicturesFilter]
    list_select_related = ["section"]
    list_per_page = 50
    search_fields = ["headline", "dek", "slug", "story__label"]
    ordering = ["-saved_at", "-pk"]
    actions = None

    class Media:
        css = {"all": ["css/admin-article.css"]}
        js = [
            Script("js/admin-blocks.js", type="module"),
            Script("js/admin-blocks-photos.js", type="module"),
            Script("js/admin-publish-button.js", type="module"),
            Script("js/admin-keep-typed.js", type="module"),
            Script("js/admin-first-error.js", type="module"),
        ]

    # --- Whose articles -----------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """The articles that this person may write; nobody sees others here."""
        bylines = Prefetch("bylines", Byline.objects.select_related("author"))
        return publishing.writable_by(request.user).prefetch_related(bylines, "section__names")

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """Read an article; lock it when it is to be saved, or a save would undo a publication."""
        article = super().get_object(request, object_id, from_field)
        if article is None or request.method != "POST":
            return article
        locked = publishing.writable_by(request.user).select_for_update()
        article = locked.filter(pk=article.pk).first()
        if article is not None:
            article.lacked = missing_for_publication(article)  # type: ignore[attr-defined]
        return article

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whether this person may write this article."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or obj.pk is None:  # the content editor asks about the one being added
            return allowed
        return allowed and publishing.can_write(request.user, obj)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whether this person may read this article in the newsroom: if they may write it."""
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or publishing.can_write(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whether it may be deleted: a draft may, and nothing that readers were ever promised."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or standing(obj) == Standing.DRAFT)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Delete a draft, and the story that was begun with it."""
        drafting.discard(obj)

    # --- The list -----------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def title(self, article: Article) -> str:
        """The headline, or words in its place."""
        return article.headline or _("(no headline yet)")

    @admin.display(description=gettext_lazy("status"))
    def stands(self, article: Article) -> str:
        """Where the article stands, with the time that readers get it."""
        now = standing(article)
        if now not in {Standing.SCHEDULED, Standing.PUBLISHED} or article.publish_at is None:
            return str(now.label)
        words = {
            Standing.SCHEDULED: _("scheduled for %(time)s"),
            Standing.PUBLISHED: _("published %(time)s"),
        }
        time = date_format(timezone.localtime(article.publish_at), "DATETIME_FORMAT")
        return words[now] % {"time": time}

    @admin.display(description=gettext_lazy("byline"))
    def names(self, article: Article) -> str:
        """The names in the byline."""
        return ", ".join(dict.fromkeys(byline.author.name for byline in article.bylines.all()))

    @admin.display(description=gettext_lazy("section"), ordering="section__position")
    def in_section(self, article: Article) -> str:
        """What its section is called."""
        return str(article.section or "–")

    def get_urls(self) -> list[Any]:
        """Add the address of the look at a photo that this form and the galleries' show."""
        peek = self.admin_site.admin_view(photo_peek)
        return [path("photo/<int:pk>/", peek, name="articles_photo_peek"), *super().get_urls()]

    # --- The form -----------------------------------------------------------------------------
    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """What nobody types, and what is fixed once readers have seen the article."""
        editors = [] if request.user.has_perm("articles.publish_article") else ["on_top"]
        return [*self.readonly_fields, *editors, *fixed_fields(obj)]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the form with the buttons that this person may press.

        The text editor writes <style> elements: without them it spoils the spaces of a text, so
        this page alone allows them. Style attributes and foreign scripts stay forbidden.
        """
        article = context["original"]
        context["buttons"] = buttons_for(request, article)
        context["adders"] = _adders(context["inline_admin_formsets"])
        context["editions"] = editions_for(request, article.story, article) if article else None
        context["facts"] = facts_of(request, article) if article else []
        response = super().render_change_form(request, context, *args, **kwargs)
        response.context_data["media"] = Media.from_media(
            response.context_data["media"],
            nonce=str(request.csp_nonce),  # type: ignore[attr-defined]
        )
        response._csp_replace = {"style-src-elem": [SELF, UNSAFE_INLINE]}
        return response

    def view_on_site(self, article: Article) -> str:
        """Where the article is read: its address, or its preview while readers have none."""
        if article.is_published:
            return article.get_absolute_url()
        return reverse("preview", kwargs={"language": article.language, "pk": article.pk})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give the dek the two lines that it fills."""
        if db_field.name == "dek":
            kwargs["widget"] = Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    # --- Saving -------------------------------------------------------------------------------
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save, or give back what was typed into an article that was taken over meanwhile."""
        if article := taken_from(request, object_id):
            context = {**self.admin_site.each_context(request), "opts": self.opts}
            return give_back(request, article, context)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool
    ) -> None:
        """Save the article, with a story of its own unless one was chosen."""
        if not change:
            obj.created_by_id = request.user.pk
        drafting.settle_story(obj)
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ArticleForm, formsets: Any, change: bool
    ) -> None:
        """Save byline and blocks; then see that what readers have or are promised is whole.

        Raises PublishRefused where it is not, so that nothing of this save remains.
        """
        super().save_related(request, form, formsets, change)
        article = form.instance
        if not change:
            drafting.sign_by_default(article, by=request.user)
        drafting.number_in_order(article.bylines.all())
        drafting.put_in_missing_photos(article)
        if article.status != ArticleStatus.PUBLISHED or takes_back(request):
            return
        if form.standing == Standing.SCHEDULED and "publish_at" in form.changed_data:
            publishing.publish(article, by=request.user, at=article.publish_at)
        elif missing := _newly_missing(article):
            raise PublishRefused(missing)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Answer the saving of a new article, after the move whose button was pressed."""
        return self._after_button(request, obj) or super().response_add(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Answer the saving of an article, after the move whose button was pressed."""
        return self._after_button(request, obj) or super().response_change(request, obj)

    def _after_button(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Make the move whose button was pressed, and stay on the page; None if it was Save."""
        if asked_for(request) is None:
            return None
        made = carry_out(request, article)
        if made is not None:
            self.log_change(request, article, str(made.label))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _newly_missing(article: Article) -> list[str]:
    """Say what an article lacks since this save; one from elsewhere may have lacked it before."""
    lacked = getattr(article, "lacked", [])
    return [reason for reason in missing_for_publication(article) if reason not in lacked]


def _adders(formsets: list[Any]) -> list[tuple[str, str]]:
    """Prefix and label of each kind of block that may be added."""
    return [
        (formset.formset.prefix, str(formset.opts.add_label))
        for formset in formsets
        if isinstance(formset.opts, ContentEditorInline) and formset.has_add_permission
    ]
