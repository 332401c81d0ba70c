"""
Filling: the whole demo province behind the small world, in steps that may be killed and gone on with.

The small world is there when the demo opens. A filling adds the other bases, 150 advanced seminars, ten courses a base, 2,000
professionals with six years of hours, and runs past, under way and to come, through the same operations. Each step is one
transaction with its own mark, so that a kill leaves nothing half done; any number of processes may take steps at the same time.
What a step makes follows from the seed, the scale and the moment at which the filling was begun, not from who takes it or when.
"""

from cms.management.province.filling._lanes import begin, go_on

__all__ = ["begin", "go_on"]
