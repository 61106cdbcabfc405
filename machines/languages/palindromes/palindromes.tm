machine palindromes
  "accepts the words over 0 and 1 that read the same backwards, in logarithmic space"
  "Tape i holds a position; its copy j is counted down while the head walks."
  "For each i the i-th symbol from the left goes to s and is compared with the i-th from the right."
input  in: 0 1
work   i: 0 1
work   j: 0 1
work   s: 0 1
space  2*bits(n) + 6              # for every word of length n
start  start

#   in   ^ 0 1 1 0 1 1 0 $
#          *                        on the way to the cell two from ^; later, to that two from $
#   i    ^ 0 1 0                    position 2, low digit first
#   j    ^ 1 0 0                    a step still to go
#   s    ^ 0                        the symbol from the left: still that of position 1

start:
  in=^    -> in>, s>
  in=01   -> count
  in=$    -> accept               # the empty word

# Lay out: count the length on both i and j, then change all digits to 0. From now on both have bits(n) digits.
count:
  in=01   -> count.up
  in=$    -> clear
count.up:
  i=^     -> i>, j>
  i=1     -> i:0>, j:0>
  i=0_    -> i:1<, j:1< ; count.home
count.home:
  i=01    -> i<, j<
  i=^     -> in> ; count
clear:
  i=^     -> i>, j>
  i=01    -> i:0>, j:0>
  i=_     -> i<, j< ; clear.home
clear.home:
  i=0     -> i<, j<
  i=^     -> rewind

# The next position: i <- i + 1.
rewind:
  in=01$  -> in<
  in=^    -> next
next:
  i=^     -> i>
  i=1     -> i:0>
  i=0     -> i:1< ; next.home
next.home:
  i=01    -> i<
  i=^     -> left

# j <- i, then walk j cells to the right of ^.
left:
  i=^     -> i>, j>
  i=0     -> i>, j:0>
  i=1     -> i>, j:1>
  i=_     -> i<, j< ; left.home
left.home:
  i=01    -> i<, j<
  i=^     -> left.walk
left.walk:
  j=^     -> j>
  j=0     -> j:1>                 # borrow
  j=1     -> j:0<, in> ; left.back
  j=_     -> j< ; left.there      # j was 0
left.back:
  j=01    -> j<
  j=^     -> left.walk
left.there:
  j=01    -> j<
  j=^     -> keep
keep:
  in=0    -> s:0 ; end
  in=1    -> s:1 ; end
end:
  in=01   -> in>
  in=$    -> right

# j <- i, then walk j cells to the left of $.
right:
  i=^     -> i>, j>
  i=0     -> i>, j:0>
  i=1     -> i>, j:1>
  i=_     -> i<, j< ; right.home
right.home:
  i=01    -> i<, j<
  i=^     -> right.walk
right.walk:
  j=^     -> j>
  j=0     -> j:1>
  j=1     -> j:0<, in< ; right.back
  j=_     -> j< ; right.there
right.back:
  j=01    -> j<
  j=^     -> right.walk
right.there:
  j=01    -> j<
  j=^     -> compare
compare:
  in=0 s=0 -> in< ; more
  in=1 s=1 -> in< ; more
  else    -> reject
more:
  in=^    -> accept               # the position from the right was the first: i = n
  in=01   -> rewind
