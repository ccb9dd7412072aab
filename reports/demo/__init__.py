"""Demo mode: invented people in an invented year, a clock that runs ahead, and a door that opens with one press.

`load` fills an empty database, `jump` moves the demo's clock forward day by day, `door` says whether any of this may
run at all. Nothing of it is reachable unless `settings.DEMO` is on, `settings.PRODUCTION` is off and the database
carries the row `people.DemoMark`, which `load` alone writes.
"""
