"""The words that attribute what is said, by language. Data, and the regular expressions made of it."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from archivegen import wordsets


class Cues(msgspec.Struct, frozen=True):
    """How one language says who speaks."""

    verb: re.Pattern[str]
    """A verb of saying; group "participle" where it leans on the subject of its sentence, "nominal" for "according to"."""
    skipped: re.Pattern[str]
    """What may stand between a subject and its verb ("also", "has repeatedly", "on Monday"); anchored at the end."""
    pronoun: re.Pattern[str]
    """A pronoun that ends the text given; group 1."""
    heads: frozenset[str]
    """Nouns that can speak: "spokesman", "officials", "report"."""
    determiners: frozenset[str]
    stops: frozenset[str]
    """Words that no such noun's phrase holds."""
    links: frozenset[str]
    """Prepositions that continue it: "a spokesman for the ministry"."""
    feminine: frozenset[str]
    masculine: frozenset[str]
    preposition: re.Pattern[str]
    """Begins what is no subject: "in a statement", "that"."""


_EN_FINITE = (
    "said says say told tells tell asked asks added adds wrote writes tweeted posted stated states declared declares announced "
    "announces claimed claims argued argues warned warns noted notes explained explains insisted insists maintained maintains "
    "emphasized emphasised emphasizes stressed stresses acknowledged acknowledges admitted admits alleged alleges called calls "
    "described describes expressed expresses vowed vows pledged pledges promised promises urged urges replied replies answered answers "
    "responded responds commented comments remarked remarks observed observes concluded concludes continued continues recalled recalls "
    "suggested suggests predicted predicts testified testifies confirmed confirms denied denies accused accuses criticized "
    "criticised criticizes praised praises condemned condemns hailed hails blamed blames quipped joked shouted cried whispered "
    "reiterated reiterates repeated repeats asserted asserts contended contends complained complains lamented laments reported "
    "reports reads demanded demands labeled labelled dubbed termed characterized characterised referred refers echoed echoes "
    "boasted voiced voices underlined underlines underscored underscores highlighted highlights questioned questions wondered "
    "wonders conceded concedes cautioned cautions disclosed proclaimed denounced denounces decried slammed blasted "
    "dismissed dismisses defended defends rejected rejects agreed agrees believes hoped hopes thanked thanks pointed mentioned "
    "advised advises apologized apologised quoted exclaimed summarized elaborated assured assures recommended cited cites thinks "
    "feels felt thought joked mused opined retorted countered counters tells texted swore ruled informed argued branded likened"
)
_EN_PARTICIPLES = (
    "saying adding citing warning noting calling writing tweeting stating claiming arguing explaining describing insisting "
    "stressing emphasizing emphasising declaring quoting telling asking alleging pledging vowing urging suggesting accusing "
    "promising reiterating expressing praising criticizing criticising dismissing labeling labelling dubbing referring pointing "
    "admitting acknowledging concluding posting announcing predicting"
)
_EN_HEADS = (
    "leader leaders president premier chancellor king queen prince minister ministers spokesperson spokespeople spokesman "
    "spokeswoman spokesmen official officials adviser advisor aide aides envoy ambassador diplomat diplomats secretary governor mayor "
    "senator senators lawmaker lawmakers congressman congresswoman lawyer lawyers attorney attorneys prosecutor prosecutors judge "
    "judges justice court police officer officers authorities authority sheriff chief commander general admiral soldier soldiers "
    "resident residents witness witnesses survivor survivors victim victims neighbor neighbors neighbour mother father parents "
    "brother sister son daughter wife husband friend friends analyst analysts expert experts economist economists scientist "
    "scientists researcher researchers professor doctor doctors teacher teachers student students critic critics supporter "
    "supporters activist activists protester protesters protesters campaigner campaigners organizer organizers organiser "
    "organisers founder director chairman chairwoman chair executive ceo manager coach player captain pilot driver author "
    "writer editor journalist journalists reporter reporters actor actress singer musician artist bishop pope priest imam "
    "report reports statement study letter document documents memo complaint lawsuit indictment filing release advisory post tweet "
    "article newspaper company firm agency ministry department government administration office committee commission council "
    "organization organisation group union party association university hospital team club bank army military navy embassy "
    "source sources people man woman politician politicians candidate head deputy countries nations sides ministries investigators "
    "investigator firefighter firefighters rescuer campaign board agencies companies groups opponents opposition executives rebels "
    "militants member members child children boy girl teen teenager family "
    "owner employee employees worker workers customer passenger passengers patient patients user users"
)
_EN_DETERMINERS = (
    "the a an one his her its their some several other another two three both many most senior former our my each any local "
    "unnamed anonymous"
)
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTHS = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.?"
_EN_STOPS = (
    "that which who whom and but or nor so as if when while after before since because although though by on to than then there "
    "is was were are be been has had have would will could should may might did does do not how why what where whether into over "
    "under with about against during until through per via said says told it he she they we i you"
)
_LINKS = "de du des der von von dem la del"
_STOPS = "que qui et mais où si und aber dass der die das weil y pero si como porque cuando quand comme wenn als"


