machine m
input	in: 0 1
start go

go:
	in=0	-> in>
  in=" 	" -> accept # a	tab
