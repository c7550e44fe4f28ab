#!/usr/bin/env python3
"""Checks the bundles beside this file: every quote is found, once, in its page; chains start at the page's outlet;
`support`, `witnesses`, `rests_on` and `circular` are what the chains give. Python 3.11, standard library only."""
import html
import json
import re
import sys
from collections import defaultdict, deque
from pathlib import Path

UNLIMITED = 10**6
VOUCHES = {"person", "institution", "document"}


def max_flow(nodes, edges, capacity):
    """The flow from SOURCE to READER where each node has a capacity (1 if none is given), and the cut nearest SOURCE."""
    left = defaultdict(lambda: defaultdict(int))
    for v in nodes:
        left[v, "in"][v, "out"] = capacity.get(v, 1)
    for a, b in edges:
        left[(a, "out") if a else "SOURCE"][(b, "in") if b else "READER"] = UNLIMITED
    flow = 0
    while True:
        came, queue = {"SOURCE": None}, deque(["SOURCE"])
        while queue and "READER" not in came:
            u = queue.popleft()
            for w, room in list(left[u].items()):
                if room > 0 and w not in came:
                    came[w] = u
                    queue.append(w)
        if "READER" not in came:
            return flow, [v for v in nodes if (v, "in") in came and (v, "out") not in came]
        path, w = [], "READER"
        while came[w] is not None:
            path.append((came[w], w))
            w = came[w]
        more = min(left[a][b] for a, b in path)
        for a, b in path:
            left[a][b] -= more
            left[b][a] += more
        flow += more


def graph(chains, name=lambda v: v):
    """Nodes, edges (None for SOURCE on the left, for READER on the right) and origins of the chains of one claim."""
    edges, alone, last, fed = set(), set(), set(), set()
    for chain in chains:
        chain = [name(v) for v in chain]
        edges.add((chain[0], None))
        for relay, origin in zip(chain, chain[1:]):
            if relay != origin:
                edges.add((origin, relay))
                fed.add(relay)
        last.add(chain[-1])
        if len(chain) == 1:
            alone.add(chain[0])
    origins = {v for v in last if v not in fed or v in alone}
    nodes = sorted({v for e in edges for v in e if v})
    return nodes, edges | {(None, v) for v in origins}, origins


def merged(nodes, voices):
    """Each node -> the one that stands for all unnamed sources that may be the same."""
    head = {v: v for v in nodes}

    def find(v):
        while head[v] != v:
            v = head[v]
        return v

    for v in nodes:
        for other in voices[v].get("may_be") or ():
            if other in head and find(other) != find(v):
                a, b = sorted((find(v), find(other)))
                head[b] = a
    return find


def reached(start, edges):
    seen, todo = set(), list(start)
    while todo:
        v = todo.pop()
        if v not in seen:
            seen.add(v)
            todo += [b for a, b in edges if a == v and b]
    return seen


def measure(chains, voices):
    """What the chains of a claim say of its support."""
    nodes, edges, origins = graph(chains)
    high, cut = max_flow(nodes, edges, {})
    vouching = {v: UNLIMITED for v in origins if voices[v]["kind"] in VOUCHES}
    nodes_low, edges_low, _ = graph(chains, merged(nodes, voices))
    fed = reached(origins, edges)
    ring = any(v not in fed and v in reached([b for a, b in edges if a == v and b], edges) for v in nodes)
    return {
        "support": {"low": max_flow(nodes_low, edges_low, {})[0], "high": high},
        "witnesses": max_flow(nodes, edges, vouching)[0],
        "rests_on": sorted(cut),
        "circular": ring,
    }


def words(path):
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if path.suffix != ".txt":
        text = re.sub(r"(?s)<(head|script|style)\b.*?</\1>|<!--.*?-->", " ", text)
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return " ".join(text.split())


def faults(bundle):
    gold = json.loads((bundle / "gold.json").read_text(encoding="utf-8"))
    voices = {v["id"]: v for v in gold["voices"]}
    outlet = {d["page"]: d["outlet"] for d in gold["dispatches"]}
    text = {page: words(bundle / "pages" / page) for page in outlet}
    for page in (bundle / "pages").iterdir():
        if page.name not in outlet:
            yield f"{page.name} is no dispatch of the gold"
    for v in gold["voices"]:
        if v["kind"] == "unnamed" and (v["of"] not in voices or any(v["id"] not in voices[m]["may_be"] for m in v["may_be"])):
            yield f"{v['id']}: whose source it is, or what it may be, is not right"
    for c in gold["claims"]:
        for s in c["statements"]:
            times = text[s["page"]].count(" ".join(s["quote"].split()))
            if times != 1:
                yield f"{c['id']}: {times} times in {s['page']}: {s['quote']}"
            if s["chain"][0] != outlet[s["page"]] or any(v not in voices for v in s["chain"]):
                yield f"{c['id']}: chain {s['chain']} in {s['page']}"
        for key, value in measure([s["chain"] for s in c["statements"]], voices).items():
            if c[key] != value:
                yield f"{c['id']}: {key} is {c[key]}, the chains give {value}"
        by_id = {k["id"]: k for k in gold["claims"]}
        for k in c["contradicts"]:
            if c["id"] not in by_id[k]["contradicts"]:
                yield f"{c['id']} contradicts {k}, but not the other way round"


def main():
    bad = 0
    bundles = sorted(p.parent for p in Path(__file__).parent.glob("*/gold.json"))
    for bundle in bundles:
        for fault in faults(bundle):
            bad += 1
            print(f"{bundle.name}: {fault}")
    print(f"{len(bundles)} bundles, {bad} faults")
    return bad > 0 or not bundles


if __name__ == "__main__":
    sys.exit(main())
