#include "cli/CheckManifest.h"

#include <llvm/Support/xxhash.h>

#include <algorithm>

namespace proviso {

namespace {

constexpr llvm::StringLiteral magic = "proviso-check-cache-2\n";

class Writer {
public:
  void number(uint64_t value) { // seven bits at a time
    for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
    bytes += static_cast<char>(value);
  }
  void text(llvm::StringRef value) {
    number(value.size());
    bytes += value;
  }
  void hashes(const std::vector<uint64_t> &list) {
    number(list.size());
    for (uint64_t one : list) bytes.append(reinterpret_cast<const char *>(&one), sizeof one);
  }
  void range(Range value) {
    number(value.begin.file);
    number(value.begin.offset);
    number(value.length);
  }
  std::string bytes;
};

class Reader {
public:
  explicit Reader(llvm::StringRef bytes) : bytes(bytes) {}
  uint64_t number() {
    uint64_t value = 0;
    for (unsigned shift = 0; !bytes.empty() && shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes.front());
      bytes = bytes.drop_front();
      value |= static_cast<uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    failed = true;
    return 0;
  }
  std::string text() {
    const uint64_t size = number();
    if (size > bytes.size()) failed = true;
    const std::string value = failed ? std::string() : bytes.take_front(size).str();
    bytes = bytes.drop_front(value.size());
    return value;
  }
  std::vector<uint64_t> hashes() {
    std::vector<uint64_t> list;
    const uint64_t count = number();
    if (count > bytes.size() / sizeof(uint64_t)) failed = true;
    if (failed) return list;
    list.resize(count);
    std::copy_n(bytes.data(), count * sizeof(uint64_t), reinterpret_cast<char *>(list.data()));
    bytes = bytes.drop_front(count * sizeof(uint64_t));
    return list;
  }
  Range range() {
    Range value;
    value.begin.file = static_cast<uint32_t>(number());
    value.begin.offset = static_cast<uint32_t>(number());
    value.length = static_cast<uint32_t>(number());
    return value;
  }
  /// A number of things that take a byte at least.
  uint64_t count() {
    const uint64_t value = number();
    if (value > bytes.size()) failed = true;
    return failed ? 0 : value;
  }
  bool failed = false;

private:
  llvm::StringRef bytes;
};

void write(Writer &out, const Diagnostic &d) {
  out.number(static_cast<uint64_t>(d.code));
  out.number(static_cast<uint64_t>(d.severity));
  out.text(d.message);
  out.range(d.range);
  out.number(d.notes.size());
  for (const Note &note : d.notes) {
    out.text(note.message);
    out.number(note.range.has_value());
    if (note.range) out.range(*note.range);
  }
  out.number(d.fixes.size());
  for (const Fix &fix : d.fixes) {
    out.text(fix.message);
    out.number(fix.certain);
    out.number(fix.edits.size());
    for (const Edit &edit : fix.edits) {
      out.range(edit.range);
      out.text(edit.text);
    }
  }
}

Diagnostic readFinding(Reader &in) {
  Diagnostic d{static_cast<Code>(in.number()), static_cast<Severity>(in.number()), in.text(), in.range(), {}, {}};
  for (uint64_t i = in.count(); i > 0; --i) {
    Note note{in.text(), std::nullopt};
    if (in.number()) note.range = in.range();
    d.notes.push_back(std::move(note));
  }
  for (uint64_t i = in.count(); i > 0; --i) {
    Fix fix{in.text(), {}, in.number() != 0};
    for (uint64_t k = in.count(); k > 0; --k) {
      const Range range = in.range();
      fix.edits.push_back({range, in.text()});
    }
    d.fixes.push_back(std::move(fix));
  }
  if (static_cast<size_t>(d.code) >= codeTable().size()) in.failed = true;
  return d;
}

} // namespace

uint64_t manifestHash(llvm::StringRef bytes) { return llvm::xxHash64(bytes); }

std::string manifestBytes(const Manifest &manifest) {
  Writer out;
  out.bytes = magic.str();
  out.number(manifest.tables);
  out.number(manifest.entries.size());
  for (const Manifest::Entry &entry : manifest.entries) {
    out.text(entry.path);
    out.hashes({entry.hash});
    out.number(entry.textOnly);
    out.hashes(entry.provides);
    out.hashes(entry.asks);
    for (uint64_t count : {entry.counts.instruments, entry.counts.provisions, entry.counts.citations,
                           entry.counts.wording, entry.counts.drafts, entry.counts.draftsInPart})
      out.number(count);
    out.number(entry.findings.size());
    for (const Diagnostic &d : entry.findings) write(out, d);
  }
  const uint64_t sum = manifestHash(out.bytes);
  out.bytes.append(reinterpret_cast<const char *>(&sum), sizeof sum);
  return std::move(out.bytes);
}

std::optional<Manifest> readManifest(llvm::StringRef bytes) {
  uint64_t sum = 0;
  if (!bytes.startswith(magic) || bytes.size() < magic.size() + sizeof sum) return std::nullopt;
  std::copy_n(bytes.end() - sizeof sum, sizeof sum, reinterpret_cast<char *>(&sum));
  bytes = bytes.drop_back(sizeof sum);
  if (manifestHash(bytes) != sum) return std::nullopt;
  Reader in(bytes.drop_front(magic.size()));
  Manifest manifest;
  manifest.tables = in.number();
  for (uint64_t i = in.count(); i > 0; --i) {
    Manifest::Entry entry;
    entry.path = in.text();
    const std::vector<uint64_t> hash = in.hashes();
    entry.hash = hash.size() == 1 ? hash.front() : 0;
    entry.textOnly = in.number() != 0;
    entry.provides = in.hashes();
    entry.asks = in.hashes();
    for (uint64_t *count : {&entry.counts.instruments, &entry.counts.provisions, &entry.counts.citations,
                            &entry.counts.wording, &entry.counts.drafts, &entry.counts.draftsInPart})
      *count = in.number();
    for (uint64_t k = in.count(); k > 0; --k) entry.findings.push_back(readFinding(in));
    manifest.entries.push_back(std::move(entry));
  }
  if (in.failed) return std::nullopt;
  return manifest;
}

} // namespace proviso
