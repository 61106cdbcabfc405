machine prime
  "accepts 1^n if n is prime, by trial division with three counters"
  "m holds n, d is the trial divisor, r counts the input and returns to 0 whenever it reaches d."
input  in: 1
work   m: 0 1
work   d: 0 1
work   r: 0 1
space  3*bits(n) + 6              # for every word of length n
start  count

#   in   ^ 1 1 1 1 1 1 1 $
#                  *                the head, after four ones
#   m    ^ 1 1 1                    n = 7, low digit first
#   d    ^ 1 1 0                    the trial divisor: 3
#   r    ^ 1 0 0                    4 modulo 3

# Lay out: count the input on all three, then change the digits of d and r to 0.
count:
  in=^    -> in>
  in=1    -> count.up
  in=$    -> clear
count.up:
  m=^     -> m>, d>, r>
  m=1     -> m:0>, d:0>, r:0>
  m=0_    -> m:1<, d:1<, r:1< ; count.home
count.home:
  m=01    -> m<, d<, r<
  m=^     -> in> ; count
clear:
  m=^     -> m>, d>, r>
  m=01    -> m>, d:0>, r:0>
  m=_     -> m<, d<, r< ; clear.home
clear.home:
  m=01    -> m<, d<, r<
  m=^     -> in< ; small

# n = 0 and n = 1 are not prime.
small:
  in=^    -> reject               # n = 0
  in=1    -> in< ; small.one
small.one:
  in=^    -> reject               # n = 1
  in=1    -> one

# d <- 1; the first trial divisor is 2.
one:
  d=^     -> d>
  d=0     -> d:1< ; next
next:
  d=^     -> d>
  d=1     -> d:0>
  d=0     -> d:1< ; next.home
next.home:
  d=01    -> d<
  d=^     -> m>, d> ; done
done:                             # d = n: all divisors have been tried
  m=0 d=0 -> m>, d>
  m=1 d=1 -> m>, d>
  m=0 d=1 -> m<, d< ; trial
  m=1 d=0 -> m<, d< ; trial
  m=_     -> accept
trial:
  m=01    -> m<, d<
  m=^     -> rewind
rewind:
  in=1$   -> in<
  in=^    -> in> ; walk

# Walk along the input; r counts up to d.
walk:
  in=1    -> walk.up
  in=$    -> last
walk.up:
  r=^     -> r>
  r=1     -> r:0>
  r=0     -> r:1< ; walk.home
walk.home:
  r=01    -> r<
  r=^     -> d>, r> ; same
same:
  d=0 r=0 -> d>, r>
  d=1 r=1 -> d>, r>
  d=0 r=1 -> d<, r< ; differ
  d=1 r=0 -> d<, r< ; differ
  d=_     -> d<, r< ; reset
differ:
  d=01    -> d<, r<
  d=^     -> in> ; walk
reset:
  d=01    -> d<, r:0<
  d=^     -> in> ; walk

# If the remainder is 0, d divides n.
last:
  r=^0    -> r>
  r=_     -> reject
  r=1     -> r:0< ; last.clear
last.clear:
  r=01    -> r<
  r=^     -> r> ; last.zero
last.zero:                        # r <- 0 for the next divisor
  r=01    -> r:0>
  r=_     -> r< ; last.home
last.home:
  r=0     -> r<
  r=^     -> next
