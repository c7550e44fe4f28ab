#!/usr/bin/env python3
"""Builds train.jsonl and test.jsonl from the marked texts in texts/. Python 3.11, standard library only.

    build.py            writes both files
    build.py --check    compares them with what the texts give, and writes nothing

A document in texts/*.txt:

    # 001-sete-port +typo
    {1s Le préfet de l'Hérault} {1c a annoncé} {1t que le port restait fermé}.

    @1 préfet de l'Hérault

`{1s …}`, `{1c …}`, `{1t …}` are the source, the cue and the content of attribution 1; marks nest, one mark may serve
several attributions (`{1s2s …}`), and a label used twice is one span set in pieces. A line `@1 …` gives the chain, voices parted
by ` > `, the last one with `?` before it where it is unnamed; ` & ` parts the chains of two voices side by side; `-` is the empty chain.
After ` | ` may stand frame=, act=, mode=, via= where they differ from verb, say, what the quotation marks show, and none.
Every third document, by its number, goes to test.jsonl. `nobody` says that some attribution has no
source in the text; `+typo` gives a document curly apostrophes and no-break spaces.
"""
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROLE = {"s": "source", "c": "cue", "t": "content"}
FRAMES = {"verb", "prep", "noun", "relay", "label", "mood"}
ACTS = {"say", "deny", "withhold", "ask", "urge", "promise"}
MODES = {"direct", "indirect", "mixed"}
OPENING = {"«": "»", "“": "”"}


def read_marks(marked):
    """The text without its marks, and for each attribution number the spans of its three roles, in order."""
    text, open_marks, spans = [], [], {}
    length = 0
    for piece in re.split(r"(\{(?:\d+[sct])+ |\})", marked):
        if re.fullmatch(r"\{(?:\d+[sct])+ ", piece):
            open_marks.append((re.findall(r"(\d+)([sct])", piece), length))
        elif piece == "}":
            labels, start = open_marks.pop()
            for number, role in labels:
                spans.setdefault(int(number), {r: [] for r in ROLE.values()})[ROLE[role]].append([start, length])
        else:
            text.append(piece)
            length += len(piece)
    if open_marks:
        raise ValueError(f"a mark is not closed: {open_marks}")
    for roles in spans.values():
        for found in roles.values():
            found.sort()
    return "".join(text), spans


def typographic(text):
    """Curly apostrophes, and no-break spaces inside guillemets and before high punctuation: no offset moves."""
    text = text.replace("'", "’")
    text = re.sub(r"(?<=«) | (?=»)", "\u00a0", text)
    return re.sub(r" (?=[:;?!%])", "\u202f", text)


def depths(text):
    """For each character how many pairs of quotation marks it stands in."""
    out, waiting = [], []
    for c in text:
        if waiting and c == waiting[-1]:
            out.append(len(waiting))
            waiting.pop()
            continue
        if c in OPENING:
            waiting.append(OPENING[c])
        out.append(len(waiting))
    return out


def mode_of(att, children, parent, text):
    """From the quotation marks: those of a child do not count, nor those that stand around the whole of it in its parent."""
    depth = depths(text)
    whole = [i for start, end in att["content"] for i in range(start, end)]
    inner = {i for child in children for start, end in child["content"] for i in range(start, end)}
    own = [i for i in whole if i not in inner] or whole
    around = min((depth[start - 1] for start, _ in att["content"] if start), default=0) if parent else 0
    words = [depth[i] > around for i in own if text[i].isalnum()]
    return "direct" if all(words) else "mixed" if any(words) else "indirect"


def within(att, other):
    """Whether the content of `other` holds `att` whole."""
    mine = [span for role in ROLE.values() for span in att[role]]
    return att is not other and all(any(a <= s and e <= b for a, b in other["content"]) for s, e in mine)


def size(att):
    return sum(end - start for start, end in att["content"])


def voices(chain):
    """`A > ?une b` -> (["A", "b"], unnamed): no article, save one that belongs to a name"""
    if chain == "-":
        return [], False
    names = [v.strip() for v in chain.split(" > ")]
    return [re.sub(r"^\??(?:(?:le|la|les|un|une|des) |l['’])?", "", v) for v in names], names[-1].startswith("?")


