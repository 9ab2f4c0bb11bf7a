// `proviso new`: a project from nothing, whose scenarios pass.
#include "cli/Console.h"
#include "cli/Files.h"

#include "syntax/Lexer.h"

#include "project.inc"

#include <filesystem>

namespace proviso {

namespace fs = std::filesystem;

namespace {

struct ProjectFile {
  const char *path, *text;
  bool program = false;
};
constexpr ProjectFile projectFiles[] = {{"statutes/words.law", words_law},
                                        {"statutes/act.law", act_law},
                                        {"statutes/scenarios.law", scenarios_law},
                                        {"README.md", README_md},
                                        {".github/workflows/law.yml", ci_yml},
                                        {".pre-commit-config.yaml", precommit_yaml},
                                        {".hooks/pre-commit", hook_sh, true},
                                        {".vscode/settings.json", settings_json},
                                        {".vscode/extensions.json", extensions_json},
                                        {".editorconfig", editorconfig_txt},
                                        {".gitignore", gitignore_txt}};

std::string filledIn(std::string text, const std::string &code, const std::string &title) {
  for (const auto &[mark, value] : {std::pair("@CODE@", &code), std::pair("@TITLE@", &title)})
    for (size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value->size())
      text.replace(at, std::string_view(mark).size(), *value);
  return text;
}

} // namespace

int newCommand(const NewOptions &options) {
  const std::vector<Token> tokens = scan(options.code);
  if (tokens.size() != 2 || (tokens[0].kind != TokenKind::ID && tokens[0].kind != TokenKind::CUR) ||
      tokens[0].end != options.code.size())
    throw EnvironmentError(
        fmt::format("--code {}: an act cannot be called so; a name is letters, digits and `_`, and no "
                    "word of the language",
                    options.code));
  if (options.title.empty() || options.title.find_first_of("\"\\\n\r") != std::string::npos ||
      invalidUtf8(options.title))
    throw EnvironmentError("--title: a title is one line, without quotation marks and backslashes");
  std::error_code error;
  for (const ProjectFile &one : projectFiles)
    if (const fs::path path = fs::path(options.folder) / one.path; fs::exists(fs::symlink_status(path, error)))
      throw EnvironmentError(fmt::format("{}: this is there already; nothing was written", path.string()));
  for (const ProjectFile &one : projectFiles) {
    const fs::path path = fs::path(options.folder) / one.path;
    writeFile(path.string(), filledIn(one.text, options.code, options.title));
    if (one.program)
      fs::permissions(path, fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec,
                      fs::perm_options::add, error);
  }
  print(fmt::format("{} files in {}. Now:\n  cd {}\n  proviso test\n", std::size(projectFiles), options.folder,
                    options.folder));
  return Fine;
}

} // namespace proviso
