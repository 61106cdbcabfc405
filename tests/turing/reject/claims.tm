machine m
input in: 1
space 2*bits(m) + 6
space
start go

go:
  else -> accept
