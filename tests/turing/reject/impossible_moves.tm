machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^01 c=0   -> in<, print "in<"
  in=01$ c=1   -> c>, in> ; go
  in=0   c=^_  -> c:0>
  in=1   c=^   -> c<
  in=$   c=^   -> in>
  in=^   c=^   -> c:1 ; go
