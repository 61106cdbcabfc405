machine count_ones
  "the number of ones of the input, in binary, low digit first on tape c"
  "A binary counter costs one cell for each digit; the input is read once, from left to right."
input  in: 0 1
work   c: 0 1
space  bits(n) + 1                # for the worst word of length n
start  next

#   in   ^ 0 1 1 0 1 1 1 1 0 $
#                          *        the head, after six ones
#   c    ^ 0 1 1                    6, low digit first

next:
  in=^0   -> in>                  # a set of symbols; without a next state, the state stays the same
  in=1    -> in> ; up
  in=$    -> accept
up:
  c=^     -> c>
  c=1     -> c:0>                 # write 0, move right: carry
  c=0_    -> c:1< ; home
home:
  c=01    -> c<
  c=^     -> next
