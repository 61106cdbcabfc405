machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=^  -> in> ;
  in=0  -> in>, accept
  in=0  -> accept, in>
  in=0  -> accept now
  in=0  -> in> ; up ; down
  in=0  -> in> ; 2nd
  in=0  -> in> ; go, c>
  in=0  -> c> ; in>
  in=0  -> go; c>
