machine divides_to_path
  "a reduction: from 1^k#1^n (does k divide n?) to a graph of out-degree one"
  "Prints n + 1 lists for `functional_path`: node i leads to node i + k if that is at most n + 1, and"
  "nowhere otherwise. A walk from 1 in strides of k reaches n + 1 exactly if k divides n."
  "Tape i holds the node; tape j counts the rest of the second block, or a copy of i."
input  in: 1 "#"
work   i: 0 1
work   j: 0 1
space  2*bits(n) + 4              # for every word of length n
start  count

#   in   ^ 1 1 # 1 1 1 1 $         k = 2, n = 4: nodes 1 to 5
#   i    ^ 1 1 0                    node 3, low digit first; it goes to 5
#   j    ^ 0 1 0                    the rest of the second block after i - 1 symbols

# Lay out: count the word on both, then change all digits to 0. The word has at least n + 1 symbols.
count:
  in=^    -> in>
  in="1#" -> count.up
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
  i=^     -> left
left:
  in="1#$" -> in<
  in=^    -> in> ; shape
shape:
  in=1    -> in>
  in="#"  -> in> ; shape.second
  in=$    -> reject
shape.second:
  in=1    -> in>
  in="#"  -> reject
  in=$    -> next

# i <- i + 1, j <- i.
next:
  i=^     -> i>
  i=1     -> i:0>
  i=0     -> i:1< ; next.home
  i=_     -> accept               # all digits were 1: i has passed n + 1
next.home:
  i=01    -> i<
  i=^     -> start
start:
  in="1$" -> in<
  in="#"  -> in> ; copy
copy:
  i=^     -> i>, j>
  i=0     -> i>, j:0>
  i=1     -> i>, j:1>
  i=_     -> i<, j< ; copy.home
copy.home:
  i=01    -> i<, j<
  i=^     -> less

# Walk past i - 1 symbols of the second block; the rest must have at least k symbols.
less:
  j=^     -> j>
  j=0     -> j:1>
  j=1     -> j:0< ; less.home
less.home:
  j=01    -> j<
  j=^     -> j> ; zero
zero:
  j=0     -> j>
  j=1     -> j< ; walk.home
  j=_     -> j< ; left.over
walk.home:
  j=01    -> j<
  j=^     -> walk
walk:
  in=1    -> in> ; less
  in=$    -> accept               # i = n + 2: every node has its list
left.over:
  j=0     -> j<
  j=^     -> rest
rest:
  in=1    -> rest.up
  in=$    -> return
rest.up:
  j=^     -> j>
  j=1     -> j:0>
  j=0     -> j:1< ; rest.home
rest.home:
  j=01    -> j<
  j=^     -> in> ; rest
return:
  in="1$" -> in<
  in="#"  -> in< ; stride

# Take k from j: is the stride too long?
stride:
  in=1    -> stride.less
  in=^    -> in> ; print.k
stride.less:
  j=^     -> j>
  j=0     -> j:1>
  j=1     -> j:0< ; stride.home
  j=_     -> j< ; nowhere
stride.home:
  j=01    -> j<
  j=^     -> in< ; stride
nowhere:
  j=01    -> j<
  j=^     -> nowhere.seek
nowhere.seek:
  in=1    -> in>
  in="#"  -> print "#" ; next

# Print k ones, i ones, and #.
print.k:
  in=1    -> in>, print "1"
  in="#"  -> print.copy
print.copy:
  i=^     -> i>, j>
  i=0     -> i>, j:0>
  i=1     -> i>, j:1>
  i=_     -> i<, j< ; print.home
print.home:
  i=01    -> i<, j<
  i=^     -> print.i
print.i:
  j=^     -> j>
  j=0     -> j:1>
  j=1     -> j:0<, print "1" ; print.back
  j=_     -> j< ; print.end
print.back:
  j=01    -> j<
  j=^     -> print.i
print.end:
  j=01    -> j<
  j=^     -> print "#" ; next
