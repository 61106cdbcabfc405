machine m
input in: 0 1 "#"     # 0, 1, and what is between them
work t: 0 1 "#"
start go              #

go:                   # in=0 -> in>
  in=^ -> in>         # -> in=1 -> in>
  in=01# -> in>
  in=# t="0" -> in>
  in=$ t=1 # -> accept
  in=0 t=0 -> t:#> ; go
  in=0 t=1 -> in>, t:#
  in=0 t=^ -> print # ; go
  in=1 t=0 -> t:1# ; next
  in=1 t=1 -> t># ; next
