machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=0 -> in:1
  in=^ -> in:0>
  in=1 -> in:^ ; go
