// Feeds: whole texts, stable ids, hostile strings.
#include "searcher/saved/feed.h"

#include <catch2/catch.hpp>

using namespace labtrail;
using saved::Cause;
using saved::Event;
using saved::EventKind;
using saved::Feed;

namespace {

Feed feed() {
  Feed out;
  out.base_url = "http://127.0.0.1:8080";
  out.search.id = "abc";
  out.search.changed = 1'764'000'000;
  out.search.version.draft.name = "Swarm & <lab>";
  out.search.version.draft.query = "\"swarm control\"";
  out.search.version.draft.filter = "year:>=2020";
  Event event;
  event.number = 7;
  event.search = "abc";
  event.paper = "paperlists:icra2018/84 6?1170";
  event.title = "<script>alert('x')</script> & \x01 more";
  event.cause = Cause::new_record;
  event.parts = {"\"swarm control\"", "year:>=2020"};
  event.version = 2;
  event.generation = 9;
  event.generation_date = "2026-11-24T08:15:00Z";
  out.events.push_back(event);
  event.number = 5;
  event.kind = EventKind::removal;
  event.cause = Cause::removed_record;
  event.paper = "openalex:W1";
  event.title = "";
  event.parts.clear();
  event.generation = 8;
  event.generation_date = "2026-11-23T08:15:00Z";
  out.events.push_back(event);
  return out;
}

}  // namespace

TEST_CASE("the Atom feed of two alerts, whole") {
  CHECK(saved::to_atom(feed()) == R"xml(<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>tag:labtrail,2026:saved/abc</id>
  <title>Swarm &amp; &lt;lab&gt;</title>
  <subtitle>Alerts of a saved search. Query: &quot;swarm control&quot;. Filter: year:&gt;=2020.</subtitle>
  <updated>2026-11-24T08:15:00Z</updated>
  <author><name>Labtrail</name></author>
  <generator>Labtrail</generator>
  <link rel="self" type="application/atom+xml" href="http://127.0.0.1:8080/saved/abc/feed.atom"/>
  <link rel="alternate" type="text/html" href="http://127.0.0.1:8080/search?q=%22swarm%20control%22&amp;filter=year%3A%3E%3D2020&amp;sort=newest"/>
  <entry>
    <id>tag:labtrail,2026:saved/abc/alert/7</id>
    <title>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp;  more</title>
    <updated>2026-11-24T08:15:00Z</updated>
    <link rel="alternate" type="text/html" href="http://127.0.0.1:8080/papers/paperlists:icra2018/84%206%3F1170"/>
    <category term="match"/>
    <category term="new-record"/>
    <summary>Matches now (new record). Met: &quot;swarm control&quot;, year:&gt;=2020. Generation 9 of 2026-11-24T08:15:00Z, version 2 of the search.</summary>
  </entry>
  <entry>
    <id>tag:labtrail,2026:saved/abc/alert/5</id>
    <title>No longer found: openalex:W1</title>
    <updated>2026-11-23T08:15:00Z</updated>
    <link rel="alternate" type="text/html" href="http://127.0.0.1:8080/papers/openalex:W1"/>
    <category term="removal"/>
    <category term="removed-record"/>
    <summary>Matches no longer (removed from the index). Generation 8 of 2026-11-23T08:15:00Z, version 2 of the search.</summary>
  </entry>
</feed>
)xml");
}

TEST_CASE("the JSON feed of the same alerts, whole") {
  CHECK(
      saved::to_json_feed(feed()) ==
      R"json({"version":"https://jsonfeed.org/version/1.1","title":"Swarm & <lab>",)json"
      R"json("home_page_url":"http://127.0.0.1:8080/search?q=%22swarm%20control%22&filter=year%3A%3E%3D2020&sort=newest",)json"
      R"json("feed_url":"http://127.0.0.1:8080/saved/abc/feed.json",)json"
      R"json("description":"Alerts of a saved search. Query: \"swarm control\". Filter: year:>=2020.",)json"
      R"json("authors":[{"name":"Labtrail"}],"items":[)json"
      R"json({"id":"tag:labtrail,2026:saved/abc/alert/7",)json"
      R"json("url":"http://127.0.0.1:8080/papers/paperlists:icra2018/84%206%3F1170",)json"
      "\"title\":\"<script>alert('x')</script> & \\u0001 more\","
      R"json("content_text":"Matches now (new record). Met: \"swarm control\", year:>=2020. Generation 9 of 2026-11-24T08:15:00Z, version 2 of the search.",)json"
      R"json("date_published":"2026-11-24T08:15:00Z","tags":["match","new-record"],)json"
      R"json("_labtrail":{"paper":"paperlists:icra2018/84 6?1170","generation":9,"version":2,"retracted":false,"parts":["\"swarm control\"","year:>=2020"]}},)json"
      R"json({"id":"tag:labtrail,2026:saved/abc/alert/5","url":"http://127.0.0.1:8080/papers/openalex:W1",)json"
      R"json("title":"No longer found: openalex:W1",)json"
      R"json("content_text":"Matches no longer (removed from the index). Generation 8 of 2026-11-23T08:15:00Z, version 2 of the search.",)json"
      R"json("date_published":"2026-11-23T08:15:00Z","tags":["removal","removed-record"],)json"
      R"json("_labtrail":{"paper":"openalex:W1","generation":8,"version":2,"retracted":false,"parts":[]}}]})json"
      "\n");
}

TEST_CASE("a feed without alerts was updated when its search was") {
  Feed empty = feed();
  empty.events.clear();
  CHECK(saved::to_atom(empty).find("<updated>2025-11-24T16:00:00Z</updated>") != std::string::npos);
  CHECK(saved::to_json_feed(empty).find("\"items\":[]") != std::string::npos);
}

TEST_CASE("characters that XML does not know never reach a feed") {
  Feed hostile = feed();
  hostile.events[0].title = "a\x08\x1b[31m b\xff ]]> \xef\xbf\xbf c";
  const std::string atom = saved::to_atom(hostile);
  CHECK(atom.find("<title>a[31m b\xef\xbf\xbd ]]&gt;  c</title>") != std::string::npos);
}

TEST_CASE("the tag follows the bytes: it changes with an alert, and not with what is read") {
  Feed one = feed();
  const std::string before = saved::etag(one);
  CHECK(before.find_first_not_of("0123456789abcdef") == std::string::npos);
  one.events[0].read = true;
  CHECK(saved::etag(one) == before);
  one.events.pop_back();
  CHECK(saved::etag(one) != before);
}
