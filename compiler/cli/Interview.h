// Which question to ask next of a case, so that few have to be asked. Knows nothing of how they are put.
#pragma once

#include "cli/Pipeline.h"

#include "proviso/Case.h"
#include "proviso/Decision.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace proviso {

/// A question about one thing in a case.
struct Question {
  enum class Kind { YesNo, OneOf, Value } kind = Kind::YesNo;
  std::string at;   // where the answer stands in the case: a JSON pointer
  std::string text; // in the words of the vocabulary
  /// OneOf: what is written in the case, and what it is called.
  std::vector<std::pair<nlohmann::ordered_json, std::string>> choices;
  std::string form; // Value: how it is written, as in `a day, as in 2018-11-20`
  bool unascertainable = false;
  /// The provisions for which it matters, as they are cited.
  std::vector<std::string> matters;
};

/// An interview about some provisions. The questions come in this order: the day, who acted, and then each time the one
/// whose answers, taken together, leave least undecided; the measures of amounts come last. What cannot change
/// anything any more is not asked.
class Interview {
public:
  using Json = nlohmann::ordered_json;

  /// The tables are those of the provisions, at least one. The compilation must outlive it.
  Interview(const Compilation &law, const Tables &compiled, std::vector<const ProvisionTable *> tables);

  /// None: all that is asked for is decided, or what is left is not known.
  std::optional<Question> next();
  /// False: it cannot be the answer, and `why` says so in a sentence. The case is then as before.
  bool answer(const Question &question, const Json &value, std::string &why);
  void leaveUnknown(const Question &question);
  /// Takes back the last answer. False: there is none.
  bool undo();

  /// The case so far, as `eval` reads it.
  Json caseJson() const;
  /// Its decision, of these provisions alone.
  std::string decision(bool asJson) const;
  /// A scenario that states the case and expects what is decided of it.
  std::string scenario() const;
  /// How much is still undecided: of provisions, and of what they impose.
  size_t undecided() const;

private:
  struct Bound;
  struct Look;
  std::optional<Bound> bind(const Json &of, std::string *why = nullptr) const;
  std::optional<Look> look(const Json &of) const;
  std::optional<Question> day() const;
  std::optional<Question> actor() const;
  std::optional<Question> open() const;
  std::optional<Question> questionAt(const std::string &at) const;
  void candidates(uint32_t variable, std::optional<size_t> person, std::vector<std::string> &to) const;
  void factsIn(uint32_t expr, std::optional<size_t> person, std::vector<std::string> &to) const;
  std::string factAt(uint32_t fact, uint32_t provision, std::optional<size_t> person) const;
  std::vector<Json> samples(const Question &question) const;
  Json with(const Question &question, const Json &value) const;

  const Compilation &law;
  const Tables &compiled;
  std::vector<const ProvisionTable *> tables;
  std::vector<bool> only; // of the provisions of the program
  Json about, now;
  std::set<std::string> asked;
  std::vector<std::pair<Json, std::set<std::string>>> before;
};

} // namespace proviso
