"""The command line: `python -m experiments.cli`, or ./cleave. One file a command.

`app.py` lists the commands, `edge.py` turns errors into one line and an exit code: 0 valid,
1 invalid or correctness violated, 2 wrong usage, 130 stopped.
"""
