"""What the parts of an archive are called, in English: the messages that are looked up by a folder or a kind."""

from __future__ import annotations

from collections.abc import Mapping


def noted(message: str) -> str:
    """*message* as it is: a mark for the script that collects messages."""
    return message


def paired(one: str, many: str) -> tuple[str, str]:
    """As `noted`, for a message with a number."""
    return one, many


LABEL_BY_FOLDER = {
    "people": noted("People"),
    "organizations": noted("Organizations"),
    "places": noted("Places"),
    "works": noted("Works"),
    "sources": noted("Sources"),
    "authors": noted("Authors"),
    "sections": noted("Sections"),
    "tags": noted("Tags"),
    "stories": noted("Stories"),
    "timeline": noted("Timeline"),
    "quotes": noted("Quotations"),
    "new": noted("New"),
    "undated": noted("Undated"),
}
SINGULAR_BY_FOLDER = {
    "people": noted("Person"),
    "organizations": noted("Organization"),
    "places": noted("Place"),
    "works": noted("Work"),
    "sources": noted("Source"),
    "authors": noted("Author"),
    "sections": noted("Section"),
    "tags": noted("Tag"),
    "stories": noted("Story"),
}
COUNTED_BY_FOLDER = {
    "people": paired("{n} person", "{n} people"),
    "organizations": paired("{n} organization", "{n} organizations"),
    "places": paired("{n} place", "{n} places"),
    "works": paired("{n} work", "{n} works"),
    "sources": paired("{n} source", "{n} sources"),
    "authors": paired("{n} author", "{n} authors"),
    "sections": paired("{n} section", "{n} sections"),
    "tags": paired("{n} tag", "{n} tags"),
    "stories": paired("{n} story", "{n} stories"),
    "timeline": paired("{n} dated event", "{n} dated events"),
    "quotes": paired("{n} quotation", "{n} quotations"),
}
COUNTED_BY_ROLE = {
    "published": paired("{n} publication", "{n} publications"),
    "contributed": paired("{n} agency", "{n} agencies"),
    "photograph": paired("{n} photo credit", "{n} photo credits"),
}
"""Of sources."""
NOUN_BY_FOLDER = {
    "people": paired("person", "people"),
    "organizations": paired("organization", "organizations"),
    "places": paired("place", "places"),
    "works": paired("work", "works"),
    "sources": paired("source", "sources"),
    "authors": paired("author", "authors"),
    "sections": paired("section", "sections"),
    "tags": paired("tag", "tags"),
    "stories": paired("story", "stories"),
    "timeline": paired("dated event", "dated events"),
    "quotes": paired("quotation", "quotations"),
}
"""For a number that is set apart."""
MARKED_BY_FOLDER = {
    "people": noted("{name} (person)"),
    "organizations": noted("{name} (organization)"),
    "places": noted("{name} (place)"),
    "works": noted("{name} (work)"),
    "sources": noted("{name} (source)"),
    "authors": noted("{name} (author)"),
    "sections": noted("{name} (section)"),
    "tags": noted("{name} (tag)"),
    "stories": noted("{name} (story)"),
}
FOLDER_BY_KIND: Mapping[str, str] = {
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "work": "works",
}
SEASONS = (noted("spring {year}"), noted("summer {year}"), noted("autumn {year}"), noted("winter {year}"))


def within(context: str, message: str) -> tuple[str, str]:
    """As `noted`, for a message in a context."""
    return context, message


SIGNS = (
    within("comma", ", "),
    within("colon", ": "),
    within("quotation marks", "“{text}”"),
)
"""With the blanks that the language puts around them."""
OF_DAYS = (
    within("day", "since {date}"),
    within("day", "{date} or earlier"),
    within("day", "about {date}"),
    within("day", "between {start} and {end}"),
)
"""What is also said of months and years, in languages that give days an article."""
