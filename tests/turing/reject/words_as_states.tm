machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^ -> accept

accept:
  else -> go
else:
  else -> go
print:
  else -> reject
