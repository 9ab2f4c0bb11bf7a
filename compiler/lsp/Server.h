// The language server: one client, over a pair of streams.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace proviso::lsp {

/// Serves until the client says `exit` or the stream ends. Law files are looked for at and under the paths; where none
/// are given in `statutes` of the client's folders, or in these. The exit code: 0 after `shutdown`, else 1.
int serve(FILE *from, FILE *to, std::vector<std::string> paths);

} // namespace proviso::lsp
