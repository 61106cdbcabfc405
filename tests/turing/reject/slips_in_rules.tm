machine m
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^ c=^ -> in> go
  in=^ c=0 -> in>, c> accept
  in=^ c=1 -> c> in>
  in=0 c=^ -> print 1
  in=0 c=0 -> in> ; print "1"
  in:0 -> in>
  in=0,c=1 -> in>
  in=1 and c=0 -> c=1
  in = 1 -> c := 0
  in=1 c=^ -> in:R, c:R
  in=1 c=_ -> c:0L
  in=$ c=^ -> goto go
  in=$ c=0 -> in< -> go
  in=$ c=1 -> in< ; go accept
  in=$ c=_ -> trap too long
