machine m
input in: 0 1
work c: 0 1
start go

go:
  in=0 c=^ -> in>, c> ; go
  in=1     -> accept
  c=^ in=0 -> c>, in> ; go
