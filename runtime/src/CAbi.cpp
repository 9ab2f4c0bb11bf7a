// The C functions: readCase, bind, decide and decisionJson behind handles, and no exception past them.
#include "proviso/proviso.h"

#include "proviso/Decision.h"
#include "proviso/Plan.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <new>
#include <stdexcept>
#include <thread>
#include <unordered_map>

struct proviso_tables {
  std::shared_ptr<const proviso::Tables> tables; // plans keep them
};

struct proviso_result {
  bool isDecision = false;
  std::string text;
};

struct proviso_plan {
  std::shared_ptr<const proviso::Tables> tables;
  std::unique_ptr<const proviso::Plan> plan;
  size_t columns = 0;
  std::string text;
  mutable std::mutex mutex;
  mutable std::unordered_map<uint32_t, std::string> verdicts; // texts that were asked for
};

struct proviso_batch {
  std::vector<uint64_t> offsets;
  proviso::Numbers<uint32_t> verdicts;
};

namespace {

using namespace proviso;

/// The result when there is no memory for one: a text so short needs none. Never written to, never freed.
proviso_result noMemory{false, "out of memory\n"};

/// Does the work; what it throws is handed to `failed` in words.
template <typename Work, typename Failed>
auto guarded(Work work, Failed failed) noexcept -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc &) {
    return failed("out of memory");
  } catch (const std::length_error &) { // a text that no memory holds
    return failed("out of memory");
  } catch (const std::exception &e) {
    return failed(e.what());
  } catch (...) {
    return failed("an unknown exception");
  }
}

/// Bytes of the caller. A length that nothing can have is refused before it is looked at.
std::string copied(const char *bytes, size_t size) {
  if (size > std::string().max_size()) throw std::bad_alloc();
  return {bytes, size};
}

void copy(std::string_view sentence, char *to, size_t size) {
  if (!to || size == 0) return;
  const size_t length = std::min(sentence.size(), size - 1);
  std::memcpy(to, sentence.data(), length);
  to[length] = '\0';
}

/// Names in a sentence are as the case has them. So that a sentence stays one line of valid UTF-8, control characters
/// are written as JSON writes them, and bytes that are no UTF-8 are replaced.
std::string line(const std::string &sentence) {
  using Json = nlohmann::json;
  const std::string valid =
      Json::parse(Json(sentence).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
  std::string out;
  for (const char c : valid)
    if (const auto byte = static_cast<unsigned char>(c); byte < 0x20 || byte == 0x7f)
      out += fmt::format("\\u{:04x}", byte);
    else
      out += c;
  return out + '\n';
}

std::string linesOf(const std::vector<std::string> &errors) {
  std::string text;
  for (const std::string &error : errors) text += line(error);
  return text;
}

/// What `make` makes, or null: it says why not in the sentence that it is given.
template <typename Made, typename Make>
Made *made(Make make, char *error, size_t size) noexcept {
  copy("", error, size);
  auto failed = [&](std::string_view why) -> Made * {
    copy(why, error, size);
    return nullptr;
  };
  return guarded(
      [&]() -> Made * {
        std::string why;
        std::unique_ptr<Made> result = make(why);
        return result ? result.release() : failed(why);
      },
      failed);
}

template <typename Make>
proviso_tables *tablesBy(Make make, char *error, size_t size) noexcept {
  return made<proviso_tables>(
      [&](std::string &why) -> std::unique_ptr<proviso_tables> {
        std::optional<Tables> tables = make(why);
        if (!tables) return nullptr;
        return std::make_unique<proviso_tables>(proviso_tables{std::make_shared<const Tables>(std::move(*tables))});
      },
      error, size);
}

/// What `work` comes to. It gives nothing where there are errors.
template <typename Work>
proviso_result *resultBy(Work work) noexcept {
  auto failed = [](const char *why) -> proviso_result * {
    try {
      return new proviso_result{false, line(why)};
    } catch (...) {
      return &noMemory;
    }
  };
  return guarded(
      [&]() -> proviso_result * {
        std::vector<std::string> errors;
        std::string text = work(errors);
        if (!errors.empty()) return new proviso_result{false, linesOf(errors)};
        return new proviso_result{true, std::move(text)};
      },
      failed);
}

std::string decided(const BoundCase &bound, uint32_t flags) {
  DecideOptions options;
  options.reasons = flags & PROVISO_EXPLAIN;
  return decisionJson(bound, decide(bound, options), options.reasons);
}

void checkFlags(uint32_t flags, std::vector<std::string> &errors) {
  if (flags & ~PROVISO_EXPLAIN) errors.push_back(fmt::format("there is no flag {:#x}", flags & ~PROVISO_EXPLAIN));
}

/// Nothing, or why the columns are not those of the plan.
std::string wrongWith(const proviso_plan *plan, const proviso_cells *cells, size_t columns, size_t cases) {
  if (!plan) return "there is no plan: it is null";
  if (columns != plan->columns) return fmt::format("{} columns; the plan has {}", columns, plan->columns);
  if (!cells && columns != 0) return "there are no columns: they are null";
  for (size_t i = 0; i < columns; ++i)
    if (!cells[i].values && cases != 0) return fmt::format("column {} has no cells: they are null", i);
  return {};
}

std::vector<ColumnCells> cellsOf(const proviso_cells *cells, size_t columns) {
  std::vector<ColumnCells> list;
  for (size_t i = 0; i < columns; ++i) list.push_back({cells[i].values, cells[i].known});
  return list;
}

} // namespace

