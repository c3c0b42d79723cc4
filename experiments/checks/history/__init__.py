"""What must be true of the order in which clients saw things, whatever happened meanwhile.

    log = HistoryLog()
    log.ask(customer, Kind.STOCK, "p-0001", send)
    verdicts = check_history(History(log.operations, relations))

The invariants look at the tables once all is over; these rules look at what was shown on the way
there, and when. In the manner of Jepsen (https://jepsen.io) an operation has a beginning and an
end, one whose outcome nobody knows may take effect at any later time, and a rule that found nothing
to compare is neither kept nor broken.
"""
