machine m
input in: 0 1
input other: 0 1
work c: 0 1
work c: a b
space n
space 2*n
start go
start go
layout go
layout go

go:
  else -> accept