const char *proviso_version(void) { return PROVISO_VERSION; }

uint32_t proviso_layout_version(void) { return layout::layoutVersion; }

proviso_tables *proviso_tables_open(const char *path, char *error, size_t error_size) {
  auto make = [&](std::string &why) -> std::optional<Tables> {
    if (path) return Tables::open(path, why);
    why = "there is no path: it is null";
    return std::nullopt;
  };
  return tablesBy(make, error, error_size);
}

proviso_tables *proviso_tables_load(const void *bytes, size_t size, char *error, size_t error_size) {
  auto make = [&](std::string &why) -> std::optional<Tables> {
    if (bytes) return Tables::load(copied(static_cast<const char *>(bytes), size), why);
    why = "there are no bytes: they are null";
    return std::nullopt;
  };
  return tablesBy(make, error, error_size);
}

void proviso_tables_free(proviso_tables *tables) { delete tables; }

proviso_result *proviso_decide(const proviso_tables *tables, const char *case_json, size_t case_length,
                               uint32_t flags) {
  return resultBy([&](std::vector<std::string> &errors) -> std::string {
    if (!tables) errors.push_back("there are no tables: they are null");
    if (!case_json) errors.push_back("there is no case: it is null");
    checkFlags(flags, errors);
    if (!errors.empty()) return {};
    const auto read = readCase(copied(case_json, case_length), errors);
    if (!read) return {};
    const auto bound = BoundCase::bind(*tables->tables, *read, errors);
    return bound ? decided(*bound, flags) : std::string();
  });
}

int proviso_result_is_decision(const proviso_result *result) { return result && result->isDecision; }

const char *proviso_result_text(const proviso_result *result) { return result ? result->text.c_str() : ""; }

size_t proviso_result_length(const proviso_result *result) { return result ? result->text.size() : 0; }

void proviso_result_free(proviso_result *result) {
  if (result != &noMemory) delete result;
}

