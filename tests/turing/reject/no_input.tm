machine m
work c: 0 1
start go

go:
  else -> accept
