machine m
  "what it does" and more
input in: 0 1
start go

go:
  else -> accept
