machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=0 -> in>, print "a\tb"
  in=1 -> trap "\x"
  in=$ -> print "\\\"\n" ; accept