_INVERTED = "(?:t-)?(?:il|elle)"
"""Behind a hyphen, the subject of a French verb: "dit-elle"."""


def _verbs(nominal: str, participles: list[str], finite: list[str], composed: str = "") -> re.Pattern[str]:
    leaning, free = wordsets.pattern(filter(None, participles)), wordsets.pattern(finite)
    if composed:
        free = f"{free}|{composed}"
    return re.compile(
        rf"\b(?:(?P<nominal>{nominal})|(?P<participle>{leaning})|(?P<finite>{free}))(?!\w|-(?!{_INVERTED}\b))"
    )


def _composed(verbs: list[str]) -> str:
    """The auxiliary of "a-t-elle déclaré" by itself: whom the verb belongs to stands right behind it, as in "dit-elle"."""
    told = wordsets.pattern(verb.partition(" ")[2] for verb in verbs if verb.startswith("a "))
    felt = wordsets.pattern(verb.partition(" ")[2] for verb in verbs if verb.startswith("s’est "))
    return rf"a(?=-t-(?:il|elle)\s(?:\w+\s)?{told}(?!\w))|s[’']est(?=-(?:il|elle)\s(?:\w+\s)?{felt}e?(?!\w))"


def _english() -> Cues:
    return Cues(
        verb=_verbs("[Aa]ccording to|[Ii]n the words of", _EN_PARTICIPLES.split(), _EN_FINITE.split()),
        skipped=re.compile(
            rf"(?:\s+(?:also|then|later|now|still|once|again|already|even|just|only|often|never|not|has|had|have|is|was|were|are|be|been|"
            rf"would|will|did|does|could|may|might|must|further|instead|too|himself|herself|themselves|itself|[a-z]{{2,}}ly|"
            rf"(?:on\s|last\s|early\s|late\s)?(?:{_WEEKDAYS})(?:\s(?:morning|night|evening|afternoon))?|earlier(?:\sthis\s\w+)?|"
            rf"(?:this|last)\s(?:week|month|year|morning|night)|today|yesterday|(?:on\s|in\s){_MONTHS}(?:\s\d{{1,2}})?))+\s*$"
        ),
        pronoun=re.compile(r"(?<![\w’'])([Hh]e|[Ss]he|[Tt]hey|[Ww]ho|[Ii]t|[Ww]e|I)$"),
        heads=frozenset(_EN_HEADS.split()),
        determiners=frozenset(_EN_DETERMINERS.split()),
        stops=frozenset(_EN_STOPS.split()),
        links=frozenset(("of", "for", "at", "from", "with", "in")),
        feminine=frozenset(("she", "her")),
        masculine=frozenset(("he", "his", "him")),
        preposition=re.compile(
            r"\s*(?:that|in|on|at|to|of|for|from|by|with|after|before|during|as|when|while|if|it|they|he|she|there|about|and|but|"
            r"because|who|which|what|how|why|whether|not|no|would|will|is|was|were|are|this|these|those|during|under|via)\b"
        ),
    )


