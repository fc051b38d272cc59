"""Links: how many a text has, and where they lead.

Those to the newspaper itself do not count. A domain that is listed stands for all below it.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.body_text import links_in
from comments.screening import Draft, Verdict, describes

# Services whose links do not say where they lead.
SHORTENERS = """
bit.ly bitly.com bl.ink buff.ly clck.ru cutt.ly dub.sh goo.gl goo.su is.gd lnkd.in ow.ly qps.ru
rb.gy rebrand.ly s.id shorturl.at short.io shorturl.com soo.gd t.co t.ly tiny.cc tinyurl.com tny.im
u.to v.gd vk.cc x.co
"""
links_in("https://example.org/")  # its expressions are compiled here, not while somebody waits


@describes(title=gettext_lazy("links"))
def links(draft: Draft) -> Verdict | None:
    """Refuse links to a domain that is refused; hold many, hidden ones, and domains to be held."""
    if draft.by_staff:
        return None
    hosts = list(hosts_in(draft.body))
    if not hosts:
        return None
    if refused := _listed(hosts, settings.COMMENT_DOMAINS_REFUSED):
        return Verdict(
            "refuse",
            _("Comments here do not take links to %(domain)s. Please take the link out.")
            % {"domain": refused[0]},
        )
    listed, hidden = (
        _listed(hosts, settings.COMMENT_DOMAINS_HELD),
        _listed(hosts, SHORTENERS.split()),
    )
    reasons = [_("A link to a domain that is to be held.")] if listed else []
    if hidden:
        reasons.append(_("A shortened link, which hides where it leads."))
    if len(hosts) > settings.COMMENT_LINKS:
        reasons.append(
            ngettext("%(number)d link.", "%(number)d links.", len(hosts)) % {"number": len(hosts)}
        )
    if not reasons:
        return None
    to_author = _("It has links, which a moderator looks at first.")
    return Verdict(
        "hold", to_author, " ".join(reasons), quoted=", ".join(dict.fromkeys(listed + hidden))
    )


def hosts_in(text: str) -> Iterator[str]:
    """Give the host of each link in a text that leads out of the newspaper, as ASCII."""
    for url in links_in(text):
        host = _host(url)
        if host and host != settings.SITE.host:
            yield host


def _host(url: str) -> str:
    """Return the host that an address names, without a port or who signs in there."""
    authority = url.split("//", 1)[-1].replace("\\", "/")
    for end in "/?#":
        authority = authority.split(end, 1)[0]
    host = authority.rsplit("@", 1)[-1].split(":", 1)[0].strip(".").lower()
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _listed(hosts: Iterable[str], domains: Iterable[str]) -> list[str]:
    """Return the hosts that are one of these domains, or below one."""
    known = {_host(domain) for domain in domains}
    found = []
    for host in hosts:
        labels = host.split(".")
        if any(".".join(labels[start:]) in known for start in range(len(labels))):
            found.append(host)
    return found
