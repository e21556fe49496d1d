// class Searcher over snapshots of the index: which generation answers, and the answers put together.
// Everything that is thrown inside for a request's own sake (deadline, caps) becomes its Error here; a broken
// world passes.
#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "corpus/base/text.h"
#include "searcher/collaborations.h"
#include "searcher/cursor.h"
#include "searcher/evidence.h"
#include "searcher/explain.h"
#include "searcher/facets.h"
#include "searcher/filters.h"
#include "searcher/highlights.h"
#include "searcher/paper_selection.h"
#include "searcher/printed.h"
#include "searcher/profile.h"
#include "searcher/question.h"
#include "searcher/search.h"
#include "searcher/selection.h"
#include "searcher/spelling.h"
#include "searcher/suggest.h"

namespace labtrail::searcher {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using ViewPointer = std::shared_ptr<const View>;

/// Snapshots kept open for cursors, the current one among them; the index keeps as many generations.
constexpr std::size_t kKeptViews = 3;
constexpr std::chrono::milliseconds kSuggestTime{500};

template <typename Work>
auto guarded(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (Refusal& refusal) {
    return tl::unexpected<Error>(std::move(refusal.error));
  }
}

std::optional<Error> check_limits(const Request& request) {
  const auto refuse = [](std::string message, std::string hint) {
    return Error{ErrorCode::bad_request, std::move(message), std::move(hint), 0, 0};
  };
  if (request.limit > kMaxLimit)
    return refuse(fmt::format("one answer holds at most {} papers", kMaxLimit), "use the cursor, or export");
  if (!request.cursor.empty() && request.offset > 0)
    return refuse("a cursor and an offset exclude each other", "leave one of them out");
  if (request.offset > kMaxOffset)
    return refuse(fmt::format("pages reach to the {}th paper only", kMaxOffset), "use the cursor, or export");
  return std::nullopt;
}

class IndexSearcher final : public Searcher {
 public:
  explicit IndexSearcher(std::filesystem::path index)
      : index_(std::move(index)), views_{open_view(format::Snapshot::open(index_))} {}

  Result<Response> search(const Request& request) const override {
    return guarded([&] { return answer(request); });
  }

  Result<corpus::Paper> paper(std::string_view id) const override {
    const auto found = find(id);
    if (!found) return tl::unexpected<Error>(found.error());
    return parse_record(found->segment->records().read(found->doc));
  }

  Result<PaperEvidence> evidence(std::string_view id) const override {
    const auto found = find(id);
    if (!found) return tl::unexpected<Error>(found.error());
    return paper_evidence(*found->segment, found->doc,
                          parse_record(found->segment->records().read(found->doc)));
  }

  Result<Facet> facet_values(format::FacetField field, std::string_view prefix, std::size_t limit,
                             const Request& request) const override {
    return guarded([&]() -> Result<Facet> {
      auto question = Question::read(request, current());
      if (!question) return tl::unexpected<Error>(std::move(question.error()));
      Question& asked = **question;
      asked.evaluate({field});
      const ValueCounts counted =
          count_values(asked.view(), field, asked.matches_without_own(field), asked.deadline());
      if (base::trim(prefix).empty())
        return make_facet(asked.view(), field, counted, limit, asked.clauses(), nullptr);
      std::vector<std::uint32_t> ordinals;
      const std::string folded = format::fold(prefix);
      if (!folded.empty()) {
        for (const LabelMatch& match : asked.view().labels(field).find(folded))
          ordinals.push_back(match.ordinal);
      }
      return make_facet(asked.view(), field, counted, limit, asked.clauses(), &ordinals);
    });
  }

  Result<std::vector<Suggestion>> suggest(std::string_view text, std::size_t limit) const override {
    return guarded([&]() -> Result<std::vector<Suggestion>> {
      const ViewPointer view = current();
      if (!base::is_utf8(text)) return base::fail(ErrorCode::bad_query, "the text is not valid UTF-8");
      if (text.size() > query::Limits{}.bytes)
        return base::fail(ErrorCode::too_large, "the text is too long for suggestions");
      Deadline deadline(kSuggestTime);
      return searcher::suggest(*view, text, std::min(limit, kMaxLimit), thread_analyzer(), deadline);
    });
  }

