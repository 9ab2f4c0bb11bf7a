#include "syntax/Recovery.h"

#include "ProvisoParser.h"
#include "syntax/Parse.h"
#include "syntax/TokenStream.h"

namespace proviso {

namespace {

using P = ProvisoParser;
using K = TokenKind;

constexpr llvm::StringLiteral levelWords[] = {"annex",   "part",      "chapter", "section",
                                              "article", "paragraph", "item",    "subitem"};

/// Words that lawyers would write, and what the language has for them.
struct Meant {
  llvm::StringLiteral written, word;
};
constexpr Meant meantWords[] = {
    {"if", "when"},
    {"where", "when"},
    {"provided", "when"},
    {"except", "unless"},
    {"save", "unless"},
    {"shall", "must"},
    {"should", "must"},
    {"may_not", "must"},
    {"else", "otherwise"},
    {"penalty", "sanction"},
    {"penalties", "sanction"},
    {"sanctions", "sanction"},
    {"punishment", "sanction"},
    {"punished", "punish"},
    {"applicable", "subject"},
    {"subjects", "subject"},
    {"person", "subject"},
    {"act", "statute"},
    {"law", "statute"},
    {"code", "statute"},
    {"rule", "regulation"},
    {"decree", "regulation"},
    {"art", "article"},
    {"para", "paragraph"},
    {"point", "item"},
    {"letter", "item"},
    {"sec", "section"},
    {"define", "defines"},
    {"definition", "defines"},
    {"fact_", "fact"},
    {"referred", "refer"},
    {"applies_from", "in"},
    {"bool", "boolean"},
    {"int", "count"},
    {"integer", "count"},
    {"decimal", "number"},
    {"percentage", "number"},
    {"amount", "money"},
    {"period", "duration"},
    {"effective", "in"},
};

/// As edit_distance, but two neighbouring letters that changed places are one slip.
unsigned slips(llvm::StringRef written, llvm::StringRef word) {
  if (written.size() == word.size())
    for (size_t i = 0; i + 1 < word.size(); ++i)
      if (written[i] == word[i + 1] && written[i + 1] == word[i] && written.take_front(i) == word.take_front(i) &&
          written.drop_front(i + 2) == word.drop_front(i + 2))
        return written[i] == written[i + 1] ? 0 : 1;
  return written.edit_distance(word);
}

bool between(K kind, K first, K last) { return kind >= first && kind <= last; }
bool isDeclaration(K kind) { return between(kind, K::CORPUS, K::SCENARIO); }
bool isLabel(K kind) { return kind == K::NUM || kind == K::ORDINAL || kind == K::LABEL; }
bool isConnective(K kind) { return kind == K::AND || kind == K::OR; }
/// Begins something of which the sentence before it cannot be a part.
bool isStarter(K kind) {
  return kind == K::HEAD || kind == K::LBRACE || kind == K::RBRACE || kind == K::END || isDeclaration(kind) ||
         between(kind, K::FORM, K::REFERRAL) || between(kind, K::TEXT, K::RENUMBER) || kind == K::ALSOWHEN ||
         between(kind, K::PERSON, K::CONFLICTS);
}
bool contains(const antlr4::misc::IntervalSet &set, K kind) { return set.contains(static_cast<size_t>(kind)); }

/// The word of a token that is always written the same.
std::string literal(antlr4::Parser *parser, size_t type) {
  switch (static_cast<K>(type)) {
  case K::HEAD:
  case K::LEVEL: return "article";
  case K::ALSOWHEN: return "also when";
  case K::COLON: return ":";
  case K::COMMA: return ",";
  case K::LBRACE: return "{";
  case K::RBRACE: return "}";
  case K::LPAREN: return "(";
  case K::RPAREN: return ")";
  case K::EQ: return "=";
  case K::ASSIGN: return ":=";
  default: break;
  }
  const std::string quoted = parser->getVocabulary().getLiteralName(type);
  return quoted.size() > 2 ? quoted.substr(1, quoted.size() - 2) : "";
}
} // namespace

size_t Recovery::at(Parser *parser, int ahead) const {
  const auto here = static_cast<ssize_t>(parser->getTokenStream()->index()) + ahead;
  return here < 0 ? 0 : std::min(static_cast<size_t>(here), tree.tokens.size() - 1);
}
TokenKind Recovery::kind(Parser *parser, int ahead) const { return tree.tokens[at(parser, ahead)].kind; }
llvm::StringRef Recovery::word(Parser *parser, int ahead) const {
  const Token &token = tree.tokens[at(parser, ahead)];
  return tree.text.slice(token.begin, token.end);
}
Range Recovery::range(Parser *parser, int ahead) const {
  const Token &token = tree.tokens[at(parser, ahead)];
  return {{tree.file, token.begin}, token.end - token.begin};
}
bool Recovery::firstOnLine(Parser *parser) const {
  const size_t i = at(parser);
  return i == 0 || tree.text.slice(tree.tokens[i - 1].end, tree.tokens[i].begin).contains('\n');
}
void Recovery::retype(Parser *parser, int ahead, TokenKind to) { tree.tokens[at(parser, ahead)].kind = to; }
std::string Recovery::shown(Parser *parser) const {
  if (kind(parser) == K::END) return "the end of the file";
  if (kind(parser) == K::STRING || kind(parser) == K::TEXT3) return "a text";
  return fmt::format("`{}`", std::string_view(word(parser)));
}

template <typename... Args>
Diagnostic &Recovery::report(Parser *parser, Code code, Range where, const Args &...args) {
  ours(parser).damage();
  if (++errors > mostErrors) {
    diagnostics.report(Code::P008, where, mostErrors);
    throw TooManyErrors();
  }
  return diagnostics.report(code, where, args...);
}

/// Mends the token at the start of an element in place, where it is plain what was meant.
bool Recovery::mend(Parser *parser, const Set &wanted) {
  const K next = kind(parser, 1);
  const bool numbered = isLabel(next);
  const K before = at(parser) ? kind(parser, -1) : K::END;
  const bool begins = firstOnLine(parser) || before == K::LBRACE || before == K::RBRACE || before == K::STRING;
  if (begins && kind(parser) == K::LEVEL && (numbered || next == K::LBRACE || next == K::STRING) &&
      contains(wanted, K::HEAD)) {
    retype(parser, 0, K::HEAD);
    return true;
  }
  if (kind(parser) == K::LEVELS && numbered && contains(wanted, K::HEAD)) {
    llvm::StringRef singular = word(parser).drop_back();
    report(parser, Code::P001, range(parser),
           fmt::format("a provision is written in the singular: `{}`", std::string_view(singular)))
        .fix(fmt::format("write `{}`", std::string_view(singular)), range(parser), singular.str(), true);
    retype(parser, 0, K::HEAD);
    return true;
  }
  if (kind(parser) == K::ALSO && contains(wanted, K::ALSOWHEN)) { // the missing `when` is reported next
    retype(parser, 0, K::ALSOWHEN);
    return true;
  }
  if (kind(parser) != K::ID && kind(parser) != K::CUR) return false;
  const llvm::StringRef written = word(parser);
  const bool type = parser->getContext()->getRuleIndex() == P::RuleType;
  auto meant = [&](llvm::StringRef correct, K as) {
    diagnostics
        .report(Code::P003, range(parser), std::string_view(written), std::string_view(correct),
                type ? "no type of a fact" : "not a statement")
        .fix(fmt::format("write `{}`", std::string_view(correct)), range(parser), correct.str(), true);
    retype(parser, 0, as);
    return true;
  };
  if (numbered && contains(wanted, K::HEAD))
    for (llvm::StringRef level : levelWords)
      if (slips(written.lower(), level) <= 2) return meant(level, K::HEAD);
  unsigned best = 3;
  std::string found;
  K foundKind = K::END;
  for (ssize_t token : wanted.toList()) {
    if (token <= 0) continue;
    const auto as = static_cast<K>(token);
    const std::string candidate = literal(parser, static_cast<size_t>(token));
    if (candidate.size() < 3 || as == K::HEAD || as == K::ALSOWHEN) continue;
    unsigned distance = slips(written.lower(), candidate);
    for (const Meant &one : meantWords)
      if (one.word == candidate && one.written == written.lower() && !(next == K::STRING && isDeclaration(as)))
        distance = 0;
    if (distance < best && distance * 3 <= candidate.size()) {
      best = distance;
      found = candidate;
      foundKind = as;
    }
  }
  return foundKind != K::END && meant(found, foundKind);
}

void Recovery::beginErrorCondition(Parser *parser) {
  DefaultErrorStrategy::beginErrorCondition(parser);
  ours(parser).recovering = true;
}
void Recovery::endErrorCondition(Parser *parser) {
  DefaultErrorStrategy::endErrorCondition(parser);
  ours(parser).recovering = false;
}
antlr4::Token *Recovery::recoverInline(Parser *parser) {
  P::loadNetwork();
  return DefaultErrorStrategy::recoverInline(parser);
}
void Recovery::reportError(Parser *parser, const antlr4::RecognitionException &e) {
  P::loadNetwork();
  DefaultErrorStrategy::reportError(parser, e);
}

/// Called where the token here is not one that must or may come next in this rule.
void Recovery::sync(Parser *parser) {
  P::loadNetwork();
  auto *state = parser->getInterpreter<antlr4::atn::ATNSimulator>()->atn.states[parser->getState()];
  const size_t type = state->getStateType(), rule = state->ruleIndex;
  using S = antlr4::atn::ATNState;
  const bool listLoop = type == S::PLUS_LOOP_BACK || type == S::STAR_LOOP_ENTRY || type == S::STAR_LOOP_BACK;
  if (listLoop && isConnective(kind(parser)) &&
      (rule == P::RuleJunction || rule == P::RuleChoice || rule == P::RuleRoles || rule == P::RuleBy)) {
    // `a and b or c`: said once, then read as the connective that came first.
    const Set wanted = parser->getExpectedTokens();
    const K other = kind(parser) == K::AND ? K::OR : K::AND;
    if (!contains(wanted, kind(parser)) && contains(wanted, other)) {
      const uint32_t node = ours(parser).open[ours(parser)._tracker.used];
      if (mixedAt != node) {
        report(parser, Code::P002, range(parser));
        mixed.push_back({node, diagnostics.list().size() - 1});
      }
      mixedAt = node;
      retype(parser, 0, other);
      return;
    }
  }
  const bool loop = type == S::STAR_LOOP_ENTRY || type == S::STAR_LOOP_BACK;
  const bool body = loop && (rule == P::RuleFile || rule == P::RuleInstrument || rule == P::RuleExternal ||
                             rule == P::RuleNode || rule == P::RuleVocabulary || rule == P::RuleScale ||
                             rule == P::RuleScaleItem || rule == P::RuleBlock || rule == P::RulePersonal ||
                             rule == P::RuleScenario || rule == P::RuleScenarioItem || rule == P::RuleAmending ||
                             rule == P::RuleCorpus || rule == P::RulePersonItem || rule == P::RuleVocabItem);
  if (!body) {
    if (rule == P::RuleType && mend(parser, parser->getExpectedTokens())) return;
    if (!inErrorRecoveryMode(parser)) DefaultErrorStrategy::sync(parser);
    return;
  }
  const Set wanted = parser->getExpectedTokens();
  if (wanted.contains(parser->getTokenStream()->LA(1))) return;
  if (missingComma(parser)) return;
  if (mend(parser, wanted)) return;
  if (!inErrorRecoveryMode(parser)) {
    beginErrorCondition(parser);
    report(parser, Code::P001, range(parser), stray(parser, rule));
  }
  skip(parser, wanted, rule == P::RuleFile);
  if (!wanted.contains(parser->getTokenStream()->LA(1))) mend(parser, wanted);
}

/// `use harbour fines`: the list of names goes on without its comma.
bool Recovery::missingComma(Parser *parser) {
  if (kind(parser) != K::ID || firstOnLine(parser) || inErrorRecoveryMode(parser)) return false;
  bool list = false;
  for (size_t i = tree.entries.size(); i-- > 0 && tree.entries[i].tokenEnd == at(parser) && !list;)
    list = tree.entries[i].rule == Rule::names;
  if (!list) return false;
  beginErrorCondition(parser);
  const Range before = range(parser, -1);
  report(parser, Code::P001, range(parser),
         fmt::format("a comma stands between the names of a list: `{}, {}`", std::string_view(word(parser, -1)),
                     std::string_view(word(parser))))
      .fix("write the comma", {{before.begin.file, before.end()}, 0}, ",", true);
  while (kind(parser) == K::ID || kind(parser) == K::COMMA) parser->consume();
  return true;
}

void Recovery::proposeReadings() {
  for (const Mixed &one : mixed) {
    const Tree::Entry &list = tree.entries[one.entry];
    // The operands, and the connective before each as it is written.
    struct Operand {
      uint32_t begin, end;
      llvm::StringRef before;
    };
    std::vector<Operand> operands;
    for (uint32_t i = one.entry + 1; i < list.subtreeEnd; i = tree.entries[i].subtreeEnd) {
      const Tree::Entry &e = tree.entries[i];
      if (e.firstToken == e.tokenEnd) continue;
      const Token *joint = e.firstToken > list.firstToken ? &tree.tokens[e.firstToken - 1] : nullptr;
      operands.push_back({tree.tokens[e.firstToken].begin, tree.tokens[e.tokenEnd - 1].end,
                          joint ? tree.text.slice(joint->begin, joint->end) : ""});
    }
    if (operands.size() < 3 || list.rule == Rule::choice || list.rule == Rule::by) continue; // no parentheses there
    for (const llvm::StringLiteral closer : {llvm::StringLiteral("and"), llvm::StringLiteral("or")}) {
      Fix fix{fmt::format("put parentheses around what `{}` joins", std::string_view(closer)), {}, false};
      for (size_t i = 0; i < operands.size();) {
        size_t last = i;
        while (last + 1 < operands.size() && operands[last + 1].before == closer) ++last;
        if (last > i) {
          fix.edits.push_back({{{tree.file, operands[i].begin}, 0}, "("});
          fix.edits.push_back({{{tree.file, operands[last].end}, 0}, ")"});
        }
        i = last + 1;
      }
      if (!fix.edits.empty()) {
        std::string reading;
        uint32_t from = operands.front().begin;
        for (const Edit &edit : fix.edits) {
          reading += tree.text.slice(from, edit.range.begin.offset).str() + edit.text;
          from = edit.range.begin.offset;
        }
        reading += tree.text.slice(from, operands.back().end).str();
        if (reading.find('\n') == std::string::npos) fix.message = fmt::format("do you mean `{}`?", reading);
        diagnostics[one.diagnostic].fixes.push_back(std::move(fix));
      }
    }
  }
}

/// What is said of a token that begins no element of the body it stands in.
std::string Recovery::stray(Parser *parser, size_t rule) const {
  const K here = kind(parser), before = at(parser) ? kind(parser, -1) : K::END;
  const std::string it = shown(parser);
  const std::string previous = at(parser) ? word(parser, -1).str() : "";
  if (here == K::RBRACE) return "this `}` closes nothing";
  if (here == K::END) return "a `}` is missing before the end of the file";
  if (rule == P::RuleFile) return it + " cannot stand outside a statute, regulation or amendment";
  if ((here == K::LEVEL || here == K::LEVELS) && kind(parser, 1) == K::ID && firstOnLine(parser))
    return it + " needs its number in figures, not `" + word(parser, 1).str() + "`";
  if (isConnective(before) && (here == K::LEVEL || here == K::LEVELS))
    return "repeat `violates` or `commits` after `" + previous + "`: a citation alone is not a condition";
  if (here == K::LEVEL && (before == K::ID || before == K::CUR) && at(parser) > 1 && isConnective(kind(parser, -2)))
    return "repeat `violates` or `commits` before `" + previous + "`: a citation alone is not a condition";
  if (before == K::NUM && (here == K::UNIT || here == K::ID))
    return "a sum of money needs its currency: " + previous + " CNY";
  if (before == K::NUM && here == K::COMMA && kind(parser, 1) == K::NUM && word(parser, 1).size() == 3)
    return "thousands are grouped with `_`, never with a comma: " + previous + "_" + word(parser, 1).str();
  if (it == "`then`" || it == "`hereby`") return it + " is not needed: leave it out";
  if (here == K::BAD && (it == "`$`" || it == "`€`" || it == "`£`" || it == "`¥`"))
    return "a currency stands after its sum, as its code of three letters: 100 AUD";
  if (here == K::COMMA) return "a comma cannot stand here; roles and conditions are joined with `or` or `and`";
  if (here == K::LABEL) return "a space stands between a number and its unit: " + it;
  if (here == K::BAD) return it + " has no meaning in the language";
  if (here == K::GUARD) return "a `refer to` among sanctions takes no `when` of its own: put it in `also when ... { }`";
  if (rule == P::RuleBlock || rule == P::RulePersonal) return it + " is not a kind of sanction";
  if (isConnective(here)) return "what follows " + it + " must be a condition of its own";
  return it + " does not begin a statement" + (here == K::ID ? "; a name is one word, joined with `_`" : "");
}

/// One sentence for what was expected inside a statement.
std::string Recovery::expected(Parser *parser) const {
  const Set wanted = parser->getExpectedTokens();
  auto want = [&](K k) { return contains(wanted, k); };
  const bool first = at(parser) == 0;
  const std::string after =
      first ? "the beginning of the file" : fmt::format("`{}`", std::string_view(word(parser, -1)));
  const K before = first ? K::END : kind(parser, -1), here = kind(parser);
  const size_t rule = parser->getContext()->getRuleIndex();
  const bool levelHere = here == K::LEVEL || here == K::LEVELS;
  if (here == K::ORDINAL && want(K::DATE)) return "a date is written year-month-day with two digits each: 2018-01-05";
  if (here == K::LABEL && before != K::LEVEL) return "a space stands between a number and its unit: " + shown(parser);
  if (here == K::EQ && before == K::EQ) return "equality is written with one `=`";
  if (before == K::EQ && here == K::GT) return "write `>=` for \"at least\", and `implies` for \"then\"";
  if (rule == P::RuleOutline && want(K::LEVELS))
    return "`outline` names the provisions that are not written out: `outline articles 20 to 22`";
  if (rule == P::RuleVocabItem && want(K::COLON) && want(K::ASSIGN))
    return "a fact needs `:` and its type, as in `fact " + word(parser, -1).str() + " : boolean`";
  if (rule == P::RuleLabel || want(K::LABEL)) return after + " needs its number";
  if (isConnective(before) && levelHere)
    return "repeat `violates` or `commits` after " + after + ": a citation alone is not a condition";
  if (levelHere && want(K::COMMITS)) return "a citation alone is not a condition: say `violates` or `commits`";
  if (before == K::ASET || (before == K::WITHIN && want(K::UP)))
    return "a time limit is a number with its unit, or `a set time`: `within 3 days`";
  if (before == K::PUNISH) return "`punish` is followed by `per` and a citation";
  if (want(K::BECAUSE)) return "an acceptance gives its reason: `because \"...\"`";
  if (rule == P::RuleType && !want(K::ID) && want(K::BOOLEAN))
    return "a type is expected: boolean, count, number, money CUR, date, duration, one of a, b";
  if (before == K::MONEY && want(K::CUR)) return "`money` needs its currency";
  if (before == K::NUM && want(K::UNIT) && !want(K::CUR)) return "a duration needs its unit: days, months or years";
  if (want(K::PRECEDING) && !want(K::COMMITS))
    return "a citation is expected after " + after + (want(K::THAT) ? ", or `that provision`" : "");
  if (want(K::COMMITS)) return "a condition is expected after " + after;
  if (want(K::UNDER) && want(K::IS))
    return "`expect C` is followed by `applies`, `does not apply`, `is ...`, `no KIND`, or a sanction";
  if (want(K::LBRACE) && want(K::STRING) && here == K::ID)
    return fmt::format("a title stands in quotation marks: \"{}\"", std::string_view(word(parser)));
  if (want(K::LBRACE) && wanted.size() < 12) return after + " needs a `{` after it";
  if (want(K::RBRACE) && here == K::END) return "a `}` is missing before the end of the file";
  if (want(K::WHEN) && !want(K::SUBJECT)) return "`when` and a condition are expected after " + after;
  if (want(K::DATE) && wanted.size() == 1)
    return "a date is expected after " + after + ", written year-month-day: 2026-01-31";
  if (want(K::STRING) && wanted.size() < 3) return "a text in quotation marks is expected after " + after;
  if (want(K::ID) && wanted.size() < 65) {
    if (here == K::STRING) return "a name is expected after " + after + ", without quotation marks";
    if (isStarter(here) && here != K::END && literal(parser, static_cast<size_t>(here)).size() > 1)
      return "a name is expected after " + after + "; `" + word(parser).str() + "` is a word of the language";
    return "a name is expected after " + after;
  }
  std::string list;
  size_t count = 0;
  for (ssize_t type : wanted.toList()) {
    const std::string one = type > 0 ? literal(parser, static_cast<size_t>(type)) : "";
    if (one.empty()) continue;
    list += (count++ ? ", `" : "`") + one + "`";
    if (count == 5) break;
  }
  if (list.empty()) return shown(parser) + " cannot stand here";
  return list + (count == 1 ? " is" : " are") + " expected after " + after + ", not " + shown(parser);
}

/// What is missing is missed after the word before, however far away the next one is.
void Recovery::reportExpected(Parser *parser) {
  const std::string message = expected(parser);
  const bool missing = at(parser) &&
                       message.find(fmt::format("`{}`", std::string_view(word(parser, -1)))) != std::string::npos &&
                       (firstOnLine(parser) || message.find("not `") == std::string::npos);
  report(parser, Code::P001, range(parser, missing ? -1 : 0), message);
}

void Recovery::reportNoViableAlternative(Parser *parser, const antlr4::NoViableAltException &) {
  reportExpected(parser);
}
void Recovery::reportInputMismatch(Parser *parser, const antlr4::InputMismatchException &) { reportExpected(parser); }
void Recovery::reportUnwantedToken(Parser *parser) {
  if (inErrorRecoveryMode(parser)) return;
  beginErrorCondition(parser);
  reportExpected(parser);
}
void Recovery::reportMissingToken(Parser *parser) { reportUnwantedToken(parser); }

antlr4::Token *Recovery::getMissingSymbol(Parser *parser) { return parser->getCurrentToken(); }

antlr4::Token *Recovery::singleTokenDeletion(Parser *parser) {
  return isStarter(kind(parser)) ? nullptr : DefaultErrorStrategy::singleTokenDeletion(parser);
}

/// From a token that begins no element to one that does, brace by brace.
void Recovery::skip(Parser *parser, const Set &wanted, bool wholeFile) {
  size_t depth = 0;
  for (K here = kind(parser); here != K::END; here = kind(parser)) {
    // A new declaration is never skipped; three of these words also stand in `this statute`.
    if (isDeclaration(here) && (depth == 0 || !between(here, K::STATUTE, K::AMENDMENT))) return;
    if (depth == 0) {
      const K next = kind(parser, 1);
      const bool heads = isLabel(next) || next == K::LBRACE || next == K::STRING; // mend() takes it from here
      if (here == K::LEVEL && heads && contains(wanted, K::HEAD) && firstOnLine(parser)) return;
      if (contains(wanted, here) && (isStarter(here) || wholeFile || here == K::ID)) return;
      if (here == K::RBRACE && !wholeFile) return;
    }
    if (here == K::LBRACE)
      ++depth;
    else if (here == K::RBRACE && depth)
      --depth;
    parser->consume();
  }
}

/// After an exception: to a statement, a provision, or the brace that closes this block.
void Recovery::consumeUntil(Parser *parser, const Set &stop) {
  bool amongSanctions = false; // there a kind at the start of a line begins the next one
  for (auto *context = parser->getContext(); context && !amongSanctions;
       context = static_cast<antlr4::ParserRuleContext *>(context->parent)) {
    amongSanctions = context->getRuleIndex() == P::RuleSanction;
    if (context->getRuleIndex() == P::RuleElement || context->getRuleIndex() == P::RuleTier) break;
  }
  size_t depth = 0;
  for (K here = kind(parser); here != K::END; here = kind(parser)) {
    if (depth == 0) {
      if (amongSanctions && here == K::ID && firstOnLine(parser)) return;
      if (here == K::RBRACE || isDeclaration(here) || (here != K::LBRACE && isStarter(here)) ||
          (here == K::LBRACE && contains(stop, here)))
        return;
    }
    if (here == K::LBRACE)
      ++depth;
    else if (here == K::RBRACE && depth)
      --depth;
    parser->consume();
  }
}

} // namespace proviso
