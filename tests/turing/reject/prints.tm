machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^  -> print
  in=0  -> print 0
  in=0  -> print ""
  in=0  -> print "é"
  in=0  -> print "a", print "b"
  in=0  -> print "a" "b"