proviso_plan *proviso_plan_make(const proviso_tables *tables, const char *form_json, size_t form_length, char *error,
                                size_t error_size) {
  return made<proviso_plan>(
      [&](std::string &why) -> std::unique_ptr<proviso_plan> {
        std::vector<std::string> errors;
        if (!tables) errors.push_back("there are no tables: they are null");
        if (!form_json) errors.push_back("there is no form: it is null");
        auto result = std::make_unique<proviso_plan>();
        if (errors.empty()) {
          result->tables = tables->tables;
          if (const auto form = readForm(*result->tables, copied(form_json, form_length), errors)) {
            result->columns = form->form.columns.size();
            result->plan = Plan::make(*result->tables, form->form, form->day, errors);
          }
        }
        if (!result->plan) {
          why = linesOf(errors);
          return nullptr;
        }
        result->text = result->plan->json();
        return result;
      },
      error, error_size);
}

const char *proviso_plan_text(const proviso_plan *plan) { return plan ? plan->text.c_str() : ""; }

void proviso_plan_free(proviso_plan *plan) { delete plan; }

proviso_batch *proviso_plan_decide(const proviso_plan *plan, const proviso_cells *cells, size_t columns, size_t cases,
                                   uint32_t threads, char *error, size_t error_size) {
  return made<proviso_batch>(
      [&](std::string &why) -> std::unique_ptr<proviso_batch> {
        why = wrongWith(plan, cells, columns, cases);
        if (!why.empty()) return nullptr;
        const std::vector<ColumnCells> given = cellsOf(cells, columns);
        auto result = std::make_unique<proviso_batch>();
        Decisions decisions;
        plan->plan->decide(given.data(), cases, decisions,
                           threads ? threads : std::max(1U, std::thread::hardware_concurrency()));
        result->offsets.reserve(cases + 1);
        result->offsets.push_back(0);
        for (size_t first = 0; first < cases; first += Decisions::pieceCases) {
          const Decisions::Piece &piece = decisions.piece(first / Decisions::pieceCases);
          const uint64_t before = result->verdicts.size();
          for (uint32_t end : piece.ends) result->offsets.push_back(before + end);
          std::copy(piece.ids.begin(), piece.ids.end(), result->verdicts.room(piece.ids.size()));
          result->verdicts.wrote(piece.ids.size());
        }
        return result;
      },
      error, error_size);
}

proviso_result *proviso_plan_decide_one(const proviso_plan *plan, const proviso_cells *cells, size_t columns,
                                        size_t row, uint32_t flags) {
  return resultBy([&](std::vector<std::string> &errors) -> std::string {
    if (std::string why = wrongWith(plan, cells, columns, 1); !why.empty()) errors.push_back(std::move(why));
    checkFlags(flags, errors);
    if (!errors.empty()) return {};
    const std::vector<ColumnCells> given = cellsOf(cells, columns);
    CaseWorker worker(*plan->plan);
    Decisions::Piece piece;
    worker.decide(given.data(), row, 1, piece);
    if (piece.ids.size() == 1 && piece.ids[0] == Plan::invalid) {
      errors.push_back("a cell has a value that it cannot have, or the day is not one of the plan's");
      return {};
    }
    return decided(worker.caseOf(given.data(), row), flags);
  });
}

size_t proviso_batch_cases(const proviso_batch *batch) { return batch ? batch->offsets.size() - 1 : 0; }

const uint64_t *proviso_batch_offsets(const proviso_batch *batch) { return batch ? batch->offsets.data() : nullptr; }

const uint32_t *proviso_batch_verdicts(const proviso_batch *batch) { return batch ? batch->verdicts.begin() : nullptr; }

void proviso_batch_free(proviso_batch *batch) { delete batch; }

const char *proviso_plan_verdict(const proviso_plan *plan, uint32_t verdict) {
  if (!plan) return nullptr;
  return guarded(
      [&]() -> const char * {
        if (!plan->plan->isVerdict(verdict)) return nullptr;
        const std::lock_guard lock(plan->mutex);
        const auto [it, isNew] = plan->verdicts.try_emplace(verdict);
        if (isNew || it->second.empty()) it->second = plan->plan->json({plan->plan->verdict(verdict)});
        return it->second.c_str();
      },
      [](const char *) -> const char * { return nullptr; });
}
