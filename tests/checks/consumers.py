#!/usr/bin/env python3
"""Exports opened by the programs that people open them with: LibreOffice for XLSX and CSV, bibutils for RIS and BibTeX.

    tests/checks/consumers.py FOLDER_OF_PROGRAMS

Exports the sample papers and a few with hostile titles, lets the programs read them, and compares what they read with the
JSON Lines export: as many papers, the same titles, no formula, no link. Prints SKIPPED where a program is missing.
"""
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

HOSTILE = [
    '=HYPERLINK("http://127.0.0.1/","open")',
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "two\nlines and a\ttab",
    '<script>alert(1)</script> & "quotes", commas',
    "bidi \u202etxet\u202c end",
    "{braces} and \\commands $x$ 100% #1 a_b ~c ^d",
    "之江实验室的研究",
]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MODS = "{http://www.loc.gov/mods/v3}"

faults = []


def check(right, what):
    if not right:
        faults.append(what)


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, **options).stdout


def cell_text(cell):
    """The text of a spreadsheet cell: paragraphs are lines."""
    lines = []
    for paragraph in cell.findall(TEXT + "p"):
        line = paragraph.text or ""
        for child in paragraph:
            if child.tag == TEXT + "s":
                line += " " * int(child.get(TEXT + "c", "1"))
            elif child.tag == TEXT + "tab":
                line += "\t"
            else:
                line += "".join(child.itertext())
            line += child.tail or ""
        lines.append(line)
    return "\n".join(lines)


def sheets(path):
    """What LibreOffice reads: {sheet: rows of texts}."""
    root = xml.parse(path).getroot()
    check(not [cell for cell in root.iter(TABLE + "table-cell") if cell.get(TABLE + "formula")], f"{path.name}: a cell holds a formula")
    check(not list(root.iter(TEXT + "a")), f"{path.name}: a cell holds a link")
    found = {}
    for table in root.iter(TABLE + "table"):
        rows = []
        for row in table.iter(TABLE + "table-row"):
            cells = []
            for cell in row.findall(TABLE + "table-cell"):
                cells += [cell_text(cell)] * min(int(cell.get(TABLE + "number-columns-repeated", "1")), 64)
            if any(cells):
                rows.append(cells)
        found[table.get(TABLE + "name")] = rows
    return found


def letters(text):
    """What a title keeps through every reader: its letters and digits (white space, case and marks of a format may change)."""
    return "".join(c for c in text.lower() if c.isalnum())


def titles_of_mods(text):
    out = []
    for record in xml.fromstring(text).iter(MODS + "mods"):
        info = record.find(MODS + "titleInfo")
        parts = [] if info is None else [part.text or "" for part in info]
        # bib2xml leaves this one command of LaTeX as it is.
        out.append(letters("".join(parts).replace("\\textbackslash", "")))
    return out


def main(programs, folder):
    index, search = programs / "labtrail-index", programs / "labtrail-search"
    records = [
        {"id": f"hostile:{i}", "title": title, "year": 2024, "venue": title, "authors": [{"name": "Ada Moor", "affiliations": [{"raw": title}]}]}
        for i, title in enumerate(HOSTILE)
    ]
    source = folder / "hostile.jsonl"
    source.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    samples = pathlib.Path(__file__).resolve().parents[2] / "corpus" / "samples"
    run(index, "ingest", "--index", folder / "index", source, *sorted(samples.glob("*.jsonl")))
    exported = {}
    for form in ("jsonl", "csv", "xlsx", "ris", "bibtex"):
        exported[form] = folder / f"papers.{form}"
        exported[form].write_bytes(run(search, "export", "--index", folder / "index", "--format", form))
    papers = [json.loads(line) for line in exported["jsonl"].read_text(encoding="utf-8").splitlines()]
    titles = {paper["id"]: paper["title"] for paper in papers}

    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for form, options in (("xlsx", []), ("csv", ["--infilter=CSV:44,34,76,1,,0,true"])):
        run("soffice", profile, "--headless", *options, "--convert-to", "fods", "--outdir", folder / form, exported[form], timeout=300)
        tables = sheets(folder / form / "papers.fods")
        rows = next(rows for rows in tables.values() if rows and rows[0][0] == "id")
        column = rows[0].index("title")
        read = {row[0]: row[column] for row in rows[1:]}
        check(len(rows) - 1 == len(papers), f"{form}: LibreOffice reads {len(rows) - 1} rows of {len(papers)} papers")
        for paper, title in titles.items():
            # A spreadsheet would take these for formulas: the CSV export puts an apostrophe before them.
            expected = "'" + title if form == "csv" and title[0] in "=+-@" else title
            check(" ".join(read.get(paper, "").split()) == " ".join(expected.split()), f"{form}: {paper}: {read.get(paper)!r}")
        print(f"{form}: LibreOffice reads {len(read)} papers")
    with open(exported["csv"], encoding="utf-8", newline="") as file:
        check(len(list(csv.reader(file))) == len(papers) + 1, "csv: another number of rows")

    for form, reader in (("ris", "ris2xml"), ("bibtex", "bib2xml")):
        read = titles_of_mods(run(reader, "-i", "utf8", "-o", "utf8", exported[form]))
        check(len(read) == len(papers), f"{form}: {reader} reads {len(read)} records of {len(papers)} papers")
        for paper, title in titles.items():
            check(letters(title) in read, f"{form}: {reader} lacks the title of {paper}: {title!r}")
        print(f"{form}: {reader} reads {len(read)} records")


missing = [program for program in ("soffice", "ris2xml", "bib2xml") if not shutil.which(program)]
if missing:
    print(f"SKIPPED: readers of exports: {', '.join(missing)} missing (libreoffice-calc-nogui, bibutils)")
    sys.exit(0)
with tempfile.TemporaryDirectory() as scratch:
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(scratch))
for fault in faults:
    print(f"FAULT {fault}")
sys.exit(1 if faults else 0)
