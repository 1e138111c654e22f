"""Derive a language's countries.tsv from CLDR: names of countries, by way of Babel; people's names and capitals are ours.

usage: make_countries.py OUT LANGUAGE…          needs: babel

CLDR's names are under the Unicode License. Demonyms are those that the language writes with a capital.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from babel import Locale

OTHERS = {
    "fr": {
        "US": "USA|États-Unis d'Amérique",
        "GB": "Grande-Bretagne|Angleterre",
        "NL": "Hollande",
        "CZ": "République tchèque",
        "BY": "Bélarus",
        "MM": "Birmanie",
        "CD": "République démocratique du Congo|RDC",
        "CN": "République populaire de Chine",
        "PS": "Palestine",
    },
    "de": {
        "US": "USA|Vereinigten Staaten|Vereinigte Staaten von Amerika|Vereinigten Staaten von Amerika|Amerika",
        "GB": "Großbritannien|England",
        "NL": "Holland",
        "CZ": "Tschechische Republik",
        "BY": "Weißrussland|Belarus",
        "MM": "Birma|Burma",
        "CD": "Demokratische Republik Kongo",
        "CN": "Volksrepublik China",
        "PS": "Palästina",
        "DE": "Bundesrepublik Deutschland|Bundesrepublik",
    },
    "es": {
        "US": "EE. UU.|EE.UU.|EEUU|Estados Unidos de América",
        "GB": "Gran Bretaña|Inglaterra",
        "NL": "Holanda",
        "CZ": "República Checa",
        "BY": "Bielorrusia",
        "MM": "Birmania",
        "CD": "República Democrática del Congo",
        "CN": "República Popular China",
        "PS": "Palestina",
    },
}
DEMONYMS = {
    "fr": {
        "FR": "Français|Française|Françaises",
        "DE": "Allemand|Allemands|Allemande|Allemandes",
        "GB": "Britannique|Britanniques|Anglais",
        "US": "Américain|Américains|Américaine|Américaines",
        "RU": "Russe|Russes",
        "UA": "Ukrainien|Ukrainiens|Ukrainienne|Ukrainiennes",
        "CN": "Chinois|Chinoise|Chinoises",
        "JP": "Japonais|Japonaise|Japonaises",
        "ES": "Espagnol|Espagnols|Espagnole|Espagnoles",
        "IT": "Italien|Italiens|Italienne|Italiennes",
        "BE": "Belge|Belges",
        "CH": "Suisses",
        "CA": "Canadien|Canadiens|Canadienne|Canadiennes",
        "IL": "Israélien|Israéliens|Israélienne|Israéliennes",
        "PS": "Palestinien|Palestiniens|Palestinienne|Palestiniennes",
        "SY": "Syrien|Syriens|Syrienne|Syriennes",
        "DZ": "Algérien|Algériens|Algérienne|Algériennes",
        "MA": "Marocain|Marocains|Marocaine|Marocaines",
        "TN": "Tunisien|Tunisiens|Tunisienne|Tunisiennes",
        "EG": "Égyptien|Égyptiens|Egyptien|Egyptiens",
        "IR": "Iranien|Iraniens|Iranienne|Iraniennes",
        "TR": "Turc|Turcs",
        "GR": "Grec|Grecs",
        "PL": "Polonais|Polonaise",
        "PT": "Portugais|Portugaise",
        "IN": "Indien|Indiens|Indienne|Indiennes",
    },
    "de": {
        "FR": "Franzose|Franzosen|Französin",
        "DE": "Deutsche|Deutschen|Deutscher",
        "GB": "Brite|Briten|Britin|Engländer",
        "US": "Amerikaner|Amerikanerin|US-Amerikaner",
        "RU": "Russe|Russen|Russin",
        "UA": "Ukrainer|Ukrainerin",
        "CN": "Chinese|Chinesen|Chinesin",
        "JP": "Japaner|Japanerin",
        "ES": "Spanier|Spanierin",
        "IT": "Italiener|Italienerin",
        "AT": "Österreicher|Österreicherin",
        "CH": "Schweizer|Schweizerin",
        "IL": "Israeli|Israelis",
        "PS": "Palästinenser",
        "SY": "Syrer|Syrerin",
        "TR": "Türke|Türken|Türkin",
        "GR": "Grieche|Griechen|Griechin",
        "PL": "Pole|Polin",
        "IR": "Iraner|Iranerin",
        "IN": "Inder|Inderin",
    },
    "es": {},
}
CAPITALS = {
    "fr": "RU Moscou;US Washington;CN Pékin;UA Kiev|Kyiv;GB Londres;DE Berlin;FR Paris;JP Tokyo;IR Téhéran;KP Pyongyang;KR Séoul;"
    "TR Ankara;SY Damas;IN New Delhi;ES Madrid;IT Rome;BY Minsk;CU La Havane;PL Varsovie;DZ Alger;MA Rabat",
    "de": "RU Moskau;US Washington;CN Peking;UA Kiew|Kyjiw;GB London;DE Berlin;FR Paris;JP Tokio;IR Teheran;KP Pjöngjang;KR Seoul;"
    "TR Ankara;SY Damaskus;IN Neu-Delhi;ES Madrid;IT Rom;BY Minsk;CU Havanna;PL Warschau;AT Wien;CH Bern;HU Budapest",
    "es": "RU Moscú;US Washington;CN Pekín;UA Kiev|Kyiv;GB Londres;DE Berlín;FR París;JP Tokio;IR Teherán;KP Pyongyang;KR Seúl;"
    "TR Ankara;SY Damasco;IN Nueva Delhi;ES Madrid;IT Roma;BY Minsk;CU La Habana;VE Caracas;CO Bogotá;AR Buenos Aires;BO La Paz;PE Lima",
}
NO_COUNTRY = frozenset("EU EZ UN XA XB XK ZZ QO AC CP DG EA IC TA BV HM".split())


def rows(language: str) -> list[str]:
    capitals = dict(part.split(" ", 1) for part in CAPITALS[language].split(";"))
    found: dict[str, str] = {}
    for code, name in Locale(language).territories.items():
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY:
            plain = name.split(" (")[0]
            others, demonyms = OTHERS[language].get(code, ""), DEMONYMS[language].get(code, "")
            if plain[0] in "ÉÎÅ":  # as newspapers write where capitals have no accents
                others = "|".join(filter(None, (others, {"É": "E", "Î": "I", "Å": "A"}[plain[0]] + plain[1:])))
            found[plain] = f"{plain}\t{others}\t{demonyms}\t{capitals.get(code, '')}"
    return [found[name] for name in sorted(found)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("language", nargs="+")
    options = parser.parse_args()
    for language in options.language:
        head = "# country\tother names (a|b)\tdemonyms with a capital (a|b)\tcapital, where speech uses it for the government"
        path = options.out / language / "countries.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join((head, *rows(language))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
