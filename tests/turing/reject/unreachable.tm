machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^  -> in>
  in=01 -> in>
  in=$  -> accept
home:
  c=01  -> c<
  c=^   -> go
