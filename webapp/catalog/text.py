"""What a shopper means by "navy casual shirt men".

Words that name a value of a facet become that value; the others must begin a word of the
product's name, brand, category or number. Longest phrases win, so that "casual shoes" is a
category and not a style, and "Red Tape" a brand and not a colour.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.catalog.synonyms import CATEGORIES, IGNORED, OTHERS

LONGEST_PHRASE = 4
MAX_WORDS = 12
MAX_LENGTH = 200
_NOT_WORD = re.compile(r"[^\w\n]+|_+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_POSSESSIVE = re.compile(r"['’`]s\b")


def plain(text: str) -> str:
    """Lower case, without accents, words separated by single spaces."""
    return _folded(text.replace("\n", " ")).strip()


def searchable(texts: Iterable[str]) -> list[str]:
    """Each text as ``plain`` would give it, with a space before it: " navy shirt acme"."""
    lines = [text.replace("\n", " ") for text in texts]
    if not lines:
        return []
    # One long text: a hundred times fewer calls for a large shop.
    return [f" {line.strip()}" for line in _folded("\n".join(lines)).split("\n")]


def _folded(text: str) -> str:
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return _NOT_WORD.sub(" ", _POSSESSIVE.sub("s", text.lower()))


def singular(word: str) -> str:
    """A crude stem, the same for both numbers: dresses → dress, scarves → scarf, ties → tie."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("rves"):
        return word[:-3] + "f"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


@dataclass(frozen=True)
class Meaning:
    """A run of the query's words and what it stands for."""

    text: str
    facet: str
    """Empty for plain words."""
    slugs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    """For a plain word: the beginnings to look for."""


@dataclass(frozen=True)
class Vocabulary:
    """Stemmed phrase → (facet, slugs); built from the values that the shop really has."""

    phrases: Mapping[tuple[str, ...], tuple[str, tuple[str, ...]]]
    brands: frozenset[tuple[str, ...]]

    @classmethod
    def of(
        cls,
        values: Mapping[str, Sequence[tuple[str, str, str]]],
        brands: Iterable[str] = (),
    ) -> "Vocabulary":
        """``values``: facet → (slug, name, group) of each value."""
        known = {facet: {slug for slug, _, _ in entries} for facet, entries in values.items()}
        found: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}

        def put(phrase: str, facet: str, slugs: Iterable[str]) -> None:
            kept = tuple(slug for slug in slugs if slug in known[facet])
            key = stems(phrase)
            if kept and key:
                found.setdefault(key, (facet, kept))

        categories = values.get("category", ())
        for facet, entries in values.items():
            for slug, name, _ in entries:
                if name != "NA":
                    put(name, facet, [slug])
        for facet, table in OTHERS.items():
            for phrase, slugs in table.items():
                put(phrase, facet, slugs)
        for phrase, slugs in CATEGORIES.items():
            put(phrase, "category", [*slugs, *_ending_in(phrase, categories)])
        for slug, name, _ in categories:
            for part in name.split(" and ") if " and " in name else ():
                put(part, "category", [slug])
        for group in {group for _, _, group in categories}:
            members = [slug for slug, _, of in categories if of == group]
            for part in re.split(r" & | and ", group):
                put(part, "category", members)
        for _, name, _ in categories:
            head = name.split()[-1]
            put(head, "category", _ending_in(head, categories))
        several = {stems(brand) for brand in brands}
        return cls(found, frozenset(brand for brand in several if len(brand) > 1))

    def read(self, query: str) -> list[Meaning]:
        """The query's meanings in order; filler words ("for", "with") are left out."""
        words = plain(query[:MAX_LENGTH]).split()[:MAX_WORDS]
        stemmed = [singular(word) for word in words]
        meanings: list[Meaning] = []
        at = 0
        while at < len(words):
            for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
                key = tuple(stemmed[at : at + length])
                text = " ".join(words[at : at + length])
                if key in self.brands:
                    meanings += [_word(word) for word in words[at : at + length]]
                elif key in self.phrases:
                    facet, slugs = self.phrases[key]
                    meanings.append(Meaning(text, facet, slugs))
                else:
                    continue
                at += length
                break
            else:
                if words[at] not in IGNORED:
                    meanings.append(_word(words[at]))
                at += 1
        return meanings


def stems(phrase: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in plain(phrase).split())


def _word(word: str) -> Meaning:
    return Meaning(word, "", forms=tuple(dict.fromkeys((singular(word), word))))


def _ending_in(phrase: str, categories: Sequence[tuple[str, str, str]]) -> list[str]:
    wanted = stems(phrase)
    return [slug for slug, name, _ in categories if stems(name)[-len(wanted) :] == wanted]
