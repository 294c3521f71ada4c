"""One document after another, each stage kept; then one corpus under final names."""