_VERBS = {
    "fr": (
        "a dit|dit|a déclaré|déclare|déclarait|ont déclaré|a affirmé|affirme|affirment|a expliqué|explique|a ajouté|ajoute|a précisé|"
        "précise|a indiqué|indique|a souligné|souligne|a estimé|estime|a annoncé|annonce|a assuré|assure|a confié|confie|raconte|"
        "a raconté|a répondu|répond|a lancé|lance|écrit|a écrit|a rappelé|rappelle|a dénoncé|dénonce|a regretté|regrette|a reconnu|"
        "reconnaît|a noté|note|a évoqué|évoque|poursuit|conclut|a conclu|s’est réjoui|s'est réjoui|"
        "s’est exclamé|s'est exclamé|s’est indigné|s'est indigné|s’est félicité|s'est félicité|"
        "commente|a commenté|demande|a demandé|"
        "sourit|soupire|plaisante|s’exclame|s'exclame|s’indigne|s'indigne|s’amuse|s'amuse|s’inquiète|s'inquiète|s’étonne|s'étonne|"
        "s’interroge|s'interroge|tempère|renchérit|insiste|a insisté|résume|reprend|lâche|a lâché|martèle|a martelé|glisse|a glissé|"
        "prévient|a prévenu|témoigne|a témoigné|confirme|a confirmé|ironise|a ironisé|murmure|promet|a promis|admet|a admis|avoue|"
        "a avoué|détaille|se souvient|se réjouit|fait valoir|a fait valoir|plaide|a plaidé|observe|a observé|rétorque|a rétorqué",
        "déclarant|affirmant|expliquant|ajoutant|précisant|soulignant|estimant|disant|évoquant|dénonçant",
        "[Ss]elon|[Dd]’après|[Dd]'après",
    ),
    "de": (
        "sagte|sagt|erklärte|erklärt|betonte|betont|meinte|meint|fügte|teilte|schrieb|schreibt|berichtete|berichtet|warnte|warnt|"
        "kritisierte|kritisiert|forderte|fordert|kündigte|behauptete|behauptet|bestätigte|bestätigt|antwortete|fragte|nannte|nennt|"
        "sprach|spricht|bezeichnete|bezeichnet|erläuterte|ergänzte|äußerte|twitterte|versicherte|verkündete|rief|ruft|mahnte|mahnt|lobte|lobt|"
        "klagte|klagt|lachte|lacht|seufzte|räumte|resümiert|resümierte|unterstrich|unterstreicht|so",
        "",
        "[Ll]aut|[Nn]ach Angaben von|[Nn]ach Ansicht von",
    ),
    "es": (
        "dijo|dice|afirmó|afirma|declaró|declara|explicó|explica|añadió|añade|agregó|señaló|señala|indicó|indica|aseguró|asegura|"
        "advirtió|advierte|anunció|sostuvo|sostiene|destacó|destaca|comentó|escribió|escribe|respondió|preguntó|reconoció|denunció|"
        "manifestó|expresó|criticó|calificó|recordó|subrayó|insistió|precisó|contó",
        "diciendo|añadiendo|afirmando|señalando|asegurando",
        "[Ss]egún|[Dd]e acuerdo con",
    ),
}
_HEADS = {
    "fr": "président présidente ministre porte-parole premier ministre maire député députée sénateur avocat avocate directeur "
    "directrice police témoin témoins préfet juge procureur chef responsable secrétaire gouvernement ministère syndicat parti "
    "communiqué rapport association journal quotidien magazine organisation collectif manifestant manifestante habitants "
    "gardien gardienne médecin professeur professeure étudiant étudiante patron patronne chercheur chercheuse économiste historien "
    "fils fille frère sœur mari épouse époux cousin cousine oncle tante neveu nièce veuf veuve collègue ami amie compagnon compagne "
    "historienne habitant habitante voisin voisine père mère ancien ancienne capitaine commandant ambassadeur ambassadrice élu élue",
    "de": "präsident präsidentin minister ministerin kanzler kanzlerin sprecher sprecherin polizei polizeisprecher anwalt anwältin "
    "bürgermeister bürgermeisterin chef chefin richter experte expertin regierung ministerium unternehmen behörde bericht "
    "sohn tochter bruder schwester mutter vater ehefrau ehemann witwe witwer nachbar nachbarin freund freundin kollege kollegin",
    "es": "presidente presidenta ministro ministra portavoz alcalde alcaldesa abogado abogada director directora policía testigo "
    "gobierno ministerio secretario secretaria líder jefe jefa juez comunicado informe hijo hija "
    "hermano hermana madre padre esposa esposo viuda viudo vecino vecina amigo amiga primo prima tío tía colega",
}
_PRONOUNS = {
    "fr": ("il|elle|ils|elles|on", "elle", "il"),
    "de": ("er|sie", "", "er"),
    "es": ("él|ella|ellos", "ella", "él"),
}
_DETERMINERS = {
    "fr": "le la les l’ l' un une son sa ses leur leurs",
    "de": "der die das ein eine einer dem den sein seine ihr ihre",
    "es": "el la los las un una su sus",
}


def _other(language: str) -> Cues:
    finite, participles, nominal = _VERBS[language]
    pronouns, feminine, masculine = _PRONOUNS[language]
    verbs = finite.split("|")
    return Cues(
        verb=_verbs(nominal, participles.split("|"), verbs, _composed(verbs) if language == "fr" else ""),
        skipped=re.compile(
            r"(?:\s+(?:a|ha|hat|también|auch|aussi|encore|déjà|s’est|s'est|se|en|y|\w+ment|\w+mente))+\s*$"
        ),
        pronoun=re.compile(rf"(?<!\w)({pronouns})$", re.IGNORECASE),
        heads=frozenset(_HEADS[language].split()),
        determiners=frozenset(_DETERMINERS[language].split()),
        stops=frozenset(_STOPS.split()),
        links=frozenset(_LINKS.split()),
        feminine=frozenset((feminine,)),
        masculine=frozenset((masculine,)),
        preposition=re.compile(
            r"\s*(?:que|à|au|aux|dans|en|sur|pour|par|avec|dass|in|im|am|auf|zu|bei|mit|nach|vor|a|con|por|sobre|tras|qu’|qu')\b"
        ),
    )


@lru_cache(maxsize=16)
def cues(language: str) -> Cues | None:
    """The cues of *language* (a BCP 47 tag; "" is taken for English); None where there is no table yet."""
    code = language.lower().replace("_", "-").partition("-")[0] or "en"
    if code == "en":
        return _english()
    return _other(code) if code in _VERBS else None
