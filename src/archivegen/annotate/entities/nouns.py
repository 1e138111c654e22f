"""Common nouns that tell what the name beside them is: "the film Stalker", "the town of Esna"."""

from typing import Final

PLACE_NOUNS: Final = frozenset(
    "city town village province state county district island region suburb port capital borough municipality neighborhood neighbourhood "
    "river lake mountain valley coast northern southern eastern western central north south east west downtown northeast northwest "
    "southeast southwest northeastern northwestern southeastern southwestern near outskirts".split()
)
WORK_NOUNS: Final = frozenset(
    "film movie novel book album song single play opera poem painting series show game magazine treaty law act bill programme documentary "
    "musical report study titled entitled called sitcom episode comic essay anthem ballad memoir soundtrack "
    "ferry ship boat vessel yacht trawler tanker freighter destroyer frigate submarine warship liner spacecraft".split()
)
ORGANIZATION_NOUNS: Final = frozenset(
    "company firm group party team club agency newspaper charity bank university network organization organisation band broadcaster "
    "association union website channel airline retailer manufacturer startup publisher nonprofit outlet label school daily weekly tabloid "
    "broadsheet".split()
)
