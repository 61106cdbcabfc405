machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  else -> accept
work d: 0 1
start go
"a text"
