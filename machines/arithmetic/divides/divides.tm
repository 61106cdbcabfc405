machine divides
  "accepts 1^k#1^n if k divides n (0 divides only 0), in logarithmic space"
  "k is counted on tape k; r counts the second block and returns to 0 whenever it reaches k."
input  in: 1 "#"
work   k: 0 1
work   r: 0 1
space  2*bits(n) + 4              # for every word of length n
start  count

#   in   ^ 1 1 1 # 1 1 1 1 1 1 $   does 3 divide 6?
#                            *      the head, after five of them
#   k    ^ 1 1 0 0                  3, low digit first
#   r    ^ 0 1 0 0                  5 modulo 3

# Lay out: count the whole word on both k and r, then change all digits to 0.
count:
  in=^    -> in>
  in="1#" -> count.up
  in=$    -> clear
count.up:
  k=^     -> k>, r>
  k=1     -> k:0>, r:0>
  k=0_    -> k:1<, r:1< ; count.home
count.home:
  k=01    -> k<, r<
  k=^     -> in> ; count
clear:
  k=^     -> k>, r>
  k=01    -> k:0>, r:0>
  k=_     -> k<, r< ; clear.home
clear.home:
  k=0     -> k<, r<
  k=^     -> rewind
rewind:
  in="1#$" -> in<
  in=^    -> in> ; first

# The first block: k.
first:
  in=1    -> first.up
  in="#"  -> in> ; second
  in=$    -> reject               # no second block
first.up:
  k=^     -> k>
  k=1     -> k:0>
  k=0     -> k:1< ; first.home
first.home:
  k=01    -> k<
  k=^     -> in> ; first

# The second block: r counts up to k.
second:
  in=1    -> second.up
  in=$    -> last
  in="#"  -> reject
second.up:
  r=^     -> r>
  r=1     -> r:0>
  r=0     -> r:1< ; second.home
second.home:
  r=01    -> r<
  r=^     -> k>, r> ; same
same:
  k=0 r=0 -> k>, r>
  k=1 r=1 -> k>, r>
  k=0 r=1 -> k<, r< ; differ
  k=1 r=0 -> k<, r< ; differ
  k=_     -> k<, r< ; reset
differ:
  k=01    -> k<, r<
  k=^     -> in> ; second
reset:
  k=01    -> k<, r:0<
  k=^     -> in> ; second

# At the end the remainder must be 0.
last:
  r=^0    -> r>
  r=1     -> reject
  r=_     -> accept
