machine anbncn
  "accepts a^m b^m c^m, in logarithmic space"
  "One counter, used twice: up on a and down on b, then up on b and down on c."
input  in: a b c
work   t: 0 1
space  bits(n) + 1                # for the worst word of length n
start  order

#   in   ^ a a a b b b c c c $
#              *                    the head, on the third a
#   t    ^ 0 1                      two a's so far, low digit first

# First the order: a's, then b's, then c's.
order:
  in=^a   -> in>
  in=b    -> order.b
  in=c$   -> order.c
order.b:
  in=b    -> in>
  in=c$   -> order.c
  in=a    -> reject
order.c:
  in=c    -> in>
  in=ab   -> reject
  in=$    -> rewind
rewind:
  in=abc$ -> in<
  in=^    -> in> ; first

# As many a's as b's?
first:
  in=a    -> first.up
  in=b    -> first.down
  in=c$   -> first.zero
first.up:
  t=^     -> t>
  t=1     -> t:0>
  t=0_    -> t:1< ; first.home
first.down:
  t=^     -> t>
  t=0     -> t:1>                 # borrow
  t=1     -> t:0< ; first.home
  t=_     -> reject               # the counter was 0: a b too many
first.home:
  t=01    -> t<
  t=^     -> in> ; first
first.zero:
  t=^0    -> t>
  t=1     -> reject               # an a too many
  t=_     -> t< ; back

# Back to the first b. The counter is 0 again.
back:
  t=0     -> t<
  t=^     -> in< ; back.walk
back.walk:
  in=bc   -> in<
  in=a^   -> in> ; second

# As many b's as c's?
second:
  in=b    -> second.up
  in=c    -> second.down
  in=$    -> second.zero
second.up:
  t=^     -> t>
  t=1     -> t:0>
  t=0_    -> t:1< ; second.home
second.down:
  t=^     -> t>
  t=0     -> t:1>
  t=1     -> t:0< ; second.home
  t=_     -> reject
second.home:
  t=01    -> t<
  t=^     -> in> ; second
second.zero:
  t=^0    -> t>
  t=1     -> reject
  t=_     -> accept
