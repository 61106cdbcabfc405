machine
input in: 0 1
start go

go:
  else -> accept
