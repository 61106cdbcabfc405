machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in    -> c>
  in=   -> c>
  in= 0 -> c>
  in="" -> c>
  in=,  -> c>
  in=0,c=1 -> c>
  in=0c=1 -> c>
  in="0"c=1 -> c>
  in=0 in=1 -> c>
  else in=1 -> c>
  in==0 -> c>
  0 -> accept
go2: in=0 -> c>
