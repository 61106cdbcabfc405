machine palindromes_copy
  "accepts the words over 0 and 1 that read the same backwards, with a copy of the input: linear space"
  "This takes two passes; `palindromes` takes many. The meter shows the price."
input  in: 0 1
work   w: 0 1
space  n + 2                      # for every word of length n
start  copy

#   in   ^ 0 1 1 $
#          *                        read forwards
#   w    ^ 0 1 1
#              *                    read backwards

copy:
  in=^    -> in>, w>
  in=0    -> in>, w:0>
  in=1    -> in>, w:1>
  in=$    -> in< ; rewind
rewind:
  in=01   -> in<
  in=^    -> in>, w< ; compare
compare:
  in=0 w=0 -> in>, w<
  in=1 w=1 -> in>, w<
  in=$    -> accept
  in=0 w=1 -> reject
  in=1 w=0 -> reject
