machine m
  "a small machine"
input  in: 0 1
work   c: 0 1
start  goo
layout lay

go:
  in=^ -> in> ; carry
  in=0 -> carry
  in=1 -> c:1 ; gone
carrry:
  else -> accept
