"""News agencies under all names that they go by: one table for who is credited, where it is listed, and what rights it has."""

from __future__ import annotations

import re
from functools import lru_cache

AGENCIES = {
    "reuters": "Reuters", "thomson reuters": "Reuters", "ap": "Associated Press", "the associated press": "Associated Press",
    "associated press": "Associated Press", "afp": "Agence France-Presse", "agence france presse": "Agence France-Presse",
    "bloomberg": "Bloomberg", "bloomberg news": "Bloomberg", "upi": "United Press International",
    "united press international": "United Press International", "dpa": "Deutsche Presse-Agentur", "efe": "EFE", "ansa": "ANSA",
    "xinhua": "Xinhua", "kyodo": "Kyodo News", "kyodo news": "Kyodo News", "yonhap": "Yonhap News Agency",
    "yonhap news agency": "Yonhap News Agency", "tass": "TASS", "interfax": "Interfax", "sputnik": "Sputnik", "cnn": "CNN",
    "the canadian press": "Canadian Press", "canadian press": "Canadian Press", "pa": "PA Media", "pa media": "PA Media",
    "press association": "PA Media", "aap": "Australian Associated Press", "apa": "Austria Presse Agentur", "sid": "SID",
    "kcna": "Korean Central News Agency", "ntb": "NTB", "tt": "TT", "pti": "Press Trust of India", "ani": "ANI", "ians": "IANS",
    "wire services": "wire services", "news agencies": "news agencies",
}  # fmt: skip
"""Full names by what is printed, in lower case and without marks."""
_MARKS = re.compile(r"[\W_]+")
_PICTURES = (" photo", " photos", " images")
"""What some print behind the name where the agency gave the picture."""


def agency(name: str) -> str:
    """The full name of the agency that *name* is; "" where it is none."""
    return AGENCIES.get(_MARKS.sub(" ", name.casefold()).strip(), "")


@lru_cache(1 << 14)
def full_name(name: str) -> str:
    """The one name of the agency that *name* stands for; *name* itself where it is none."""
    key = _MARKS.sub(" ", name.casefold()).strip()
    found = AGENCIES.get(key)
    if found is None and key.endswith(_PICTURES):
        found = AGENCIES.get(key.rpartition(" ")[0])
    return found or name
