machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=0 in> ; up
  in=1 = > in>
  in=$ → accept
up
  else -> accept
up: else
