machine m
  "what it does
input in: 0 1 "
start go

go:
  in="0 -> in>
  in=1  -> print "1
  in=$  -> trap "why # because
