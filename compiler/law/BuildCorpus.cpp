#include "law/Builder.h"

namespace proviso::law {

void Builder::corpus(Node node) {
  Corpus result;
  result.range = first(node);
  Stores none;
  Reader reader(none, diagnostics);
  std::map<K, Range> stated;
  for (Cursor c = node.cursor(); !c.done();)
    if (c.at(K::STRING))
      result.title = reader.quote(c);
    else if (c.atNode(Rule::corpusItem)) {
      const Node item = c.takeNode();
      if (!item.damaged()) corpusItem(item, result, reader, stated);
    } else
      pass(c);
  file.corpora.push_back(std::move(result));
}

void Builder::corpusItem(Node node, Corpus &result, Reader &reader, std::map<K, Range> &stated) {
  Cursor c = node.cursor();
  const Range keyword = first(node);
  if (c.atNode(Rule::accept)) return accept(c.takeNode(), reader, std::nullopt, file.accepts);
  const K kind = c.atNode(Rule::levels) ? K::LEVELORDER : c.kind();
  if (const auto [before, isNew] = stated.try_emplace(kind, keyword); !isNew && kind != K::DENY)
    diagnostics.report(Code::S006, keyword, "the corpus", std::string_view(sources.text(keyword)))
        .note("the first one is here", before->second);
  pass(c);
  switch (kind) {
  case K::LOCK:
    if (c.at(K::STRING)) result.lock = reader.quote(c);
    break;
  case K::LANGUAGE:
    if (c.atNode(Rule::name)) result.language = nameOf(c.takeNode());
    break;
  case K::DENY:
    if (c.atNode(Rule::names))
      for (const Name &name : reader.names(c.takeNode()))
        if (const auto code = codeNamed(name)) result.deny.push_back(*code);
    break;
  case K::CONFLICTS:
  case K::RANK:
    while (!c.done())
      if (c.atNode(Rule::names))
        (kind == K::RANK ? result.ranks : result.conflicts) = reader.names(c.takeNode());
      else
        pass(c);
    break;
  default: break;
  }
}

void Builder::accept(Node node, Reader &reader, std::optional<Range> within, std::vector<Accept> &to) {
  Accept result;
  result.range = node.range();
  result.within = within;
  Name name;
  for (Cursor c = node.cursor(); !c.done();)
    if (c.at(K::ID)) {
      const Range range = c.take();
      name = nameOf(c, range);
    } else if (c.atNode(Rule::citation)) {
      Stores own; // what is accepted is no citation of the law
      Reader of(own, diagnostics);
      of.at = reader.at;
      of.citation(c.takeNode(), CitationUse::Place);
      result.of = std::move(own.citations.front());
    } else if (c.at(K::STRING))
      result.because = reader.quote(c);
    else
      pass(c);
  const std::optional<Code> code = codeNamed(name);
  if (!code) return;
  result.code = *code;
  if (!mayBeAccepted(*code)) {
    diagnostics.report(Code::A003, name.range, std::string_view(name.text),
                       *code == Code::A001 ? "what it is about is itself an `accept`, which can be removed"
                                           : "while it stands, no right table can be made");
    return;
  }
  if (llvm::StringRef(result.because.text).trim().empty()) {
    diagnostics.report(Code::A004, result.because.range);
    return;
  }
  to.push_back(std::move(result));
}

std::optional<Code> Builder::codeNamed(Name name) {
  std::vector<llvm::StringRef> known;
  for (const CodeEntry &one : codeTable()) {
    known.push_back({one.name.data(), one.name.size()});
    if (known.back() == name.text) return one.code;
  }
  Diagnostic &d = diagnostics.report(Code::A002, name.range, std::string_view(name.text));
  const llvm::StringRef near = nearestName(name.text, known);
  if (!near.empty())
    d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), name.range, near.str(), isSlip(name.text, known));
  return std::nullopt;
}

} // namespace proviso::law
