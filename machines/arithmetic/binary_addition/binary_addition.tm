machine binary_addition
  "adds two binary numbers a+b, low digits last; prints the sum, low digit first"
  "To reach position i of either number, count down a copy j of i; the carry waits on tape s."
  "The sum has as many digits as the longer number, and one more if a carry is left."
input  in: 0 1 "+"
work   i: 0 1
work   j: 0 1
work   s: 0 1 2 3                  # the carry, then the sum of one column
work   f: 0 1                      # 1 if the column has a digit at all
space  2*bits(n) + 8              # for the worst word of length n
start  start

#   in   ^ 1 1 0 + 1 1 $           6 + 3
#              *                    column 1 of a: the cell left of +
#   i    ^ 1 0 0                    column 1 is the lowest; low digit first
#   j    ^ 0 0 0                    steps still to go
#   s    ^ 0                        carry and digits so far, 0 to 3

start:
  in=^     -> in>, s>, f> ; shape
shape:
  in=01    -> in>
  in="+"   -> in> ; shape.second
  in=$     -> reject
shape.second:
  in=01    -> in>
  in="+"   -> reject
  in=$     -> s:0 ; shape.back
shape.back:
  in="01+$" -> in<
  in=^     -> in> ; count

# Lay out: count the word on both i and j, then change all digits to 0.
count:
  in="01+" -> count.up
  in=$     -> clear
count.up:
  i=^      -> i>, j>
  i=1      -> i:0>, j:0>
  i=0_     -> i:1<, j:1< ; count.home
count.home:
  i=01     -> i<, j<
  i=^      -> in> ; count
clear:
  i=^      -> i>, j>
  i=01     -> i:0>, j:0>
  i=_      -> i<, j< ; clear.home
clear.home:
  i=0      -> i<, j<
  i=^      -> next

# The next column: i <- i + 1.
next:
  i=^      -> i>, f:0
  i=1      -> i:0>
  i=0      -> i:1< ; next.home
next.home:
  i=01     -> i<
  i=^      -> copy.a

# The digit of a: i cells to the left of +.
copy.a:
  i=^      -> i>, j>
  i=0      -> i>, j:0>
  i=1      -> i>, j:1>
  i=_      -> i<, j< ; copy.a.home
copy.a.home:
  i=01     -> i<, j<
  i=^      -> seek
seek:
  in="01+^" -> in>
  in=$     -> in< ; seek.mark
seek.mark:
  in=01    -> in<
  in="+"   -> walk.a
walk.a:
  j=^      -> j>
  j=0      -> j:1>
  j=1      -> j:0<, in< ; walk.a.back
  j=_      -> j< ; walk.a.there
walk.a.back:
  j=01     -> j<
  j=^      -> walk.a.ended
walk.a.ended:
  in=01    -> walk.a
  in=^     -> copy.b
walk.a.there:
  j=01     -> j<
  j=^      -> add.a
add.a:
  in=0     -> f:1 ; copy.b
  in=1 s=0 -> f:1, s:1 ; copy.b
  in=1 s=1 -> f:1, s:2 ; copy.b

# The digit of b: i cells to the left of $.
copy.b:
  i=^      -> i>, j>
  i=0      -> i>, j:0>
  i=1      -> i>, j:1>
  i=_      -> i<, j< ; copy.b.home
copy.b.home:
  i=01     -> i<, j<
  i=^      -> end
end:
  in="01+^" -> in>
  in=$     -> walk.b
walk.b:
  j=^      -> j>
  j=0      -> j:1>
  j=1      -> j:0<, in< ; walk.b.back
  j=_      -> j< ; walk.b.there
walk.b.back:
  j=01     -> j<
  j=^      -> walk.b.ended
walk.b.ended:
  in=01    -> walk.b
  in="+"   -> digit
walk.b.there:
  j=01     -> j<
  j=^      -> add.b
add.b:
  in=0     -> f:1 ; digit
  in=1 s=0 -> f:1, s:1 ; digit
  in=1 s=1 -> f:1, s:2 ; digit
  in=1 s=2 -> f:1, s:3 ; digit

digit:
  f=1 s=0  -> print "0" ; next
  f=1 s=1  -> s:0, print "1" ; next
  f=1 s=2  -> s:1, print "0" ; next
  f=1 s=3  -> s:1, print "1" ; next
  f=0 s=0  -> accept
  f=0 s=1  -> print "1" ; done
done:
  s=1      -> accept
