machine dyck2
  "accepts the balanced words over ( ) and [ ], in logarithmic space and without a stack"
  "First check the balance, ignoring kinds. Then, for each opening bracket: count depth to the right until it is"
  "0 again, compare the kinds, and count back to the left to the start. One counter serves all three."
input  in: "(" ")" "[" "]"
work   d: 0 1
space  bits(n) + 1                # for the worst word of length n
start  next

#   in   ^ [ ( ) ( ] $
#            *                      from this ( on, depth is counted to the right
#   d    ^ 1 0                      depth 1, low digit first; 0 is reached at the partner

# Check the balance as if all brackets were of one kind.
next:
  in=^     -> in>
  in="(["  -> up
  in=")]"  -> down
  in=$     -> zero
up:
  d=^      -> d>
  d=1      -> d:0>
  d=0_     -> d:1< ; home
down:
  d=^      -> d>
  d=0      -> d:1>
  d=1      -> d:0< ; home
  d=_      -> reject
home:
  d=01     -> d<
  d=^      -> in> ; next
zero:
  d=^0     -> d>
  d=1      -> reject
  d=_      -> d< ; zero.home
zero.home:
  d=0      -> d<
  d=^      -> rewind
rewind:
  in="([])$" -> in<
  in=^     -> in> ; seek

# The next opening bracket. The counter is 0.
seek:
  in=")]"  -> in>
  in="("   -> round.up
  in="["   -> square.up
  in=$     -> accept

# From ( to its partner.
round:
  in="(["  -> round.up
  in=")]"  -> round.down
round.up:
  d=^      -> d>
  d=1      -> d:0>
  d=0_     -> d:1< ; round.home
round.down:
  d=^      -> d>
  d=0      -> d:1>
  d=1      -> d:0< ; round.low
round.home:
  d=01     -> d<
  d=^      -> in> ; round
round.low:
  d=01     -> d<
  d=^      -> d> ; round.zero
round.zero:
  d=0      -> d>
  d=1      -> d< ; round.home
  d=_      -> d< ; round.partner
round.partner:
  d=0      -> d<
  d=^      -> round.kind
round.kind:
  in=")"   -> back
  in="]"   -> reject

# From [ to its partner.
square:
  in="(["  -> square.up
  in=")]"  -> square.down
square.up:
  d=^      -> d>
  d=1      -> d:0>
  d=0_     -> d:1< ; square.home
square.down:
  d=^      -> d>
  d=0      -> d:1>
  d=1      -> d:0< ; square.low
square.home:
  d=01     -> d<
  d=^      -> in> ; square
square.low:
  d=01     -> d<
  d=^      -> d> ; square.zero
square.zero:
  d=0      -> d>
  d=1      -> d< ; square.home
  d=_      -> d< ; square.partner
square.partner:
  d=0      -> d<
  d=^      -> square.kind
square.kind:
  in="]"   -> back
  in=")"   -> reject

# Back to the left, from a closing bracket to its partner.
back:
  in=")]"  -> back.up
  in="(["  -> back.down
back.up:
  d=^      -> d>
  d=1      -> d:0>
  d=0_     -> d:1< ; back.home
back.down:
  d=^      -> d>
  d=0      -> d:1>
  d=1      -> d:0< ; back.low
back.home:
  d=01     -> d<
  d=^      -> in< ; back
back.low:
  d=01     -> d<
  d=^      -> d> ; back.zero
back.zero:
  d=0      -> d>
  d=1      -> d< ; back.home
  d=_      -> d< ; back.there
back.there:
  d=0      -> d<
  d=^      -> in> ; seek
