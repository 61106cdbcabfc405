"""``python -m uniform``: the command line."""

import sys

from uniform.cli import main

sys.exit(main())
