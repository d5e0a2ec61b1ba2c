"""Time and memory of a command with all that it starts: `python -m tests.weighing COMMAND...`."""

import sys

from support_kpi.performance.process import measured

if __name__ == "__main__":
    cost = measured(sys.argv[1:])
    sys.stdout.write(
        f"{cost.said}{cost.seconds:,.1f} s, {cost.processor_seconds:,.1f} processor s, "
        f"{(cost.memory or 0) / 1e6:,.0f} MB at most together\n"
    )
