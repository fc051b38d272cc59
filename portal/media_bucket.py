"""Where the newspaper's pictures are kept when that is an S3 bucket, read from the environment."""

import importlib.util
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.environment import Environment
from portal.site_address import SiteAddress

EXAMPLE = "MEDIA_S3_URL=https://s3.example.org/bucket"
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@dataclass(frozen=True)
class MediaBucket:
    """A bucket: how workers reach it, and under which address readers' browsers do."""

    endpoint: str  # as in https://s3.example.org
    name: str
    region: str
    public_url: str  # what stands before a file's name, without a slash at its end
    access_key: str
    secret_key: str

    @classmethod
    def read(cls, env: Environment, site: SiteAddress) -> "MediaBucket | None":
        """Return the bucket that the environment names, None where files are kept.

        Raises ImproperlyConfigured with what is missing or cannot be meant.
        """
        url = env.str("MEDIA_S3_URL", "").rstrip("/")
        if not url:
            return None
        parts = _web_address("MEDIA_S3_URL", url, EXAMPLE)
        name = parts.path.lstrip("/")
        if not name or "/" in name:
            raise ImproperlyConfigured(
                f"MEDIA_S3_URL names no bucket: it is the storage's address and the bucket's name, "
                f"for example {EXAMPLE}"
            )
        require_packages()
        return cls(
            endpoint=f"{parts.scheme}://{parts.netloc}",
            name=name,
            region=env.str("MEDIA_S3_REGION", "us-east-1"),
            public_url=_public_url(env.str("MEDIA_PUBLIC_URL", url).rstrip("/"), site),
            access_key=_key(env, KEYS[0]),
            secret_key=_key(env, KEYS[1]),
        )

    @property
    def origin(self) -> str:
        """The origin that pictures come from, as a content security policy names it."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    def storage(self) -> dict[str, Any]:
        """Django's settings for this storage."""
        scheme, place = self.public_url.split("//", 1)
        return {
            "BACKEND": "portal.media_storage.MediaStorage",
            "OPTIONS": {
                "bucket_name": self.name,
                "endpoint_url": self.endpoint,
                "region_name": self.region,
                "access_key": self.access_key,
                "secret_key": self.secret_key,
                "url_protocol": scheme,
                "custom_domain": place,
            },
        }


def require_packages() -> None:
    """Raise ImproperlyConfigured where the packages for S3 are not installed."""
    if not (_is_installed("boto3") and _is_installed("storages")):
        raise ImproperlyConfigured(
            "MEDIA_S3_URL is set, but the packages that speak to S3 are not installed. They are "
            "the extra [s3]: run `.ci/install s3`."
        )


def _is_installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except ImportError:
        return False


def _key(env: Environment, name: str) -> str:
    if not (key := env.str(name, "")):
        raise ImproperlyConfigured(
            f"MEDIA_S3_URL is set, but {name} is not. Set {' and '.join(KEYS)} to a key that may "
            "read, write and delete objects in the bucket."
        )
    return key


def _public_url(url: str, site: SiteAddress) -> str:
    parts = _web_address("MEDIA_PUBLIC_URL", url, "MEDIA_PUBLIC_URL=https://media.example.org")
    if site.is_https and parts.scheme != "https":
        raise ImproperlyConfigured(
            f"Pictures would come from {url}, but the newspaper is read over https, where browsers "
            "refuse them. Set MEDIA_PUBLIC_URL to an https address."
        )
    return url


def _web_address(name: str, url: str, example: str) -> Any:
    """Return the parts of an address of the web that is nothing but host and path."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises for one that is none)
    except ValueError:
        parts = urlsplit("")
    more = parts.query or parts.fragment or parts.username or any(c in url for c in " ;,'\"")
    if parts.scheme not in {"http", "https"} or not parts.hostname or more:
        raise ImproperlyConfigured(f"{name} is {url!r}. Set it to an address, as in {example}")
    return parts
