#include "searcher/saved/schema.h"

#include <array>

namespace labtrail::saved {
namespace {

constexpr std::array<std::string_view, 1> kMigrations{
    // 1: saved searches and alerts.
    R"sql(
CREATE TABLE searches (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  archived INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE versions (
  search INTEGER NOT NULL REFERENCES searches,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  case_name TEXT NOT NULL,
  query TEXT NOT NULL,
  filter TEXT NOT NULL,
  sort TEXT NOT NULL,
  facets TEXT NOT NULL,
  grammar INTEGER NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (search, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE counts (
  number INTEGER PRIMARY KEY,
  search INTEGER NOT NULL REFERENCES searches,
  version INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  generation_date TEXT NOT NULL,
  count INTEGER NOT NULL,
  candidates INTEGER
) STRICT;
CREATE INDEX counts_of_search ON counts (search, number);
CREATE TABLE papers (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL
) STRICT;
CREATE TABLE runs (
  search INTEGER PRIMARY KEY REFERENCES searches,
  version INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  generation_date TEXT NOT NULL,
  mark TEXT NOT NULL,
  meaning INTEGER NOT NULL,
  count INTEGER NOT NULL,
  error_code TEXT,
  error_message TEXT,
  error_hint TEXT,
  error_offset INTEGER,
  error_length INTEGER
) STRICT;
CREATE TABLE memory (
  search INTEGER NOT NULL REFERENCES searches,
  chunk INTEGER NOT NULL,
  papers BLOB NOT NULL,
  retracted BLOB NOT NULL,
  PRIMARY KEY (search, chunk)
) STRICT, WITHOUT ROWID;
CREATE TABLE events (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  search INTEGER NOT NULL REFERENCES searches,
  kind INTEGER NOT NULL,
  paper INTEGER NOT NULL REFERENCES papers,
  retracted INTEGER NOT NULL,
  cause INTEGER NOT NULL,
  parts TEXT NOT NULL,
  version INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  generation_date TEXT NOT NULL,
  read INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX one_match ON events (search, paper) WHERE kind = 0;
CREATE INDEX events_of_search ON events (search, number);
CREATE INDEX events_unread ON events (search, number) WHERE read = 0;
)sql",
};

}  // namespace

std::span<const std::string_view> migrations() {
  return kMigrations;
}

}  // namespace labtrail::saved
