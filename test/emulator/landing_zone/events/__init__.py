"""Events: buses that route them, what AWS emits by itself, schedules, and the executions of pipelines that live on them."""
