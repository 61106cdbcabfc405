machine 2-stacks
input in: 0 1
start go

go:
  else -> accept
