machine m
input in: 01
work c: 0 1
work c: 0 1
space 2*
start og

go:
  in=0 -> c>> 
  in=1 -> d>
  c=2  => in>
  in=$ -> up