  Result<std::vector<Suggestion>> named(std::string_view name) const override {
    return guarded([&]() -> Result<std::vector<Suggestion>> {
      if (!base::is_utf8(name)) return base::fail(ErrorCode::bad_query, "the name is not valid UTF-8");
      if (name.size() > query::Limits{}.bytes)
        return base::fail(ErrorCode::too_large, "the name is too long");
      return searcher::named(*current(), name);
    });
  }

  Result<std::unique_ptr<Selection>> select(const Request& request) const override {
    return guarded([&] { return make_selection(request, current()); });
  }

  Result<std::vector<RankedId>> rank(const Request& request, std::size_t depth) const override {
    return guarded([&]() -> Result<std::vector<RankedId>> {
      auto question = Question::read(request, current());
      if (!question) return tl::unexpected<Error>(std::move(question.error()));
      Question& asked = **question;
      asked.evaluate({});
      std::vector<RankedId> out;
      for (const Place& place : asked.first(depth, std::nullopt)) {
        const format::Segment& segment = *asked.view().segments()[place.segment].segment;
        out.push_back(
            {std::string(segment.ids().id(place.doc)), request.sort == Sort::relevance ? place.key : 0});
      }
      return out;
    });
  }

  Result<OrganisationProfile> organisation(std::string_view id) const override {
    const ViewPointer view = current();
    const Organisations& known = view->organisations();
    const Organisations::Entry* entry = known.find(organisation_id(id));
    if (entry == nullptr)
      return base::fail(ErrorCode::not_found, fmt::format("no organisation '{}' is known", id));
    return read_profile(known, *entry);
  }

  Result<Collaborations> collaborations(const CollaborationRequest& request) const override {
    return guarded([&]() -> Result<Collaborations> {
      auto question = Question::read(request.request, current());
      if (!question) return tl::unexpected<Error>(std::move(question.error()));
      (*question)->evaluate({});
      auto counted = collaborate(**question, request);
      if (counted) counted->generation = info((*question)->view());
      return counted;
    });
  }

  Result<PrintedStrings> printed(const CollaborationRequest& request) const override {
    return guarded([&]() -> Result<PrintedStrings> {
      auto question = Question::read(request.request, current());
      if (!question) return tl::unexpected<Error>(std::move(question.error()));
      (*question)->evaluate({});
      return printed_strings(**question, request);
    });
  }

  Result<Explanation> explain(std::string_view query) const override {
    return guarded([&]() -> Result<Explanation> {
      Request request;
      request.query = query;
      auto question = Question::read(request, current());
      if (!question) return tl::unexpected<Error>(std::move(question.error()));
      Question& asked = **question;
      asked.evaluate({});
      Explanation out;
      out.tokens = asked.parsed().tokens;
      out.tree = query::to_string(asked.parsed().tree);
      out.xapian = candidate_query(asked.plan(), asked.evaluator()).get_description();
      out.notes = notes(asked.plan(), asked.evaluator());
      return out;
    });
  }

  GenerationInfo generation() const override { return info(*current()); }

  std::shared_ptr<const PaperSelection> all_papers() const override { return select_all(index_, current()); }

  Result<bool> refresh() override {
    const std::lock_guard one_at_a_time(refresh_mutex_);
    const ViewPointer serving = current();
    try {
      if (format::Snapshot::current_number(index_) == serving->snapshot().number()) return false;
      const ViewPointer fresh = open_view(format::Snapshot::open(index_, serving->shared_snapshot()));
      if (fresh->snapshot().number() == serving->snapshot().number()) return false;
      const std::lock_guard lock(mutex_);
      views_.insert(views_.begin(), fresh);
      if (views_.size() > kKeptViews) views_.pop_back();
      return true;
    } catch (const base::Failure& failure) {
      return tl::unexpected<Error>(failure.error());
    }
  }

 private:
  struct Found {
    std::shared_ptr<const format::Segment> segment;
    std::uint32_t doc;
  };
  Result<Found> find(std::string_view id) const {
    const ViewPointer view = current();
    const auto place = view->snapshot().find(id);
    if (!place) return base::fail(ErrorCode::not_found, fmt::format("there is no paper '{}'", id));
    return Found{view->segments()[place->segment].segment, place->doc};
  }

  static ViewPointer open_view(std::shared_ptr<const format::Snapshot> snapshot) {
    auto view = std::make_shared<const View>(std::move(snapshot));
    (void)view->statistics();  // not at somebody's first search
    (void)view->aliases();
    return view;
  }

  ViewPointer current() const {
    const std::lock_guard lock(mutex_);
    return views_.front();
  }

