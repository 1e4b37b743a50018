"""Run sestrail as ``python -m sestrail_tui``."""

from sestrail_tui.cli import main

if __name__ == "__main__":
    main()
