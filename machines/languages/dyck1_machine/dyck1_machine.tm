machine dyck1_machine
  "accepts the balanced words over ( and ), with one counter"
  "The counter holds the number of open brackets; it must not go below zero and must end at zero."
input  in: "(" ")"
work   d: 0 1
space  bits(n) + 1                # for the worst word of length n
start  next

#   in   ^ ( ( ) ( ( $
#                  *                the head, on the fifth symbol
#   d    ^ 0 1                      two brackets are open, low digit first

next:
  in=^    -> in>
  in="("  -> up
  in=")"  -> down
  in=$    -> zero
up:
  d=^     -> d>
  d=1     -> d:0>
  d=0_    -> d:1< ; home
down:
  d=^     -> d>
  d=0     -> d:1>                 # borrow
  d=1     -> d:0< ; home
  d=_     -> reject               # nothing is open
home:
  d=01    -> d<
  d=^     -> in> ; next
zero:
  d=^0    -> d>
  d=1     -> reject               # something is still open
  d=_     -> accept
