machine functional_path
  "path in a graph of out-degree one: is the last node reachable from the first? (L-complete)"
  "The input lists the successor of each node in unary, each followed by #; 0 or a number beyond the last node"
  "means none. Nodes count from 1. After as many moves as the graph has nodes, a walk goes in circles."
input  in: 1 "#"
work   v: 0 1
work   j: 0 1
work   t: 0 1
space  3*bits(n) + 6              # for the worst word of length n
start  shape

#   in   ^ 1 1 # 1 1 1 # 1 # $     1 goes to 2, 2 to 3, 3 to 1; 3 is the last
#                *                  the list of node 2 begins here
#   v    ^ 0 1 0 0                  the current node 2, low digit first
#   j    ^ 0 0 0 0                  lists still to pass
#   t    ^ 0 1 0 0                  moves that are left

# Every list ends with #: so does the word, unless it is empty. A graph without nodes has no path.
shape:
  in=^    -> in>
  in="1#" -> in> ; shape.more
  in=$    -> reject
shape.more:
  in="1#" -> in>
  in=$    -> in< ; shape.last
shape.last:
  in=1    -> reject
  in="#"  -> shape.back
shape.back:
  in="1#" -> in<
  in=^    -> in> ; count

# Lay out: count the word on all three, then change all digits to 0.
count:
  in="1#" -> count.up
  in=$    -> clear
count.up:
  v=^     -> v>, j>, t>
  v=1     -> v:0>, j:0>, t:0>
  v=0_    -> v:1<, j:1<, t:1< ; count.home
count.home:
  v=01    -> v<, j<, t<
  v=^     -> in> ; count
clear:
  v=^     -> v>, j>, t>
  v=01    -> v:0>, j:0>, t:0>
  v=_     -> v<, j<, t< ; clear.home
clear.home:
  v=0     -> v<, j<, t<
  v=^     -> nodes

# t <- the number of nodes: as many moves are allowed. v <- 1.
nodes:
  in=$1   -> in<
  in="#"  -> nodes.up
  in=^    -> v> ; first
nodes.up:
  t=^     -> t>
  t=1     -> t:0>
  t=0     -> t:1< ; nodes.home
nodes.home:
  t=01    -> t<
  t=^     -> in< ; nodes
first:
  v=0     -> v:1< ; copy

# j <- v, and pass j - 1 lists.
copy:
  v=^     -> v>, j>
  v=0     -> v>, j:0>
  v=1     -> v>, j:1>
  v=_     -> v<, j< ; copy.home
copy.home:
  v=01    -> v<, j<
  v=^     -> left
left:
  in="1#$" -> in<
  in=^    -> in> ; less
less:                             # j <- j - 1; v is at least 1
  j=^     -> j>
  j=0     -> j:1>
  j=1     -> j:0< ; less.home
less.home:
  j=01    -> j<
  j=^     -> j> ; zero
zero:
  j=0     -> j>
  j=1     -> j< ; pass.home
  j=_     -> j< ; there
pass.home:
  j=01    -> j<
  j=^     -> pass
pass:
  in=1    -> in>
  in="#"  -> in> ; pass.ended
  in=$    -> reject
pass.ended:
  in="1#" -> less
  in=$    -> reject               # v is beyond the last node
there:
  j=0     -> j<
  j=^     -> last

# Is this the last list? Then we have arrived. j counts how far we looked ahead, to come back.
last:
  in=1    -> in>
  in="#"  -> in> ; last.after
last.after:
  in=$    -> accept
  in="1#" -> in< ; last.back
last.back:
  in="#"  -> in< ; list.start
list.start:
  in=1    -> in<
  in="#^" -> in> ; step

# One move fewer; then v <- the length of this list.
step:
  t=^     -> t>
  t=0     -> t:1>
  t=1     -> t:0< ; step.home
  t=_     -> reject               # in circles
step.home:
  t=01    -> t<
  t=^     -> v> ; forget
forget:
  v=01    -> v:0>
  v=_     -> v< ; forget.home
forget.home:
  v=0     -> v<
  v=^     -> successor
successor:
  in=1    -> successor.up
  in="#"  -> v> ; some
successor.up:
  v=^     -> v>
  v=1     -> v:0>
  v=0     -> v:1< ; successor.home
successor.home:
  v=01    -> v<
  v=^     -> in> ; successor
some:                             # 0 is not a node
  v=0     -> v>
  v=1     -> v< ; some.home
  v=_     -> reject
some.home:
  v=01    -> v<
  v=^     -> copy
