machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  go

go:
  c=01 -> c:^
  c=_  -> c:"^"<
