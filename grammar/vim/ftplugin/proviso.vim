" Vim filetype plugin. Language: Proviso.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1
scriptencoding utf-8

setlocal commentstring=//\ %s comments=://
setlocal formatoptions-=t formatoptions+=croql
setlocal matchpairs+=｛:｝,（:）
setlocal expandtab shiftwidth=2 softtabstop=2
" A brace opens a step, and its closing brace takes it back.
setlocal indentexpr=ProvisoIndent() indentkeys=0},0｝,o,O

let b:undo_ftplugin = 'setlocal commentstring< comments< formatoptions< matchpairs< expandtab< shiftwidth< softtabstop<'
      \ . ' indentexpr< indentkeys<'

if exists('*ProvisoIndent')
  finish
endif

" How many braces the line leaves open. Texts and comments do not count.
function s:Opened(line)
  let code = substitute(a:line, '"\%([^"\\]\|\\.\)*"\|“[^”]*”\|//.*$', '', 'g')
  return strchars(substitute(code, '[^{｛]', '', 'g')) - strchars(substitute(code, '[^}｝]', '', 'g'))
endfunction

function s:InText(lnum)
  return synIDattr(synID(a:lnum, 1, 0), 'name') ==# 'provisoString'
endfunction

" What goes on from the line before is indented by hand.
function s:Continues(lnum)
  return getline(a:lnum) =~# '^\s*\%(\%(or\|and\)\>\|["“,，]\)' || getline(a:lnum - 1) =~# '[,，]\s*$'
endfunction

function ProvisoIndent()
  if s:InText(v:lnum) || s:Continues(v:lnum)
    return -1
  endif
  let above = prevnonblank(v:lnum - 1)
  let opened = 0
  while above > 0 && (s:InText(above) || s:Continues(above))
    let opened += s:InText(above) ? 0 : s:Opened(getline(above))
    let above = prevnonblank(above - 1)
  endwhile
  if above == 0
    return 0
  endif
  " A brace that closes at the beginning of a line has already moved its line.
  let opened += s:Opened(getline(above)) + (getline(above) =~# '^\s*[}｝]')
  return indent(above) + (opened - (getline(v:lnum) =~# '^\s*[}｝]')) * shiftwidth()
endfunction
