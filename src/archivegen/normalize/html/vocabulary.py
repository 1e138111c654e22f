"""Words by which pages name things: meta names, best first, and what stands in class and id names."""

from __future__ import annotations

TITLES = tuple(
    """og:title twitter:title parsely-title sailthru.title citation_title dc.title dcterms.title dc.title.alternative headline title hdl
    cxenseparse:title eprints.title bepress_citation_title""".split()
)
DEKS = tuple(
    "og:description description twitter:description sailthru.description dc.description dcterms.description dcterms.abstract lp".split()
)
AUTHORS = tuple(
    """parsely-author sailthru.author article:author article:author_name citation_author byl cxenseparse:author
    cxenseparse:publisher:author authors og:article:author article.author byline rbauthors shareaholic:article_author_name""".split()
)
OWNERS = ("author", "dc.creator", "dcterms.creator", "dc.creator.personalname", "creator", "twitter:data1")
"""Authors too, but often the owner of the site, or the maker of its theme."""
PUBLISHED = tuple(
    """article:published_time og:article:published_time article:published datepublished parsely-pub-date sailthru.date
    citation_publication_date citation_online_date cxenseparse:recs:publishtime pubdate publishdate publish-date publish_date
    published_time publication_date publication-date article.published published-date dc.date.issued dcterms.issued dcterms.created
    dc.date dcterms.date dc.date.created og:published_time og:pubdate pdate originalpublicationdate article_date_original
    rnews:datepublished displaydate dat date ptime citation_date created bt:pubdate timestamp last-published
    shareaholic:article_published_time publisheddate pub_date publication-time article:create_at
    datecreated dc.issued date_published analyticsattributes.articledate prism.publicationdate""".split()
)
UPDATED = tuple(
    """article:modified_time og:updated_time og:article:modified_time datemodified article:modified last-modified lastmod
    dcterms.modified dc.date.modified article:updated_time utime updated_time bt:moddate revised
    shareaholic:article_modified_time lastdate last_updated lastmodified date_modified""".split()
)
SOURCES = tuple(
    """og:site_name citation_journal_title dc.publisher dcterms.publisher application-name cre publisher apple-mobile-web-app-title
    twitter:app:name:iphone shareaholic:site_name""".split()
)
SECTIONS = tuple(
    "article:section parsely-section og:article:section cxenseparse:section section category dc.subject.section sailthru.verticals".split()
)
TAGS = tuple(
    """article:tag og:article:tag news_keywords parsely-tags sailthru.tags citation_keywords keywords dc.subject
    dcterms.subject""".split()
)
RIGHTS = ("dcterms.license", "dc.rights", "dcterms.rights")

WRITER_NAMES = tuple(
    "author byline submitted username writer autor auteur contributor fn journalist redakteur rédacteur redacteur signature creator".split()
)
DATE_NAMES = tuple(
    "date published pubdate datetime time timestamp datum fecha posted dtstart dateline submitted".split()
)
DEK_NAMES = tuple(
    """dek deck standfirst subtitle subheadline subhead subheading lede lead summary intro abstract chapo teaser sottotitolo entradilla
    bajada excerpt vorspann strapline description headline2 subline desc""".split()
)
"""Parts of class and id names that hint at a writer, a day, a dek."""

OTHERS = frozenset(
    """comment comments commentlist comentarios kommentare related relatedposts sidebar widget widgets teaser teasers recent popular
    trending recommended recommendations promo copyright nav navigation card cards listing mostread tweet archives event events outbrain
    taboola carousel""".split()
)
"""Names of parts of a page that tell of other stories than its own."""

