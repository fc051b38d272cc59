"""django-comments-xtd with its stock templates, on the ordinary project's article."""
