machine m
inptu in: 0 1
work c 0 1
work: 0 1
work d:
space: n
start go now
layuot go

go:
  in=0 c=1 -> d>
  else -> accept
