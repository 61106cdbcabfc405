machine m
input in: 0 1
"what it does"
start go

go:
  else -> accept
