machine parity_chain
  "prints the circuits of the family parity_chain, written by hand: compare parity_chain.gen beside it"
  "Tape b counts the input in binary, which fixes the number of cells. Tapes i and j hold decimal numbers,"
  "low digit first: i is the gate being printed, j the one before. A number is printed from its high end."
input  in: 1
work   b: 0 1
work   i: 0 1 2 3 4 5 6 7 8 9
work   j: 0 1 2 3 4 5 6 7 8 9
space  3*bits(n) + 6              # for every word of length n
start  start

#   b    ^ 0 0 1 1                  n = 12 in binary, low digit first
#   i    ^ 2 1                      gate 12 in decimal, low digit first
#   j    ^ 1 1                      gate 11, the one before

start:
  in=^    -> in>
  in=1    -> count
  in=$    -> reject               # a family begins at n = 1

# Count the input on b; the heads of i and j go along, so that all three visit the same cells.
count:
  in=1    -> count.up
  in=$    -> mark
count.up:
  b=^     -> b>, i>, j>
  b=1     -> b:0>, i>, j>
  b=0_    -> b:1<, i<, j< ; count.home
count.home:
  b=01    -> b<, i<, j<
  b=^     -> in> ; count
mark:
  b=^01   -> b>, i>, j>
  b=_     -> b<, i<, j< ; mark.home
mark.home:
  b=01    -> b<, i<, j<
  b=^     -> title

# The header: count the input again, in decimal.
title:
  in=1$   -> in<
  in=^    -> in>, print "circuit parity_chain " ; size
size:
  in=1    -> size.up
  in=$    -> size.print
size.up:
  i=^     -> i>
  i=0     -> i:1< ; size.up.home
  i=1     -> i:2< ; size.up.home
  i=2     -> i:3< ; size.up.home
  i=3     -> i:4< ; size.up.home
  i=4     -> i:5< ; size.up.home
  i=5     -> i:6< ; size.up.home
  i=6     -> i:7< ; size.up.home
  i=7     -> i:8< ; size.up.home
  i=8     -> i:9< ; size.up.home
  i=9     -> i:0>
  i=_     -> i:1< ; size.up.home
size.up.home:
  i=0123456789 -> i<
  i=^     -> in> ; size
size.print:
  i=^0123456789 -> i>
  i=_     -> i< ; size.print.digit
size.print.digit:
  i=0     -> i:_<, print "0"
  i=1     -> i:_<, print "1"
  i=2     -> i:_<, print "2"
  i=3     -> i:_<, print "3"
  i=4     -> i:_<, print "4"
  i=5     -> i:_<, print "5"
  i=6     -> i:_<, print "6"
  i=7     -> i:_<, print "7"
  i=8     -> i:_<, print "8"
  i=9     -> i:_<, print "9"
  i=^     -> print "\ninput" ; inputs.left

# The input line: x[1] to x[n].
inputs.left:
  in=1$   -> in<
  in=^    -> in> ; inputs
inputs:
  in=1    -> inputs.up
  in=$    -> print "\n" ; forget
inputs.up:
  i=^     -> i>
  i=0     -> i:1< ; inputs.up.home
  i=1     -> i:2< ; inputs.up.home
  i=2     -> i:3< ; inputs.up.home
  i=3     -> i:4< ; inputs.up.home
  i=4     -> i:5< ; inputs.up.home
  i=5     -> i:6< ; inputs.up.home
  i=6     -> i:7< ; inputs.up.home
  i=7     -> i:8< ; inputs.up.home
  i=8     -> i:9< ; inputs.up.home
  i=9     -> i:0>
  i=_     -> i:1< ; inputs.up.home
inputs.up.home:
  i=0123456789 -> i<
  i=^     -> print " x[" ; inputs.print
inputs.print:
  i=^0123456789 -> i>
  i=_     -> i< ; inputs.print.digit
inputs.print.digit:
  i=0     -> i<, print "0"
  i=1     -> i<, print "1"
  i=2     -> i<, print "2"
  i=3     -> i<, print "3"
  i=4     -> i<, print "4"
  i=5     -> i<, print "5"
  i=6     -> i<, print "6"
  i=7     -> i<, print "7"
  i=8     -> i<, print "8"
  i=9     -> i<, print "9"
  i=^     -> in>, print "]" ; inputs

