// The C functions: readCase, bind, decide and decisionJson behind handles, and no exception past them.
#include "proviso/proviso.h"

#include "proviso/Decision.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>

struct proviso_tables {
  proviso::Tables tables;
};

struct proviso_result {
  bool isDecision = false;
  std::string text;
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

proviso_result *resultOf(const std::vector<std::string> &errors) {
  auto result = std::make_unique<proviso_result>();
  for (const std::string &error : errors) result->text += line(error);
  return result.release();
}

/// Makes tables by `make`, which says why not in the sentence that it is given.
template <typename Make>
proviso_tables *tablesBy(Make make, char *error, size_t size) noexcept {
  copy("", error, size);
  auto failed = [&](std::string_view why) -> proviso_tables * {
    copy(why, error, size);
    return nullptr;
  };
  return guarded(
      [&]() -> proviso_tables * {
        std::string why;
        std::optional<Tables> tables = make(why);
        return tables ? new proviso_tables{std::move(*tables)} : failed(why);
      },
      failed);
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
  auto failed = [](const char *why) -> proviso_result * {
    try {
      return resultOf({why});
    } catch (...) {
      return &noMemory;
    }
  };
  return guarded(
      [&]() -> proviso_result * {
        std::vector<std::string> errors;
        if (!tables) errors.push_back("there are no tables: they are null");
        if (!case_json) errors.push_back("there is no case: it is null");
        if (flags & ~PROVISO_EXPLAIN) errors.push_back(fmt::format("there is no flag {:#x}", flags & ~PROVISO_EXPLAIN));
        if (!errors.empty()) return resultOf(errors);
        const auto read = readCase(copied(case_json, case_length), errors);
        if (!read) return resultOf(errors);
        const auto bound = BoundCase::bind(tables->tables, *read, errors);
        if (!bound) return resultOf(errors);
        const bool explain = flags & PROVISO_EXPLAIN;
        DecideOptions options;
        options.reasons = explain;
        return new proviso_result{true, decisionJson(*bound, decide(*bound, options), explain)};
      },
      failed);
}

int proviso_result_is_decision(const proviso_result *result) { return result && result->isDecision; }

const char *proviso_result_text(const proviso_result *result) { return result ? result->text.c_str() : ""; }

size_t proviso_result_length(const proviso_result *result) { return result ? result->text.size() : 0; }

void proviso_result_free(proviso_result *result) {
  if (result != &noMemory) delete result;
}
