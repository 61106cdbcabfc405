machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=01 c=0   -> in>
  in=1$ c=0_  -> accept
no.read:
  -> in>
  c=1 -> reject
both:
  in=0 -> in>
  c=_^ -> accept
two_else:
  in=0 -> go
  else -> both
  else -> no.read
twice:
  -> two_else
  -> accept
