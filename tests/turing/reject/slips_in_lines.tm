machine m
adds one to a number
// by hand
input  in: 0 1
work   c: 0 1
start  go

state go:
  in=^ => in>
  in=0 --> in>
  in=1 c=0 in> ; back
back :
  in=1 → in> ; go
  in='0' -> in> // on
  otherwise -> reject
  % the end
