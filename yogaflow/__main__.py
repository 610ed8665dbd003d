"""`python -m yogaflow` is `yogaflow`."""

import sys

from yogaflow.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
