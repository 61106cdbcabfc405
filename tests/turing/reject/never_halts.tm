machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^01 -> in>
  in=$   -> in< ; back
back:
  in=01$ -> in<
  in=^   -> go
end:
  else -> accept
