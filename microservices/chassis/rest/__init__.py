"""Services that tell each other by HTTP: no broker, a mailbox in the database of each reader.

At least once, as with a broker, in two steps that are each tried again by whoever has the message.
The sender's relay calls the reader until that has said 204, and only then marks the message as
sent; the reader says so once the message stands in its mailbox, and its consumer tries until it is
handled. A call whose answer is lost is made again: the copy is known to the inbox. Only the relay
calls, one message after another for each topic, so those of a key keep their order.
"""
