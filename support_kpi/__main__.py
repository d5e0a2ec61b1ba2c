"""`python -m support_kpi`: everything the dashboard does, from a shell."""

import sys

from support_kpi.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
