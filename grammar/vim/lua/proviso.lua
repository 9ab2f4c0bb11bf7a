-- The language server in Neovim, 0.7 and later. In init.lua: require("proviso").setup()
-- Options: program, the path of `proviso`; paths, the law files or folders that belong together; and whatever else
-- vim.lsp.start_client takes.
local M = {}

local clients = {} -- by root, where vim.lsp.start does not keep them

local function root_of(file)
  local folder = vim.fn.fnamemodify(file, ":p:h")
  for _, mark in ipairs({ "statutes", ".git" }) do
    local found = vim.fn.finddir(mark, folder .. ";")
    if found ~= "" then
      found = vim.fn.fnamemodify(found, ":p"):gsub("/$", "")
      -- Within `statutes` the folder around it is the root.
      return vim.fn.fnamemodify(found, ":h")
    end
  end
  return folder
end

function M.setup(options)
  options = options or {}
  local command = { options.program or "proviso", "lsp" }
  vim.list_extend(command, options.paths or {})
  local function attach(buffer)
    local root = root_of(vim.api.nvim_buf_get_name(buffer))
    local config = vim.tbl_extend("force", {
      name = "proviso",
      cmd = command,
      cmd_cwd = root,
      root_dir = root,
      workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
    }, options)
    config.program, config.paths = nil, nil
    if vim.lsp.start then
      vim.lsp.start(config, { bufnr = buffer })
    else
      if not clients[root] or vim.lsp.client_is_stopped(clients[root]) then
        clients[root] = vim.lsp.start_client(config)
      end
      if clients[root] then
        vim.lsp.buf_attach_client(buffer, clients[root])
      end
    end
  end
  vim.api.nvim_create_autocmd("FileType", {
    pattern = "proviso",
    callback = function(event)
      attach(event.buf)
    end,
  })
end

return M
