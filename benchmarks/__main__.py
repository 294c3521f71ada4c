"""``python -m benchmarks``: the table of docs/scale.md."""

from benchmarks.rerun import main

main()
