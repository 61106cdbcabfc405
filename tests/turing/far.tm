machine far
  "a counter at the far end of a tape, behind as many cells as the word has symbols"
input  in: 1
work   t: 0 1
work   c: a
start  go

go:
  in=^    -> in>
  in=1    -> in>, t>
  in=$    -> in<, t:1< ; low
low:
  t=0_    -> t:1 ; low2
  t=1     -> t:0< ; low
low2:
  t=01_   -> t> ; back
back:
  t=01    -> t>
  t=_     -> t< ; low
