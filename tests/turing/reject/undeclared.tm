machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^  -> in>, d>
  on=0  -> c:0
  in=2  -> c:x
  in=_  -> c>
  c=$   -> in> ; here
  d=1   -> d<
here:
  else -> accept