# i <- 0, back to the left.
forget:
  i=^     -> i>
  i=0123456789 -> i:_>
  i=_     -> i< ; forget.home
forget.home:
  i=_     -> i<
  i=^     -> left
left:
  in=1$   -> in<
  in=^    -> in> ; chain

# A gate for each 1. While j is 0, the gate is the first.
chain:
  in=1    -> chain.i
  in=$    -> print "y = COPY p[" ; last
chain.i:
  i=^     -> i>
  i=0     -> i:1< ; chain.i.home
  i=1     -> i:2< ; chain.i.home
  i=2     -> i:3< ; chain.i.home
  i=3     -> i:4< ; chain.i.home
  i=4     -> i:5< ; chain.i.home
  i=5     -> i:6< ; chain.i.home
  i=6     -> i:7< ; chain.i.home
  i=7     -> i:8< ; chain.i.home
  i=8     -> i:9< ; chain.i.home
  i=9     -> i:0>
  i=_     -> i:1< ; chain.i.home
chain.i.home:
  i=0123456789 -> i<
  i=^     -> j> ; chain.first
chain.first:
  j=_     -> j<, print "p[1] = COPY x[1]" ; chain.end
  j=0123456789 -> j< ; chain.name
chain.name:
  else    -> print "p[" ; chain.gate
chain.gate:
  i=^0123456789 -> i>
  i=_     -> i< ; chain.gate.digit
chain.gate.digit:
  i=0     -> i<, print "0"
  i=1     -> i<, print "1"
  i=2     -> i<, print "2"
  i=3     -> i<, print "3"
  i=4     -> i<, print "4"
  i=5     -> i<, print "5"
  i=6     -> i<, print "6"
  i=7     -> i<, print "7"
  i=8     -> i<, print "8"
  i=9     -> i<, print "9"
  i=^     -> print "] = XOR p[" ; chain.before
chain.before:
  j=^0123456789 -> j>
  j=_     -> j< ; chain.before.digit
chain.before.digit:
  j=0     -> j<, print "0"
  j=1     -> j<, print "1"
  j=2     -> j<, print "2"
  j=3     -> j<, print "3"
  j=4     -> j<, print "4"
  j=5     -> j<, print "5"
  j=6     -> j<, print "6"
  j=7     -> j<, print "7"
  j=8     -> j<, print "8"
  j=9     -> j<, print "9"
  j=^     -> print "] x[" ; chain.bit
chain.bit:
  i=^0123456789 -> i>
  i=_     -> i< ; chain.bit.digit
chain.bit.digit:
  i=0     -> i<, print "0"
  i=1     -> i<, print "1"
  i=2     -> i<, print "2"
  i=3     -> i<, print "3"
  i=4     -> i<, print "4"
  i=5     -> i<, print "5"
  i=6     -> i<, print "6"
  i=7     -> i<, print "7"
  i=8     -> i<, print "8"
  i=9     -> i<, print "9"
  i=^     -> print "]" ; chain.end
chain.end:
  else    -> print "\n" ; chain.j
chain.j:
  j=^     -> j>
  j=0     -> j:1< ; chain.j.home
  j=1     -> j:2< ; chain.j.home
  j=2     -> j:3< ; chain.j.home
  j=3     -> j:4< ; chain.j.home
  j=4     -> j:5< ; chain.j.home
  j=5     -> j:6< ; chain.j.home
  j=6     -> j:7< ; chain.j.home
  j=7     -> j:8< ; chain.j.home
  j=8     -> j:9< ; chain.j.home
  j=9     -> j:0>
  j=_     -> j:1< ; chain.j.home
chain.j.home:
  j=0123456789 -> j<
  j=^     -> in> ; chain

# The output.
last:
  i=^0123456789 -> i>
  i=_     -> i< ; last.digit
last.digit:
  i=0     -> i<, print "0"
  i=1     -> i<, print "1"
  i=2     -> i<, print "2"
  i=3     -> i<, print "3"
  i=4     -> i<, print "4"
  i=5     -> i<, print "5"
  i=6     -> i<, print "6"
  i=7     -> i<, print "7"
  i=8     -> i<, print "8"
  i=9     -> i<, print "9"
  i=^     -> print "]\noutput y\n" ; done
done:
  else    -> accept
