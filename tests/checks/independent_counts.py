#!/usr/bin/env python3
"""Counts papers of labs and universities straight from the source files, and compares with what labtrail-search says.

usage: independent_counts.py DATA INDEX LABTRAIL_SEARCH

Shares no code and no names with Labtrail: every body is a few regular expressions written for this script, over the printed
affiliations and over what the source ties to a paper. Prints the matrix, the labs by year and the partners of one lab,
each number twice where they differ; exit status 1 if any does.
"""
import collections
import gzip
import json
import pathlib
import re
import subprocess
import sys

# What a careful reader would count: not the town of Oxford or Princeton, not Oxford Brookes, not MIT in Manipal, not Amazon's
# laboratory in Shanghai, not a bare "OpenDriveLab" (it has moved), not a bare "UCL" (there are two), not "Zhejiang Lab for ..." (another laboratory).
BODIES = {
    "mit": [r"\bMIT\b(?! World Peace)(?!, India)", r"Massachusetts? Institute? of Tech", r"M\.I\.T\.", r"ror:042nb2s44", r"\bCSAIL\b",
            r"Lincoln Lab"],
    "stanford": [r"Stanford(?!, California)(?! GSB)", r"ror:00f54p054"],
    "harvard": [r"Harvard", r"\bHMS, Boston", r"ror:03vek6s52"],
    "princeton": [r"Princeton Univ", r"University of Princeton", r"Princeton Neuroscience", r"Princeton Plasma", r"Google Brain and Princeton", r"ror:00hx57361"],
    "oxford": [r"University of Oxford", r"Oxford University", r"Oxford Robotics Institute", r"ror:052gg0110"],
    "ucl": [r"University College,?( of)? London", r"\bUCL /", r"\bUCL\b(?=[^;]*(London|UK|Institute|Centre|Computer))", r"ror:02jx3x895"],
    "zhejiang-lab": [r"Zhe ?jiang Lab(?!oratory (of|for))(?! for)", r"Zhijiang Lab", r"之江实验室", r"ror:02m2h7991", r"\bZJ[- ]?Lab\b"],
    "sairi": [r"Shanghai (AI|Artificial Intelligence) Research Institute", r"\bSAIRI\b", r"上海人工智能研究院"],
    "nudt": [r"National University of Defen[sc]e Tech", r"\bNUDT\b", r"国防科技大学", r"ror:05d2yfz11"],
    "shanghai-ai-lab": [r"(?<!Amazon )Shanghai (AI|A\.I\.|Arti(fi|ﬁ|tifi)cial Intelligence|Aritificial Intelligence) [Ll]ab",
                        r"上海人工智能实验室", r"ror:03wkvpx79"],
    "peng-cheng-lab": [r"Peng ?-?[Cc]heng (National )?[Ll]ab", r"鹏城实验室", r"ror:03qdqbt06", r"\bPCL\b"],
}
# Partners of Zhejiang Lab, by the value under which they are counted.
SUBJECT = "zhejiang-lab"
PARTNERS = {
    "ror:00a2xv884": r"Zhejiang University(?! [Oo]f)",
    "ror:0220qvk04": r"Shanghai Jiao ?[Tt]ong University",
    "ror:00t33hh48": r"Chinese University of Hong Kong(?![^;+]*Shenzhen)",
    "ror:01tgyzw49": r"National University of Singapore",
    "ror:02djqfd08": r"Zhejiang University [Oo]f Technology",
    "ror:02zhqgq86": r"(?<!Chinese )University of Hong Kong",
    "ror:04ct4d772": r"Southeast University",
    "ror:05qbk4x57": r"University of (the )?Chinese Academy of Sciences",
    "oppo": r"\bOPPO\b",
}
ROWS = ["mit", "stanford", "harvard", "princeton", "oxford", "ucl"]
COLUMNS = ["zhejiang-lab", "sairi", "nudt", "shanghai-ai-lab", "peng-cheng-lab"]
PATTERNS = {name: re.compile("|".join(texts)) for name, texts in BODIES.items()}


