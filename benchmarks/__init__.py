"""The benchmark behind README's figures: `make bench`. How to read it: benchmarks/README.md."""
