machine m
input in: # 0 1  # the word
work s: a b#
work t: a # $ b
work u:#
start go

go:
  in="#^" -> in>
  s="#" t=$ u=b -> s:"#"
