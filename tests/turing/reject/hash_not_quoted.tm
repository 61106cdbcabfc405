machine m
input in: 0 #
start go

go:
  in=0   -> in>
  in="#" -> accept