def build_document(block):
    head, *lines = block.strip().split("\n")
    name, *flags = head.split()
    notes = {}
    for line in lines:
        if m := re.match(r"@(\d+) (.*)$", line):
            notes[int(m[1])] = m[2]
    marked = "\n".join(line for line in lines if not line.startswith("@")).strip()
    text, spans = read_marks(marked)
    if "+typo" in flags:
        text = typographic(text)
        notes = {number: note.replace("'", "’") for number, note in notes.items()}
    if spans.keys() != notes.keys():
        raise ValueError(f"{name}: marks {sorted(spans)} but notes {sorted(notes)}")
    atts = []
    for number in sorted(spans):
        chain, *fields = [x.strip() for x in notes[number].split(" | ")]
        field = dict(f.split("=", 1) for x in fields for f in x.split())
        chains = [voices(c.strip()) for c in chain.split(" & ")]
        att = {"id": f"a{number}", **spans[number]}
        att["parent"] = None
        att["chain"] = chains[0][0]
        if len(chains) > 1:
            att["chains"] = [c for c, _ in chains]
        att["unnamed"] = any(u for _, u in chains)
        att["mode"] = field.pop("mode", None)
        att["frame"] = field.pop("frame", "verb")
        att["act"] = field.pop("act", "say")
        if "via" in field:
            att["via"] = "a" + field.pop("via")
        if field or att["frame"] not in FRAMES or att["act"] not in ACTS:
            raise ValueError(f"{name}: @{number}: {notes[number]}")
        if not att["source"] and "nobody" not in flags and att["frame"] != "mood":
            raise ValueError(f"{name}: @{number} has no source; if so it is, say `nobody` in the first line")
        if not att["content"] or not att["cue"]:
            raise ValueError(f"{name}: @{number} lacks a cue or a content")
        for role in ROLE.values():
            for start, end in att[role]:
                if text[start:end] != text[start:end].strip():
                    raise ValueError(f"{name}: @{number}: blanks at the edge of {text[start:end]!r}")
                if start and text[start - 1].isalnum() and text[start].isalnum():
                    raise ValueError(f"{name}: @{number} begins inside a word: {text[start:end]!r}")
                if end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
                    raise ValueError(f"{name}: @{number} ends inside a word: {text[start:end]!r}")
        atts.append(att)
    for att in atts:
        holders = [o for o in atts if within(att, o)]
        if holders:
            att["parent"] = min(holders, key=size)["id"]
    for att in atts:
        children = [o for o in atts if o["parent"] == att["id"]]
        att["mode"] = att["mode"] or mode_of(att, children, att["parent"], text)
        att["quote"] = att["mode"]
        if att["mode"] not in MODES:
            raise ValueError(f"{name}: {att['id']}: mode {att['mode']}")
    return int(name.split("-")[0]) % 3 == 0, {"id": name, "lang": "fr", "text": text, "attributions": atts}


def build():
    parts, seen = {"train": [], "test": []}, set()
    for path in sorted((HERE / "texts").glob("*.txt")):
        for block in re.split(r"(?m)^# ", path.read_text(encoding="utf-8"))[1:]:
            test, doc = build_document(block)
            if doc["id"] in seen:
                raise ValueError(f"{doc['id']}: twice")
            seen.add(doc["id"])
            parts["test" if test else "train"].append(doc)
    return {name: "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in docs) for name, docs in parts.items()}, parts


def main():
    files, parts = build()
    stale = 0
    for name, lines in files.items():
        path = HERE / f"{name}.jsonl"
        if "--check" in sys.argv:
            same = path.exists() and path.read_text(encoding="utf-8") == lines
            stale += not same
        else:
            path.write_text(lines, encoding="utf-8")
        print(f"{name}: {len(parts[name])} documents, {sum(len(d['attributions']) for d in parts[name])} attributions")
    return stale > 0


if __name__ == "__main__":
    sys.exit(main())
