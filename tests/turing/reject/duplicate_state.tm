machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^ -> in>
up:
  else -> accept
go:
  in=0 -> up
