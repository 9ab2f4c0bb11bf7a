#pragma once

#include "law/Reader.h"

#include <map>

namespace proviso::law {

/// Reads the declarations of one file. Functions are named after the rules of grammar/ProvisoParser.g4 that they read.
class Builder {
public:
  Builder(const Tree &tree, const Sources &sources, Diagnostics &diagnostics, const Levels &known)
      : tree(tree), sources(sources), diagnostics(diagnostics), usualLevels(known.order) {}

  File run();

private:
  /// Notes what the parser could not read.
  void lost();
  void lose(Lost::What what, Range range, llvm::StringRef text, K keyword = K::END) {
    file.lost.push_back({what, range, text, keyword});
  }
  /// From the word before it, where a mistake is reported that was found here.
  Range withWordBefore(uint32_t firstToken, uint32_t tokenEnd) const;
  /// The first word of a sentence.
  static Range first(Node node) {
    Cursor c = node.cursor();
    while (c.atNode()) c = c.takeNode().cursor();
    return c.done() ? node.range() : c.take();
  }
  template <typename Visit>
  static void each(Node node, Visit visit) {
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode())
        visit(c.takeNode());
      else
        c.take();
  }

  // ---- the corpus and accepted findings
  void corpus(Node node);
  void corpusItem(Node node, Corpus &result, Reader &reader, std::map<K, Range> &stated);
  /// `within`: where the sentence stands, as far as it reaches.
  void accept(Node node, Reader &reader, std::optional<Range> within, std::vector<Accept> &to);
  std::optional<Code> codeNamed(Name name);

  // ---- vocabularies and scales
  void vocabulary(Node node);
  Declared declared(Node node, Reader &reader);
  void vocabItem(Node node, Vocabulary &result, Reader &reader);
  void fact(Node node, Vocabulary &result, Reader &reader);
  void type(Node node, Fact &fact);
  void scale(Node node);
  void scaleItem(Node node, Scale &result, Reader &reader);
  ScaleKind scaleKind(Node node, Reader &reader);
  std::optional<Duration> duration(Node node);
  std::optional<Duration> makeDuration(llvm::StringRef number, llvm::StringRef unit, Range range);

  // ---- instruments
  void instrument(Node node);
  void element(Node node, Instrument &instrument, Reader &reader, ProvisionId at);
  void header(Node node, Instrument &instrument, Reader &reader, ProvisionId at);
  static std::vector<llvm::StringRef> levels(Node node);
  ProvisionId addProvision(Instrument &instrument, ProvisionId parent, Provision provision);
  /// The level of a word that opens a provision; reports one that cannot stand here.
  std::optional<uint8_t> openLevel(const Instrument &instrument, ProvisionId parent, Name word);
  void provision(Node node, Instrument &instrument, Reader &reader, ProvisionId parent);
  /// `outline articles 1 to 20`: each is a provision of its own, as far as its number can be counted.
  void outline(Node node, Instrument &instrument, Reader &reader, ProvisionId parent);
  /// `1 to 79`, `120-1 to 120-6`: all but the last number is common.
  template <typename Add>
  void outlineRange(Name from, Name to, Add add);
  void statement(Node node, Instrument &instrument, Reader &reader, ProvisionId at);
  static Lineage lineage(Node node, Reader &reader);
  void amending(Node node, Instrument &instrument, Reader &reader, ProvisionId at);
  Tier refer(Node node, Reader &reader);
  void concurrence(Cursor &c, Node node, Instrument &instrument, Reader &reader, ProvisionId at);
  static Displacement displacement(Cursor &c, Node node, Reader &reader, bool yields);
  std::optional<Adjustment> adjustment(Node node, Reader &reader, Range whole, bool may);
  Adjustment limitation(Node node, Reader &reader);
  std::optional<Definition> definition(Cursor &c, Node node, Reader &reader);
  static Adjective adjective(Node node);
  static AdjustmentScope scope(Node node, Reader &reader);
  void inForce(Cursor &c, Node node, Instrument &instrument, Reader &reader, ProvisionId at);
  static std::string describe(const Instrument &instrument, ProvisionId at);
  void twice(Range keyword, const Instrument &instrument, ProvisionId at, std::string_view what, Range first);

  // ---- scenarios
  void scenario(Node node);
  void scenarioItem(Node node, Scenario &result, Reader &reader);
  /// `history`: none for a person.
  void personItem(Node node, std::vector<Name> &subject, std::vector<Given> &givens, std::vector<Past> &history,
                  Reader &reader);
  Past past(Node node, Reader &reader);
  Given given(Node node, bool unknown, Reader &reader);
  /// value : name | MINUS? figure | DATE | STRING
  ExprId value(Node node, Reader &reader);
  void person(Node node, Scenario &result, Reader &reader);
  void expect(Node node, Scenario &result, Reader &reader);
  void expectation(Node node, Expectation &result, Reader &reader);
  void missing(Node node, Expectation &result, Reader &reader);

  const Tree &tree;
  const Sources &sources;
  Diagnostics &diagnostics;
  const std::vector<llvm::StringRef> &usualLevels;
  File file;
};

} // namespace proviso::law