  /// The generation a cursor was made from, or null.
  ViewPointer find_view(std::uint64_t generation) const {
    const std::lock_guard lock(mutex_);
    for (const ViewPointer& view : views_) {
      if (view->snapshot().number() == generation) return view;
    }
    return nullptr;
  }

  Result<Response> answer(const Request& request) const {
    if (auto error = check_limits(request)) return tl::unexpected<Error>(std::move(*error));
    ViewPointer view = current();
    std::optional<After> after;
    if (!request.cursor.empty()) {
      auto cursor = decode_cursor(request.cursor);
      if (!cursor) return tl::unexpected<Error>(std::move(cursor.error()));
      if (cursor->question != question_hash(request) || cursor->sort != request.sort) {
        return base::fail(ErrorCode::bad_request, "the cursor belongs to another query, filter or order",
                          "start again without a cursor");
      }
      view = find_view(cursor->generation);
      if (view == nullptr) {
        return base::fail(ErrorCode::gone, "the index has moved on since the cursor was made",
                          "start again without a cursor");
      }
      after = std::move(cursor->after);
    }
    auto question = Question::read(request, view);
    if (!question) return tl::unexpected<Error>(std::move(question.error()));
    return respond(**question, after);
  }

  /// Every match in id order; how many were given.

  /// What was asked and how many were found; no facets, no hits.
  static Response respond(Question& asked, const std::optional<After>& after) {
    const Request& request = asked.request();
    std::vector<format::FacetField> fields;
    if (!request.facets_within) {
      for (const query::FacetRequest& facet : request.facets) fields.push_back(facet.field);
    }
    asked.evaluate(fields);

    Response out;
    out.total = asked.total();
    out.candidates = asked.candidates();
    out.generation = info(asked.view());
    out.query = request.mode == query::Mode::plain ? request.query : query::to_query(asked.parsed().tree);
    out.filter = query::to_string(asked.clauses());
    out.sort = request.sort;
    out.diagnostics = asked.diagnostics();
    out.tree = asked.parsed().tree;
    out.clauses = asked.clauses();
    for (const query::FacetRequest& facet : request.facets) {
      const ValueCounts counted =
          count_values(asked.view(), facet.field, asked.matches_without_own(facet.field), asked.deadline());
      out.facets.push_back(
          make_facet(asked.view(), facet.field, counted, facet.limit, asked.clauses(), nullptr));
    }
    add_hits(asked, after, out);
    if (out.total == 0 && request.suggest_spelling && request.mode != query::Mode::plain) {
      out.spelling = correct(asked.view(), asked.parsed().tree, thread_analyzer(),
                             [&](const query::Node& tree) { return asked.count(tree); });
    }
    return out;
  }

  static void add_hits(Question& asked, const std::optional<After>& after, Response& out) {
    const Request& request = asked.request();
    if (request.limit == 0) return;
    std::vector<Place> places = asked.first(request.offset + request.limit + 1, after);
    places.erase(places.begin(),
                 places.begin() + static_cast<std::ptrdiff_t>(std::min(request.offset, places.size())));
    const bool more = places.size() > request.limit;
    if (more) places.resize(request.limit);
    Highlighter highlighter(asked.plan(), thread_analyzer());
    for (const Place& place : places) {
      asked.deadline().spend(512);
      const format::Segment& segment = *asked.view().segments()[place.segment].segment;
      Hit& hit = out.hits.emplace_back();
      hit.score = request.sort == Sort::relevance ? place.key : 0;
      if (!request.records) {
        hit.paper.id = segment.ids().id(place.doc);
        continue;
      }
      hit.paper = parse_record(segment.records().read(place.doc));
      if (request.highlights) hit.highlights = highlighter.highlights(hit.paper);
    }
    if (!more) return;
    const Place& last = places.back();
    Cursor cursor;
    cursor.generation = asked.view().snapshot().number();
    cursor.sort = request.sort;
    cursor.question = question_hash(request);
    cursor.after = {last.key, std::string(asked.view().segments()[last.segment].segment->ids().id(last.doc))};
    out.next_cursor = encode(cursor);
  }

  std::filesystem::path index_;
  mutable std::mutex mutex_;
  std::mutex refresh_mutex_;
  std::vector<ViewPointer> views_;  ///< newest first
};

}  // namespace

std::unique_ptr<Searcher> Searcher::open(const std::filesystem::path& index) {
  return std::make_unique<IndexSearcher>(index);
}

}  // namespace labtrail::searcher
