machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^  -> in>, , c>
  in=0  -> in>,, c>
  in=0  -> in>,
  in=0  -> , c>
  in=0  -> c>> 
  in=0  -> c
  in=0  -> c, in>
  in=0  -> c:01
  in=0  -> c:"01">
  in=0  -> c:>
  in=0  -> c :0
  in=0  -> c> in>
  in=0  -> c:0, c>
  in=0  -> in>, go
