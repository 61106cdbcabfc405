machine m
  "a small machine"
input  in: 0 1 2 3 4 5 6 7 8 9
work   c: 0 1 2 3 4 5 6 7 8 9
start  go

go:
  in=0 c=0 -> c:0>
  in=0 c=1 -> c:0>
  in=0 c=2 -> c:0>
  in=0 c=3 -> c:0>
  in=0 c=4 -> c:0>
  in=1 c=0 -> c:1>
  in=1 c=1 -> c:1>
  in=1 c=2 -> c:1>
  in=1 c=3 -> c:1>
  in=1 c=4 -> c:1>
  in=2 c=0 -> c:2>
  in=2 c=1 -> c:2>
  in=2 c=2 -> c:2>
  in=2 c=3 -> c:2>
  in=2 c=4 -> c:2>
  in=3 c=0 -> c:3>
  in=3 c=1 -> c:3>
  in=3 c=2 -> c:3>
  in=3 c=3 -> c:3>
  in=3 c=4 -> c:3>
  in=4 c=0 -> c:4>
  in=4 c=1 -> c:4>
  in=4 c=2 -> c:4>
  in=4 c=3 -> c:4>
  in=4 c=4 -> c:4>
  in=89 c=89 -> c>
  in=3 c=4_ -> accept
