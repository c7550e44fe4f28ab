#!/usr/bin/env python3
"""Scores the chains of voices that selon reads in the French gold. Python 3.11, standard library only.

    score.py GOLD.jsonl ANSWER.jsonl [--json] [--wrong]

ANSWER is what `selon annotate` prints of the texts. What counts is said in README.md under "How chains are scored".
"""
import argparse
import json
import re
import unicodedata

WORD = re.compile(r"\w+")
# Articles, and the prepositions that join the words of a name.
LITTLE = set("le la les l un une des du de d au aux a en et son sa ses leur leurs ce cet cette".split())


def words(name):
    """The words of a name that tell it from others: without case, accents, the s of plurals, articles and prepositions."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("œ", "oe"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    found = [w.rstrip("sx") if len(w) > 3 else w for w in WORD.findall(plain) if w not in LITTLE] or WORD.findall(plain)
    return frozenset(found)


def like(a, b):
    """How many words two names share, where one holds all the words of the other; else 0."""
    return len(a & b) if a <= b or b <= a else 0


def voice(name, known):
    """The gold voice of the document that a name stands for: the one it shares most words with, of equals the shortest."""
    mine = words(name)
    best = max(known, key=lambda k: (like(mine, words(k)), -len(words(k))), default=None)
    return best if best is not None and like(mine, words(best)) else None


def tokens(text, spans):
    return {m.start() for s, e in spans for m in WORD.finditer(text, s, e)}


def chains_of(gold):
    return gold.get("chains") or [gold["chain"]]


def document(gold, found):
    """For each attribution of the gold: it, the answer's that it is laid beside, and whether the chain is exact."""
    known = sorted({name for a in gold["attributions"] for chain in chains_of(a) for name in chain})
    text = gold["text"]
    places = [(a, tokens(text, a["content"]), tokens(text, a["cue"])) for a in found]
    for a in gold["attributions"]:
        content, cue = tokens(text, a["content"]), tokens(text, a["cue"])

        def fit(place):
            return (bool(cue & place[2]), len(content & place[1]) / max(1, len(content | place[1])))

        near = max((p for p in places if content & p[1]), key=fit, default=None)
        told = [voice(name, known) for name in near[0]["chain"]] if near else None
        yield a, near and near[0], told in chains_of(a)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gold")
    parser.add_argument("answer")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="prints what is wrong")
    options = parser.parse_args()
    with open(options.answer, encoding="utf-8") as lines:
        answers = {d["id"]: d["attributions"] for d in map(json.loads, lines)}
    right = count = 0
    with open(options.gold, encoding="utf-8") as lines:
        for gold in map(json.loads, lines):
            for a, near, exact in document(gold, answers.get(gold["id"], [])):
                count += 1
                right += exact
                if options.wrong and not exact:
                    def read(spans):
                        return " … ".join(gold["text"][s:e] for s, e in spans)

                    print(f"{gold['id']} {a['id']} [{read(a['source'])}] ({read(a['cue'])}) {{{read(a['content'])}}}")
                    print(f"    gold {' | '.join(' > '.join(c) for c in chains_of(a)) or '-'}")
                    print(f"    read {' > '.join(near['chain']) or '-' if near else 'nothing'}")
    exact = 100 * right / max(1, count)
    print(json.dumps({"chain exact": exact}) if options.json else f"chain exact {exact:.1f} ({right} of {count})")


if __name__ == "__main__":
    main()
