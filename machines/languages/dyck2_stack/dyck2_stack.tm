machine dyck2_stack
  "accepts the balanced words over ( ) and [ ] with a stack: linear space"
  "Each opening bracket is pushed on tape s and popped by its partner; compare `dyck2`."
input  in: "(" ")" "[" "]"
work   s: "(" "["
space  n + 1                      # for the worst word of length n
start  next

#   in   ^ ( [ ( ) ] $
#              *                    the head, on the third symbol
#   s    ^ ( [                      the brackets that are open; the last one on top

next:
  in=^     -> in>
  in="("   -> s> ; push.round
  in="["   -> s> ; push.square
  in=")" s="(" -> in>, s:_<
  in="]" s="[" -> in>, s:_<
  in=")" s="^[" -> reject
  in="]" s="^(" -> reject
  in=$ s=^ -> accept
  in=$ s="([" -> reject
push.round:
  s=_      -> in>, s:"(" ; next
push.square:
  s=_      -> in>, s:"[" ; next
