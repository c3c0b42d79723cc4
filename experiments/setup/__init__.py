"""Makes a bare machine ready for the lab and says what is wrong when it is not.

Two halves: what runs on the machine's own Python before anything is installed (`bootstrap`,
`install`, `pip_log`, `progress`, `needs`, `room`, `errors`: standard library only), and what runs
inside the environment afterwards (`jars`, `fetch_jars`, `lock_jars`, and `doctor` with `finding`,
`machine` and `running_labs`).
"""
