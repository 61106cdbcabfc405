machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  in=0 -> c:2
  in=0 -> c:3
  in=0 -> c:4
  in=0 -> c:5
  in=0 -> c:6
  in=0 -> c:7
  in=0 -> c:8
  in=0 -> c:9
  in=0 -> c:2
  in=0 -> c:3
  in=0 -> c:4
  in=0 -> c:5
  in=0 -> c:6
  in=0 -> c:7
  in=0 -> c:8
  in=0 -> c:9
  in=0 -> c:2
  in=0 -> c:3
  in=0 -> c:4
  in=0 -> c:5
  in=0 -> c:6
  in=0 -> c:7
  in=0 -> c:8
  in=0 -> c:9
  in=0 -> c:2
  in=0 -> c:3
  in=0 -> c:4
  in=0 -> c:5
  in=0 -> c:6
  in=0 -> c:7
  in=0 -> c:8
  in=0 -> c:9
