machine m
input in: 0, 1 01 ab "" "xy" 0 1 1 ^ _ $ ( ;
work c: 0 1 $ _ ^ #
start go

go:
  in=7 c=7 -> c:"#"
  else -> accept