def conference_papers(folder):
    for path in sorted(folder.glob("*.json.gz")):
        stem = path.name[: -len(".json.gz")]
        year = int(re.search(r"(\d{4})$", stem).group(1))
        seen = set()
        for row in json.load(gzip.open(path)):
            if not (row.get("title") or "").strip():
                continue
            whole = json.dumps(row, sort_keys=True)
            if whole in seen:
                continue
            seen.add(whole)
            authors = [name for name in (row.get("author") or "").split(";") if name.strip()]
            half = len(authors) // 2
            if half and authors[:half] == authors[half:]:  # some venues list every author twice
                authors = authors[:half]
            listed = (row.get("aff") or row.get("affs") or "").split(";")
            if len(authors) == 1 and "," in authors[0]:
                # Names between commas: the affiliations are a set, unless there is one for each and some repeat.
                names = [name for name in authors[0].split(",") if name.strip()]
                half = len(names) // 2
                authors = names[:half] if half and names[:half] == names[half:] else names
                if len({text.strip() for text in listed}) == len(listed):
                    listed = []
            # What the source makes of each part, by place.
            norms = (row.get("aff_unique_norm") or "").split(";")
            groups = (row.get("aff_unique_index") or "").split(";")
            if len(groups) == len(listed):
                listed = [
                    ";".join([text] + [norms[int(place)] for place in re.findall(r"\d+", group) if int(place) < len(norms)])
                    for text, group in zip(listed, groups)
                ]
            # Only as many affiliations as authors say who lists what.
            paired = listed if len(listed) == len(authors) else None
            printed = (row.get("aff") or row.get("affs") or "") + ";" + (row.get("aff_unique_norm") or "")
            yield f"{stem}/{len(seen)}/{row['title']}", year, printed, paired


def works(folder):
    for path in sorted(folder.rglob("*.gz")) + sorted(folder.rglob("*.jsonl")):
        opened = gzip.open(path, "rt") if path.suffix == ".gz" else open(path)
        for line in opened:
            if not line.startswith("{"):
                continue
            work = json.loads(line)
            if not work.get("title") and not work.get("display_name"):
                continue
            printed = []
            paired = []
            for authorship in work.get("authorships") or []:
                first = len(printed)
                printed += authorship.get("raw_affiliation_strings") or []
                for institution in authorship.get("institutions") or []:
                    printed.append(institution.get("display_name") or "")
                    printed.append("ror:" + (institution.get("ror") or "").rsplit("/", 1)[-1])
                paired.append(";".join(printed[first:]))
            yield work["id"].rsplit("/", 1)[-1], work.get("publication_year"), ";".join(printed), paired


def pairing(paired, ours, theirs):
    """Who brings two sides, from what each author lists."""
    if paired is None:
        return "unpaired"
    first = {i for i, listed in enumerate(paired) if ours.search(listed)}
    second = {i for i, listed in enumerate(paired) if theirs.search(listed)}
    if not first or not second:
        return "unpaired"
    return "one_author" if len(first | second) == 1 else "two_authors"


def ask(program, index, *arguments):
    return json.loads(subprocess.check_output([program, *arguments, "--index", index, "--json"]))


def main():
    data, index, program = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    bearing = collections.defaultdict(set)
    year_of = {}
    partners = collections.defaultdict(collections.Counter)
    for source in (conference_papers(data / "papers"), works(data / "openalex")):
        for paper, year, printed, paired in source:
            year_of[paper] = year
            for name, pattern in PATTERNS.items():
                if pattern.search(printed):
                    bearing[name].add(paper)
            if paper not in bearing[SUBJECT]:
                continue
            for value, pattern in PARTNERS.items():
                if re.search(pattern, printed):
                    partners[value]["papers"] += 1
                    partners[value][pairing(paired, PATTERNS[SUBJECT], re.compile(pattern))] += 1
    differ = 0

    def same(what, ours, theirs):
        nonlocal differ
        differ += ours != theirs
        print(f"{what}\t{ours}" + ("" if ours == theirs else f"\tfrom the files: {theirs}"))

    matrix = ask(program, index, "matrix", "--rows", ",".join(ROWS), "--columns", ",".join(COLUMNS))
    for cell in matrix["cells"]:
        row, column = cell["row"], cell["column"]
        same(f"{row} x {column}", cell["papers"], len(bearing[row] & bearing[column]))
    for head in matrix["rows"] + matrix["columns"]:
        same(f"all of {head['id']}", head["papers"], len(bearing[head["id"]]))
    for head in matrix["columns"]:
        lab = head["id"]
        found = ask(program, index, "query", "--filter", head["filter"], "--facets", "year:100", "--limit", "0", "")
        ours = {bucket["value"]: bucket["count"] for bucket in found["facets"]["year"]["buckets"]}
        theirs = collections.Counter(str(year_of[paper]) for paper in bearing[lab])
        for year in sorted(set(ours) | set(theirs)):
            same(f"{lab} in {year}", ours.get(year, 0), theirs.get(year, 0))
    found = ask(program, index, "collaborations", "--subject", f"lab:{SUBJECT}", "--limit", "1000")
    buckets = {bucket["value"]: bucket for bucket in found["buckets"]}
    for value in PARTNERS:
        for number in ("papers", "two_authors", "one_author", "unpaired"):
            same(f"{SUBJECT} with {value}, {number}", buckets.get(value, {}).get(number, 0), partners[value][number])
    print(f"{differ} numbers differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
