#!/bin/sh
# What is committed is law that holds: the layout, every citation, every scenario.
set -e
proviso fmt --check
proviso check --deny warnings
proviso test
