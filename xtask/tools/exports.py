"""Opens each export of selon with the tool it is for, and gives selon the archives that other tools write.

Run by `cargo xtask test`: exports.py SELON EXAMPLES
"""

import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

selon, examples = (str(Path(argument).resolve()) for argument in sys.argv[1:3])
bin_folder = Path(sys.executable).parent


def run(*args, code=0, **more):
    done = subprocess.run([selon, *args], capture_output=True, **more)
    assert done.returncode == code, (args, done.returncode, done.stderr.decode())
    return done.stdout


def tool(*args):
    done = subprocess.run([bin_folder / args[0], *args[1:]], capture_output=True, text=True)
    assert done.returncode == 0, (args, done.stdout, done.stderr)
    return done.stdout + done.stderr


def tables():
    import duckdb

    Path("a.parquet").write_bytes(run("export", "--parquet"))
    Path("a.csv").write_bytes(run("export", "--csv"))
    Path("ucdp.csv").write_bytes(run("export", "--ucdp"))
    rows = "select count(*), count(distinct claim), sum(low) from "
    whole = duckdb.sql(rows + "'a.parquet'").fetchall()[0]
    assert whole == duckdb.sql(rows + "read_csv('a.csv')").fetchall()[0] and whole[0] > 50, whole
    lists = duckdb.sql("select count(*) from 'a.parquet' where chain[1] is null or len(chain) = 0").fetchall()[0]
    assert lists == (0,), lists
    relayed = duckdb.sql("select count(*) from 'a.parquet' where len(chain) > 2").fetchall()[0]
    assert relayed[0] > 0, relayed
    best = duckdb.sql("select count(*), count(best), min(date_prec) from read_csv('ucdp.csv')").fetchall()[0]
    assert best[0] > 0 and best[1] == 0, best


def linked_data():
    from rdflib import Graph, Namespace
    from rdflib.namespace import PROV, RDF

    oa = Namespace("http://www.w3.org/ns/oa#")
    graph = Graph().parse(data=run("export", "--json-ld"), format="json-ld")
    annotations = list(graph.subjects(RDF.type, oa.Annotation))
    assert len(annotations) > 50, len(annotations)
    exact = list(graph.objects(None, oa.exact))
    assert all(str(words).strip() for words in exact) and len(exact) > 50
    assert list(graph.subjects(RDF.type, PROV.Organization))
    for annotation in annotations:
        assert graph.value(annotation, oa.hasBody) is not None
        assert graph.value(graph.value(annotation, oa.hasTarget), oa.hasSource) is not None


def maps():
    from geojson_pydantic import FeatureCollection

    features = FeatureCollection.model_validate_json(run("export", "--geojson")).features
    assert any(feature.geometry is not None for feature in features)


def citations():
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = json.loads(run("export", "--csl"))
    # What the schema of CSL-JSON asks of these variables: it knows no others.
    words = {"id", "type", "title", "container-title", "URL", "language", "source", "archive", "archive_location"}
    for item in items:
        assert set(item) <= words | {"author", "issued", "accessed"} and {"id", "type"} <= set(item), item
        assert all(isinstance(item[name], str) for name in words & set(item)), item
        assert all(set(author) == {"literal"} for author in item.get("author", [])), item
        for date in (item[name] for name in ("issued", "accessed") if name in item):
            (parts,) = date["date-parts"]
            assert set(date) == {"date-parts"} and 1 <= len(parts) <= 3 and all(isinstance(n, int) for n in parts), item
    source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    printed = [str(entry) for entry in bibliography.bibliography()]
    assert len(printed) == len(items) and any(items[0]["title"] in entry for entry in printed), printed[:2]
    wikitext = run("export", "--wikipedia", "en").decode().splitlines()
    assert len(wikitext) == len(items) and all(line.startswith("{{cite news |") for line in wikitext)


def to_read():
    import html5lib

    for language in ("en", "fr"):
        # A strict reader: whatever is no HTML stops it.
        page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(run("export", "--page", language, "s1"))
        assert page.get("lang") == language
        assert page.find(".//blockquote") is not None
        names = {element.tag for element in page.iter() if isinstance(element.tag, str)}
        assert not names & {"script", "img", "link", "iframe", "object", "form"}, names
    pages = {row["address"] for row in json.loads(run("show", "s1", "--json"))["dispatches"]}
    lines = run("export", "--plain", "s1").decode().splitlines()
    assert len(lines) == len(pages), (len(lines), len(pages))
    for line in lines:
        assert re.search(r"\[\d{4}-\d\d-\d\d, sha256:[0-9a-f]{64}\]$", line), line
    for line in run("export", "--plain", "c1").decode().splitlines():
        assert line in lines, line


def evidence():
    from warcio.archiveiterator import ArchiveIterator
    import zipfile

    run("export", "--wacz", "s1", "--out", "s1.wacz")
    assert "Validation succeeded" in tool("wacz", "validate", "-f", "s1.wacz")
    with zipfile.ZipFile("s1.wacz") as bundle:
        bundle.extract("archive/data.warc.gz")
    tool("warcio", "check", "archive/data.warc.gz")
    with open("archive/data.warc.gz", "rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds[0] == "warcinfo" and len(kinds) > 1, kinds
    run("verify", "s1.wacz")


def archives():
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    pages = sorted(path for path in Path(examples).rglob("*.html"))
    for name in ["plain.warc", "packed.warc.gz"]:
        with open(name, "wb") as out:
            writer = WARCWriter(out, gzip=name.endswith("gz"))
            out_info = writer.create_warcinfo_record(name, {"software": "warcio"})
            writer.write_record(out_info)
            for number, path in enumerate(pages):
                head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
                body = io.BytesIO(path.read_bytes())
                url = f"https://example.org/{number}"
                writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=head))
        db = name + ".db"
        run("import", name, "--db", db)
        health = json.loads(run("doctor", "--json", "--db", db))
        assert health["ok"] and health["captures"] == len({path.read_bytes() for path in pages}), health
    tool("wacz", "create", "-f", "packed.warc.gz", "-o", "made.wacz", "--detect-pages")
    run("import", "made.wacz", "--db", "made.db")
    made = json.loads(run("doctor", "--json", "--db", "made.db"))
    assert made["captures"] == health["captures"], made
    run("verify", "made.wacz")


with tempfile.TemporaryDirectory() as folder:
    import os

    os.chdir(folder)
    run(*sorted(str(path) for path in Path(examples).iterdir() if path.is_dir()))
    for check in [tables, linked_data, maps, citations, to_read, evidence, archives]:
        check()
        print(f"exports: {check.__name__}: ok")
