"""Printed words to the field's terms: outcomes of a charge, and levels of an offense.

Both keep the printed words beside the term. A word that is not known here stays unknown (`None`), and so do words that
say two things or that mean different things in different courts ("merged", "conditional discharge"); nothing is guessed.
The outcome names follow the National Open Court Data Standards where it has one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

#: What can become of a charge. `None` (no disposition seen) is a state of its own, and not in this list.
OUTCOMES: Final[dict[str, str]] = {
    "convicted": "found guilty by plea or verdict and judgment entered",
    "withheld": "guilt found or admitted, adjudication withheld",
    "deferred": "judgment or sentence deferred on conditions; not final",
    "diverted": "sent to diversion or conditional discharge; not a conviction",
    "adjudicated": "juvenile adjudication (true finding)",
    "acquitted": "found not guilty",
    "insanity": "not guilty, or not responsible, by reason of mental disease",
    "dismissed": "dismissed by the court",
    "nolle_prosequi": "dropped by the prosecutor after filing",
    "not_filed": "released, or the prosecutor filed no charge",
    "read_in": "dismissed but read in at sentencing on another charge",
    "vacated": "convicted, and the conviction later set aside, vacated or dismissed under a relief law",
    "transferred": "moved to another court or case, or superseded: the outcome is there",
    "pending": "still open",
}

#: Longer text is prose about more than one thing and states no single outcome; it also bounds the work.
MAX_WORDS: Final = 2000

_GUILTY: Final = r"(?:gu?i?lty|gty)\b"
_JUDGMENT: Final = r"jud?ge?ment"
_WERE: Final = r"(?:is |are |was |were |be |been |has |have |hereby ){0,3}"
_STATE: Final = r"(?:state|d\.?a\.?|district attorney|prosecut\w*|pros|people|commonwealth|solicitor|u\.?s\.? attorney|government)\b"
_SUPERVISED: Final = r"(?:prob(?:ation)?|parole|supervis(?:ed release|ion)|community control)"
_RELIEF_LAW: Final = r"\b(?:1203\.4\w?|1203\.49|236\.14)\b"
_LOCKED: Final = r"(?:jail|prison|penitentiary|imprison\w*|incarcerat\w*|confine\w*)\b"
_TERM: Final = r"\b\d{1,4} ?(?:d|m|y|w|h)"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


#: A conviction that no longer stands, in words that leave no other reading. California prints the relief by its section.
_VACATED: Final = _any(
    rf"\b(?:convictions?|{_JUDGMENT}|verdict|adjudication|findings?(?: of guilt)?|plea)(?: (?:and|&) (?:the )?sentence)? {_WERE}"
    r"(?:vacated|set aside|overturned|reversed(?! (?:and|&) remand)|expunged|stricken)\b",
    rf"\b(?:vacat(?:e|ed|ing|ur)|set(?:ting)? aside)(?: of)?(?: the)? (?:conviction|{_JUDGMENT}|verdict|plea)",
    rf"{_RELIEF_LAW}.*(?:dis+m|grant|set aside)",
    rf"(?:dis+m|grant|set aside).*{_RELIEF_LAW}",
)

#: Words about something other than this charge's outcome; they are taken out before the rules look.
_ASIDE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:all |the )?(?:other|remaining) (?:counts?|charges?|cases?) ?{_WERE}(?:dis+m\w*|nol\w*|dropped|withdrawn)",
        r"\bdis+m\w* (?:of )?(?:all |the )?(?:other|remaining) (?:counts?|charges?|cases?)",
        rf"\bappeal {_WERE}(?:dis+m\w*|withdrawn|denied|affirmed)",
        r"\b(?:motion|mtn|petition|request)\b[^;,]{0,60}?\b(?:denied|filed|withdrawn|pending)\b",
        rf"\bwarrants? {_WERE}(?:recalled|quashed|vacated|withdrawn|cleared|served|executed|dis+m\w*|cancel+ed|set aside)",
        r"\b(?:recall|quash|vacat|withdr)\w* (?:of )?(?:the )?(?:bench |arrest )?warrants?",
        r"\b(?:hearing|trial(?: date)?|court date|order|stay|default|bond|bail|forfeiture|sentence|date)s? "
        rf"{_WERE}(?:vacated|set aside|withdrawn|exonerated)",
        r"\b(?:vacat\w*|set aside) (?:the )?(?:sentence|bond|bail|order|forfeiture|hearing|trial|default|stay)",
        rf"\b(?:{_GUILTY} )?plea(?: of {_GUILTY})? {_WERE}(?:withdrawn|rej\w*)",
        r"\b(?:plea|pled|plead(?:ed|s)?)\b[ :,-]*(?:of )?not[- ](?:guilty|responsible)",
        r"\bnot guilty plea(?: entered)?",
        r"\bconviction cert\w*",
    )
)

#: A violated or revoked probation, with what may be said of it: never an outcome of the charge.
_VIOLATION: Final = re.compile(
    rf"(?:\b(?:(?:{_GUILTY}|dis+m\w*|admitted|denied)\W+|convicted (?=of|on|for))(?:(?:of|to|on|for|a|the)\W+){{0,3}})?"
    rf"(?:\b{_SUPERVISED}\W+(?:\w+\W+){{0,2}}?(?:viol|revo[ck])\w*|\b(?:viol|revo[ck])\w* (?:of )?{_SUPERVISED}|\b(?:vop|pv)\b)"
)
#: What can follow an outcome without being one.
_AFTERWARDS: Final = _any(
    rf"\b{_SUPERVISED} {_WERE}(?:reinstat|continu|extend|modif|terminat|complet|discharg|transfer|clos)\w*",
    rf"\bsent(?:ence)? {_WERE}(?:modif|amend|reduc|correct|vacat|commut)\w*",
    r"\bresentenc\w*|\bparoled?\b|\bpardon(?:ed)?\b|\bcommuted\b|\bterminat\w* (?:of )?prob",
    r"\bno longer (?:required|interested)|^discharged(?: from .*)?$",
)
_GUILT: Final = _any(rf"\b{_GUILTY}", r"\bconvict(?:ed|ion)\b", r"\bnolo\b", r"\bno contest\b")

_Rule = tuple[str | None, re.Pattern[str], re.Pattern[str] | None]


def _rule(name: str | None, *patterns: str, unless: tuple[str, ...] = ()) -> _Rule:
    return name, _any(*patterns), _any(*unless) if unless else None


_FOUND_GUILTY: Final = (_GUILT.pattern,)
_CAME_TO_NOTHING: Final = (
    r"\b(?:denied|terminated|revoked|failed|unsuccessful\w*|ineligible|not eligible|refused)\b",
    r"\b(?:fines?|costs|payments?|parole)\b",
)
#: In this order, the first rule whose words are there, and whose `unless` is not, decides. `None` leaves it open.
_RULES: Final[tuple[_Rule, ...]] = (
    _rule("vacated", r"\bvacated\b|\bvacatur\b|\bset aside\b"),
    # Texas prints the section under which an offense that was admitted counts at the sentence for another (Tex. Penal Code § 12.45);
    # elsewhere in a disposition the same figures are money.
    _rule(
        "read_in",
        r"\bread[- ]ins?\b(?! (?:open |the )?court)",
        r"\bdis+m\w*[ ,:-]*(?:(?:per|under|pursuant to) )?(?:sec(?:tion|\.)? |§ ?)?12\.45\b|^12\.45\b.{0,9}\bconsidered\b",
    ),
    _rule(
        "withheld",
        r"\badj[a-z]*\.?(?: of guilt)?[ ,-]*(?:(?:is|was) )?(?:withheld\b|w/?h(?:eld)?\b)",
        rf"\bwith?h[eo]ld\w*(?: of)? (?:adj|{_JUDGMENT})|\b{_JUDGMENT} withheld\b",
        rf"\bprobation before {_JUDGMENT}\b|\bpbj\b",
    ),
    _rule(
        "insanity",
        r"\bng(?:ri\b| ?/ ?insan)",
        r"(?:\bnot(?:guilty| responsible)|\bfng\b|\bacquit\w*|\bexcept for|\breason of)\b.*\b(?:insan|mental (?:dis|def))",
    ),
    _rule("convicted", r"\b(?:gu?i?lty|gty|convicted)[ ,-]+(?:(?:of|to|on) )?(?:an? |the )?les+[eo]r\b"),
    _rule("acquitted", r"\bnotguilty\b|\bacquit|\bfng\b|\bfound (?:innocent|ng)\b|^n\.?g\.?$|\bdirected verdict\b"),
    _rule(
        None,
        r"\bno[nt]?[- ]convict|\bunadjudicated\b",
        r"\b(?:to|will|shall|may) be dis+m",
        r"\bdis+missal (?:denied|upon|if|on condition)",
    ),
    _rule("deferred", r"\bcontemplation of dis|\bac(?:o|od|d)\b|\bcontinu\w+ (?:for dis+m|without a? ?finding)|\bcwof\b"),
    _rule("diverted", r"\bconditional dis+m"),
    _rule("pending", r"\bdis+m\w* (?:with|w/) ?leave\b"),
    _rule("transferred", r"\bsupersed(?:ed|ing)\b|\bre-?indict|(?<!be )\bre-?filed\b", unless=_FOUND_GUILTY),
    _rule(
        "transferred",
        r"\btransfer(?:red)?\b|\btrans(?:f(?:ered)?)?\.? to\b|\bbound over\b",
        r"\bheld (?:for (?:court|(?:the )?(?:action of )?(?:the )?grand jury)|to answer)\b",
        r"\bproceed to court\b|\bwaived (?:to|for) (?:\w+ )?(?:court|grand jury)\b|\bremanded to (?:the )?(?:\w+ )?court\b",
        r"\bconsolidated (?:with|into)\b|\bchange of venue\b|\b(?:accusatory|charging) instrument filed\b|^(?:plea )?lesser charge\b",
        r"\brel(?:eased)?/tot\b|\b(?:tot|turned over to|refer(?:red)? to) (?:another|other)\b",
        unless=(*_FOUND_GUILTY, r"\b(?:probation|supervision|custody|prison|jail|parole|bond|hospital)\b"),
    ),
    _rule(
        "nolle_prosequi",
        r"\bnol+[ei]?\.?[ -]?pro[scz]|\bnolled?\b|\bvoluntar(?:y|ily) dis+m",
        rf"\bdis+m\w* (?:by|per) (?:the )?{_STATE}|\bremoved from (?:the )?charging instrument\b",
    ),
    _rule(
        "not_filed",
        rf"\bno (?:complaint|charges?|petition|info(?:rmation)?) {_WERE}(?:filed|issued)",
        r"\bno (?:true )?bill(?:ed)?\b|\bno[- ]paper|\bno complaint\b|\bnot (?:filed|presented|charged)\b",
        r"\b849 ?\(?b\b|\bdet(?:ention|ained)? only\b",
        unless=_FOUND_GUILTY,
    ),
    _rule("dismissed", r"\bdis+m(?:i?s|'?d\b|\b)", r"\bquash|\bfurtherance of justice\b|\bfnpc\b|\b(?:lack|want) of pros"),
    _rule(
        "nolle_prosequi",
        rf"\b(?:charges?|cases?|counts?|pros\w*) {_WERE}(?:dropped|withdrawn)\b|^(?:dropped|withdrawn)\b",
        rf"\b(?:dropped|withdrawn) by (?:the )?{_STATE}",
    ),
    _rule(
        "not_filed",
        r"\bno (?:charges?|action|petition)\b(?! (?:pending|on |avail|known))",
        rf"\b(?:charges?|cases?|filing|complaint|pros\w*|da)\.? {_WERE}rej|\brej\w* by|^rej(?:ected)?$",
        rf"\b(?:pros\w*|attorney|charges?|filing|da) {_WERE}declin|\bdeclin\w* (?:to |of )?(?:pros|fil|charg|by)",
        r"^declin\w*$|\bdeclination\b|\bunfounded\b|\binsuf+\w* evid|\black of (?:evid|cause)",
        r"\brel(?:eased?)?[ /,-]+(?:det|insuf|lack|no ch|no comp|no pros|(?:without|w/o) (?:ch|pros|fil))",
        r"\b(?:vict|compl)\w* (?:refus|declin|unwill|uncoop)",
        unless=_FOUND_GUILTY,
    ),
    _rule(
        "diverted",
        r"\bdiver(?:ted|sion)\b|\bpre-?trial intervention\b|\bpti\b|\bdeferred prosecution\b(?! or)",
        r"\baccelerated (?:pretrial )?rehab|\bard\b",
        unless=_CAME_TO_NOTHING,
    ),
    _rule(
        "deferred",
        rf"\bdeferred\b|\bstet\b|\bprayer for {_JUDGMENT}\b|\bpjc\b|\bin abeyance\b",
        r"\bstay(?:ed)? (?:of )?adj|\badjudication stayed\b",
        unless=_CAME_TO_NOTHING,
    ),
    _rule(
        "adjudicated",
        r"\btrue finding\b|\badj\w*\.? (?:a |as )?(?:delinq|ward|yo\b)|\bpetition (?:is |was )?sustained\b",
        r"(?<!not )\bwithin the jurisdiction\b",
    ),
    _rule("adjudicated", r"\byouthful offender\b", unless=(*_FOUND_GUILTY, r"\bsentenced\b")),
    _rule(None, r"\byouthful offender\b"),
    _rule("convicted", _GUILT.pattern),
    _rule(
        "pending",
        r"\bpending\b|\b(?:bench|bond forfeiture) warrant\b|\bbfw\b|\bmistrial\b|\bnew trial (?:granted|ordered)",
        r"\bproc\w*\.? susp|\bincomp\w* to stand|\bfail\w* to appear\b|^fta\b|\bawaiting (?:trial|disp|court)",
        r"^(?:(?:still|case) )?(?:open|active|re-?opened)$|^(?:case )?continued\b",
    ),
    # A sentence imposed says that there was a conviction, unless the words tell of custody before one.
    _rule(
        "convicted",
        r"(?<!not )(?<!be )\bsentenced\b|\bfined?\b|\btime served\b|\bcustody of (?:the )?(?:bop|bureau)",
        rf"\b{_LOCKED}.*{_TERM}|{_TERM}.*\b{_LOCKED}",
        unless=(r"\bheld\b|\breleased\b|\bawait|\bbook|\bdetain|\btransfer|\bhospital\b|\bwaived\b", _AFTERWARDS.pattern),
    ),
)
_ENDED: Final = ("dismissed", "nolle_prosequi", "not_filed", "acquitted")


def _folded(printed: str) -> str:
    words = printed[: MAX_WORDS + 1].lower().replace("\u2013", "-").replace("\u2014", "-").replace("\u2019", "'")
    return " ".join(words.split()).strip(" .;,()[]*")


def outcome(printed: str) -> str | None:
    """The outcome that printed disposition words state, or `None` where they state none that is known here.

    A plea of not guilty, a violated probation, a modified sentence or a recalled warrant is no outcome of the charge.
    """
    return _outcome(printed) if len(printed) <= MAX_WORDS else None


@lru_cache(2048)
def _outcome(printed: str) -> str | None:
    words = _folded(printed)
    if words.replace(" ", "_") in OUTCOMES:
        return words.replace(" ", "_")
    if _VACATED.search(words) and not re.search(r"\bdenied\b", words):
        return "vacated"
    violation = _VIOLATION.search(words)
    if violation:
        return "convicted" if _stated(words[: violation.start()]) == "convicted" else None
    return _stated(words)


def _stated(words: str) -> str | None:
    for aside in _ASIDE:
        words = aside.sub(" ", words)
    words = re.sub(rf"\bnot[ -]+(?:found |adjudged )?{_GUILTY}", "notguilty", words).strip(" -/:;,.")
    for name, pattern, unless in _RULES:
        found = pattern.search(words)
        if found and not (unless and unless.search(words)):
            # "Guilty on count 1, count 2 dismissed" says two things; "dismissed, pled guilty to another" says one.
            two_things = name in _ENDED and _GUILT.search(words, 0, len(words) if name == "acquitted" else found.start())
            return None if two_things else name
    return None


def later(printed: str) -> bool:
    """Whether the words tell only of what came after an outcome: a violated probation, a modified sentence, a parole.

    Such an entry is kept and shown (`record.Disposition.later`); it is never an outcome nor a second conviction.
    """
    if outcome(printed) is not None:
        return False
    words = _folded(printed)
    return bool(_VIOLATION.search(words) or _AFTERWARDS.search(words))


_PLEA: Final = re.compile(r"\b(?:plea|pled|plead(?:ed|s|ing)?|(?:stands?|stood) mute)\b")


def plea(printed: str) -> bool:
    """Whether the words of an entry without an outcome tell what was pleaded: that is kept, and decides nothing."""
    return len(printed) <= MAX_WORDS and bool(_PLEA.search(_folded(printed)))


_SENTENCE_KINDS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("suspended", r"\bsusp(?:ended)?\b|\bss\b|\bstayed\b"),
        ("restitution", r"\brest(?:n|itution|it)\b|\brstn\b"),
        ("fine", r"\bfine[ds]?\b|\bassessments?\b|\bcosts?\b|\bfees?\b"),
        ("service", r"\bcomm(?:unity)? serv(?:ice)?\b|\bservice hours\b|\bwork (?:crew|program|project)\b"),
        (
            "probation",
            r"\bprob(?:ation)?\b|\bpost[- ]?prison\b|\bcscd\b|\bsupervis\w+\b|\bcommunity (?:control|corrections)\b"
            r"|\bconditional discharge\b",
        ),
        ("jail", r"\bjail\b|\bjl\b|\bhouse of correction\b|\btime served\b"),
        (
            "prison",
            r"\bprison\b|\bpenitentiary\b|\bd\.?o\.?c\.?\b|\bdep(?:artmen)?t\.? of corrections\b|\bbop\b|\bimprison\w*"
            r"|\bincarcerat\w*|\bconfine\w*",
        ),
    )
)


def sentence_kind(printed: str) -> str | None:
    """The kind of one part of a sentence (`record.SentencePart.kind`), or `None` if the words name no sentence."""
    words = _folded(printed)
    return next((kind for kind, pattern in _SENTENCE_KINDS if pattern.search(words)), None)


#: The ordinal scale of levels. Letters and degrees share ranks (class A = first degree). Ranks have gaps on purpose.
LEVELS: Final[dict[str, int]] = {
    "infraction": 1,
    "violation": 2,
    "petty offense": 3,
    "misdemeanor unclassified": 10,
    "misdemeanor E": 11,
    "misdemeanor D": 12,
    "misdemeanor C": 13,
    "misdemeanor B": 14,
    "misdemeanor A": 15,
    "misdemeanor A1": 16,
    "felony unclassified": 20,
    "felony J": 21,
    "felony I": 22,
    "felony H": 23,
    "felony G": 24,
    "felony F": 25,
    "felony E": 26,
    "felony D": 27,
    "felony C": 28,
    "felony B": 29,
    "felony A": 30,
    "felony A-II": 31,
    "felony A-I": 32,
    "felony life": 33,
    "felony capital": 34,
}
RANKS: Final[dict[int, str]] = {rank: name for name, rank in LEVELS.items()}
LOWEST, HIGHEST = min(LEVELS.values()), max(LEVELS.values())

#: A kind without a class is every rank of that kind.
KINDS: Final[dict[str, tuple[int, int]]] = {
    "infraction": (1, 1),
    "violation": (2, 2),
    "petty offense": (3, 3),
    "misdemeanor": (10, 16),
    "felony": (20, 34),
}

_KIND_WORDS: Final = {
    "felony": ("felony", "fel", "felonies", "felonious"),
    "misdemeanor": ("misdemeanor", "misdemeanour", "misd", "mis", "misdem", "misdemeanors"),
    "petty offense": ("petty", "summary"),
    "violation": ("violation", "viol", "vl", "ordinance"),
    "infraction": ("infraction", "inf", "civil", "citation", "forfeiture", "forf", "noncriminal"),
}
_KIND_OF: Final = {word: kind for kind, words in _KIND_WORDS.items() for word in words}
_CLASS_WORDS: Final = ("class", "cl", "level", "degree", "deg")
_CLASSES: Final = {
    # A lone I is left out: it is a letter in Wisconsin and a numeral in Nebraska; a state's `[levels]` says which.
    **{letter: letter.upper() for letter in "abcdefghj"},
    **dict(zip((str(n) for n in range(1, 11)), "ABCDEFGHIJ", strict=True)),
    **dict(zip(("first", "second", "third", "fourth", "fifth", "sixth"), "ABCDEF", strict=True)),
    **dict(zip(("1st", "2nd", "3rd", "4th", "5th", "6th"), "ABCDEF", strict=True)),
    **{"a1": "A1", "a-i": "A-I", "a-ii": "A-II", "u": "unclassified", "unclassified": "unclassified", "capital": "capital", "life": "life"},
}
_TOKEN: Final = re.compile(r"[a-z0-9]+(?:-i{1,2}(?![a-z0-9]))?")
_SHORT: Final = re.compile(r"(?:(?P<kind>[fmiv])[ -]?(?P<label>[a-ju]|[0-9]|10)?|(?P<label2>[a-j]|[0-9]|10)[ -]?(?P<kind2>[fm]))\Z")
_LETTER: Final = {"f": "felony", "m": "misdemeanor", "i": "infraction", "v": "violation"}
#: Two letters that are no class: MD is any misdemeanor in the states that print it, PM a petty one, FS a state jail felony.
_ABBREVIATIONS: Final = {"md": (10, 16), "pm": (3, 16), "vl": (2, 2), "fs": (20, 34), "fx": (34, 34), "gm": (10, 16)}


def level(printed: str) -> tuple[int, int] | None:
    """Lowest and highest rank on `LEVELS` that a printed level can mean, or `None` if it means nothing known.

    ``Misdemeanor Class A`` is one rank; ``FELONY`` is every felony; ``F3`` and ``Felony Third Degree`` are felony C.
    """
    if len(printed) > 200:
        return None
    words = _folded(printed)
    if words in _ABBREVIATIONS:
        return _ABBREVIATIONS[words]
    short = _SHORT.match(words)
    if short:
        return _rank(_LETTER[short["kind"] or short["kind2"]], short["label"] or short["label2"])
    if words.startswith("wobbl") or words in ("f/m", "m/f"):
        return (KINDS["misdemeanor"][0], KINDS["felony"][1])
    tokens = _TOKEN.findall(re.split(r"\b(?:treated as|reduced to|amended to)\b", words)[-1])
    kinds = [_KIND_OF[token] for token in tokens if token in _KIND_OF]
    if "felony" in kinds and "misdemeanor" in kinds:
        return (KINDS["misdemeanor"][0], KINDS["felony"][1])
    if "misdemeanor" in kinds and "petty offense" in kinds:
        return (KINDS["petty offense"][0], KINDS["misdemeanor"][1])
    for kind in _KIND_WORDS:
        if kind in kinds:
            return _rank(kind, _label(tokens, kind))
    return None


def _label(tokens: list[str], kind: str) -> str | None:
    """The class among a level's words: beside "class" or "degree", else beside the kind, as in ``C FELONY``."""
    for word in _CLASS_WORDS:
        if word in tokens:
            at = tokens.index(word)
            beside = [tokens[i] for i in (at + 1, at - 1) if 0 <= i < len(tokens)]
            return next((token for token in beside if token in _CLASSES), None)
    named = [token for token in tokens if token in ("unclassified", "life", "capital")]
    if named:
        return named[0]
    at = next(i for i, token in enumerate(tokens) if _KIND_OF.get(token) == kind)
    beside = [tokens[i] for i in (at + 1, at - 1) if 0 <= i < len(tokens)]
    return next((token for token in beside if token in _CLASSES), None)


def _rank(kind: str, label: str | None) -> tuple[int, int]:
    rank = LEVELS.get(f"{kind} {_CLASSES.get(label, '')}") if label else None
    return (rank, rank) if rank else KINDS[kind]


def level_name(bounds: tuple[int, int]) -> str:
    """The name of a rank, or of the kind that the bounds span; ``misdemeanor to felony`` style where they span more."""
    if bounds[0] == bounds[1]:
        return RANKS[bounds[0]]
    for kind, span in KINDS.items():
        if span == bounds:
            return kind
    return f"{RANKS.get(bounds[0], 'any')} to {RANKS.get(bounds[1], 'any')}"
