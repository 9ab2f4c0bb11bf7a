-- In Neovim: what is wrong is shown, a citation leads to its provision, a name is changed everywhere.
vim.opt.runtimepath:prepend(vim.env.PROVISO_ROOT .. "/grammar/vim")
vim.cmd("filetype plugin on")
require("proviso").setup({ program = vim.env.PROVISO })
local failures = 0
local function check(what, good, shown)
  if not good then
    failures = failures + 1
    print("FAILED " .. what .. " " .. vim.inspect(shown))
  end
end
local file = vim.env.PROVISO_SCRATCH .. "/statutes/cn/issi.law"
vim.cmd("edit " .. file)
check("the kind of file", vim.bo.filetype == "proviso", vim.bo.filetype)
local function wait(test)
  return vim.wait(20000, test, 20)
end
check("the server is there", wait(function()
  local clients = vim.lsp.buf_get_clients(0)
  for _, one in pairs(clients) do
    return one.initialized
  end
end), "no client")
local line = vim.fn.search("punish per CSL article 69 item 3")
check("the sentence is there", line > 0, line)
local whole = vim.fn.getline(line)
vim.fn.setline(line, (whole:gsub("item 3", "paragraph 3")))
check("what is wrong is shown", wait(function()
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.code == "R005" and one.lnum == line - 1 then
      return true
    end
  end
end), vim.diagnostic.get(0))
vim.fn.setline(line, whole)
check("and not when it is mended", wait(function()
  return #vim.diagnostic.get(0) == 0
end), vim.diagnostic.get(0))
vim.fn.cursor(line, whole:find("CSL"))
local answers = vim.lsp.buf_request_sync(0, "textDocument/definition", vim.lsp.util.make_position_params(), 20000)
local _, answer = next(answers or {})
check("a citation leads to its provision", answer and #answer.result == 2 and answer.result[1].uri:match("csl.*%.law$"), answers)
print((failures == 0 and "Neovim and the language server understand each other" or failures .. " failures") .. "\n")
vim.cmd(failures == 0 and "qall!" or "cquit")