FURNITURE = {
    "comments": "comments comment commentlist commentform respond disqus livefyre viafoura discussion kommentare kommentar",
    "share bar": """share sharing sharebar sharedaddy sharethis addtoany addthis socials sharetools jetpack shariff sharebuttons
        sharer""",
    "related links": """related relatedposts recommended recommendations recommendation outbrain taboola zergnet recirc recirculation
        readmore morestories teaser teasers trending mostread popular yarpp upnext seealso crp rp4wp""",
    "newsletter box": "newsletter newsletters signup subscribe subscription subscribebox mailchimp optin mailinglist",
    "cookie notice": "cookie cookies consent gdpr cookiebanner cookiebar ccpa onetrust",
    "advertisement": """ad ads advert advertisement advertising adsense adslot adunit dfp sponsor sponsored sponsors adbox werbung
        anzeige promo promos promotion""",
    "navigation": """nav navbar navigation menu breadcrumb breadcrumbs crumbs pagination pager paging topnav subnav skiplink skip toolbar
        navbox pathway navi nextprev prevnext postnav navlinks mainmenu submenu""",
    "page footer": "footer colophon imprint copyright siteinfo",
    "page header": "masthead sitehead siteheader topbar logo branding tagline sitename",
    "side box": "sidebar sidebars widget widgets widgetarea aside rail rightrail sidenav rightcol leftcol",
    "dialog": "popup modal overlay lightbox tooltip",
    "tags": "tags taglist tagcloud postmeta metadata categories keywords topics postmetadata",
    "about the author": "authorbio authorbox aboutauthor bio vcard",
    "buttons": "buttons rating ratings likes printfriendly toolbox audioplayer speechkit",
    "donation box": "donate donation paypal flattr patreon",
    "table of contents": "toc",
    "edit link": "editsection",
    "jump link": "anchorjs headerlink headeranchor",
}
"""By reason: words of class and id names."""
FURNITURE_PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "share bar",
        (
            r"(?:^|[\s_-])(?:social|sns)(?:[_-]?(?:media|share|bar|links|icons|buttons|list|tools|nav|networks|follow))?(?:$|[\s_])",
        ),
    ),
    (
        "about the author",
        (
            r"author[_-]*(?:bio|box|info|card|about|profile|description|details)",
            r"(?:about|post)[_-]*author",
            r"(?:^|[\s_-])bio[_-]",
        ),
    ),
    (
        "byline or tags",
        (
            r"(?:entry|post|article)[_-]*(?:meta|utility|footer|nav|tags|terms|links|byline|date|author|info)(?:$|[\s_-])",
            r"(?:^|[\s_-])(?:byline|dateline|timestamp|publish(?:ed)?[_-]?date|pubdate|post[_-]?date|reading[_-]?time)s?(?:$|[\s_-])",
        ),
    ),
    (
        "related links",
        (
            r"see[_-]?also|read[_-]?(?:more|next|also)|more[_-](?:from|on|stories|news|articles|links)|also[_-]like",
            r"most[_-](?:read|viewed|popular|recent)|latest[_-](?:news|posts|stories)|recent[_-](?:posts|stories|articles|comments)",
            r"(?:article|story|post)[_-]?list(?:$|[\s_-])|next[_-](?:up|article|post|story)|up[_-]next|further[_-]reading",
            r"(?:post|article)[_-]?(?:teaser|preview)|internal[_-]links",
        ),
    ),
    (
        "newsletter box",
        (
            r"pay[_-]?wall[_-]?(?:prompt|box|modal|offer|message|teaser|overlay|banner|cta)|regwall|piano",
            r"subscriber[_-]?(?:offer|prompt)|meter[_-]?(?:prompt|box)|call[_-]?to[_-]?action|(?:^|[\s_-])cta(?:$|[\s_-])",
        ),
    ),
    (
        "page header",
        (
            r"site[_-]?(?:header|footer|nav|info|title|branding)|page[_-]?(?:header|footer)(?:$|[\s])",
            r"(?:^|\s)(?:header|top-?bar)(?:$|\s)|global[_-](?:header|nav|footer)",
        ),
    ),
    (
        "encyclopedia furniture",
        (
            r"mw-(?:editsection|jump-link|indicators|empty-elt)|printfooter|catlinks|siteSub|contentSub|hatnote|noprint",
            r"mbox|ambox|navbox|infobox-?below|vertical-navbox|authority-control",
        ),
    ),
    (
        "hidden text",
        (
            r"screen[_-]?reader|visually[_-]?hidden|sr[_-]only|(?:^|\s)(?:is-|u-)?hidden(?:$|\s)|element-invisible|assistive",
            r"offscreen",
        ),
    ),
    ("poll", (r"wp-polls|(?:^|[\s_-])poll(?:$|[\s_-])|quiz",)),
)
SHY = frozenset(
    """ad ads promo overlay lightbox popup modal tooltip skip bio topics popular copyright aside teaser comment menu rail
    subscribe""".split()
)
"""Names that on a paragraph or a span may say something else."""
