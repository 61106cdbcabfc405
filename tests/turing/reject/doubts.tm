machine m
input in: 0 1
work c: 0 1
work d: 0 1
work unused: a
start go

go:
  in=^^ -> in>
  in=00 c=^ -> in>
  in=1 c=^ -> c
  in=$ -> in< ; Accept
c:
  in=01$ ->
  else -> accept
Accept:
  -> d> ; last
  else -> reject
last:
  -> last
