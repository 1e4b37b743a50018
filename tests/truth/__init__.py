"""What the program says, held against what a simulated AWS knows to be true.

`world` is AWS: who sent what, what records it, where it can be read and when. `program` runs the
command line over it in virtual time. `judges` say which of its sentences and exit codes are false.
"""
