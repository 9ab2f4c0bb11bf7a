autocmd BufNewFile,BufRead *.law setfiletype proviso
