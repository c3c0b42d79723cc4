"""What must be true of the tables after every load, whatever happened during it.

    settled = await_settled(lambda: fetch(stack.audit_url), deadline_s=60, say=print_line)
    results = check(settled.relations, from_load(read_journal(folder)))

The same code judges both arms: tables are found by feature, and nothing here asks how many
databases there are. It does not use the domain's code either, whose mistakes it has to find.
"""
