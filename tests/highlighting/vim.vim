" Run by vim.sh: what is coloured how, and how real files are indented.
set encoding=utf-8
scriptencoding utf-8
let &runtimepath = $PROVISO_ROOT . '/grammar/vim,' . $VIMRUNTIME
filetype plugin indent on
syntax on

let s:faults = []

" A line; then each word (or a group of words) of it, and its group of colours without `proviso`.
let s:lines = [
  \ ['scale prc "Measures" { criminal { fine "x" money CNY  prison from 6 months on individual additional } }',
  \  'scale', 'Declaration', 'prc', 'ScaleName', 'Measures', 'String', 'criminal', 'GroupName', 'fine', 'ScaleKind',
  \  'money', 'Type', 'CNY', 'Unit', 'months', 'Unit', 'individual', 'Role', 'additional', 'ScaleWord'],
  \ ['vocabulary cyber { role skipper is crew_member  fact count : count  fact x := a >= 5_000 CNY }',
  \  'vocabulary', 'Declaration', 'cyber', 'Name', 'role', 'Declaration', 'skipper', 'Name', 'crew_member', 'Role',
  \  'count', 'Name', ': \zscount', 'Type', ':=', 'Operator', '5_000', 'Number', 'CNY', 'Unit'],
  \ ['statute CSL "Law" { // a comment: when',
  \  'statute', 'Declaration', 'CSL', 'Name', 'Law', 'String', 'when', 'Comment'],
  \ ['  name zh "网络安全法"  rank law  in force from 2017-06-01  use cyber, prc',
  \  'name', 'Statement', 'zh', 'Name', '网络', 'String', 'rank', 'Statement', 'law', 'Name', 'force', 'Statement',
  \  '2017', 'Date', 'use', 'Statement'],
  \ ['  outline articles 1 to 14', 'outline', 'Statement', 'articles', 'Level', '14', 'Outlined'],
  \ ['  article 286-1 "Title" { subsection 1A { item iv { must not "omit" must "do" may "choose" } } }',
  \  'article', 'HeadLevel', '286-1', 'HeadLabel', 'Title', 'String', 'subsection', 'HeadLevel', '1A', 'HeadLabel',
  \  'iv', 'HeadLabel', 'must not', 'Duty', 'must "', 'Duty', 'may', 'Duty'],
  \ ['  subject 网络运营者 and not unit when violates any of CSL articles 21 and 25 and grave',
  \  'subject', 'Statement', '网络', 'RoleName', 'and', 'Logic', 'unit', 'RoleName', 'when', 'Condition',
  \  'violates', 'Predicate', 'any', 'Word', 'CSL', 'Citation', 'articles', 'Citation',
  \  '25', 'Citation', 'grave', 'Fact'],
  \ ['  when any item and delay > 3 days or profit is unascertainable unless total ≥ 10％',
  \  'any item', 'Items', 'delay', 'Fact', '3', 'Number', 'days', 'Unit', 'or', 'Logic', 'unascertainable', 'Constant',
  \  'unless', 'Condition', 'total', 'Fact', '≥', 'Operator', '％', 'Unit'],
  \ ['  punish per items 4 to 6 of preceding paragraph or CSL article 69 item 1',
  \  'punish', 'Sanction', 'items', 'Citation', 'of', 'Citation', 'paragraph', 'Citation',
  \  'or', 'Logic', 'CSL', 'Citation'],
  \ ['  sanction by court { fine 1 to 10 times profit  order "to x" within 30 days  on skipper { closure } }  when a',
  \  'sanction', 'Sanction', 'by', 'Word', 'court', 'Role', 'fine', 'Kind', '10', 'Number', 'to x', 'String',
  \  'order', 'Kind', 'skipper', 'Role', 'closure', 'Kind', 'when', 'Condition', 'a$', 'Fact'],
  \ ['  also when violates article 5 or grave { warning ｛ closure ｝ }  otherwise { warning } refer to discipline',
  \  'also when', 'Tier', 'article', 'Citation', 'grave', 'Fact', 'warning', 'Kind', 'closure', 'Kind',
  \  'otherwise', 'Tier',
  \  'refer', 'Sanction', 'discipline', 'Kind'],
  \ ['  accept R005 for CSL article 5 because "known"', 'accept', 'Statement', 'R005', 'Code', 'CSL', 'Citation'],
  \ ['  text """', '"""', 'String'],
  \ ['    over lines: when article 5 {', 'when', 'String'],
  \ ['    """ text “curly” must "escaped \" quote" must "not closed',
  \  'text', 'Statement', 'curly', 'String', 'must', 'Duty', '\\"', 'Escape', 'quote', 'String', 'closed', 'Unclosed'],
  \ ['}'],
  \ ['scenario "S" { on 2018-12-01  subject skipper  given warned  expect CL article 5 fine 5 EUR  expect CL applies }',
  \  'scenario', 'Declaration', 'on', 'Word', '2018', 'Date', 'skipper', 'RoleName',
  \  'given', 'Statement', 'warned', 'Fact',
  \  'expect', 'Statement', 'CL', 'Citation', 'fine', 'Kind', 'EUR', 'Unit', 'applies', 'Word'],
  \ ]

