"""News of agencies: ninjs, NewsML-G2, NewsML 1 and NITF → Documents."""

from __future__ import annotations

import json

import pytest

from reading import codes, read_all


@pytest.mark.parametrize(
    "item",
    [
        {"headline": "Bridge Opens", "body_xhtml": "<p>Text.</p>", "byline": "Jane Roe", "versioncreated": "2019-05-03T10:00:00Z"},
        {"headlines": [{"value": "Bridge Opens"}], "bodies": [{"contentType": "text/html", "value": "<p>Text.</p>"}], "by": "Jane Roe", "versionCreated": "2019-05-03T10:00:00Z"},
    ],
)  # fmt: skip
def test_ninjs_of_every_version(item: dict[str, object]) -> None:
    (found,), _ = read_all(json.dumps({"uri": "urn:x:1", "type": "text", "language": "en", **item}), "item.json")
    assert found.meta == {
        "title": "Bridge Opens",
        "byline": "Jane Roe",
        "date": "2019-05-03T10:00:00Z",
        "language": "en",
    }
    assert (found.origin.record, found.body) == ("", "<p>Text.</p>")


@pytest.mark.parametrize("other", [{"type": "picture"}, {"pubstatus": "withheld"}, {"pubstatus": "canceled"}])
def test_pictures_and_withdrawn_items_are_counted(other: dict[str, str]) -> None:
    item = {"uri": "urn:x:1", "type": "text", "headline": "A", "body_text": "B", "versioncreated": "2019"} | other
    documents, problems = read_all(json.dumps(item), "item.json")
    assert (documents, codes(problems)) == ([], ["ninjs-left-out"])


def test_nitf_becomes_html_with_its_subheads_and_pictures() -> None:
    nitf = """<nitf baselang="de"><head><docdata><doc-id id-string="n1" regsrc="XY"/><date.issue norm="20190503T100000Z"/></docdata></head>
<body><body.head><hedline><hl1>Brücke offen</hl1></hedline><byline>Von <person>Jane Roe</person></byline></body.head>
<body.content><p>Text von <person>Max Moe</person>.</p><hl2>Danach</hl2><media><media-reference source="a.jpg"/>
<media-caption>Am Kai</media-caption></media></body.content></body></nitf>"""
    (found,), _ = read_all(nitf, "item.xml")
    assert found.meta == {"title": "Brücke offen", "byline": ["Jane Roe"], "source": "XY", "date": "2019-05-03T10:00:00+00:00", "language": "de"}  # fmt: skip
    assert "<p>Text von Max Moe.</p><h2>Danach</h2>" in found.body
    assert "<figcaption>Am Kai</figcaption>" in found.body


def test_newsml_g2_messages_give_their_texts() -> None:
    g2 = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="g1"><itemMeta><itemClass qcode="ninat:text"/><provider literal="XY"/><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><contentCreated>2019-05-03T10:00:00+02:00</contentCreated><language tag="en"/><by>Jane Roe</by><headline>Bridge Opens</headline>
<subject type="cpnat:abstract"><name>Transport</name></subject></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Text.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="g2"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta></newsItem></itemSet></newsMessage>"""
    (found,), problems = read_all(g2, "message.xml")
    assert found.meta == {"title": "Bridge Opens", "byline": "Jane Roe", "source": "XY", "date": "2019-05-03T10:00:00+02:00", "language": "en", "tags": ["Transport"]}  # fmt: skip
    assert (found.origin.record, found.body) == ("g1", "<p>Text.</p>")
    assert problems[0].message == "left out: 1 picture"


def test_newsml_1() -> None:
    old = """<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:n:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20190503T100000Z</FirstCreated><Status FormalName="Usable"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Bridge Opens</HeadLine><ByLine>Jane Roe</ByLine></NewsLines><ContentItem><DataContent><p>Text.</p></DataContent>
</ContentItem></NewsComponent></NewsItem></NewsML>"""
    (found,), _ = read_all(old, "item.xml")
    assert (found.meta["title"], found.meta["date"], found.body) == (
        "Bridge Opens",
        "2019-05-03T10:00:00+00:00",
        "<p>Text.</p>",
    )
