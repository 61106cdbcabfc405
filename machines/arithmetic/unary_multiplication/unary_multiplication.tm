machine unary_multiplication
  "accepts 1^a#1^b#1^c if a*b = c, in logarithmic space"
  "c is counted on tape c. For each 1 of the first block (i says which), each 1 of the second counts c down."
input  in: 1 "#"
work   c: 0 1
work   i: 0 1
work   j: 0 1
space  3*bits(n) + 6              # for every word of length n
start  count

#   in   ^ 1 1 # 1 1 1 # 1 1 1 1 1 1 $
#                    *              in the second block, for the first 1 of the first
#   c    ^ 0 0 1 0                  4 of the 6 are left, low digit first
#   i    ^ 1 0 0 0                  the first 1 of the first block
#   j    ^ 0 0 0 0                  i has been counted down

# Lay out: count the whole word on all three, then change all digits to 0.
count:
  in=^    -> in>
  in="1#" -> count.up
  in=$    -> clear
count.up:
  c=^     -> c>, i>, j>
  c=1     -> c:0>, i:0>, j:0>
  c=0_    -> c:1<, i:1<, j:1< ; count.home
count.home:
  c=01    -> c<, i<, j<
  c=^     -> in> ; count
clear:
  c=^     -> c>, i>, j>
  c=01    -> c:0>, i:0>, j:0>
  c=_     -> c<, i<, j< ; clear.home
clear.home:
  c=0     -> c<, i<, j<
  c=^     -> rewind
rewind:
  in="1#$" -> in<
  in=^    -> in> ; shape

# Exactly two separators; the third block goes to c.
shape:
  in=1    -> in>
  in="#"  -> in> ; shape.second
  in=$    -> reject
shape.second:
  in=1    -> in>
  in="#"  -> in> ; third
  in=$    -> reject
third:
  in=1    -> third.up
  in="#"  -> reject
  in=$    -> next
third.up:
  c=^     -> c>
  c=1     -> c:0>
  c=0     -> c:1< ; third.home
third.home:
  c=01    -> c<
  c=^     -> in> ; third

# i <- i + 1, j <- i, back to the left end.
next:
  i=^     -> i>
  i=1     -> i:0>
  i=0     -> i:1< ; next.home
next.home:
  i=01    -> i<
  i=^     -> copy
copy:
  i=^     -> i>, j>
  i=0     -> i>, j:0>
  i=1     -> i>, j:1>
  i=_     -> i<, j< ; copy.home
copy.home:
  i=01    -> i<, j<
  i=^     -> left
left:
  in="1#$" -> in<
  in=^    -> walk

# Walk to the i-th cell; if it is not in the first block, the whole block has been used.
walk:
  j=^     -> j>
  j=0     -> j:1>
  j=1     -> j:0<, in> ; walk.back
  j=_     -> j< ; there
walk.back:
  j=01    -> j<
  j=^     -> walk.ended
walk.ended:
  in=1    -> walk
  in="#"  -> last
there:
  j=01    -> j<
  j=^     -> skip
skip:
  in=1    -> in>
  in="#"  -> in> ; second

# c <- c - 1 for each 1 of the second block.
second:
  in=1    -> down
  in="#"  -> next
down:
  c=^     -> c>
  c=0     -> c:1>
  c=1     -> c:0< ; down.home
  c=_     -> reject               # the product is larger
down.home:
  c=01    -> c<
  c=^     -> in> ; second
last:
  c=^0    -> c>
  c=1     -> reject               # the product is smaller
  c=_     -> accept