function s:Group(line, column)
  return substitute(synIDattr(synID(a:line, a:column, 1), 'name'), '^proviso', '', '')
endfunction

execute 'edit' fnameescape($PROVISO_SCRATCH . '/colours.law')
if &filetype !=# 'proviso' || &commentstring !=# '// %s' || &matchpairs !~# '｛:｝'
  call add(s:faults, 'a .law file does not get its type or its settings')
endif
call setline(1, map(copy(s:lines), 'v:val[0]'))
for s:number in range(1, len(s:lines))
  let s:case = s:lines[s:number - 1]
  for s:at in range(1, len(s:case) - 1, 2)
    let s:word = s:case[s:at] =~# '^[a-z_]\+$' ? '\<' . s:case[s:at] . '\>' : s:case[s:at]
    let s:column = match(s:case[0], s:word) + 1
    let s:group = s:Group(s:number, s:column)
    if s:column == 0 || s:group !=# s:case[s:at + 1]
      call add(s:faults, printf('%s: `%s` is %s, not %s', s:case[0], s:case[s:at], s:group, s:case[s:at + 1]))
    endif
  endfor
endfor
set nomodified

" The file was written for this grammar: it knows every word.
let s:syntax = join(filter(readfile($PROVISO_ROOT . '/grammar/vim/syntax/proviso.vim'), 'v:val =~# "^syntax"'), "\n")
for s:line in readfile($PROVISO_ROOT . '/grammar/ProvisoLexer.g4')
  for s:word in map(split(substitute(s:line, '//.*', '', ''), "'\\ze[a-z]\\+'"), 'matchstr(v:val, "^[a-z]\\+\\ze''")')
    if s:word !=# '' && s:syntax !~# '\<' . s:word . '\>'
      call add(s:faults, '`' . s:word . '` is not known')
    endif
  endfor
endfor

" Indenting a statute by the plugin changes nothing.
let s:files = filter(glob($PROVISO_ROOT . '/statutes/**/*.law', 0, 1), 'v:val !~# "/proposed/"')
for s:file in s:files
  execute 'edit!' fnameescape(s:file)
  let s:before = getline(1, '$')
  silent normal! gg=G
  for s:number in range(1, line('$'))
    if getline(s:number) !=# s:before[s:number - 1]
      call add(s:faults, printf('%s:%d: indented as `%s`', fnamemodify(s:file, ':t'), s:number, getline(s:number)))
      break
    endif
  endfor
  set nomodified
endfor

call writefile(s:faults + [len(s:files) . ' files and ' . len(s:lines) . ' lines, ' . len(s:faults) . ' faults'],
  \ $PROVISO_SCRATCH . '/result')
execute len(s:faults) > 0 || len(s:files) < 5 ? 'cquit!' : 'qall!'
