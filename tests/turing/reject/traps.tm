machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^  -> trap
  in=0  -> trap too long
  in=1  -> trap "one\ntwo"
  in=$  -> in> ; trap "why" now
